import type { Attempt, Delivery, Ending } from './delivery.ts'
import type { Journal } from './journal.ts'
import type { Run, RunItem } from './run.ts'

/** Which deliveries are meant. All conditions hold together; what is left out holds for all. */
export interface Query {
  /** A glob over the type: `job.*`. */
  readonly type?: string | undefined
  /** Its dialects are of it as well. */
  readonly provider?: string | undefined
  readonly direction?: 'in' | 'out' | undefined
  /** `ok`: verified or accepted; `failed`: refused, late or unreachable, or with a wrong signature. */
  readonly verdict?: 'ok' | 'failed' | undefined
  /** Milliseconds since 1970: not before, and before. */
  readonly since?: number | undefined
  readonly before?: number | undefined
  /** Only the first that was kept of each event: no replays, no duplicates; of what failed, nothing that was spoilt on purpose. */
  readonly originals?: boolean | undefined
  /** The newest so many. */
  readonly limit?: number | undefined
  /** Only those kept after this one (a place in the order of keeping, as `Kept.place` tells it). */
  readonly after?: number | undefined
  /** The bodies of answers are left empty: each may have a megabyte, and few look at them. */
  readonly withoutAnswers?: boolean | undefined
}

/** A delivery as the store has it, with its place in the order of keeping and its attempts. */
export interface Kept extends Delivery {
  readonly place: number
  readonly attempts: readonly Attempt[]
}

export interface Stats {
  readonly deliveries: number
  readonly in: number
  readonly out: number
  readonly verified: number
  readonly refused: number
  readonly duplicates: number
  readonly attempts: number
  readonly bytes: number
  readonly oldest: number | null
  readonly newest: number | null
  readonly types: readonly {
    readonly provider: string | null
    readonly type: string | null
    readonly count: number
  }[]
}

/**
 * Where deliveries are kept. What `keep` has resolved for is durable: it survives the process and the machine. Any failure is
 * a HooksError with one of the `store-…` codes.
 */
export interface Store {
  /** Where it lies, for people. */
  readonly path: string
  /** Keeps a delivery and finds the earlier one of the same event (same provider and direction), if any. */
  keep(delivery: Delivery): Promise<{ readonly duplicateOf: string | null }>
  /** Keeps an attempt, and with it what the sender was answered where that is known only now. */
  keepAttempt(attempt: Attempt, answered?: number): Promise<void>
  /** Notes what the sender of a delivery was answered. */
  answer(id: string, status: number): Promise<void>
  /** Notes how a delivery that followed a schedule ended. */
  end(id: string, ending: Ending): Promise<void>
  /** Keeps a new run with its items. */
  keepRun(run: Run): Promise<void>
  /** Notes how far the item at a place of a run (from 0) has come. */
  keepRunItem(run: string, place: number, item: Omit<RunItem, 'original'>): Promise<void>
  /** The run of this id, or all whose id begins with it; without one, all that are not done. The newest first. */
  runs(id?: string): Run[]
  /** All whose delivery id or event id is `id`, or begins with it (at least 6 characters); the newest first. */
  find(id: string): Kept[]
  /** The matching ones, the oldest first. */
  list(query: Query): Kept[]
  /** Removes what was kept before a time (milliseconds since 1970); says how many. */
  prune(before: number): number
  stats(): Stats
  /** The journal of that name; empty where nothing was written to it yet. */
  journal(name: string): Journal
  /** Waits until all that was given is durable, and closes. */
  close(): Promise<void>
}
