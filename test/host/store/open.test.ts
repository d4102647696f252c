import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { HooksError } from '../../../src/errors.ts'
import { openReady, openStore } from '../../../src/host/store/open.ts'
import { schemaVersion } from '../../../src/host/store/schema.ts'
import type { Database } from '../../../src/host/store/sqlite.ts'
import { openDatabase } from '../../../src/host/store/sqlite.ts'
import { asOrdinaryUser } from '../support/ordinary-user.ts'
import { attempt, received } from '../support/sample-delivery.ts'
import { opened, temporaryFolder } from '../support/store.ts'

const permissionsOf = (path: string): number => statSync(path).mode & 0o777

/** A closed store with a few deliveries. */
async function filledStore(path = join(temporaryFolder(), 'store.db')): Promise<string> {
  const store = await openStore(path)
  for (let number = 0; number < 20; number++) {
    await store.keep(received({ id: `dlv_${number}`, eventId: `evt_${number}` }))
    await store.keepAttempt(attempt({ delivery: `dlv_${number}` }))
  }
  await store.close()
  return path
}

/** A further file with these bytes. */
function copyOf(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'copy.db')
  writeFileSync(path, bytes)
  return path
}

/** Does something to a store's file behind its back. */
async function meddle(path: string, work: (database: Database) => void): Promise<void> {
  const database = await openDatabase(path)
  work(database)
  database.close()
}

describe('a new store', () => {
  test('has the schema of its version', async () => {
    const path = join(temporaryFolder(), 'store.db')
    await (await openStore(path)).close()
    await meddle(path, (database) => {
      expect(
        database.statement('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(),
      ).toMatchSnapshot()
      expect({
        ...database.statement('PRAGMA user_version').get(),
        ...database.statement('PRAGMA application_id').get(),
        ...database.statement('PRAGMA journal_mode').get(),
        ...database.statement('PRAGMA auto_vacuum').get(),
      }).toEqual({
        user_version: schemaVersion,
        application_id: 0x686f6f6b,
        journal_mode: 'wal',
        auto_vacuum: 2,
      })
    })
  })

  test.each([0o000, 0o077, 0o022])('is only for its owner, with the umask %o', async (mask) => {
    const before = process.umask(mask)
    onTestFinished(() => void process.umask(before))
    const folder = temporaryFolder()
    const path = join(folder, 'a', 'b', 'store.db')
    const store = await opened(path)
    await store.keep(received())
    expect([path, `${path}-wal`, `${path}-shm`].map(permissionsOf)).toEqual([0o600, 0o600, 0o600])
    expect([join(folder, 'a'), join(folder, 'a', 'b')].map(permissionsOf)).toEqual([0o700, 0o700])
  })

  test('is made of an empty file, which is then only for its owner', async () => {
    const path = join(temporaryFolder(), 'store.db')
    writeFileSync(path, '', { mode: 0o644 })
    const store = await opened(path)
    await store.keep(received())
    expect([path, `${path}-wal`].map(permissionsOf)).toEqual([0o600, 0o600])
  })
})

test('each connection writes through to the disk, waits for others, and keeps the references', async () => {
  const database = await openReady(join(temporaryFolder(), 'store.db'))
  const settings = ['synchronous', 'busy_timeout', 'foreign_keys', 'trusted_schema']
  expect(settings.map((name) => Object.values(database.statement(`PRAGMA ${name}`).get() ?? {}))).toEqual([
    [2],
    [5_000],
    [1],
    [0],
  ])
  database.close()
})

test('a closed store is whole in its one file', async () => {
  const path = await filledStore()
  const log = `${path}-wal`
  expect(existsSync(log) ? statSync(log).size : 0).toBe(0)
  expect((await opened(copyOf(readFileSync(path)))).list({})).toHaveLength(20)
})

describe('a store that is there', () => {
  test('is opened again without a change', async () => {
    const path = await filledStore()
    const before = readFileSync(path)
    const store = await openStore(path)
    expect(store.list({})).toHaveLength(20)
    await store.close()
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('that others could read is closed to them', async () => {
    const path = await filledStore()
    chmodSync(path, 0o644)
    await opened(path)
    expect(permissionsOf(path)).toBe(0o600)
  })

  test('is found behind a link', async () => {
    const path = await filledStore()
    const link = join(temporaryFolder(), 'link.db')
    symlinkSync(path, link)
    expect((await opened(link)).list({})).toHaveLength(20)
  })

  test('whose making was broken off is made to the end', async () => {
    const path = join(temporaryFolder(), 'store.db')
    // All steps are one transaction, so what is left of a broken one is at most the mark.
    await meddle(path, (database) => database.exec('PRAGMA application_id = 0x686f6f6b'))
    const store = await opened(path)
    await store.keep(received())
    expect(store.list({})).toHaveLength(1)
  })

  test('gives room back when it is pruned', async () => {
    const path = join(temporaryFolder(), 'store.db')
    const store = await openStore(path)
    const body = new Uint8Array(500_000).fill(1)
    await store.keep(received({ request: { ...received().request, body } }))
    expect(store.prune(Number.MAX_SAFE_INTEGER)).toBe(1)
    await store.close()
    expect(statSync(path).size).toBeLessThan(100_000)
  })
})

describe('a store of the first version', () => {
  /** As version 1 made it, with a delivery of ours. */
  async function firstVersion(): Promise<string> {
    const path = join(temporaryFolder(), 'store.db')
    await meddle(path, (database) => {
      database.exec(readFileSync(join(import.meta.dirname, 'version-1.sql'), 'utf8'))
      database.exec('PRAGMA application_id = 0x686f6f6b; PRAGMA user_version = 1')
    })
    return path
  }

  test('becomes one of this version, and keeps what is in it', async () => {
    const path = await firstVersion()
    const store = await openStore(path)
    const [kept] = store.list({})
    expect(kept).toEqual({
      ...received({ id: 'dlv_OLD', direction: 'out', verdict: null, signature: null }),
      to: 'http://localhost:3000/hooks',
      answered: null,
      place: 1,
      attempts: [attempt({ delivery: 'dlv_OLD' })],
    })
    await store.end('dlv_OLD', { end: 'delivered', atMs: 1, deadLettered: false, endpointDisabled: false })
    await store.keep(received({ id: 'dlv_NEW', eventId: 'evt_NEW' }))
    await store.close()
    const again = await opened(path)
    expect(again.list({}).map(({ id, ended }) => [id, ended?.end])).toEqual([
      ['dlv_OLD', 'delivered'],
      ['dlv_NEW', undefined],
    ])
  })

  test('has then the same schema as a new one', async () => {
    const old = await firstVersion()
    await (await openStore(old)).close()
    const fresh = join(temporaryFolder(), 'store.db')
    await (await openStore(fresh)).close()
    const schemas: unknown[] = []
    for (const path of [old, fresh]) {
      await meddle(path, (database) => {
        const rows = database.statement('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
        schemas.push(rows.map((row) => ({ ...row, sql: String(row.sql).replaceAll(/\s+/g, ' ') })))
        schemas.push(database.statement('PRAGMA user_version').get())
      })
    }
    expect(schemas.slice(0, 2)).toEqual(schemas.slice(2))
  })

  test('is made new by one of many who open it at once', async () => {
    const path = await firstVersion()
    const stores = await Promise.all(Array.from({ length: 4 }, () => opened(path)))
    expect(stores.map((store) => store.list({}).length)).toEqual([1, 1, 1, 1])
  })
})

describe('what is no store is left as it is:', () => {
  const refused = async (path: string): Promise<unknown> => {
    const before = existsSync(path) && statSync(path).isFile() ? readFileSync(path) : undefined
    const error = await openStore(path).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (before) expect(readFileSync(path).equals(before)).toBe(true)
    return error instanceof HooksError && { code: error.code, message: error.message, hint: error.hint }
  }

  test('a folder', async () => {
    const path = temporaryFolder()
    expect(await refused(path)).toEqual({
      code: 'store-unusable',
      message: `'${path}' is no store: it is a folder.`,
      hint: 'Name another file with HOOKS_STORE.',
    })
  })

  test.each(['x', 'some notes of mine\n', 'SQLite format 2\0', '\0'.repeat(8_192)])(
    'a file of another kind',
    async (text) => {
      const path = join(temporaryFolder(), 'notes.txt')
      writeFileSync(path, text)
      expect(await refused(path)).toEqual({
        code: 'store-unusable',
        message: `'${path}' is no store: it is a file of another kind.`,
        hint: 'Name another file with HOOKS_STORE.',
      })
    },
  )

  test.each([
    ['with tables', 'CREATE TABLE notes (text)'],
    ['with a mark of its own', 'PRAGMA application_id = 7; CREATE TABLE notes (text)'],
    ['with a version', 'PRAGMA user_version = 1'],
  ])("another program's database %s", async (_title, sql) => {
    const path = join(temporaryFolder(), 'other.db')
    await meddle(path, (database) => database.exec(sql))
    chmodSync(path, 0o644)
    expect(await refused(path)).toEqual({
      code: 'store-unusable',
      message: `'${path}' is the database of another program.`,
      hint: 'Name another file with HOOKS_STORE.',
    })
    expect(permissionsOf(path)).toBe(0o644)
  })

  test('a store of a later version', async () => {
    const path = await filledStore()
    await meddle(path, (database) => database.exec(`PRAGMA user_version = ${schemaVersion + 1}`))
    expect(await refused(path)).toEqual({
      code: 'store-newer',
      message: `The store '${path}' has version ${schemaVersion + 1}, and this program knows only ${schemaVersion}.`,
      hint: 'Use the newer version of hooks that made it, or name another file with HOOKS_STORE. Nothing was changed.',
    })
  })

  test('a place where nobody may write', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    const error = await asOrdinaryUser(() => refused(join(folder, 'sub', 'store.db')))
    chmodSync(folder, 0o700)
    expect(error).toEqual(
      process.getuid?.() === 0
        ? {
            code: 'store-unusable',
            message: `The store '${join(folder, 'sub', 'store.db')}' cannot be used: permission is denied.`,
            hint: 'Name another file with HOOKS_STORE, or mend its permissions.',
          }
        : false,
    )
  })

  test('a path through a file', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(await refused(join(folder, 'file', 'store.db'))).toMatchObject({ code: 'store-unusable' })
  })

  test('a link to nothing', async () => {
    const path = join(temporaryFolder(), 'link.db')
    symlinkSync(join(path, '..', 'nothing'), path)
    expect(await refused(path)).toMatchObject({ code: 'store-unusable' })
  })
})

describe('a damaged store', () => {
  /** Uses a store in all ways of reading; says how it failed, if it did. */
  const use = async (path: string): Promise<string> => {
    try {
      const store = await openStore(path)
      try {
        store.list({})
        store.stats()
        store.find('dlv_00')
        await store.keep(received({ id: 'dlv_new', eventId: null }))
      } finally {
        await store.close()
      }
      return 'works'
    } catch (error) {
      if (!(error instanceof HooksError)) throw error
      return error.code
    }
  }

  test('says so, and what to do', async () => {
    const bytes = readFileSync(await filledStore())
    const path = copyOf(bytes.fill(0xff, 4_096))
    await expect(openStore(path).then((store) => store.list({}))).rejects.toMatchObject({
      code: 'store-damaged',
      message: `The store '${path}' is damaged.`,
      hint: "Move it away to begin a new one; sqlite3's .recover can save what is readable. Nothing was changed.",
    })
  })

  test('fails in no other way, wherever it is cut', async () => {
    const whole = readFileSync(await filledStore())
    const results = new Set<string>()
    for (let length = 0; length <= whole.length; length += 1_024) {
      results.add(await use(copyOf(whole.subarray(0, length))))
    }
    expect([...results].sort()).toEqual(['store-damaged', 'works'])
  })

  test('fails in no other way, whichever byte is changed', async () => {
    const whole = readFileSync(await filledStore())
    const results = new Set<string>()
    for (let at = 16; at < whole.length; at += 211) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      results.add(await use(copyOf(changed)))
    }
    expect([...results].sort()).toEqual(['store-damaged', 'works'])
  })

  test('is one too where a value is not as it was written', async () => {
    const path = await filledStore()
    await meddle(path, (database) => database.exec(`UPDATE deliveries SET headers = '{}' WHERE place = 3`))
    const store = await opened(path)
    expect(() => store.list({})).toThrow(expect.objectContaining({ code: 'store-damaged' }))
    expect(store.list({ after: 3 })).toHaveLength(17)
  })
})

test('many who make the same store at once all get it', async () => {
  const path = join(temporaryFolder(), 'new', 'store.db')
  const stores = await Promise.all(Array.from({ length: 8 }, () => opened(path)))
  await Promise.all(
    stores.map((store, at) => store.keep(received({ id: `dlv_${at}`, eventId: `evt_${at}` }))),
  )
  expect(stores.map((store) => store.list({}).length)).toEqual(Array(8).fill(8))
})

test('a closed store says so', async () => {
  const store = await opened()
  const last = store.keep(received())
  const closing = store.close()
  const closed = { code: 'store-unusable', message: "The store ':memory:' is closed." }
  await expect(store.keep(received({ id: 'dlv_2' }))).rejects.toMatchObject(closed)
  expect(() => store.list({})).toThrow(expect.objectContaining(closed))
  await expect(last).resolves.toEqual({ duplicateOf: null })
  await closing
  await store.close()
})
