import type { Response } from '../http/message.ts'
import { parseStatusSet } from '../http/status-set.ts'
import { retryAfterOf } from './engine/retry-after.ts'

/** Whoever heeds every `Retry-After`, as it stands. */
const heeding = {
  statuses: parseStatusSet('2xx,3xx,4xx,5xx') ?? [],
  policy: 'max',
  atLeastMs: 0,
  atMostMs: undefined,
  negative: 'ignored',
} as const

/**
 * How long an answer asks to wait by `Retry-After`, in milliseconds, whether or not the provider heeds it; null where it does not
 * ask. `at` is when it came.
 */
export function askedDelay(response: Response | null, at: number): number | null {
  if (response === null) return null
  const { status, headers } = response
  const result = { number: 1, startedAt: at, endedAt: at, outcome: 'refused', status, headers } as const
  const asked = retryAfterOf(result, heeding)
  return typeof asked === 'number' ? asked : null
}
