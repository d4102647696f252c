import { HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import type { Headers } from '../../http/message.ts'
import type { Operation } from '../../provider/management.ts'
import { fieldsOf, parseTemplate, writeText } from '../../provider/template.ts'
import type { Asked, Call } from './api.ts'
import type { Asking } from './asking.ts'
import { phrases, routeOf, wordsOf } from './asking.ts'
import { authHeader, idempotencyHeader } from './auth.ts'
import type { Api } from './describe.ts'
import { bodyTemplate } from './describe.ts'
import { queryOf } from './query.ts'
import { wordsIn, writeTemplate } from './template.ts'

export { idempotencyOf } from './auth.ts'
export { filtersOf } from './query.ts'

/** Who asks for what. */
export interface Calling {
  readonly asked: Asked
  readonly key?: string | undefined
  /** Sent only where the operation takes one. */
  readonly idempotencyKey?: string | undefined
}

/**
 * The call that asks a provider's API for something. Throws HooksError `not-supported` where the API has no such call or no
 * place for a word, `usage` where a word is missing that it wants, and `invalid-value` for a filter that it does not have.
 */
export function callOf(api: Api, operation: Operation, { asked, key, idempotencyKey }: Calling): Call {
  const route = routeOf(api, operation)
  const what = { api, operation, route, asked }
  const query = queryOf(what)
  const body = bodyOf(what)
  checkSaid(what)
  checkRequired(what, body)
  const headers: Headers = [
    ...(key === undefined ? [] : [authHeader(api, key)]),
    ...(body === undefined ? [] : ([['Content-Type', 'application/json']] as const)),
    ...idempotencyHeader(api, operation, idempotencyKey),
  ]
  return { method: route.method, path: pathOf(what) + query, headers, body }
}

const pathTemplate = ({ route, asked }: Asking): string =>
  asked.workspace === undefined ? route.path : (route.workspacePath ?? route.path)

function pathOf({ api, operation, ...rest }: Asking): string {
  const words = wordsOf(rest.asked)
  const path = parseTemplate(pathTemplate({ api, operation, ...rest }))
  const missing = fieldsOf(path).find((field) => words[field] === undefined)
  if (missing !== undefined) {
    const message = `The API of ${api.title} wants to know which ${nouns.get(missing) ?? missing} is meant.`
    throw new HooksError('usage', message, 'Name its id.')
  }
  return writeText(path, (field) => encodeURIComponent(String(words[field])))
}

const nouns = new Map([
  ['id', 'endpoint'],
  ['eventId', 'event'],
])

function bodyOf({ route, asked }: Asking): Json | undefined {
  const template = bodyTemplate(route)
  if (template === undefined && asked.data === undefined) return undefined
  const written = writeTemplate(template ?? {}, wordsOf(asked))
  return { ...(isObject(written) ? written : {}), ...asked.data }
}

/** Whatever is asked must have a place in the call: nothing is dropped in silence. */
function checkSaid(asking: Asking): void {
  const { api, operation, route, asked } = asking
  const query = Object.values(route.query ?? {}).filter(({ means }) => means === 'workspace')
  const said = [
    ...fieldsOf(parseTemplate(pathTemplate(asking))),
    ...query.map(({ means }) => means),
    ...wordsIn(bodyTemplate(route) ?? {}),
  ]
  const idSaid = said.includes('eventId') ? ['id', 'eventId'] : []
  const unsaid = Object.entries(wordsOf(asked))
    .filter(([word, value]) => value !== undefined && word !== 'eventId')
    .map(([word]) => word)
    .filter((word) => !said.includes(word) && !idSaid.includes(word))
  if (unsaid.length === 0) return
  const message = `The API of ${api.title} takes no ${unsaid.join(' and no ')} to ${phrases[operation]}.`
  throw new HooksError('not-supported', message, `What it takes: hooks providers show ${api.provider}`)
}

function checkRequired({ api, operation, route }: Asking, body: Json | undefined): void {
  const keys = isObject(body) ? Object.keys(body) : []
  const names = Object.entries(bodyTemplate(route) ?? {}).filter(([, template]) =>
    wordsIn(template).some((word) => route.required?.includes(word)),
  )
  const missing = names.filter(([name]) => !keys.includes(name)).flatMap(([, template]) => wordsIn(template))
  if (missing.length === 0) return
  const message = `The API of ${api.title} wants ${missing.join(' and ')} to ${phrases[operation]}.`
  throw new HooksError('usage', message)
}
