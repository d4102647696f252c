import { HooksError } from '../../errors.ts'
import type { Operation } from '../../provider/management.ts'
import { didYouMean } from '../../provider/nearest.ts'
import type { Asking } from './asking.ts'
import type { Api } from './describe.ts'

/** A filter that a listing takes. */
export interface Filter {
  readonly name: string
  readonly means: string
  /** The values that it takes, where they are few. */
  readonly values: readonly string[] | undefined
}

/** The filters that an operation takes, by the API's own names. */
export const filtersOf = ({ section }: Api, operation: Operation): readonly Filter[] =>
  Object.entries(section.routes[operation]?.query ?? {})
    .filter(([, { means }]) => means !== 'workspace')
    .map(([name, { means, values }]) => ({ name, means, values: values && Object.keys(values) }))

function unknownFilter(name: string, filters: readonly Filter[]): HooksError {
  const names = filters.map((each) => each.name)
  const known = names.length > 0 ? `There are ${names.join(', ')}.` : 'There are none.'
  return new HooksError(
    'invalid-value',
    `There is no filter '${name}'.`,
    `${didYouMean(name, names)}${known}`,
  )
}

/** The query of a call, with its question mark; empty where nothing is asked for. Throws HooksError `invalid-value`. */
export function queryOf(asking: Asking): string {
  const { route, asked } = asking
  const workspace = Object.entries(route.query ?? {}).find(([, { means }]) => means === 'workspace')
  const parameters = [
    ...pageParameters(asking),
    ...Object.entries(asked.filters ?? {}).map((filter) => checkFilter(asking, filter)),
    ...(workspace && asked.workspace !== undefined ? [[workspace[0], asked.workspace] as const] : []),
  ]
  return parameters.length === 0 ? '' : `?${new URLSearchParams(parameters.map(([...each]) => each))}`
}

type Parameter = readonly [name: string, value: string]

function pageParameters({ api, asked: { limit, next } }: Asking): Parameter[] {
  const { pages } = api.section
  if (!pages) return []
  return [
    ...(next === undefined ? [] : [[pages.by === 'number' ? pages.page : pages.cursor, next] as const]),
    ...(limit === undefined ? [] : [[pages.size, String(Math.min(limit, pages.max))] as const]),
  ]
}

function checkFilter({ api, operation }: Asking, [name, value]: Parameter): Parameter {
  const filters = filtersOf(api, operation)
  const filter = filters.find((each) => each.name === name)
  if (!filter) throw unknownFilter(name, filters)
  const { values } = filter
  if (values === undefined || values.includes(value)) return [name, value]
  throw new HooksError(
    'invalid-value',
    `'${value}' is no value of ${name}.`,
    `${didYouMean(value, values)}There are ${values.join(', ')}.`,
  )
}
