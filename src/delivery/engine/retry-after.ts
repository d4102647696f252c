import { headerValue } from '../../http/headers.ts'
import { hasStatus } from '../../http/status-set.ts'
import { parseHttpDate } from '../../time/http-date.ts'
import type { AttemptResult } from './decision.ts'
import type { RetryAfterPolicy } from './policy.ts'

/** What an absurd number of seconds is taken for (RFC 9111, 1.2.2): 2^31. */
const longestMs = 2_147_483_648_000

/**
 * How long an answer asks to wait, in milliseconds, as this sender takes it; `stop` where it asks for no more. Undefined
 * where it asks for nothing that the sender heeds or can read. Of several such headers the first counts.
 */
export function retryAfterOf(
  result: AttemptResult,
  policy: RetryAfterPolicy | undefined,
): number | 'stop' | undefined {
  if (policy === undefined || result.status === null || !hasStatus(policy.statuses, result.status))
    return undefined
  const asked = askedWait(result)
  if (asked === undefined) return undefined
  if (asked < 0) return policy.negative === 'stop' ? 'stop' : undefined
  return Math.min(Math.max(asked, policy.atLeastMs), policy.atMostMs ?? longestMs, longestMs)
}

/** Milliseconds; below nought only where a number below nought was written: a date that has passed means "now". */
function askedWait({ headers, endedAt }: AttemptResult): number | undefined {
  const value = headerValue(headers, 'retry-after')?.trim() ?? ''
  if (/^-?\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1_000)
  const until = parseHttpDate(value, endedAt)
  if (until === undefined) return undefined
  // A handler writes the date of its own clock, and ours may be years ahead of it: its answer says what time it had.
  const sent = parseHttpDate(headerValue(headers, 'date') ?? '', endedAt)
  return Math.max(0, until - (sent ?? endedAt))
}
