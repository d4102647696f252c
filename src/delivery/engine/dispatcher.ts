import type { EndpointChange, EndpointHealth } from '../../endpoint/health.ts'
import type { AttemptResult } from './decision.ts'
import type { End } from './end.ts'
import type { Policy } from './policy.ts'
import type { Why } from './why.ts'

export type { EndpointChange, EndpointHealth } from '../../endpoint/health.ts'

/** One event on its way to the endpoint. */
export interface Job {
  /** Of the delivery; jitter is drawn from the seed, this and the attempt's number. */
  readonly id: string
  /** When the event happened: milliseconds on the schedule's clock. */
  readonly at: number
  /** The attempts that were already made, where it is taken up again; the first first. */
  readonly past?: readonly AttemptResult[]
}

/** An attempt that is to be made. */
export interface Planned {
  readonly job: string
  /** Counts from 1. */
  readonly number: number
  /** How many the schedule has. */
  readonly of: number
  /** When: milliseconds on the schedule's clock. */
  readonly at: number
  readonly why: Why
}

/** What became of a delivery. */
export interface Ended {
  readonly job: string
  readonly end: End
  /** How many attempts were made. */
  readonly attempts: number
  readonly at: number
  /** Whether the provider keeps it as a dead letter. */
  readonly deadLettered: boolean
}

/** What follows an attempt's end, besides the attempts that are now due. */
export interface Consequence {
  readonly ended: readonly Ended[]
  readonly changes: readonly EndpointChange[]
}

/**
 * All deliveries to one endpoint, and what is due when: a pure machine that is told what happens and tells what is next. It knows
 * no clock and sends nothing; the same calls give the same answers. A call that cannot be (an attempt that ends before it
 * began, a job that is there already) throws a RangeError.
 */
export interface Dispatcher {
  /** An event happened. Where the endpoint takes none, it has ended already. */
  add(job: Job): Consequence
  /** The attempt that is due next (the earliest; of one time, in the order of the events), not yet begun; undefined where none waits. */
  next(): Planned | undefined
  /** The next attempt of this job has begun. */
  begin(job: string): void
  /** The attempt that had begun has ended. Calls come in the order of `endedAt`. */
  finish(job: string, result: AttemptResult): Consequence
  /** The user switches the endpoint on, which sets its failures to nought unless they are `kept`; or off. */
  enable(at: number, failures?: 'reset' | 'kept'): Consequence
  disable(at: number): Consequence
  readonly health: EndpointHealth
  /** How many jobs have not ended; where `next` has none, they wait until the endpoint is enabled. */
  readonly open: number
}

export interface Dispatching {
  readonly policy: Policy
  readonly seed: string
  /** Where the endpoint stood, where it is taken up again. */
  readonly health?: EndpointHealth
}
