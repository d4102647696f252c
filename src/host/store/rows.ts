import type { Attempt, Delivery, SignatureSeen } from '../../delivery/delivery.ts'
import type { Kept } from '../../delivery/store.ts'
import type { Header, Headers, Response } from '../../http/message.ts'
import type { Unreachable } from '../../http/send.ts'
import type { Verdict } from '../../provider/verdict.ts'
import { reasons } from '../../provider/verdict.ts'
import { Damage } from './failures.ts'
import type { Row, Value } from './sqlite.ts'

// The one place that knows how values stand in rows.

/**
 * A text as it is stored: as JSON writes it between its quotes. SQLite's texts end at a NUL and are UTF-8, and what comes over
 * the network keeps to neither. A text's beginning is stored as its stored form's beginning, so prefixes can be looked up.
 */
export const stored = (text: string): string => JSON.stringify(text).slice(1, -1)
const orNull = (text: string | null): string | null => (text === null ? null : stored(text))

/** The values of a new row of `deliveries`, by column. */
export const deliveryRow = (delivery: Delivery): Record<string, Value> => ({
  id: stored(delivery.id),
  direction: delivery.direction,
  at: delivery.at,
  provider: orNull(delivery.provider),
  event_id: orNull(delivery.eventId),
  type: orNull(delivery.type),
  unknown_type: Number(delivery.unknownType),
  verdict: delivery.verdict && JSON.stringify(delivery.verdict),
  signature: delivery.signature && JSON.stringify(delivery.signature),
  sent_to: orNull(delivery.to),
  answered: delivery.answered,
  duplicate_of: orNull(delivery.duplicateOf),
  replay_of: orNull(delivery.replayOf),
  method: stored(delivery.request.method),
  target: stored(delivery.request.target),
  headers: JSON.stringify(delivery.request.headers),
  body: delivery.request.body,
})

/** The values of a new row of `attempts`, by column. */
export const attemptRow = ({ response, unreachable, ...attempt }: Attempt): Record<string, Value> => ({
  delivery: stored(attempt.delivery),
  number: attempt.number,
  at: attempt.at,
  sent_to: stored(attempt.to),
  headers: JSON.stringify(attempt.headers),
  outcome: attempt.outcome,
  duration_ms: attempt.durationMs,
  status: response?.status ?? null,
  status_text: response ? stored(response.statusText) : null,
  response_headers: response ? JSON.stringify(response.headers) : null,
  response_body: response?.body ?? null,
  response_truncated: response ? Number(response.truncated) : null,
  why: unreachable?.why ?? null,
  detail: unreachable ? stored(unreachable.detail) : null,
})

/** A row of `deliveries`, with its attempts. */
export const keptOf = (row: Row, attempts: readonly Attempt[]): Kept => ({
  id: text(row.id),
  direction: oneOf(row.direction, ['in', 'out']),
  at: number(row.at),
  provider: maybe(row.provider, text),
  eventId: maybe(row.event_id, text),
  type: maybe(row.type, text),
  unknownType: number(row.unknown_type) === 1,
  verdict: maybe(row.verdict, verdict),
  signature: maybe(row.signature, signature),
  request: {
    method: text(row.method),
    target: text(row.target),
    headers: headers(row.headers),
    body: bytes(row.body),
  },
  to: maybe(row.sent_to, text),
  answered: maybe(row.answered, number),
  duplicateOf: maybe(row.duplicate_of, text),
  replayOf: maybe(row.replay_of, text),
  place: number(row.place),
  attempts,
})

/** A row of `attempts`. */
export const attemptOf = (row: Row): Attempt => ({
  delivery: text(row.delivery),
  number: number(row.number),
  at: number(row.at),
  to: text(row.sent_to),
  headers: headers(row.headers),
  outcome: oneOf(row.outcome, ['accepted', 'refused', 'timed-out', 'unreachable']),
  response: maybe(row.status, () => response(row)),
  unreachable: maybe(row.why, (why) => ({ why: oneOf(why, unreachables), detail: text(row.detail) })),
  durationMs: number(row.duration_ms),
})

const unreachables: readonly Unreachable[] = [
  'refused',
  'unknown-host',
  'unroutable',
  'reset',
  'tls',
  'invalid-http',
  'interrupted',
  'other',
]

const response = (row: Row): Response => ({
  status: number(row.status),
  statusText: text(row.status_text),
  headers: headers(row.response_headers),
  body: bytes(row.response_body),
  truncated: number(row.response_truncated) === 1,
})

/** A value that may be missing. */
export const maybe = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null ? null : read(value)

/** A stored text. */
export function text(value: unknown): string {
  const read = parse(`"${plain(value)}"`)
  if (typeof read !== 'string') throw new Damage()
  return read
}

export function number(value: unknown): number {
  if (typeof value !== 'number') throw new Damage()
  return value
}

function plain(value: unknown): string {
  if (typeof value !== 'string') throw new Damage()
  return value
}

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Damage()
  return value
}

function oneOf<const T extends string>(value: unknown, all: readonly T[]): T {
  const found = all.find((each) => each === value)
  if (found === undefined) throw new Damage()
  return found
}

function parse(json: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // No JSON gives undefined, so it stands for a text that is none.
  }
  if (value === undefined) throw new Damage()
  return value
}

function object(value: unknown): Row {
  const read = parse(plain(value))
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Damage()
  return { ...read }
}

function headers(value: unknown): Headers {
  const read = parse(plain(value))
  if (!Array.isArray(read)) throw new Damage()
  return read.map((line: unknown): Header => {
    if (!Array.isArray(line) || line.length !== 2) throw new Damage()
    return [plain(line[0]), plain(line[1])]
  })
}

function signature(value: unknown): SignatureSeen {
  const { header, scheme } = object(value)
  return { header: plain(header), scheme: plain(scheme) }
}

function verdict(value: unknown): Verdict {
  const { ok, key, weak, reason, detail, hint } = object(value)
  if (ok === true) {
    const yes: Verdict = { ok, key: oneOf(key, ['current', 'previous']) }
    return weak === undefined ? yes : { ...yes, weak: plain(weak) }
  }
  if (ok !== false) throw new Damage()
  const no: Verdict = { ok: false, reason: oneOf(reason, reasons), detail: plain(detail) }
  return hint === undefined ? no : { ...no, hint: plain(hint) }
}
