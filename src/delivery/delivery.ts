import type { Headers, Request, Response } from '../http/message.ts'
import type { Unreachable } from '../http/send.ts'
import type { Verdict } from '../provider/verdict.ts'
import type { End } from './engine/end.ts'
import type { Why } from './engine/why.ts'
import type { Tampering } from './tamper.ts'

/** What came of one try, by the provider's rules. */
export type Outcome = 'accepted' | 'refused' | 'timed-out' | 'unreachable'

/** One event on its way to one endpoint (`out`), or come from one (`in`), as it is kept. */
export interface Delivery {
  /** `dlv_…`, sortable by time. */
  readonly id: string
  readonly direction: 'in' | 'out'
  /** When it came or was first sent: milliseconds since 1970. */
  readonly at: number
  /** The provider (with its dialect), the event's id and its type, as far as they could be recognised. */
  readonly provider: string | null
  readonly eventId: string | null
  readonly type: string | null
  /** Whether the provider's documents do not know the type. */
  readonly unknownType: boolean
  /** What was found of the signature; null where it was not asked (what was sent by ourselves). */
  readonly verdict: Verdict | null
  /** Which header bore the signature, in which scheme. */
  readonly signature: SignatureSeen | null
  readonly request: Request
  /** Where it was sent to; null for what was received. */
  readonly to: string | null
  /** The status that the sender was given; null where none was, or not yet. */
  readonly answered: number | null
  /** The earlier delivery of the same event; found by the store as it keeps this one. */
  readonly duplicateOf: string | null
  /** The kept delivery that this one repeats. */
  readonly replayOf: string | null
  /** How it was spoilt on purpose, where it was. */
  readonly tampered?: Tampering
  /** How it ended, where it followed a schedule and has ended. */
  readonly ended?: Ending
}

/** How a delivery that followed a schedule ended. */
export interface Ending {
  readonly end: End
  /** Milliseconds on the schedule's clock, since the event. */
  readonly atMs: number
  /** Whether the provider keeps it as a dead letter. */
  readonly deadLettered: boolean
  /** Whether the provider would have disabled the endpoint by then. */
  readonly endpointDisabled: boolean
}

export interface SignatureSeen {
  readonly header: string
  readonly scheme: string
}

/** One try to hand a delivery to a handler. */
export interface Attempt {
  readonly delivery: string
  /** Counts from 1. */
  readonly number: number
  readonly at: number
  readonly to: string
  /** The headers that this attempt went out with. */
  readonly headers: Headers
  readonly outcome: Outcome
  /** The handler's answer, where there was one. */
  readonly response: Response | null
  /** Why nothing answered, where nothing did. */
  readonly unreachable: { readonly why: Unreachable; readonly detail: string } | null
  readonly durationMs: number
  /** Its place in a schedule, where it followed one. */
  readonly scheduled?: Scheduled
}

/** An attempt's place in a schedule. Times are milliseconds on the schedule's clock, since the event. */
export interface Scheduled {
  /** How many attempts the schedule has. */
  readonly of: number
  readonly beganMs: number
  readonly endedMs: number
  readonly why: Why
}
