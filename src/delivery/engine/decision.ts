import type { Headers } from '../../http/message.ts'
import type { Outcome } from '../delivery.ts'

/** What came of one attempt, and when: milliseconds on the schedule's clock. */
export interface AttemptResult {
  readonly number: number
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: Outcome
  readonly status: number | null
  /** The answer's headers; none where there was no answer. */
  readonly headers: Headers
}

/** Why an attempt is made when it is made. */
export interface Why {
  /** The delay that the schedule names for this attempt, before jitter, in milliseconds. */
  readonly scheduledMs: number
  readonly countedFrom: 'previous' | 'first'
  /** The delay after jitter, where there is some. */
  readonly jitteredMs: number | undefined
  /** What moved it further: a `Retry-After`, a least delay after such an answer, an order to keep, a disabled endpoint. */
  readonly moved: readonly {
    readonly by: 'retry-after' | 'least-delay' | 'order' | 'endpoint-off'
    readonly toMs: number
  }[]
}

/** How a delivery ended. */
export type End =
  | 'delivered'
  /** All attempts of the schedule failed, or its age limit came. */
  | 'given-up'
  /** An answer asked for no more. */
  | 'stopped'
  /** The endpoint was disabled while it waited, or was off when it happened. */
  | 'endpoint-disabled'

/** What follows an attempt. */
export type Decision =
  | { readonly kind: 'retry'; readonly at: number; readonly why: Why }
  | { readonly kind: 'end'; readonly end: End }
