import type { Query } from '../../delivery/store.ts'
import { stored } from './values.ts'

/** A part of a statement's condition, with the values of its parameters. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** How the last attempt of a delivery ended; NULL where there was none. */
const lastOutcome =
  '(SELECT outcome FROM attempts WHERE delivery = deliveries.id ORDER BY number DESC LIMIT 1)'

/** Signatures that were looked at and not accepted; what could not be looked at for want of a secret is neither good nor bad. */
export const isRefused = `(verdict ->> '$.ok' = 0 AND verdict ->> '$.reason' <> 'no-secret')`
export const isVerified = `(verdict ->> '$.ok' = 1)`

/** NULL counts as no. */
const isFailed = `coalesce(${isRefused}, 0) OR coalesce(${lastOutcome} <> 'accepted', 0)`
const isOk = `coalesce(${isVerified}, 0) OR coalesce(${lastOutcome} = 'accepted', 0)`
const verdicts = { failed: `(${isFailed})`, ok: `(${isOk}) AND NOT (${isFailed})` } as const

/** The first that was kept of its event: not a replay, nor a duplicate, nor what was received of what was sent from here. */
const isFirst = `event_id IS NULL OR NOT EXISTS (
  SELECT 1 FROM deliveries AS earlier
  WHERE earlier.event_id = deliveries.event_id AND earlier.provider IS deliveries.provider
    AND earlier.place < deliveries.place)`

/** What failed is not to be sent again once a later try of the same event was accepted. */
const isUnresolved = `event_id IS NULL OR NOT EXISTS (
  SELECT 1 FROM deliveries AS later JOIN attempts ON attempts.delivery = later.id
  WHERE later.event_id = deliveries.event_id AND later.provider IS deliveries.provider
    AND later.place > deliveries.place AND attempts.outcome = 'accepted')`

/** All conditions of a query. */
export function conditionOf(query: Query): Condition {
  const parts = [
    query.type !== undefined && typeCondition(query.type),
    query.provider !== undefined && providerCondition(query.provider),
    query.direction !== undefined && { sql: 'direction = ?', values: [query.direction] },
    query.since !== undefined && { sql: 'at >= ?', values: [query.since] },
    query.before !== undefined && { sql: 'at < ?', values: [query.before] },
    query.after !== undefined && { sql: 'place > ?', values: [query.after] },
    // What bears no event id can still be known as a replay.
    query.originals === true && { sql: `replay_of IS NULL AND (${isFirst})`, values: [] },
    query.originals === true &&
      query.verdict === 'failed' && { sql: `tampered IS NULL AND (${isUnresolved})`, values: [] },
    query.verdict !== undefined && { sql: verdicts[query.verdict], values: [] },
  ].filter((part) => part !== false)
  const sql = parts.map((part) => `(${part.sql})`).join(' AND ')
  return { sql: sql || 'TRUE', values: parts.flatMap<string | number>(({ values }) => values) }
}

/** A provider's dialects (`acme@2026-08`) are of it as well. */
function providerCondition(name: string): Condition {
  const [from, to] = prefixRange(`${name}@`)
  return { sql: 'provider = ? OR provider BETWEEN ? AND ?', values: [stored(name), from, to] }
}

/** A glob of ours knows `*` and `?`; SQLite's also knows `[`, which is made a plain character. */
function typeCondition(glob: string): Condition {
  const pattern = stored(glob)
  if (!/[*?]/.test(pattern)) return { sql: 'type = ?', values: [pattern] }
  return { sql: 'type GLOB ?', values: [pattern.replaceAll('[', '[[]')] }
}

/** All texts that begin with a prefix lie between it and it followed by the last of all characters. */
export function prefixRange(prefix: string): [from: string, to: string] {
  return [stored(prefix), `${stored(prefix)}\u{10FFFF}`]
}
