import type { Attempt } from '../delivery/delivery.ts'
import { newDeliveryId } from '../delivery/new-delivery.ts'
import { writeTemplate } from '../endpoint/api/template.ts'
import { HooksError } from '../errors.ts'
import { textOf } from '../http/body.ts'
import { makeEvent } from '../provider/event.ts'
import { parseGenerator, ulid } from '../provider/generator.ts'
import type { Core } from './core.ts'
import { isoTime, noteTime } from './core.ts'
import type { Change } from './ledger.ts'
import { put } from './ledger.ts'
import { composeMail, sendMail } from './mail.ts'
import type { EmittedEvent, MadeAttempt, Registered, Secret, Sending } from './records.ts'

/** A test of an endpoint, made. */
export interface Trial {
  readonly accepted: boolean
  readonly event: EmittedEvent
  readonly attempt: Attempt
  /** The changes by which it is known. */
  readonly changes: readonly Change[]
}

interface Trying {
  readonly endpoint: Registered
  /** A type of the provider's events, in the place of its test event. */
  readonly type?: string | undefined
  /** The secret of an endpoint that is not yet known. */
  readonly secret?: Secret | undefined
  readonly signal: AbortSignal
}

/**
 * Sends a test event, once and whatever the endpoint's health. The delivery and its attempt are kept in the store.
 *
 * @throws HooksError `unknown-type` where there is no test event of that type
 */
export async function tryEndpoint(core: Core, { endpoint, type, secret, signal }: Trying): Promise<Trial> {
  const { clock, random, store } = core
  const at = clock.now()
  const event = testEvent(core, endpoint, type)
  const id = newDeliveryId(random, at)
  const mail = composeMail(core, { id, event, endpoint, at, secret })
  await store.keep(mail.delivery)
  const { attempt } = await sendMail(core, mail, { number: 1, signal })
  await store.keepAttempt(attempt)
  const accepted = attempt.outcome === 'accepted'
  const result = resultOf(attempt, { startedAt: at, endedAt: Math.max(at, clock.now()) })
  const facts = { id, event: event.key, endpoint: endpoint.id, at, kept: true, next: null }
  const sending: Sending = { ...facts, state: accepted ? 'delivered' : 'given-up', attempts: [result] }
  const { to, outcome, durationMs, unreachable, number } = attempt
  const { status } = result
  const bytes = Buffer.byteLength(event.body)
  const told = { delivery: id, event, endpoint: endpoint.id, url: to, number, of: 1, at, bytes, next: null }
  core.tell({ kind: 'attempt', attempt: { ...told, outcome, status, unreachable, durationMs } })
  return {
    accepted,
    event,
    attempt,
    changes: [put('event', event.key, event), put('sending', id, sending), ...noteTime(core)],
  }
}

const resultOf = (
  { number, outcome, response, durationMs }: Attempt,
  times: { readonly startedAt: number; readonly endedAt: number },
): MadeAttempt => ({
  number,
  ...times,
  outcome,
  status: response?.status ?? null,
  headers: response?.headers ?? [],
  durationMs,
})

/** The event that a test delivers: the provider's own, or a sample of a type. */
function testEvent(core: Core, endpoint: Registered, type: string | undefined): EmittedEvent {
  const { api, profile, random, clock } = core
  const at = clock.now()
  const own = api?.rules.testEvent
  const key = `event_${ulid({ random, at })}`
  const facts = { key, at, workspace: endpoint.workspace, test: true }
  if (!own || (type !== undefined && type !== own.type)) {
    return { ...facts, ...sampleOf(core, type ?? core.catalog.types(profile.name)[0] ?? '') }
  }
  const id = profile.event.newId === undefined ? null : parseGenerator(profile.event.newId)({ random, at })
  const body = writeTemplate(own.body, { eventId: id, at: isoTime(at), id: endpoint.id })
  return { ...facts, id, type: own.type, body: JSON.stringify(body) }
}

function sampleOf({ catalog, profile, random, clock }: Core, type: string) {
  const fixture = catalog.fixture(profile.name, type)
  if (!fixture) throw new HooksError('unknown-type', `${profile.title} has no event type '${type}'.`)
  const { id, body } = makeEvent(profile, fixture, { random, at: clock.now() })
  return { id, type, body: textOf(body) }
}
