import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Api } from './describe.ts'
import { errorsOf } from './kinds.ts'
import { soleWord, wordsIn } from './template.ts'

/** A JSON Schema of the dialect that OpenAPI 3.1 uses. */
export type Schema = Readonly<Record<string, Json>>

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const flag = { type: 'boolean' }
const time = { type: 'string', format: 'date-time' }
const timeOrNull = { type: ['string', 'null'], format: 'date-time' }
const texts = { type: 'object', additionalProperties: text }

/** What each word is. One that is not here is a text. */
const wordSchemas: Readonly<Record<string, Schema>> = {
  url: { type: 'string', format: 'uri' },
  events: { type: 'array', items: text, minItems: 1 },
  enabled: flag,
  description: { type: ['string', 'null'] },
  consecutiveFailures: count,
  disabledAt: timeOrNull,
  lastSuccessAt: timeOrNull,
  lastFailureAt: timeOrNull,
  createdAt: time,
  updatedAt: timeOrNull,
  endpoint: { $ref: '#/components/schemas/Endpoint' },
  page: count,
  size: count,
  total: count,
  pages: count,
  next: { type: ['string', 'null'] },
  hasMore: flag,
  delivered: flag,
  status: { type: ['integer', 'null'] },
  signatureHeaders: texts,
  durationMs: { type: ['number', 'null'] },
  graceHours: { type: 'number' },
  rotatedAt: timeOrNull,
  overlapActive: flag,
  overlapEndsAt: timeOrNull,
  attempts: count,
  payload: {},
  retryAfter: count,
}

const listOf = (component: string): Schema => ({
  type: 'array',
  items: { $ref: `#/components/schemas/${component}` },
})

/** What a JSON template may become. `items` is what a list is made of. */
export function templateSchema(template: Json, items = 'Endpoint'): Schema {
  if (typeof template === 'string') return textSchema(template, items)
  if (Array.isArray(template)) return { type: 'array', items: templateSchema(template[0] ?? {}, items) }
  if (!isObject(template)) return { const: template }
  if (Object.keys(template).some((key) => wordsIn(key).length > 0)) return texts
  const properties = Object.entries(template).map(([key, inner]) => [key, templateSchema(inner, items)])
  return { type: 'object', properties: Object.fromEntries(properties) }
}

function textSchema(template: string, items: string): Schema {
  const word = soleWord(template)
  if (word === 'items') return listOf(items)
  if (word !== undefined) return wordSchemas[word] ?? text
  return wordsIn(template).length > 0 ? text : { type: 'string', const: template }
}

/** The keys of an object that always bear a value: those of words that neither some answers only bear nor a client may leave out. */
function requiredKeys(template: Readonly<Record<string, Json>>, words: readonly string[]): string[] {
  const needed = Object.entries(template).filter(([, inner]) =>
    wordsIn(inner).some((word) => words.includes(word)),
  )
  return needed.map(([key]) => key)
}

/** The body of a call, with the words that it must say. */
export function bodySchema(template: Readonly<Record<string, Json>>, required: readonly string[]): Schema {
  const keys = requiredKeys(template, required)
  return { ...templateSchema(template), ...(keys.length > 0 ? { required: keys } : {}) }
}

/** The schemas that answers share. */
export function componentSchemas({ section }: Api): Schema {
  const endpoint = figureOf<Record<string, Json>>(section.endpoint.object)
  const event = section.event && figureOf<Record<string, Json>>(section.event.object)
  return {
    Endpoint: bodySchema(endpoint, ['id', 'url', 'events']),
    ...(event ? { Event: bodySchema(event, ['eventId']) } : {}),
    Problem: templateSchema(figureOf<Json>(errorsOf(section).body)),
  }
}
