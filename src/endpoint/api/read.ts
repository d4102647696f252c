import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Answers, DeliveredEvent } from './answers.ts'
import type { Asked, Endpoint, Page } from './api.ts'
import type { Api } from './describe.ts'
import type { Words } from './template.ts'
import { readTemplate } from './template.ts'
import { booleanIn, numberIn, textIn, textListIn, textMapIn, timeIn } from './values.ts'

/** Reads an endpoint as the API writes one. Never throws: what is not there is empty, or null. */
export function readEndpoint({ section }: Api, json: Json): Endpoint {
  const words = readTemplate(figureOf<Json>(section.endpoint.object), json)
  return {
    id: textIn(words.id) ?? '',
    url: textIn(words.url) ?? '',
    events: textListIn(words.events) ?? [],
    enabled: booleanIn(words.enabled),
    description: textIn(words.description),
    secret: textIn(words.secret),
    consecutiveFailures: numberIn(words.consecutiveFailures),
    disabledAt: timeIn(words.disabledAt),
    lastSuccessAt: timeIn(words.lastSuccessAt),
    lastFailureAt: timeIn(words.lastFailureAt),
    createdAt: timeIn(words.createdAt),
    updatedAt: timeIn(words.updatedAt),
    raw: json,
  }
}

/** Reads an event of the list of events. Never throws: what is not there is empty, or null. */
export function readDelivered({ section }: Api, json: Json): DeliveredEvent {
  const words = section.event ? readTemplate(figureOf<Json>(section.event.object), json) : {}
  return {
    id: textIn(words.eventId) ?? '',
    type: textIn(words.type),
    createdAt: timeIn(words.createdAt),
    state: textIn(words.state),
    attempts: numberIn(words.attempts),
    payload: words.payload ?? null,
    raw: json,
  }
}

/** Reads a page of a list: the API's own objects. Undefined where the answer is no such list. */
export function readPage(
  api: Api,
  operation: 'list' | 'events',
  { json, asked }: { readonly json: Json | undefined; readonly asked: Asked },
): Page<Json> | undefined {
  const words = answerWords(api, operation, json)
  if (!Array.isArray(words.items)) return undefined
  const items: readonly Json[] = words.items
  return { items, next: nextPage(api, { words, asked, shown: items.length }) }
}

interface Shown {
  readonly words: Words
  readonly asked: Asked
  /** How many items the page has. */
  readonly shown: number
}

function nextPage({ section: { pages } }: Api, { words, asked, shown }: Shown): string | undefined {
  if (!pages) return undefined
  if (pages.by === 'cursor') {
    const next = textIn(words.next)
    // A page may be empty, and not the last one, where it was filtered.
    const more = booleanIn(words.hasMore) ?? shown > 0
    return next === null || next === '' || !more ? undefined : next
  }
  if (shown === 0) return undefined
  const page = numberIn(words.page) ?? (Number(asked.next ?? 1) || 1)
  const size = numberIn(words.size) ?? asked.limit ?? pages.default
  const total = numberIn(words.total)
  const last = numberIn(words.pages) ?? (total === null ? undefined : Math.ceil(total / Math.max(1, size)))
  const more = last === undefined ? shown >= size : page < last
  return more ? String(page + 1) : undefined
}

type Reader<T> = (json: Json | undefined, words: Words, api: Api) => T | undefined

const endpointAnswer: Reader<Endpoint> = (_, words, api) => {
  const endpoint = words.endpoint === undefined ? undefined : readEndpoint(api, words.endpoint)
  return endpoint === undefined || endpoint.id === '' ? undefined : endpoint
}

const itemsOf = ({ items }: Words): readonly Json[] | undefined => (Array.isArray(items) ? items : undefined)

const readers: { readonly [Each in keyof Answers]: Reader<Answers[Each]> } = {
  list: (_, words, api) => itemsOf(words)?.map((item) => readEndpoint(api, item)),
  create: endpointAnswer,
  show: endpointAnswer,
  update: endpointAnswer,
  delete: (json, words) => ({ id: textIn(words.id), raw: json ?? null }),
  test: (json, words) => ({
    delivered: booleanIn(words.delivered),
    status: numberIn(words.status),
    eventId: textIn(words.eventId),
    signatureHeaders: textMapIn(words.signatureHeaders),
    durationMs: numberIn(words.durationMs),
    message: textIn(words.message) ?? (isObject(json) ? textIn(json.message) : null),
    id: textIn(words.id),
    url: textIn(words.url),
    raw: json ?? null,
  }),
  rotateSecret: (json, words, api) => {
    const endpoint = words.endpoint === undefined ? null : readEndpoint(api, words.endpoint)
    return {
      newSecret: textIn(words.newSecret) ?? endpoint?.secret ?? null,
      graceHours: numberIn(words.graceHours),
      rotatedAt: timeIn(words.rotatedAt),
      overlapEndsAt: timeIn(words.overlapEndsAt),
      endpoint,
      raw: json ?? null,
    }
  },
  secretStatus: (json, words) => ({
    createdAt: timeIn(words.createdAt),
    rotatedAt: timeIn(words.rotatedAt),
    overlapActive: booleanIn(words.overlapActive),
    overlapEndsAt: timeIn(words.overlapEndsAt),
    raw: json ?? null,
  }),
  events: (_, words, api) => itemsOf(words)?.map((item) => readDelivered(api, item)),
  redeliver: (json, words) => ({ eventId: textIn(words.eventId), raw: json ?? null }),
}

/** Reads the answer to a call that succeeded. Undefined where it is not what it should be: no endpoint, no list. */
export const readAnswer = <Asked extends keyof Answers>(
  api: Api,
  operation: Asked,
  json: Json | undefined,
): Answers[Asked] | undefined => readers[operation](json, answerWords(api, operation, json), api)

function answerWords({ section }: Api, operation: keyof Answers, json: Json | undefined): Words {
  const answer = section.routes[operation]?.answer
  return answer === undefined ? {} : readTemplate(figureOf<Json>(answer), json)
}
