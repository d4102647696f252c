import type { Attempt, Delivery, Ending, Scheduled, SignatureSeen } from '../../delivery/delivery.ts'
import type { Why } from '../../delivery/engine/why.ts'
import type { Kept } from '../../delivery/store.ts'
import type { Tampering } from '../../delivery/tamper.ts'
import type { Response } from '../../http/message.ts'
import type { Unreachable } from '../../http/send.ts'
import type { Verdict } from '../../provider/verdict.ts'
import { reasons } from '../../provider/verdict.ts'
import { Damage } from './failures.ts'
import type { Row, Value } from './sqlite.ts'
import {
  bytes,
  fields,
  headers,
  list,
  maybe,
  number,
  object,
  oneOf,
  orNull,
  plain,
  stored,
  text,
} from './values.ts'

// The one place that knows how deliveries and attempts stand in rows.

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
  tampered: delivery.tampered ?? null,
  ended: delivery.ended ? JSON.stringify(delivery.ended) : null,
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
  scheduled: attempt.scheduled ? JSON.stringify(attempt.scheduled) : null,
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
  ...(row.tampered === null ? {} : { tampered: oneOf(row.tampered, tamperings) }),
  ...(row.ended === null ? {} : { ended: ending(row.ended) }),
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
  ...(row.scheduled === null ? {} : { scheduled: scheduled(row.scheduled) }),
})

const tamperings: readonly Tampering[] = ['signature', 'body', 'timestamp', 'missing', 'secret']

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

function ending(value: unknown): Ending {
  const { end, atMs, deadLettered, endpointDisabled } = object(value)
  return {
    end: oneOf(end, ['delivered', 'given-up', 'stopped', 'endpoint-disabled']),
    atMs: number(atMs),
    deadLettered: deadLettered === true,
    endpointDisabled: endpointDisabled === true,
  }
}

function scheduled(value: unknown): Scheduled {
  const { of, beganMs, endedMs, why: because } = object(value)
  return { of: number(of), beganMs: number(beganMs), endedMs: number(endedMs), why: why(because) }
}

function why(value: unknown): Why {
  const { scheduledMs, countedFrom, jitteredMs, moved } = fields(value)
  return {
    scheduledMs: number(scheduledMs),
    countedFrom: oneOf(countedFrom, ['previous', 'first']),
    jitteredMs: jitteredMs === undefined ? undefined : number(jitteredMs),
    moved: list(moved).map((each) => {
      const { by, toMs } = fields(each)
      return { by: oneOf(by, movers), toMs: number(toMs) }
    }),
  }
}

const movers: readonly Why['moved'][number]['by'][] = ['retry-after', 'least-delay', 'order', 'endpoint-off']
