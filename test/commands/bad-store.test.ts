import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/host/store/open.ts'
import { openDatabase } from '../../src/host/store/sqlite.ts'
import { temporaryFolder } from '../host/support/store.ts'
import { handler } from '../support/handler.ts'
import { machine } from '../support/machine.ts'

/** Files that are no store, made in a folder. */
const makers: [string, (path: string) => Promise<void> | void][] = [
  ['a folder', (path) => void mkdirSync(path)],
  ['a file of another kind', (path) => writeFileSync(path, 'Dear diary,\n')],
  [
    'a store that is damaged',
    async (path) => {
      await (await openStore(path)).close()
      writeFileSync(path, 'SQLite format 3\0'.padEnd(4_096, '?'))
    },
  ],
  [
    'a store of a later version',
    async (path) => {
      await (await openStore(path)).close()
      const database = await openDatabase(path)
      database.exec('PRAGMA user_version = 999')
      database.close()
    },
  ],
]

describe.each(makers)('%s', (_, make) => {
  test('is told, with what to do; nothing is sent', async () => {
    const path = join(temporaryFolder(), 'store.db')
    await make(path)
    const here = machine({ env: { HOOKS_STORE: path, HOOKS_SECRET: 's' } })
    const { exit, out, err } = await here.run('deliveries list')
    expect({ exit, out, err: err.replaceAll(path, '/store.db') }).toMatchSnapshot()
    const { code } = JSON.parse((await here.run('deliveries stats --json')).err)
    expect(code).toMatchSnapshot()
    const to = await handler()
    expect((await here.run(`trigger user.created --to ${to.url}`)).exit).toBe(3)
    expect((await here.run(`replay --last 1 --to ${to.url}`)).exit).toBe(3)
    expect(to.taken).toEqual([])
  })

  test('does not matter where no store is needed', async () => {
    const path = join(temporaryFolder(), 'store.db')
    await make(path)
    const here = machine({ env: { HOOKS_STORE: path, HOOKS_SECRET: 's' }, files: { body: 'x' } })
    for (const line of [
      'providers list',
      'config list',
      'sign --provider example --body body',
      'trigger user.created --dry-run --to http://localhost:3000',
      'demo',
    ]) {
      expect([line, (await here.run(line)).exit]).toEqual([line, 0])
    }
    const running = here.start('listen --port 0 --no-store')
    await running.listening()
    expect((await running.stop()).exit).toBe(0)
  })
})

test('the store may be a setting', async () => {
  const path = join(temporaryFolder(), 'a', 'store.db')
  const to = await handler()
  const here = machine({ settings: { store: path, secret: 's' } })
  await here.run(`trigger user.created --to ${to.url}`)
  const [kept] = await here.json('deliveries list --json')
  const store = await openStore(path)
  expect(store.list({}).map(({ id }) => id)).toEqual([kept.id])
  await store.close()
})
