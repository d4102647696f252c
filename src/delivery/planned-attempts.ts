import { spread } from './engine/jitter.ts'
import type { Schedule } from './engine/policy.ts'
import { plannedOffsets } from './schedule.ts'

/** An attempt of a schedule, if each one before it fails and none takes any time. All in milliseconds. */
export interface PlannedAttempt {
  /** Counts from 1. */
  readonly number: number
  /** What the schedule names for it, before jitter. */
  readonly delayMs: number
  /** Since the event; and between which times jitter puts it. */
  readonly atMs: number
  readonly minMs: number
  readonly maxMs: number
}

/** When the attempts of a schedule are made. */
export function plannedAttempts({ delays, countedFrom, jitter }: Schedule): PlannedAttempt[] {
  // The first attempt is made when the schedule says: jitter is for retries.
  const spreadTo = (chance: number): number[] =>
    delays.map((delay, at) => (jitter === undefined || at === 0 ? delay : spread(delay, jitter, chance)))
  const nominal = plannedOffsets({ delays, countedFrom })
  const least = plannedOffsets({ delays: spreadTo(0), countedFrom })
  const most = plannedOffsets({ delays: spreadTo(1), countedFrom })
  return delays.map((delayMs, at) => ({
    number: at + 1,
    delayMs,
    atMs: nominal[at] ?? 0,
    minMs: least[at] ?? 0,
    maxMs: most[at] ?? 0,
  }))
}
