import type { Policy } from '../delivery/engine/policy.ts'
import type { PlannedAttempt } from '../delivery/planned-attempts.ts'
import type { Profile } from '../provider/profile.ts'

/** A provider's schedule. */
export interface ProviderSchedule {
  readonly profile: Profile
  readonly policy: Policy
  readonly attempts: readonly PlannedAttempt[]
}
