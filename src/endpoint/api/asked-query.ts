import type { Asked, Problem } from './api.ts'
import type { Api, Route } from './describe.ts'

export interface QueryReading {
  readonly asked: Pick<Asked, 'filters' | 'workspace' | 'next' | 'limit'>
  readonly fields: Problem['fields']
}

/** Reads the query of a listing. Parameters that the API does not know are passed over. */
export function readQuery(api: Api, route: Route, query: string): QueryReading {
  const given = new URLSearchParams(query)
  const described = Object.entries(route.query ?? {}).flatMap(([name, parameter]) => {
    const value = given.get(name)
    return value === null ? [] : [{ name, value, ...parameter }]
  })
  const fields = described.flatMap(({ name, value, means, values }) => {
    if (values && !Object.hasOwn(values, value)) {
      return [{ field: name, message: `${name} must be one of ${Object.keys(values).join(', ')}` }]
    }
    const dated = means === 'createdAfter' || means === 'createdBefore'
    return dated && Number.isNaN(Date.parse(value))
      ? [{ field: name, message: `${name} must be a date` }]
      : []
  })
  const workspace = described.find(({ means }) => means === 'workspace')?.value
  const filters = described
    .filter(({ means }) => means !== 'workspace')
    .map(({ name, value }) => [name, value])
  const paging = readPaging(api, given)
  return {
    asked: {
      ...(filters.length > 0 ? { filters: Object.fromEntries(filters) } : {}),
      ...(workspace === undefined ? {} : { workspace }),
      ...paging.asked,
    },
    fields: [...fields, ...paging.fields],
  }
}

function readPaging({ section: { pages } }: Api, given: URLSearchParams): QueryReading {
  if (!pages) return { asked: {}, fields: [] }
  const nextName = pages.by === 'number' ? pages.page : pages.cursor
  const [next, size] = [given.get(nextName), given.get(pages.size)]
  const counts = [...(pages.by === 'number' ? [[nextName, next] as const] : []), [pages.size, size] as const]
  return {
    asked: {
      ...(next === null ? {} : { next }),
      ...(size === null ? {} : { limit: Math.min(Number(size), pages.max) }),
    },
    fields: counts
      .filter(([, value]) => value !== null && !/^[1-9]\d{0,8}$/.test(value))
      .map(([field]) => ({ field, message: `${field} must be a whole number from 1` })),
  }
}
