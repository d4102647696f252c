import type { Why } from '../delivery/engine/why.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import type { Symbols } from './style.ts'

/** An attempt, as far as a phrase needs it. */
export interface Reasoned {
  /** Counts from 1. */
  readonly number: number
  readonly why: Why
  /** The event that it waited for, where it did. */
  readonly before?: string | undefined
}

/**
 * Why an attempt is made when it is, in one phrase: `5 m after attempt 2`, `1 m × jitter 1.13`, `Retry-After 90 s`, `waited for
 * evt_…`. Empty where it is made at once. Escaped.
 */
export function whyPhrase({ number, why, before }: Reasoned, symbols: Symbols): string {
  const last = why.moved.at(-1)
  if (last) return moverPhrase(last, before)
  const { scheduledMs, jitteredMs, countedFrom } = why
  if (number === 1 && scheduledMs === 0 && (jitteredMs ?? 0) === 0) return ''
  const delay = formatDuration(scheduledMs)
  if (jitteredMs !== undefined && scheduledMs > 0) {
    return `${delay} ${symbols.times} jitter ${(jitteredMs / scheduledMs).toFixed(2)}`
  }
  if (jitteredMs !== undefined) return `jitter of ${formatDuration(jitteredMs)}`
  const from = number === 1 ? 'the event' : `attempt ${countedFrom === 'first' ? 1 : number - 1}`
  return `${delay} after ${from}`
}

function moverPhrase({ by, toMs }: Why['moved'][number], before: string | undefined): string {
  switch (by) {
    case 'retry-after':
      return `Retry-After ${formatDuration(toMs)}`
    case 'least-delay':
      return `at least ${formatDuration(toMs)} after such an answer`
    case 'order':
      return `waited for ${before === undefined ? 'the event before it' : escapeLine(before)}`
    case 'endpoint-off':
      return 'waited for the endpoint to be on again'
  }
}
