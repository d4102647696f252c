import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../src/host/store/sqlite.ts'
import { openDatabase } from '../../../src/host/store/sqlite.ts'
import type { WriteQueue } from '../../../src/host/store/write-queue.ts'
import { createWriteQueue } from '../../../src/host/store/write-queue.ts'
import { temporaryFolder } from '../support/store.ts'

let database: Database
let queue: WriteQueue
/** What was asked of the database, but for what the writes themselves did. */
let log: string[]
let path: string

beforeEach(async () => {
  path = join(temporaryFolder(), 'queue.db')
  database = await openDatabase(path)
  onTestFinished(() => database.close())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0; CREATE TABLE words (word TEXT UNIQUE)')
  log = []
  const recording = {
    exec: (sql: string) => {
      log.push(sql)
      database.exec(sql)
    },
    get isTransaction() {
      return database.isTransaction
    },
  }
  queue = createWriteQueue(recording, (error) => new Error('failed', { cause: error }))
})

const write = (word: string): (() => string) => {
  return () => {
    log.push(word)
    database.statement('INSERT INTO words VALUES (?)').run(word)
    return word.toUpperCase()
  }
}

const broken = (): never => {
  throw new Error('a bug')
}

const words = (): unknown[] =>
  database
    .statement('SELECT word FROM words ORDER BY rowid')
    .all()
    .map(({ word }) => word)
const statuses = async (work: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(work)).map(({ status }) => status)

test('all that wait share one transaction, in their order', async () => {
  expect(await Promise.all([queue.add(write('a')), queue.add(write('b')), queue.add(write('c'))])).toEqual([
    'A',
    'B',
    'C',
  ])
  expect(log).toEqual(['BEGIN IMMEDIATE', 'a', 'b', 'c', 'COMMIT'])
})

test('what comes later is in the next', async () => {
  await queue.add(write('a'))
  await Promise.all([queue.add(write('b')), queue.add(write('c'))])
  expect(log).toEqual(['BEGIN IMMEDIATE', 'a', 'COMMIT', 'BEGIN IMMEDIATE', 'b', 'c', 'COMMIT'])
})

test('nobody is told before the commit', async () => {
  const told: string[] = []
  const done = queue.add(write('a')).then(() => told.push(...log))
  await done
  expect(told).toEqual(['BEGIN IMMEDIATE', 'a', 'COMMIT'])
})

test('a write that breaks a rule fails alone', async () => {
  const work = ['a', 'a', 'b'].map((word) => queue.add(write(word)))
  expect(await statuses(work)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(words()).toEqual(['a', 'b'])
  await expect(work[1]).rejects.toThrow('failed')
})

describe('where the whole cannot be written', () => {
  test.each([
    ['the disk is full', 'PRAGMA max_page_count = 4', 'PRAGMA max_page_count = 1000000'],
    ['it is read-only', 'PRAGMA query_only = ON', 'PRAGMA query_only = OFF'],
  ])('because %s, all are told, nothing is kept, and the next are written', async (_title, spoil, mend) => {
    database.exec(spoil)
    const work = ['a', 'x'.repeat(50_000), 'b'].map((word) => queue.add(write(word)))
    expect(await statuses(work)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(words()).toEqual([])
    database.exec(mend)
    expect(await queue.add(write('c'))).toBe('C')
    expect(words()).toEqual(['c'])
  })

  test('because one write fails as no write should, all are told, and the next are written', async () => {
    const work = [queue.add(write('a')), queue.add(broken), queue.add(write('c'))]
    expect(await statuses(work)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(words()).toEqual([])
    expect(await queue.add(write('b'))).toBe('B')
    expect(words()).toEqual(['b'])
  })

  test('because another writes for too long, all are told, and the next are written', async () => {
    const other = await openDatabase(path)
    onTestFinished(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    expect(await statuses([queue.add(write('a')), queue.add(write('b'))])).toEqual(['rejected', 'rejected'])
    other.exec('ROLLBACK')
    expect(await queue.add(write('c'))).toBe('C')
    expect(words()).toEqual(['c'])
  })
})

test('flushed waits for all, also for what is added on the way', async () => {
  let second: Promise<string> | undefined
  const first = queue.add(write('a')).then(() => {
    second = queue.add(write('b'))
  })
  await queue.flushed()
  await first
  await queue.flushed()
  expect(words()).toEqual(['a', 'b'])
  await second
})
