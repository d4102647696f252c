import type { Headers } from '../../http/message.ts'
import type { Outcome } from '../delivery.ts'
import type { End } from './end.ts'
import type { Why } from './why.ts'

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
