import { createHash } from 'node:crypto'
import { isObject, readJson, textOf } from '../http/body.ts'
import { headerValues } from '../http/headers.ts'
import type { Headers } from '../http/message.ts'
import type { Profile } from './profile.ts'
import { parseTemplate, writeBytes } from './template.ts'

/** What a signature may cover. */
export interface Signable {
  readonly body: Uint8Array
  readonly method: string
  /** The whole URL, as the provider knows it. */
  readonly url: string
  readonly headers: Headers
  /** As they stand in the headers. */
  readonly id: string | undefined
  readonly timestamp: string | undefined
}

/** The bytes that are signed. */
export function signedContent(rule: Pick<Profile['signature'], 'signs'>, from: Signable): Uint8Array {
  return writeBytes(parseTemplate(rule.signs), (field) => {
    if (field === 'body') return from.body
    if (field.startsWith('header:'))
      return latin1(headerValues(from.headers, field.slice('header:'.length)).join(','))
    if (field === 'timestamp' || field === 'id') return latin1(from[field] ?? '')
    if (field === 'method' || field === 'url') return Buffer.from(from[field])
    if (field === 'bodyHash') return Buffer.from(bodyHash(from.body))
    if (field === 'form') return Buffer.from(sortedForm(from.body))
    if (field.startsWith('bodyWithout:')) return withoutKey(from.body, field.slice('bodyWithout:'.length))
    return Buffer.alloc(0)
  })
}

/** SHA-256 of a body, in hex. */
export const bodyHash = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')

/** The parameters of a form, sorted by name, then by value, each once: names and values joined without anything between. */
function sortedForm(body: Uint8Array): string {
  const pairs = [...new URLSearchParams(textOf(body))].map(([name, value]) => ({ name, value }))
  const before = (a: string, b: string): number => Number(a > b) - Number(a < b)
  const sorted = pairs.sort((a, b) => before(a.name, b.name) || before(a.value, b.value))
  const once = sorted.filter(
    ({ name, value }, at) => name !== sorted[at - 1]?.name || value !== sorted[at - 1]?.value,
  )
  return once.map(({ name, value }) => name + value).join('')
}

/** A JSON body written anew without one of its keys: what a sender signs that puts the signature into the body. */
export function withoutKey(body: Uint8Array, key: string): Uint8Array {
  const reading = readJson(body)
  if (!reading.ok || !isObject(reading.value)) return body
  const rest = Object.fromEntries(Object.entries(reading.value).filter(([name]) => name !== key))
  try {
    return Buffer.from(JSON.stringify(rest))
  } catch {
    // Nested deeper than the stack: nobody has written it so either.
    return body
  }
}

/** Header values are latin-1, one character a byte. */
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/** A time as the provider writes it in headers. */
export function writeTimestamp(unit: 's' | 'ms' | 'iso', at: number): string {
  if (unit === 'iso') return new Date(at).toISOString()
  return String(unit === 'ms' ? Math.floor(at) : Math.floor(at / 1_000))
}

/** Milliseconds since 1970 of a time as the provider writes it, or undefined where it is none. */
export function readTimestamp(unit: 's' | 'ms' | 'iso', text: string): number | undefined {
  if (unit === 'iso') return readIsoTime(text)
  if (!/^\d{1,15}$/.test(text)) return undefined
  return unit === 'ms' ? Number(text) : Number(text) * 1_000
}

/** A time without a zone is one in UTC, wherever this runs. */
function readIsoTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return undefined
  const time = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(time) ? undefined : time
}
