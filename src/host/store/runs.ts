import type { RetryOptions, Run, RunItem, RunOptions } from '../../delivery/run.ts'
import type { Json } from '../../http/body.ts'
import { prefixRange } from './queries.ts'
import type { Database, Row } from './sqlite.ts'
import { bytes, fields, list, maybe, number, object, oneOf, orNull, plain, stored, text } from './values.ts'

/** The runs in a database; what writes works within the transaction that is open. */
export interface Runs {
  keep(run: Run): void
  keepItem(run: string, place: number, item: Omit<RunItem, 'original'>): void
  find(id: string | undefined): Run[]
}

/** Shorter beginnings of an id would fit too much. */
const shortestPrefix = 6

const unfinished = `SELECT * FROM runs
  WHERE EXISTS (SELECT 1 FROM run_items WHERE run = runs.id AND done = 0) ORDER BY place DESC`

export function createRuns(database: Database): Runs {
  const runs = (sql: string, values: readonly string[]): Run[] =>
    database
      .statement(sql)
      .all(...values)
      .map((row) => runOf(row, itemsOf(stored(text(row.id)))))
  const itemsOf = (id: string): RunItem[] =>
    database.statement('SELECT * FROM run_items WHERE run = ? ORDER BY place').all(id).map(itemOf)
  return {
    keep: ({ id, at, options: { body, ...options }, items }) => {
      database
        .statement('INSERT INTO runs (id, at, options, body) VALUES (?, ?, ?, ?)')
        .run(stored(id), at, JSON.stringify(options), body)
      const insert = database.statement(
        'INSERT INTO run_items (run, place, original, delivery, done) VALUES (?, ?, ?, ?, ?)',
      )
      for (const [place, { original, delivery, done }] of items.entries()) {
        insert.run(stored(id), place, stored(original), orNull(delivery), Number(done))
      }
    },
    keepItem: (run, place, { delivery, done }) => {
      database
        .statement('UPDATE run_items SET delivery = ?, done = ? WHERE run = ? AND place = ?')
        .run(orNull(delivery), Number(done), stored(run), place)
    },
    find: (id) => {
      if (id === undefined) return runs(unfinished, [])
      const exact = runs('SELECT * FROM runs WHERE id = ?', [stored(id)])
      if (exact.length > 0 || id.length < shortestPrefix) return exact
      return runs('SELECT * FROM runs WHERE id >= ? AND id < ? ORDER BY place DESC', prefixRange(id))
    },
  }
}

const runOf = (row: Row, items: readonly RunItem[]): Run => ({
  id: text(row.id),
  at: number(row.at),
  options: optionsOf(row),
  items,
})

const itemOf = (row: Row): RunItem => ({
  original: text(row.original),
  delivery: maybe(row.delivery, text),
  done: number(row.done) === 1,
})

function optionsOf(row: Row): RunOptions {
  const read = object(row.options)
  return {
    to: plain(read.to),
    asReceived: read.asReceived === true,
    changes: list(read.changes).map((each) => {
      const { path, value, written, add } = fields(each)
      const typed = typeof written === 'string' ? { written } : {}
      return { path: plain(path), value: jsonOf(value), ...typed, add: add === true }
    }),
    body: maybe(row.body, bytes),
    expectStatus: maybe(read.expectStatus, plain),
    expectBody: maybe(read.expectBody, plain),
    within: maybe(read.within, number),
    signed: list(read.signed).map(plain),
    rotating: read.rotating === true,
    seed: maybe(read.seed, plain),
    retry: maybe(read.retry, retryOf),
  }
}

function retryOf(value: unknown): RetryOptions {
  const { speed, schedule, signTime } = fields(value)
  return {
    speed: maybe(speed, number),
    schedule: maybe(schedule, plain),
    signTime: oneOf(signTime, ['now', 'virtual']),
  }
}

/** A part of what was read as JSON. */
const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value))
