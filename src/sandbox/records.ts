import type { AttemptResult } from '../delivery/engine/decision.ts'
import type { EndpointHealth } from '../endpoint/health.ts'
import type { Headers } from '../http/message.ts'

// What the sandbox keeps, as plain data. Times are milliseconds since 1970, on the sandbox's clock.

/** What holds for the whole of it. */
export interface Facts {
  /** Of these records; what another version wrote is not read. */
  readonly version: 1
  /** What the jitter of all deliveries is drawn with. */
  readonly seed: string
  /** The latest time at which something is known to have happened. */
  readonly now: number
}

/** An endpoint. It is enabled where its health does not say that it is disabled. */
export interface Registered {
  readonly id: string
  readonly url: string
  /** Types, or globs. */
  readonly events: readonly string[]
  readonly description: string | null
  readonly workspace: string | null
  readonly createdAt: number
  readonly updatedAt: number
  /** When it was disabled for its failures. */
  readonly disabledAt: number | null
  /** What was deleted is still known, for what was on its way to it. */
  readonly deletedAt: number | null
  readonly health: EndpointHealth
}

/** A secret, and the one before it, which may still sign. */
export interface Secret {
  /** `endpoint:ID`, `workspace:ID` or `company`. */
  readonly of: string
  readonly current: string
  readonly previous: string | null
  readonly createdAt: number
  readonly rotatedAt: number | null
  /** Until when both sign. */
  readonly overlapEndsAt: number | null
}

/** Something that happened at the provider. */
export interface EmittedEvent {
  /** Our own key: not all events bear an id. */
  readonly key: string
  readonly id: string | null
  readonly type: string
  readonly at: number
  readonly body: string
  readonly workspace: string | null
  /** Whether it only tries whether an endpoint answers. */
  readonly test: boolean
}

/** An event on its way to one endpoint. */
export interface Sending {
  /** `dlv_…`, as in the store. */
  readonly id: string
  /** The key of its event. */
  readonly event: string
  readonly endpoint: string
  /** When it set out. */
  readonly at: number
  readonly state: SendingState
  /** Whether the store has it. */
  readonly kept: boolean
  readonly attempts: readonly MadeAttempt[]
  /** When the next attempt is due. */
  readonly next: number | null
}

/** An attempt, with how long it really took. */
export interface MadeAttempt extends AttemptResult {
  readonly durationMs: number
}

export type SendingState =
  | 'waiting'
  | 'delivered'
  | 'given-up'
  | 'stopped'
  | 'endpoint-disabled'
  | 'dead-letter'

/** The answer that an idempotency key was given. */
export interface KeptAnswer {
  /** Of the request: its method, path and body. */
  readonly fingerprint: string
  readonly at: number
  readonly status: number
  readonly headers: Headers
  /** As text; null where it had none. */
  readonly body: string | null
}

/** Whether the endpoints of a workspace are delivered to. */
export interface Switch {
  readonly enabled: boolean
}

/** What is to go wrong on purpose. */
export interface Faults {
  /** The next calls of the management API are answered so. */
  readonly calls: { readonly left: number; readonly status: number } | null
  /** What becomes of the next events. */
  readonly deliveries: DeliveryFault | null
}

export interface DeliveryFault {
  readonly left: number
  /** How many times more each delivery is made. */
  readonly duplicate: number
  readonly delayMs: number
  /** The last of them sets out first. */
  readonly reorder: boolean
}

/** All kinds of records. */
export interface Records {
  readonly facts: Facts
  readonly endpoint: Registered
  readonly secret: Secret
  readonly event: EmittedEvent
  readonly sending: Sending
  readonly answer: KeptAnswer
  readonly switch: Switch
  readonly faults: Faults
}
