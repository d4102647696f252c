import type { Profile } from '../provider/profile.ts'
import type { Attempt } from './delivery.ts'
import { decide } from './engine/decide.ts'
import { policyOf } from './engine/policy.ts'

/** How long after the end of a failed first attempt the provider tries again, in milliseconds, without jitter; undefined where it does not. */
export function firstRetryDelay(
  profile: Profile,
  { at, durationMs, outcome, response }: Pick<Attempt, 'at' | 'durationMs' | 'outcome' | 'response'>,
): number | undefined {
  const { schedule, ...policy } = policyOf(profile)
  const endedAt = at + durationMs
  const answer = { status: response?.status ?? null, headers: response?.headers ?? [] }
  const decision = decide(
    { ...policy, schedule: { ...schedule, jitter: undefined } },
    {
      eventAt: at,
      firstAt: at,
      result: { number: 1, startedAt: at, endedAt, outcome, ...answer },
      chance: () => 0,
    },
  )
  return decision.kind === 'retry' ? decision.at - endedAt : undefined
}
