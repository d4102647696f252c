import type { Endpoint } from '../../endpoint/api/api.ts'
import type { Api } from '../../endpoint/api/describe.ts'
import { isoTime } from '../../output/times.ts'

/** Which endpoints are meant. */
export interface EndpointFilters {
  readonly enabled: boolean | undefined
  /** A part of the URL. */
  readonly url: string | undefined
  readonly event: string | undefined
  /** Created since then: milliseconds since 1970. */
  readonly after: number | undefined
}

/** The filters that an API takes itself, by its own names; undefined where there are none. */
export function apiFilters(
  { section }: Api,
  { enabled, url, event, after }: EndpointFilters,
): Readonly<Record<string, string>> | undefined {
  const wanted: Readonly<Record<string, string | undefined>> = {
    enabled: enabled === undefined ? undefined : String(enabled),
    url,
    event,
    createdAfter: after === undefined ? undefined : isoTime(after),
  }
  const found = Object.entries(section.routes.list?.query ?? {}).flatMap(([name, { means, values }]) => {
    const value = wanted[means]
    const own = Object.entries(values ?? {}).find(([, ours]) => String(ours) === value)?.[0]
    return value === undefined ? [] : [[name, own ?? value]]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

/** Whether an endpoint fits. What the API does not tell of it cannot be held against it. */
export function fits(endpoint: Endpoint, { enabled, url, event, after }: EndpointFilters): boolean {
  return (
    (enabled === undefined || endpoint.enabled === null || endpoint.enabled === enabled) &&
    (url === undefined || endpoint.url.includes(url)) &&
    (event === undefined || endpoint.events.includes(event)) &&
    (after === undefined || endpoint.createdAt === null || Date.parse(endpoint.createdAt) >= after)
  )
}
