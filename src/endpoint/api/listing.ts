import type { EndpointFacts, Listed } from './answers.ts'
import type { Asked, Problem } from './api.ts'
import type { Api, Route } from './describe.ts'

/** An endpoint with what a listing may be confined by. */
export type Listable = EndpointFacts & { readonly workspace: string | null }

export type Listing<T> =
  | { readonly ok: true; readonly listed: Listed<T> }
  | { readonly ok: false; readonly problem: Problem }

type Query = NonNullable<Route['query']>
type Means = Query[string]['means']

/** Finds what a listing of endpoints asks for: filtered, sorted, the newest first where nothing else is said, and one page of it. */
export function listEndpoints<T extends Listable>(api: Api, asked: Asked, all: readonly T[]): Listing<T> {
  const query = api.section.routes.list?.query ?? {}
  const found = all
    .filter((endpoint) => inWorkspace(query, asked, endpoint))
    .filter((endpoint) =>
      Object.entries(asked.filters ?? {}).every(([name, value]) => passes(endpoint, query[name], value)),
    )
  return cutPage(api, asked, { items: sorted(found, query, asked), idOf: ({ id }) => id })
}

/** Where a listing can be confined to a workspace, one that is not shows only what belongs to none. */
function inWorkspace(query: Query, asked: Asked, { workspace }: Listable): boolean {
  const confined = Object.values(query).some(({ means }) => means === 'workspace')
  return !confined || workspace === (asked.workspace ?? null)
}

function passes(endpoint: Listable, parameter: Query[string] | undefined, value: string): boolean {
  if (!parameter) return true
  const { means, values } = parameter
  const meant = values?.[value] ?? value
  const tests: { readonly [Each in Means]: () => boolean } = {
    enabled: () => endpoint.enabled === (typeof meant === 'boolean' ? meant : meant === 'true'),
    url: () => endpoint.url.includes(value),
    event: () => endpoint.events.includes(value),
    createdAfter: () => timeOf(endpoint.createdAt) > Date.parse(value),
    createdBefore: () => timeOf(endpoint.createdAt) < Date.parse(value),
    sortBy: () => true,
    sortOrder: () => true,
    workspace: () => true,
  }
  return tests[means]()
}

const timeOf = (time: string | null): number => (time === null ? 0 : Date.parse(time))

function sorted<T extends Listable>(all: readonly T[], query: Query, asked: Asked): T[] {
  const chosen = (means: Means, otherwise: string): string => {
    const parameter = Object.entries(query).find(([, each]) => each.means === means)
    if (!parameter) return otherwise
    const [name, { values, default: usual = '' }] = parameter
    const value = asked.filters?.[name] ?? usual
    return String(values?.[value] ?? (value || otherwise))
  }
  const [word, order] = [chosen('sortBy', 'createdAt'), chosen('sortOrder', 'desc')]
  const direction = order === 'asc' ? 1 : -1
  return all.toSorted((a, b) => direction * compare(sortKey(a, word), sortKey(b, word)))
}

function sortKey(endpoint: Listable, word: string): string | number {
  const value = new Map<string, unknown>(Object.entries(endpoint)).get(word)
  return typeof value === 'number' ? value : String(value)
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** Items in their order, and what tells one from the others. */
export interface Sorted<T> {
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
}

/** The page of a list that is asked for. A cursor that was never given is a problem. */
export function cutPage<T>(
  { section: { pages } }: Api,
  asked: Asked,
  { items, idOf }: Sorted<T>,
): Listing<T> {
  const total = items.length
  if (!pages) return { ok: true, listed: { items, total, page: 1, size: total, next: null } }
  const size = Math.min(asked.limit ?? pages.default, pages.max)
  const page = pages.by === 'number' ? Number(asked.next ?? 1) : 1
  const cursor = pages.by === 'cursor' ? asked.next : undefined
  const last = cursor === undefined ? -1 : items.findIndex((item) => cursorOf(idOf(item)) === cursor)
  if (pages.by === 'cursor' && cursor !== undefined && last < 0) {
    const fields = [{ field: pages.cursor, message: `${pages.cursor} is not valid` }]
    return { ok: false, problem: { kind: 'invalid', message: `${pages.cursor} is not valid`, fields } }
  }
  const from = pages.by === 'number' ? (page - 1) * size : last + 1
  const shown = items.slice(from, from + size)
  const final = shown.at(-1)
  const more = from + size < total && final !== undefined
  const next = !more ? null : pages.by === 'number' ? String(page + 1) : cursorOf(idOf(final))
  return { ok: true, listed: { items: shown, total, page, size, next } }
}

const cursorOf = (id: string): string => Buffer.from(id).toString('base64url')
