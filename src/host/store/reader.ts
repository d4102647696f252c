import type { Kept, Query, Stats } from '../../delivery/store.ts'
import { conditionOf, isRefused, isVerified, prefixRange } from './queries.ts'
import { attemptOf, keptOf } from './rows.ts'
import type { Database } from './sqlite.ts'
import { maybe, number, stored, text } from './values.ts'

/** What only looks. */
export interface Reader {
  find(id: string): Kept[]
  list(query: Query): Kept[]
  stats(): Stats
}

/** Shorter beginnings of an id would fit too much. */
const shortestPrefix = 6

const totals = `
  SELECT count(*) AS deliveries, total(direction = 'in') AS received, total(direction = 'out') AS sent,
    total(${isVerified}) AS verified, total(${isRefused}) AS refused, total(duplicate_of IS NOT NULL) AS duplicates,
    (SELECT count(*) FROM attempts) AS attempts, total(length(body)) AS bytes, min(at) AS oldest, max(at) AS newest
  FROM deliveries`

/** All of an attempt but the body of its answer. */
const columnsWithoutBody = `delivery, number, at, sent_to, headers, outcome, duration_ms, status, status_text,
  response_headers, x'' AS response_body, response_truncated, why, detail, scheduled`

export function createReader(database: Database): Reader {
  const kept = (sql: string, values: readonly (string | number)[], columns = '*'): Kept[] => {
    const attempts = database.statement(`SELECT ${columns} FROM attempts WHERE delivery = ? ORDER BY number`)
    return database
      .statement(sql)
      .all(...values)
      .map((row) => keptOf(row, attempts.all(stored(text(row.id))).map(attemptOf)))
  }
  return {
    find: (id) => {
      const whole = stored(id)
      const exact = kept('SELECT * FROM deliveries WHERE id = ? OR event_id = ? ORDER BY place DESC', [
        whole,
        whole,
      ])
      if (exact.length > 0 || id.length < shortestPrefix) return exact
      const range = prefixRange(id)
      return kept(
        'SELECT * FROM deliveries WHERE (id >= ? AND id < ?) OR (event_id >= ? AND event_id < ?) ORDER BY place DESC',
        [...range, ...range],
      )
    },
    list: (query) => {
      const { sql, values } = conditionOf(query)
      const newest = `SELECT * FROM deliveries WHERE ${sql} ORDER BY place DESC LIMIT ?`
      // No limit is a negative one.
      return kept(
        newest,
        [...values, query.limit ?? -1],
        query.withoutAnswers ? columnsWithoutBody : '*',
      ).reverse()
    },
    stats: () => statsOf(database),
  }
}

function statsOf(database: Database): Stats {
  const row = database.statement(totals).get() ?? {}
  const types = database.statement(
    'SELECT provider, type, count(*) AS count FROM deliveries GROUP BY provider, type ORDER BY count DESC, provider, type',
  )
  return {
    deliveries: number(row.deliveries),
    in: number(row.received),
    out: number(row.sent),
    verified: number(row.verified),
    refused: number(row.refused),
    duplicates: number(row.duplicates),
    attempts: number(row.attempts),
    bytes: number(row.bytes),
    oldest: maybe(row.oldest, number),
    newest: maybe(row.newest, number),
    types: types.all().map((each) => ({
      provider: maybe(each.provider, text),
      type: maybe(each.type, text),
      count: number(each.count),
    })),
  }
}
