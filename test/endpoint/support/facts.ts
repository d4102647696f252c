import type { EndpointFacts, Written } from '../../../src/endpoint/api/answers.ts'
import type { Endpoint } from '../../../src/endpoint/api/api.ts'
import type { Json } from '../../../src/http/body.ts'
import { isObject } from '../../../src/http/body.ts'
import type { Operation } from '../../../src/provider/management.ts'

type Fields = Readonly<Record<string, Json>>

/** An endpoint of which nothing is known but what is given. */
export const endpointFacts = (known: Partial<EndpointFacts> = {}): EndpointFacts => ({
  id: '',
  url: '',
  events: [],
  enabled: null,
  description: null,
  secret: null,
  consecutiveFailures: null,
  disabledAt: null,
  lastSuccessAt: null,
  lastFailureAt: null,
  createdAt: null,
  updatedAt: null,
  ...known,
})

const unknown = {
  delete: { id: null },
  test: {
    delivered: null,
    status: null,
    eventId: null,
    signatureHeaders: null,
    durationMs: null,
    message: null,
    id: null,
    url: null,
  },
  rotateSecret: { newSecret: null, graceHours: null, rotatedAt: null, overlapEndsAt: null, endpoint: null },
  secretStatus: { createdAt: null, rotatedAt: null, overlapActive: null, overlapEndsAt: null },
  events: { id: '', type: null, createdAt: null, state: null, attempts: null, payload: null },
  redeliver: { eventId: null },
} as const

const itemsOf = ({ items }: Fields): Fields[] => (Array.isArray(items) ? items.filter(isObject) : [])

function listed({ total, page, size, next }: Fields) {
  return {
    total: Number(total),
    page: Number(page),
    size: Number(size),
    next: next === null ? null : String(next),
  }
}

/** What a server writes an answer of: the words of a contract, with null for all that it does not say. */
export function writtenOf(operation: Operation, value: Fields): Written[Operation] {
  if (operation === 'list')
    return { ...listed(value), items: itemsOf(value).map((item) => endpointFacts(item)) }
  if (operation === 'events') {
    return { ...listed(value), items: itemsOf(value).map((item) => ({ ...unknown.events, ...item })) }
  }
  if (operation === 'rotateSecret')
    return { ...unknown.rotateSecret, ...value, endpoint: rotated(value.endpoint) }
  return operation === 'create' || operation === 'show' || operation === 'update'
    ? endpointFacts(value)
    : { ...unknown[operation], ...value }
}

const rotated = (endpoint: Json | undefined): EndpointFacts | null =>
  isObject(endpoint) ? endpointFacts(endpoint) : null

/** What a client reads of an answer: the same words, with the API's own objects beside them. */
export function answerOf(operation: Operation, value: Fields, body: Json = null): unknown {
  if (operation === 'list') {
    return itemsOf(value).map((item, at): Endpoint => ({ ...endpointFacts(item), raw: itemIn(body, at) }))
  }
  if (operation === 'events') {
    return itemsOf(value).map((item, at) => ({ ...unknown.events, ...item, raw: itemIn(body, at) }))
  }
  const written = writtenOf(operation, value)
  if (operation !== 'rotateSecret') return { ...written, raw: body }
  const endpoint = rotated(value.endpoint)
  return {
    ...unknown.rotateSecret,
    ...value,
    endpoint: endpoint && Object.assign(endpoint, { raw: body }),
    raw: body,
  }
}

/** The item of the first list in an answer. */
function itemIn(body: Json, at: number): Json {
  const list = isObject(body) ? Object.values(body).find(Array.isArray) : undefined
  return list?.[at] ?? null
}
