import { headerValue } from '../../http/headers.ts'
import type { Header, Headers } from '../../http/message.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Operation } from '../../provider/management.ts'
import { parseTemplate, readText, writeText } from '../../provider/template.ts'
import { parseDuration } from '../../time/duration.ts'
import type { Api } from './describe.ts'
import { sinceEpoch } from './values.ts'

/** What an answer says of the caller's limit; undefined where it does not. */
export interface RateLimit {
  readonly limit: number | undefined
  readonly remaining: number | undefined
  /** Milliseconds since 1970. */
  readonly resetAt: number | undefined
  /** Whole seconds to wait. */
  readonly retryAfterS: number | undefined
}

/** Where APIs tell of limits, whether or not a profile says so. */
const usualHeaders = {
  limit: ['X-RateLimit-Limit', 'RateLimit-Limit'],
  remaining: ['X-RateLimit-Remaining', 'RateLimit-Remaining'],
  reset: ['X-RateLimit-Reset', 'RateLimit-Reset'],
  retryAfter: ['Retry-After'],
} as const

/** Reads the limit out of the headers of an answer: times in seconds, since 1970 or from `now`, in ISO 8601, or as dates. */
export function readRateLimit(api: Api, headers: Headers, now: number): RateLimit {
  const told = (field: keyof typeof usualHeaders): string | undefined =>
    describedValue(api, headers, field) ?? usualValue(headers, usualHeaders[field])
  const retryAt = instant(told('retryAfter'), now)
  return {
    limit: count(told('limit')),
    remaining: count(told('remaining')),
    resetAt: instant(told('reset'), now),
    retryAfterS: retryAt === undefined ? undefined : Math.max(0, Math.ceil((retryAt - now) / 1_000)),
  }
}

function describedValue({ section }: Api, headers: Headers, field: string): string | undefined {
  const { headers: every, refused } = section.rateLimit ?? {}
  const values = Object.entries({ ...every, ...refused }).map(([name, template]) =>
    readText(parseTemplate(template), headerValue(headers, name) ?? '')?.get(field),
  )
  return values.find((value) => value !== undefined && value !== '')
}

const usualValue = (headers: Headers, names: readonly string[]): string | undefined =>
  names.map((name) => headerValue(headers, name)).find((value) => value !== undefined)

/** A number at the beginning: some write `60, 60;w=60`. */
function count(text: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,15})\b/.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Fewer seconds than these are a time to wait, more are a date: they lie in 2001. */
const firstEpochSeconds = 1_000_000_000

function instant(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined
  const number = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
  if (number !== undefined) return number < firstEpochSeconds ? now + number * 1_000 : sinceEpoch(number)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** Calls that are counted together, and how many of them each window allows. */
export interface CallLimits {
  readonly group: string
  readonly limits: readonly { readonly requests: number; readonly windowMs: number }[]
}

/** The limits that hold for an operation; undefined where there are none. */
export function limitsOf({ section }: Api, operation: Operation): CallLimits | undefined {
  const groups = Object.entries(section.rateLimit?.groups ?? {})
  const found = groups.find(([, group]) => group.operations.includes(operation))
  return (
    found && {
      group: found[0],
      limits: figureOf(found[1].limits).map(({ requests, window }) => ({
        requests,
        windowMs: parseDuration(window) ?? 0,
      })),
    }
  )
}

/** How much of a limit is left. */
export interface LimitState {
  readonly limit: number
  readonly remaining: number
  /** Milliseconds since 1970. */
  readonly resetAt: number
  /** Of a call that is refused: whole seconds to wait. */
  readonly retryAfterS?: number | undefined
}

/** The headers that tell a caller of its limit, as the API writes them. */
export function writeRateLimit({ section }: Api, state: LimitState, now: number): Headers {
  const { headers, refused, reset } = section.rateLimit ?? {}
  const words: Readonly<Record<string, string>> = {
    limit: String(state.limit),
    remaining: String(state.remaining),
    reset: writeReset(reset ?? 's', state.resetAt, now),
    retryAfter: String(state.retryAfterS ?? ''),
  }
  const told = { ...headers, ...(state.retryAfterS === undefined ? {} : (refused ?? usualRefusal)) }
  return Object.entries(told).map(
    ([name, template]): Header => [name, writeText(parseTemplate(template), (field) => words[field])],
  )
}

const usualRefusal = { 'Retry-After': '{retryAfter}' }

function writeReset(form: 's' | 'ms' | 'iso' | 'delta', at: number, now: number): string {
  if (form === 'iso') return new Date(at).toISOString()
  if (form === 'ms') return String(at)
  return String(Math.ceil((form === 's' ? at : Math.max(0, at - now)) / 1_000))
}
