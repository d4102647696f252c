import type { Change } from '../provider/event.ts'

/** Several kept deliveries that are sent again, or one on a schedule: kept, so that it can be taken up where it was broken off. */
export interface Run {
  /** `run_…`, sortable by time. */
  readonly id: string
  /** When it began: milliseconds since 1970. The schedule's clock begins then. */
  readonly at: number
  readonly options: RunOptions
  /** In the order in which they are sent. */
  readonly items: readonly RunItem[]
}

export interface RunItem {
  /** The kept delivery that is sent again. */
  readonly original: string
  /** What it is sent as; null before that. */
  readonly delivery: string | null
  /** Whether nothing more is to be sent. */
  readonly done: boolean
}

/** All that decides what a run sends, but for the secrets: those are never kept. */
export interface RunOptions {
  readonly to: string
  readonly asReceived: boolean
  readonly changes: readonly Change[]
  /** The payload in the place of the kept one. */
  readonly body: Uint8Array | null
  readonly expectStatus: string | null
  readonly expectBody: string | null
  readonly within: number | null
  /** The providers whose deliveries are signed afresh, and whether with an old secret as well. */
  readonly signed: readonly string[]
  readonly rotating: boolean
  /** What chance is drawn from; the run's id, where the user gave no other. */
  readonly seed: string | null
  readonly retry: RetryOptions | null
}

/** How a schedule is followed. */
export interface RetryOptions {
  /** How many times as fast as the real one the schedule's clock goes; null where the waiting is skipped. */
  readonly speed: number | null
  /** Another schedule than the provider's own, as the user wrote it. */
  readonly schedule: string | null
  /** Whether attempts are signed with the real time, or with that of the schedule's clock. */
  readonly signTime: 'now' | 'virtual'
}
