import type { Json } from '../../http/body.ts'
import type { Headers } from '../../http/message.ts'
import { figureOf } from '../../provider/figure.ts'
import type { EndpointFacts, Listed, Written } from './answers.ts'
import type { Operation } from './api.ts'
import type { Api } from './describe.ts'
import type { Words } from './template.ts'
import { writeTemplate } from './template.ts'

/** An answer of an API. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  /** Undefined where the answer has no body. */
  readonly body: Json | undefined
}

export const jsonAnswer = (status: number, body: Json | undefined): Answered => ({
  status,
  headers: body === undefined ? [] : [['Content-Type', 'application/json']],
  body,
})

/** Writes the answer to a call that succeeded, as the API writes it. */
export function writeAnswer<Asked extends Operation>(
  api: Api,
  operation: Asked,
  value: Written[Asked],
): Answered {
  const { answer, failed, status = 200 } = api.section.routes[operation] ?? {}
  const words = writers[operation](value, api, operation)
  const template = words.delivered === false ? (failed ?? answer) : answer
  const body = template === undefined ? undefined : writeTemplate(figureOf<Json>(template), words)
  return jsonAnswer(figureOf(status), body)
}

/** An endpoint as the answer to an operation bears it: some words stand in some answers only. */
function writeEndpoint({ section }: Api, operation: Operation, endpoint: EndpointFacts): Json {
  const { object, only = {} } = section.endpoint
  const hidden = Object.entries(only).filter(([, where]) => !where.includes(operation))
  const words: Words = { ...endpoint, ...Object.fromEntries(hidden.map(([word]) => [word, undefined])) }
  return writeTemplate(figureOf<Json>(object), words) ?? null
}

type Writer<T> = (value: T, api: Api, operation: Operation) => Words

const endpointWords: Writer<EndpointFacts> = (endpoint, api, operation) => ({
  endpoint: writeEndpoint(api, operation, endpoint),
})

function listWords<T>({ items, total, page, size, next }: Listed<T>, write: (item: T) => Json): Words {
  const pages = Math.ceil(total / Math.max(1, size))
  return { items: items.map(write), total, page, size, pages, next, hasMore: next !== null }
}

const writers: { readonly [Each in Operation]: Writer<Written[Each]> } = {
  list: (listed, api, operation) => listWords(listed, (endpoint) => writeEndpoint(api, operation, endpoint)),
  create: endpointWords,
  show: endpointWords,
  update: endpointWords,
  delete: ({ id }) => ({ id }),
  test: (test) => ({ ...test }),
  rotateSecret: ({ endpoint, ...rotation }, api, operation) => ({
    ...rotation,
    ...(endpoint
      ? { endpoint: writeEndpoint(api, operation, { ...endpoint, secret: rotation.newSecret }) }
      : {}),
  }),
  secretStatus: (status) => ({ ...status }),
  events: (listed, { section }) =>
    listWords(listed, ({ id, ...event }) =>
      section.event
        ? (writeTemplate(figureOf<Json>(section.event.object), { ...event, eventId: id }) ?? null)
        : null,
    ),
  redeliver: ({ eventId }) => ({ eventId }),
}
