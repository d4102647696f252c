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
  /**
   * What moved it from there, in turn: a `Retry-After`, a least delay after such an answer, an order to keep, an endpoint
   * that was off. `toMs` is the delay that it came to, counted as `countedFrom` says (a first attempt's from the event).
   */
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
  | {
      readonly kind: 'retry'
      readonly at: number
      /** What the delays of `why` are counted from: milliseconds on the schedule's clock. */
      readonly from: number
      readonly why: Why
    }
  | {
      readonly kind: 'end'
      readonly end: End
      /** Why the endpoint is switched off with it, where it is: an answer asked for it, or the last attempt failed. */
      readonly disables: 'answer' | 'last-attempt' | undefined
    }
