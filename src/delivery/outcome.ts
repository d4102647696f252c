import type { Sent } from '../http/send.ts'
import { hasStatus, parseStatusSet } from '../http/status-set.ts'
import { figureOf } from '../provider/figure.ts'
import type { Profile } from '../provider/profile.ts'
import { parseDuration } from '../time/duration.ts'
import type { Outcome } from './delivery.ts'

/** Which statuses a provider takes for success; any 2xx where the provider is not known. */
export const successSet = (profile: Profile | null): string =>
  profile ? figureOf(profile.delivery.success) : '2xx'

/** How long a provider waits for an answer, in milliseconds; 30 s where the provider is not known. */
export const timeLimit = (profile: Profile | null): number =>
  (profile ? parseDuration(figureOf(profile.delivery.timeout)) : undefined) ?? 30_000

/** How long it waits for the connection alone, in milliseconds; undefined where that has no limit of its own. */
export function connectLimit(profile: Profile | null): number | undefined {
  const limit = profile?.delivery.connectTimeout
  return limit === undefined ? undefined : parseDuration(figureOf(limit))
}

/** What a try came to, by the provider's rules. */
export function outcomeOf(sent: Sent, profile: Profile | null): Outcome {
  if (sent.kind !== 'answered') return sent.kind
  return hasStatus(parseStatusSet(successSet(profile)) ?? [], sent.response.status) ? 'accepted' : 'refused'
}
