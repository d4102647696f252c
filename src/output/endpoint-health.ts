import type { Endpoint } from '../endpoint/api/api.ts'
import { formatDuration } from '../time/duration.ts'
import type { Mark } from './mark.ts'

/** What the health of an endpoint is told by. */
export interface HealthFacts {
  readonly endpoint: Pick<
    Endpoint,
    'enabled' | 'consecutiveFailures' | 'disabledAt' | 'lastSuccessAt' | 'lastFailureAt'
  >
  /** How many failures in a row the provider disables it after, where it does. */
  readonly disableAfter?: number | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** An endpoint's health in one line; undefined where the API tells nothing of it. */
export function healthOf(facts: HealthFacts): { readonly mark: Mark; readonly text: string } | undefined {
  const { endpoint, now } = facts
  const { consecutiveFailures: failures, disabledAt, lastSuccessAt, lastFailureAt } = endpoint
  if ([failures, disabledAt, lastSuccessAt, lastFailureAt].every((each) => each === null)) return undefined
  const ago = (what: string, at: string | null): string[] =>
    at === null ? [] : [`${what} ${agoText(at, now)}`]
  const parts = [
    ...ago('disabled by the provider', disabledAt),
    ...failuresText(facts),
    ...ago('last success', lastSuccessAt),
    ...(failures === 0 ? [] : ago('last failure', lastFailureAt)),
  ]
  const mark = disabledAt !== null ? 'no' : (failures ?? 0) > 0 ? 'look' : 'yes'
  return { mark, text: parts.join(', ') }
}

function failuresText({ endpoint: { consecutiveFailures: failures }, disableAfter }: HealthFacts): string[] {
  if (failures === null) return []
  if (failures === 0) return ['no failures in a row']
  const of = disableAfter === undefined ? '' : ` of ${disableAfter}`
  return [`${failures}${of} ${failures === 1 && of === '' ? 'failure' : 'failures'} in a row`]
}

/** `3 h ago`: an ISO time as seen from now; the text itself where it is no time, or where the other clock is ahead of ours. */
export function agoText(at: string, now: number): string {
  const ms = now - Date.parse(at)
  return ms >= 0 ? `${formatDuration(ms)} ago` : at
}
