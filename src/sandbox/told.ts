import type { Outcome } from '../delivery/delivery.ts'
import type { EndpointChange } from '../endpoint/health.ts'
import type { Unreachable } from '../http/send.ts'
import type { EmittedEvent, Registered, Sending } from './records.ts'

/** What the sandbox tells of, as it happens. */
export type Told =
  | { readonly kind: 'attempt'; readonly attempt: ToldAttempt }
  | {
      readonly kind: 'ended'
      readonly event: EmittedEvent
      readonly sending: Sending
      readonly endpoint: Registered
    }
  | { readonly kind: 'endpoint'; readonly endpoint: Registered; readonly change: EndpointChange }
  | { readonly kind: 'call'; readonly call: ToldCall }

/** An attempt that was made. */
export interface ToldAttempt {
  readonly delivery: string
  readonly event: EmittedEvent
  readonly endpoint: string
  readonly url: string
  readonly number: number
  readonly of: number
  /** On the sandbox's clock. */
  readonly at: number
  readonly bytes: number
  readonly outcome: Outcome
  readonly status: number | null
  readonly unreachable: { readonly why: Unreachable } | null
  readonly durationMs: number
  /** When the next one is due; null where none is. */
  readonly next: number | null
}

/** A call of the management API. */
export interface ToldCall {
  readonly method: string
  readonly path: string
  readonly status: number
}
