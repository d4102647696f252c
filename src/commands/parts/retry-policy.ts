import type { Policy, Schedule } from '../../delivery/engine/policy.ts'
import { policyOf } from '../../delivery/engine/policy.ts'
import { readScheduleText } from '../../delivery/engine/schedule-text.ts'
import { HooksError } from '../../errors.ts'
import type { RetryHead } from '../../output/retry.ts'
import type { Catalog } from '../../provider/catalog.ts'
import { readFigure } from '../../provider/figure.ts'
import type { Profile } from '../../provider/profile.ts'

/** The rules that deliveries are made by, and what of their schedule the provider does not publish. */
export interface RetryPolicy {
  readonly policy: Policy
  readonly assumed: RetryHead['assumed']
}

/**
 * The rules of a provider (what is assumed of one that is not known), with another schedule where that is given: as a text, or
 * by the name of the provider that has it.
 *
 * @throws HooksError `invalid-value` where the text is no schedule
 */
export function retryPolicy(profile: Profile | null, schedule: string | null, catalog: Catalog): RetryPolicy {
  const policy = policyOf(profile)
  if (schedule === null) return { policy, assumed: doubtOf(profile, policy.schedule) }
  const other = catalog.known(schedule)
  if (other) {
    const own = policyOf(other).schedule
    return { policy: { ...policy, schedule: own }, assumed: doubtOf(other, own) }
  }
  const reading = readScheduleText(schedule)
  if (reading.ok) return { policy: { ...policy, schedule: reading.schedule }, assumed: undefined }
  throw new HooksError(
    'invalid-value',
    `--schedule cannot be read. ${reading.problem}`,
    "Give the delay before each attempt, such as '0,1m,5m,30m,2h', or the name of a provider.",
  )
}

function doubtOf(profile: Profile | null, { approximate }: Schedule): RetryHead['assumed'] {
  if (profile === null) return 'unknown'
  if (readFigure(profile.delivery.schedule).assumed) return 'assumed'
  return approximate ? 'approximate' : undefined
}
