import type { Json } from '../../http/body.ts'
import { isObject, readJson } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Asked, Problem } from './api.ts'
import { readQuery } from './asked-query.ts'
import type { Said } from './asked-words.ts'
import { checkWords } from './asked-words.ts'
import type { Api, Route } from './describe.ts'
import { bodyTemplate } from './describe.ts'
import type { MatchedCall } from './match.ts'
import { readTemplate, wordsIn } from './template.ts'

export type AskedReading =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly problem: Problem }

/** What a request bears besides its method and path. */
export interface Carried {
  /** What stands behind the question mark. */
  readonly query: string
  readonly body: Uint8Array
}

/** Reads what a request asks for, in our words; what is wrong with it is a problem that names each field. */
export function readAsked(api: Api, { operation, params }: MatchedCall, carried: Carried): AskedReading {
  const route = api.section.routes[operation]
  if (!route) return refused('not-found', 'There is no such route')
  const query = readQuery(api, route, carried.query)
  const body = route.body === undefined ? {} : readBody(carried.body)
  if (body === undefined) return refused('malformed', 'The body is no valid JSON object')
  const { said, data, fields } = readWords(api, route, body)
  const faults = [...query.fields, ...fields]
  if (faults.length > 0) return refused('invalid', faults.map(({ message }) => message).join('; '), faults)
  const { eventId, ...places } = params
  const defaults =
    operation === 'create' ? defaultsOf(api) : operation === 'update' ? unsaidIn(api, route) : {}
  const id = eventId === undefined ? {} : { id: eventId }
  return { ok: true, asked: { ...defaults, ...said, ...query.asked, ...places, ...id, ...data } }
}

const refused = (kind: Problem['kind'], message: string, fields: Problem['fields'] = []): AskedReading => ({
  ok: false,
  problem: { kind, message, fields },
})

type Body = Readonly<Record<string, Json>>

/** A body that is not there says nothing; undefined of one that is no JSON object. */
function readBody(body: Uint8Array): Body | undefined {
  if (body.length === 0) return {}
  const reading = readJson(body)
  return reading.ok && isObject(reading.value) ? reading.value : undefined
}

interface SaidInBody {
  readonly said: Said
  /** Fields that the API does not know, where it takes them all the same. */
  readonly data: Pick<Asked, 'data'>
  readonly fields: Problem['fields']
}

function readWords(api: Api, route: Route, body: Body): SaidInBody {
  const { required = [] } = route
  const template = bodyTemplate(route) ?? {}
  const words = readTemplate(template, body)
  const places = placesOf(template)
  const nameOf = (word: string): string => places.get(word) ?? word
  const missing = required
    .filter((word) => words[word] === undefined)
    .map((word) => ({ field: nameOf(word), message: `${nameOf(word)} is required` }))
  const { said, wrong } = checkWords(words)
  const mistaken = wrong.map(({ word, what }) => ({
    field: nameOf(word),
    message: `${nameOf(word)} ${what}`,
  }))
  const unknown = Object.entries(body).filter(([key]) => !Object.hasOwn(template, key))
  if (api.rules.unknownFields === 'ignored') {
    const data = unknown.length > 0 ? { data: Object.fromEntries(unknown) } : {}
    return { said, data, fields: [...missing, ...mistaken] }
  }
  const strange = unknown.map(([field]) => ({ field, message: `${field} is not a known field` }))
  return { said, data: {}, fields: [...missing, ...mistaken, ...strange] }
}

/** What a new endpoint has where nothing is said. */
const defaultsOf = ({ section }: Api): Said => checkWords(section.endpoint.defaults ?? {}).said

/** What an update says by leaving it out: nothing or, where it replaces everything, what a new endpoint has. */
function unsaidIn(api: Api, route: Route): Said {
  const { semantics = 'partial' } = route
  if (figureOf(semantics) === 'partial') return {}
  const places = placesOf(bodyTemplate(route) ?? {})
  return {
    ...(places.has('description') ? { description: '' } : {}),
    ...(places.has('enabled') ? { enabled: true } : {}),
    ...defaultsOf(api),
  }
}

/** Where each word of a template stands: `url`, `config.url`. */
export function placesOf(template: Json, path = ''): ReadonlyMap<string, string> {
  if (typeof template === 'string') return new Map(wordsIn(template).map((word) => [word, path]))
  if (!isObject(template)) return new Map()
  return new Map(
    Object.entries(template).flatMap(([key, inner]) => [
      ...placesOf(inner, path === '' ? key : `${path}.${key}`),
    ]),
  )
}
