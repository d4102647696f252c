import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../src/host/store/open.ts'
import { testHost } from '../support/host.ts'
import { received } from './support/sample-delivery.ts'
import { temporaryFolder } from './support/store.ts'

test('everything is made up, and the same each time', async () => {
  const facts = async () => {
    const { context } = testHost({
      files: { a: 'text' },
      stdin: '\xff',
      settings: { provider: 'acme' },
      width: 40,
    })
    return {
      now: new Date(context.clock.now()).toISOString(),
      drawn: context.random.bytes(4),
      files: [await context.files.read('a'), await context.files.read('-'), await context.files.findUp('a')],
      settings: await context.userSettings.all(),
      out: [context.out.isTerminal, context.out.width, context.outStyle.terminal, context.outStyle.width],
    }
  }
  const first = await facts()
  expect(first).toMatchObject({ now: '2026-03-15T10:05:00.000Z', out: [false, 40, false, 40] })
  expect(await facts()).toEqual(first)
})

test('what was written is told, by stream', () => {
  const { context, out, err, outBytes } = testHost()
  context.out.write('a')
  context.out.write(Uint8Array.of(255))
  context.err.write('b')
  expect([out(), err(), outBytes()]).toEqual(['a\ufffd', 'b', Uint8Array.of(97, 255)])
})

test('the store outlives each command; another test has another', async () => {
  const { context } = testHost()
  const first = await context.openStore({})
  await first.keep(received())
  await first.close()
  expect((await context.openStore({})).list({})).toHaveLength(1)
  expect((await context.openStore({ memory: true })).list({})).toHaveLength(0)
  expect((await testHost().context.openStore({})).list({})).toHaveLength(0)
})

test('a store in a file is one, and is closed', async () => {
  const path = join(temporaryFolder(), 'store.db')
  const store = await testHost({ env: { HOOKS_STORE: path } }).context.openStore({})
  await store.keep(received())
  await store.close()
  const again = await openStore(path)
  expect(again.list({})).toHaveLength(1)
  await again.close()
})

test('an interruption is one', () => {
  const { context, interrupt } = testHost()
  expect(context.interrupted.aborted).toBe(false)
  interrupt()
  expect(context.interrupted.aborted).toBe(true)
})
