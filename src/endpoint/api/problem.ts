import type { Json } from '../../http/body.ts'
import { readJson, textOf } from '../../http/body.ts'
import type { Response } from '../../http/message.ts'
import { figureOf } from '../../provider/figure.ts'
import { textAt } from '../../provider/path.ts'
import type { Problem, ProblemKind } from './api.ts'
import type { Api } from './describe.ts'
import { fieldsAt } from './field-details.ts'
import { describedProblems, errorsOf, kindOfStatus } from './kinds.ts'
import { readRateLimit } from './rate-limit.ts'
import type { Words } from './template.ts'
import { readTemplate } from './template.ts'
import { numberIn } from './values.ts'

type Refusal = Pick<Response, 'status' | 'headers' | 'body'>

/**
 * Reads a refusal: in whichever shape the API documents, in one that is common elsewhere, or in none at all (HTML of a proxy,
 * plain text, nothing). Never throws.
 *
 * @param now milliseconds since 1970, for a time to wait that is told as a date
 */
export function readProblem(api: Api, { status, headers, body }: Refusal, now: number): Problem {
  const reading = readJson(body)
  const json = reading.ok && typeof reading.value === 'object' ? (reading.value ?? {}) : undefined
  const { kind, words } = kindOf(api, status, json)
  const { message: messages = [], details = [] } = errorsOf(api.section)
  const told = json === undefined ? textMessage(textOf(body)) : messageIn(json, messages)
  const retryAfterS = readRateLimit(api, headers, now).retryAfterS ?? numberIn(words.retryAfter) ?? undefined
  return {
    kind,
    message: told ?? `The API answered ${status} and said no more.`,
    fields: json === undefined ? [] : fieldsAt(json, [...details, ...usualDetails]),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  }
}

/** What a problem is: told by its code among those of its status, else by the status. */
function kindOf({ section }: Api, status: number, json: Json | undefined) {
  const { body: general } = errorsOf(section)
  const alike = describedProblems(section)
    .filter(({ described }) => figureOf(described.status) === status)
    .map(({ kind, described }) => {
      const words: Words = readTemplate(described.body ?? figureOf<Json>(general), json)
      return { kind, words, same: described.code !== undefined && words.code === described.code }
    })
  const found = alike.find(({ same }) => same) ?? alike[0]
  const kind: ProblemKind = found?.kind ?? kindOfStatus(status)
  return { kind, words: found?.words ?? {} }
}

/** Where messages and the details of fields stand in many an API. */
const usualMessages = [
  'error.message',
  'message',
  'error',
  'detail',
  'error_description',
  'title',
  'errors[0].message',
]
const usualDetails = ['error.details', 'details', 'error.errors', 'errors', 'fields', 'detail']

function messageIn(json: Json, places: readonly string[]): string | undefined {
  const found = [...places, ...usualMessages].map((place) => textAt(json, place))
  return found.find((text) => text !== undefined && text !== '')
}

/** As much as is read of a refusal that is no JSON; what is shown of it is less. */
const longest = 2_000

/** The title of a page of HTML, or a plain text, on one line. */
function textMessage(text: string): string | undefined {
  const head = text.slice(0, 20_000)
  const html = /^\s*</.test(head)
  const title = /<title[^>]*>([^<]*)/i.exec(head)?.[1]
  const line = (html ? (title ?? '') : head).replace(/\s+/g, ' ').trim()
  if (line === '' || line.includes('\u{fffd}')) return undefined
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}
