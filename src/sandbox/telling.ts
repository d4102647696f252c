import type { EndpointFacts } from '../endpoint/api/answers.ts'
import type { Core } from './core.ts'
import { isoTime } from './core.ts'
import { endpointFacts, endpointsOf } from './facts.ts'
import type { EmittedEvent, Faults, Registered, Sending, SendingState } from './records.ts'

// What the control API and the library tell. Times are ISO times on the sandbox's clock.

/** How one delivery stands. */
export interface DeliveryState {
  readonly id: string
  readonly eventId: string | null
  readonly type: string
  readonly endpoint: string
  readonly url: string
  /** Whether its event only tries whether the endpoint answers. */
  readonly test: boolean
  readonly state: SendingState
  readonly attempts: readonly {
    readonly number: number
    readonly at: string
    readonly outcome: string
    readonly status: number | null
    readonly durationMs: number
  }[]
  /** When the next attempt is due. */
  readonly next: string | null
}

/** An endpoint as the sandbox tells of it: without its secret. */
export type EndpointState = Omit<EndpointFacts, 'secret'> & { readonly workspace: string | null }

/** Everything that the sandbox knows, in short. */
export interface PlatformState {
  readonly provider: string
  readonly now: string
  readonly clock: 'real' | 'virtual'
  readonly endpoints: readonly EndpointState[]
  readonly events: number
  readonly deliveries: Readonly<Record<SendingState, number>>
  readonly faults: Faults
}

export function stateOf(core: Core): PlatformState {
  const { ledger, profile, clock } = core
  const deliveries = {
    waiting: 0,
    delivered: 0,
    'given-up': 0,
    stopped: 0,
    'endpoint-disabled': 0,
    'dead-letter': 0,
  }
  for (const { state } of ledger.all('sending')) deliveries[state] += 1
  return {
    provider: profile.name,
    now: isoTime(clock.now()),
    clock: clock.advance ? 'virtual' : 'real',
    endpoints: endpointsOf(core).map((endpoint) => endpointState(core, endpoint)),
    events: ledger.all('event').length,
    deliveries,
    faults: ledger.get('faults', '') ?? { calls: null, deliveries: null },
  }
}

export function endpointState(core: Core, endpoint: Registered): EndpointState {
  const { secret: _, ...facts } = endpointFacts(core, endpoint)
  return facts
}

/** All deliveries, the oldest first. */
export const deliveriesOf = (core: Core): DeliveryState[] =>
  core.ledger.all('sending').flatMap((sending) => {
    const event = core.ledger.get('event', sending.event)
    return event ? [deliveryState(core, event, sending)] : []
  })

export const deliveryState = (
  { ledger }: Core,
  { id: eventId, type, test }: EmittedEvent,
  { id, endpoint, state, attempts, next }: Sending,
): DeliveryState => ({
  id,
  eventId,
  type,
  endpoint,
  url: ledger.get('endpoint', endpoint)?.url ?? '',
  test,
  state,
  attempts: attempts.map(({ number, startedAt, outcome, status, durationMs }) => ({
    number,
    at: isoTime(startedAt),
    outcome,
    status,
    durationMs: Math.round(durationMs),
  })),
  next: next === null ? null : isoTime(next),
})

/** The secrets in force: what a dashboard shows. */
export const secretsOf = ({ ledger }: Core) =>
  ledger.all('secret').map(({ of, current, previous, overlapEndsAt }) => ({
    of,
    secret: current,
    previous,
    overlapEndsAt: overlapEndsAt === null ? null : isoTime(overlapEndsAt),
  }))
