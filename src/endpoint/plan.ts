import type { Endpoint } from './api/api.ts'

/** An endpoint as the user's file wants it; what it does not say may stand as it is. */
export interface Wanted {
  readonly url: string
  readonly events: readonly string[]
  readonly description?: string | undefined
  readonly enabled?: boolean | undefined
}

type Field = 'events' | 'enabled' | 'description'

/** A field of an endpoint that is not as it is wanted. */
export interface Difference {
  readonly field: Field
  readonly from: readonly string[] | boolean | string | null
  readonly to: readonly string[] | boolean | string
}

/** What is to be done with one endpoint. `leave` is one that is in no file: it is deleted only where that is asked for. */
export type Step<W extends Wanted = Wanted> =
  | { readonly action: 'create'; readonly wanted: W }
  | {
      readonly action: 'update'
      readonly wanted: W
      readonly endpoint: Endpoint
      readonly differences: readonly Difference[]
    }
  | { readonly action: 'keep'; readonly wanted: W; readonly endpoint: Endpoint }
  | { readonly action: 'delete' | 'leave'; readonly endpoint: Endpoint }

/**
 * What makes the endpoints that there are into those that are wanted. An endpoint is known by its URL; of several with the same
 * one, that which differs least is meant. The steps stand in the order of the file, what is in no file behind them.
 *
 * @param tells the words that the API tells of an endpoint
 */
export function planOf<W extends Wanted>(
  wanted: readonly W[],
  present: readonly Endpoint[],
  { prune, tells }: { readonly prune: boolean; readonly tells: readonly string[] },
): Step<W>[] {
  const left = new Set(present)
  const steps = wanted.map((each): Step<W> => {
    const fitting = [...left].filter(({ url }) => sameUrl(url, each.url))
    const [nearest] = fitting
      .map((endpoint) => ({ endpoint, differences: differencesOf(each, endpoint, tells) }))
      .toSorted((a, b) => a.differences.length - b.differences.length)
    if (!nearest) return { action: 'create', wanted: each }
    const { endpoint, differences } = nearest
    left.delete(endpoint)
    if (differences.length === 0) return { action: 'keep', wanted: each, endpoint }
    return { action: 'update', wanted: each, endpoint, differences }
  })
  const action = prune ? 'delete' : 'leave'
  return [...steps, ...[...left].map((endpoint): Step<W> => ({ action, endpoint }))]
}

/** Whether a step changes anything. */
export const isChange = ({ action }: Step): boolean => action !== 'keep' && action !== 'leave'

/** What of an endpoint is not as it is wanted. What the API does not tell of (`tells`) cannot differ. */
export function differencesOf(
  { events, enabled, description }: Wanted,
  endpoint: Endpoint,
  tells: readonly string[],
): Difference[] {
  const found: Difference[] = []
  if (!sameEvents(events, endpoint.events)) {
    found.push({ field: 'events', from: endpoint.events, to: events })
  }
  if (enabled !== undefined && endpoint.enabled !== null && enabled !== endpoint.enabled) {
    found.push({ field: 'enabled', from: endpoint.enabled, to: enabled })
  }
  if (description !== undefined && description !== (endpoint.description ?? '')) {
    found.push({ field: 'description', from: endpoint.description, to: description })
  }
  return found.filter(({ field }) => tells.includes(field))
}

/** Two ways of writing one URL are one. */
export const sameUrl = (one: string, other: string): boolean => normal(one) === normal(other)

const normal = (url: string): string => (URL.canParse(url) ? new URL(url).href : url)

/** Their order means nothing. */
function sameEvents(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)]
  return a.size === b.size && [...a].every((event) => b.has(event))
}
