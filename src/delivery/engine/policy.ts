import type { StatusSet } from '../../http/status-set.ts'

/** How the delays of a schedule are spread, so that not all retries come at once. */
export type Jitter =
  /** Each delay times 1 - fraction … 1 + fraction. */
  | { readonly kind: 'fraction'; readonly fraction: number }
  /** Each delay plus 0 … upToMs. */
  | { readonly kind: 'added'; readonly upToMs: number }
  /** 0 … delay. */
  | { readonly kind: 'full' }
  /** Half of the delay … the delay. */
  | { readonly kind: 'equal' }

/** When the attempts of one event are made. */
export interface Schedule {
  /** The delay before each attempt in milliseconds, the first one included; never empty. */
  readonly delays: readonly number[]
  /** Whether a delay counts from the end of the attempt before, or from the first attempt. */
  readonly countedFrom: 'previous' | 'first'
  readonly jitter: Jitter | undefined
  /** No attempt begins later than this after the event, in milliseconds. */
  readonly maxAgeMs: number | undefined
  /** The delays were derived ("8 tries over 4 h"): only their number and sum are published. */
  readonly approximate: boolean
}

/** What an answer (or its absence) leads to, beside the success rule; of several rules the first that fits holds. */
export interface AnswerRule {
  readonly statuses: StatusSet | undefined
  /** A header of the answer and the value that it must have; names in lower case. */
  readonly header: readonly [name: string, value: string] | undefined
  readonly outcomes: readonly ('timed-out' | 'unreachable')[] | undefined
  readonly then: 'retry' | 'stop' | 'disable'
  /** A retry waits at least so long, in milliseconds. */
  readonly atLeastMs: number | undefined
}

/** What a sender makes of `Retry-After`. */
export interface RetryAfterPolicy {
  readonly statuses: StatusSet
  /** `max`: the later of it and the schedule; `replace`: it alone counts. */
  readonly policy: 'max' | 'replace'
  readonly atLeastMs: number
  readonly atMostMs: number | undefined
  /** What a negative one means. */
  readonly negative: 'ignored' | 'stop'
}

/** When an endpoint is switched off, and what that means. Limits that are left out do not exist. */
export interface HealthPolicy {
  /** Failed attempts in a row, across events. */
  readonly consecutiveFailures: number | undefined
  /** Events in a row that were given up. */
  readonly failedEvents: number | undefined
  /** Time since the first failure, without a success between, in milliseconds. */
  readonly failingForMs: number | undefined
  /** The share of failures in a window, once it holds enough attempts. */
  readonly ratio: { readonly failures: number; readonly withinMs: number; readonly volume: number } | undefined
  /** Off only for a while, which grows each time; undefined where it stays off until somebody enables it. */
  readonly temporary:
    | { readonly forMs: number; readonly factor: number; readonly capMs: number | undefined }
    | undefined
  /** What becomes of events that happen meanwhile. */
  readonly newEvents: 'dropped' | 'queued'
  /** What becomes of retries that wait. */
  readonly retries: 'cancelled' | 'paused'
}

/** A provider's rules of delivery with all figures read. */
export interface Policy {
  readonly schedule: Schedule
  /** Of one attempt, in milliseconds. */
  readonly timeLimitMs: number
  readonly success: StatusSet
  readonly answers: readonly AnswerRule[]
  readonly retryAfter: RetryAfterPolicy | undefined
  readonly afterLast: 'failed' | 'endpoint-disabled' | 'dead-letter'
  readonly deadLetterMs: number | undefined
  readonly health: HealthPolicy
  /** `chronological`: an event waits until the one before it is delivered or given up. */
  readonly order: 'none' | 'chronological'
}
