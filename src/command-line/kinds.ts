import { isHeaderName, isHeaderValue } from '../http/headers.ts'
import type { Header } from '../http/message.ts'
import { parseStatusSet } from '../http/status-set.ts'
import type { Change } from '../provider/event.ts'
import { parsePath } from '../provider/path.ts'
import { parseDuration } from '../time/duration.ts'

/** A kind of value: how its text is read, and what to say where it cannot be. */
interface Kind<T> {
  readonly expects: string
  /** The value; undefined where the text is none. */
  readonly read: (text: string) => T | undefined
}

const kind = <T>(expects: string, read: (text: string) => T | undefined): Kind<T> => ({ expects, read })
const word = (expects: string, least = 1): Kind<string> =>
  kind(expects, (text) => (text.length >= least ? text : undefined))

/** Every kind of value that a flag or an argument takes. The kind also says what completion offers. */
export const kinds = {
  text: word('a text', 0),
  file: word('a path'),
  provider: word('the name of a provider, or the path of a provider file'),
  eventType: word('an event type'),
  id: word('an event id or a delivery id, or at least its first 6 characters', 6),
  // An empty one is refused by those who know what the provider uses.
  secret: word('a secret, or - to read it from standard input', 0),
  url: kind('an http or https URL without a user, such as http://localhost:3000/hooks', parseUrl),
  port: kind('a port from 0 to 65535', (text) => whole(text, 65_535)),
  count: kind('a whole number', (text) => whole(text, 1_000_000)),
  duration: kind('a duration such as 250ms, 5s, 1m, 2h or 3d', parseDuration),
  speed: kind('virtual, real, or how many times as fast as real, such as 60x', parseSpeed),
  size: kind('a size such as 512kb or 10mb', parseSize),
  time: kind('a time: seconds since 1970, or ISO 8601 such as 2026-03-15T10:05:00Z', parseTime),
  statuses: kind('a status such as 200, 2xx or 4xx, or a comma list', (text) =>
    parseStatusSet(text) ? text : undefined,
  ),
  assignment: kind('PATH=VALUE such as data.status=rejected', parseAssignment),
  header: kind("a header such as 'X-Test: 1'", parseHeader),
  expectation: kind('an event type with an optional number: job.completed or job.*=3', parseExpectation),
} as const

/** The values that the kinds give. */
export type Values = {
  readonly [K in keyof typeof kinds]: (typeof kinds)[K] extends Kind<infer T> ? T : never
}

/** How many verified events of a type are expected. */
export interface Expectation {
  readonly type: string
  readonly count: number
}

/** Addresses of this machine may stand without their `http://`. */
const bareLoopback = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?(\/|$)/

function parseUrl(text: string): URL | undefined {
  const whole = bareLoopback.test(text) ? `http://${text}` : text
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : undefined
}

const whole = (text: string, most: number): number | undefined =>
  /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : undefined

/** How many times as fast as the real clock; null where all waiting is skipped. */
function parseSpeed(text: string): number | null | undefined {
  if (text === 'virtual') return null
  if (text === 'real') return 1
  const [, times] = /^(\d{1,6}(?:\.\d{1,3})?)x$/.exec(text) ?? []
  return Number(times) > 0 ? Number(times) : undefined
}

function parseSize(text: string): number | undefined {
  const [, amount, unit = 'b'] = /^(\d{1,9}(?:\.\d+)?)(b|kb|mb|gb)?$/i.exec(text) ?? []
  if (amount === undefined) return undefined
  const factors = new Map([
    ['b', 1],
    ['kb', 1_000],
    ['mb', 1_000_000],
    ['gb', 1_000_000_000],
  ])
  return Math.round(Number(amount) * (factors.get(unit.toLowerCase()) ?? 1))
}

function parseTime(text: string): number | undefined {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1_000
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

function parseAssignment(text: string): Omit<Change, 'add'> | undefined {
  const at = text.indexOf('=')
  const path = text.slice(0, at)
  if (at < 1 || parsePath(path) === undefined) return undefined
  return { path, ...jsonOrText(text.slice(at + 1)) }
}

function jsonOrText(text: string): Pick<Change, 'value' | 'written'> {
  try {
    return { value: JSON.parse(text), written: text.trim() }
  } catch {
    return { value: text }
  }
}

function parseHeader(text: string): Header | undefined {
  const at = text.indexOf(':')
  const name = text.slice(0, at)
  const value = Buffer.from(text.slice(at + 1).trim()).toString('latin1')
  return at > 0 && isHeaderName(name) && isHeaderValue(value) ? [name, value] : undefined
}

function parseExpectation(text: string): Expectation | undefined {
  const [, type, count = '1'] = /^([^=\s]+)(?:=(\d{1,6}))?$/.exec(text) ?? []
  return type === undefined || Number(count) < 1 ? undefined : { type, count: Number(count) }
}
