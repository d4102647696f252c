import type { Operation } from '../../provider/management.ts'
import { operations } from '../../provider/management.ts'
import type { Api } from './describe.ts'
import { soleWord } from './template.ts'

/** Which call of an API a request is. */
export type Matched =
  | MatchedCall
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-found' }

export interface MatchedCall {
  readonly kind: 'call'
  readonly operation: Operation
  /** What stands in the path for `id`, `eventId` and `workspace`. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * Finds the call that a request is. A path that names something literally comes before one that has a parameter there.
 *
 * @param path with or without a query, below the base URL or with the base URL's own path
 */
export function matchCall(api: Api, method: string, path: string): Matched {
  const [bare = ''] = path.split('?', 1)
  const found = candidates(api, bare)
  const below = api.basePath !== '' && bare.startsWith(`${api.basePath}/`)
  const all = found.length > 0 || !below ? found : candidates(api, bare.slice(api.basePath.length))
  const [best] = all.filter((each) => each.method === method).toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
  if (best) return { kind: 'call', operation: best.operation, params: best.params }
  if (all.length === 0) return { kind: 'not-found' }
  return { kind: 'method-not-allowed', allow: [...new Set(all.map((each) => each.method))] }
}

interface Candidate extends Omit<MatchedCall, 'kind'> {
  readonly method: string
  /** Sorts before others that have a parameter where this one has a literal. */
  readonly rank: string
}

const candidates = ({ section }: Api, path: string): Candidate[] =>
  operations.flatMap((operation) => {
    const route = section.routes[operation]
    const templates = route ? [route.path, ...(route.workspacePath ? [route.workspacePath] : [])] : []
    return templates.flatMap((template): Candidate[] => {
      const params = matchPath(template, path)
      if (!route || !params) return []
      const rank = template.replace(/[^/]+/g, (segment) => (segment.startsWith('{') ? '1' : '0'))
      return [{ operation, method: route.method, params, rank }]
    })
  })

/** The parameters of a path; undefined where it does not fit the template. */
export function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [template.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const params: [string, string][] = []
  for (const [at, segment] of wanted.entries()) {
    const [word, text] = [soleWord(segment), decoded(given[at] ?? '')]
    if (word === undefined ? text !== segment : text === undefined || text === '') return undefined
    if (word !== undefined) params.push([word, text ?? ''])
  }
  return Object.fromEntries(params)
}

/** Undefined of what is no percent-encoded UTF-8. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
