import type { AttemptResult } from './decision.ts'
import type { Dispatcher, Ended, EndpointChange, Planned } from './dispatcher.ts'

/** How time passes between attempts: skipped, real, sped up, or as somebody moves it. */
export interface Pace {
  /** Milliseconds on the schedule's clock. */
  now(): number
  /** Lets time pass until `at`, or until one of `busy` settles if that comes first on this clock. */
  pass(at: number, busy: readonly Promise<unknown>[], signal?: AbortSignal): Promise<void>
}

/** What the courier tells of, in the order in which it happens on the schedule's clock. */
export type Happening =
  | { readonly kind: 'attempt'; readonly planned: Planned; readonly result: AttemptResult }
  | { readonly kind: 'ended'; readonly ended: Ended }
  | { readonly kind: 'endpoint'; readonly change: EndpointChange }

export interface Errand {
  readonly dispatcher: Dispatcher
  readonly pace: Pace
  /** Makes the attempt, keeps it, and says what came of it; its times are on the schedule's clock. Never rejects for a handler's fault. */
  attempt(planned: Planned): Promise<AttemptResult>
  /** How many attempts may be on their way at once. */
  readonly concurrency: number
  /** Told as it happens; awaited, so that nothing is told twice or lost where the process ends. */
  tell(happening: Happening): void | Promise<void>
  /** Begins nothing new once it is aborted. */
  readonly signal?: AbortSignal | undefined
}

/** Runs until nothing waits any more (or it is interrupted). */
export declare function runErrand(errand: Errand): Promise<void>
