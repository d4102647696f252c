import { HooksError } from '../errors.ts'
import type { Json } from '../http/body.ts'
import { isObject, readJson, textOf } from '../http/body.ts'
import { headerValue } from '../http/headers.ts'
import type { Response } from '../http/message.ts'
import { mask } from '../http/redact.ts'
import type { Send } from '../http/send.ts'
import { hasStatus } from '../http/status-set.ts'
import type { Random } from '../provider/generator.ts'
import { uuid } from '../provider/generator.ts'
import type { Clock } from '../time/clock.ts'
import type { Answers, DeliveredEvent } from './api/answers.ts'
import type { Asked, Endpoint, Operation } from './api/api.ts'
import { callOf, idempotencyOf } from './api/call.ts'
import type { Api } from './api/describe.ts'
import { readProblem } from './api/problem.ts'
import { readRateLimit } from './api/rate-limit.ts'
import { readAnswer, readDelivered, readEndpoint, readPage } from './api/read.ts'
import type { Carried, Line } from './carry.ts'
import { carry } from './carry.ts'
import { ApiRefusal, unreadable } from './refusal.ts'
import type { Waiting } from './wait.ts'
import { waitFor } from './wait.ts'

export interface ClientOptions {
  readonly api: Api
  readonly baseUrl: URL
  readonly userAgent: string
  readonly key: string
  /** Where the key is from, for what is said. */
  readonly keyFrom: string
  readonly send: Send
  readonly clock: Clock
  readonly random: Random
  /** How long one call may wait in all, in milliseconds. */
  readonly maxWaitMs: number
  readonly told: (waiting: Waiting) => void
  readonly signal?: AbortSignal | undefined
}

type Listing = 'list' | 'events'
type Single = Exclude<Operation, Listing>

/**
 * A provider's management API. Every call rejects with a HooksError: `not-supported` where the API cannot do it, `ApiRefusal` where
 * it says no, `api-unavailable`, `api-rate-limited`, `api-unreadable`, `interrupted`.
 */
export type Client = {
  readonly [O in Single]: (asked: Asked) => Promise<Answers[O]>
} & {
  readonly api: Api
  /** All endpoints, page after page, each as soon as its page is there. */
  list(asked?: Asked): AsyncIterable<Endpoint>
  /** What happened, the API's newest page first. */
  events(asked?: Asked): AsyncIterable<DeliveredEvent>
}

/** Pages beyond this many are no listing, but an API that does not end. */
const mostPages = 10_000

export function createClient(options: ClientOptions): Client {
  const { api } = options
  const ask = asker(options)
  const single =
    <O extends Single>(operation: O) =>
    async (asked: Asked): Promise<Answers[O]> => {
      const json = await ask(operation, asked)
      const answer = readAnswer(api, operation, json)
      if (answer === undefined) throw unreadable(api, operation, describeJson(json))
      return answer
    }
  return {
    api,
    list: async function* (asked = {}) {
      for await (const item of itemsOf('list', asked, { api, ask })) {
        const endpoint = readEndpoint(api, item)
        // Without an id it could be neither shown nor changed.
        if (endpoint.id === '') throw unreadable(api, 'list', describeJson(item))
        yield endpoint
      }
    },
    events: async function* (asked = {}) {
      for await (const item of itemsOf('events', asked, { api, ask })) yield readDelivered(api, item)
    },
    create: single('create'),
    show: single('show'),
    update: single('update'),
    delete: single('delete'),
    test: single('test'),
    rotateSecret: single('rotateSecret'),
    secretStatus: single('secretStatus'),
    redeliver: single('redeliver'),
  }
}

type Ask = (operation: Operation, asked: Asked) => Promise<Json | undefined>

/** Makes one call of the API, and gives what it answered, as JSON. */
function asker(options: ClientOptions): Ask {
  const { api, key, random, clock, maxWaitMs } = options
  const line: Line = {
    ...options,
    title: api.title,
    askedPauseMs: (response, now) => askedPauseMs(api, response, now),
  }
  let freeAt = 0
  return async (operation, asked) => {
    checkId(asked.id)
    const keeps = idempotencyOf(api, operation) !== 'none'
    const idempotencyKey = keeps ? uuid({ random, at: clock.now() }) : undefined
    const call = callOf(api, operation, { asked, key, idempotencyKey })
    const wholeMs = freeAt - clock.now()
    // Where it is known that nothing is left, the refusal need not be asked for.
    if (wholeMs > 0 && wholeMs <= maxWaitMs) {
      await waitFor({ why: 'rate-limited', after: '0 left', wholeMs }, line)
    }
    const carried = await carry(call, line, keeps)
    const { remaining, resetAt = 0 } = readRateLimit(api, carried.response.headers, clock.now())
    freeAt = remaining === 0 ? resetAt : 0
    return contentOf(carried, { operation, asked, options })
  }
}

/** What would lead to another route than that of one endpoint, or of one event. */
function checkId(id: string | undefined): void {
  if (id === undefined || !/^\s*\.{0,2}\s*$/.test(id)) return
  throw new HooksError('unknown-id', `'${id}' is no id.`, 'All endpoints: hooks endpoints list')
}

/** No date can hold what some answers ask for: a hundred years are as good as ever. */
const longestPauseMs = 100 * 365 * 86_400_000

/** What a refusal asks to wait: in a header, in its body, or as the time at which the limit is free again. */
function askedPauseMs(api: Api, response: Response, now: number): number | undefined {
  const { retryAfterS } = readProblem(api, response, now)
  if (retryAfterS !== undefined) return Math.min(retryAfterS * 1_000, longestPauseMs)
  const { remaining, resetAt } = readRateLimit(api, response.headers, now)
  const isUsedUp = remaining === 0 || (remaining === undefined && response.status === 429)
  return resetAt !== undefined && isUsedUp ? Math.min(resetAt - now, longestPauseMs) : undefined
}

interface Called {
  readonly operation: Operation
  readonly asked: Asked
  readonly options: ClientOptions
}

/** The JSON of an answer that says yes; an error for any other. */
function contentOf({ response, tries, tooLongMs }: Carried, called: Called): Json | undefined {
  const { operation, asked, options } = called
  const { api, clock, maxWaitMs, key } = options
  const { status, body } = response
  // Never shown, even where the API repeats it.
  const without = (text: string): string => text.replaceAll(key, () => mask(key))
  if (status >= 300 && status < 400) {
    const to = headerValue(response.headers, 'Location')
    throw unreadable(
      api,
      operation,
      `a redirect (${status})${to ? ` to ${without(to)}` : ''}, which is never followed`,
    )
  }
  if (!hasStatus([[200, 299]], status)) {
    // A server that goes on repeating a deletion that was done at its first try has nothing left to delete.
    if (operation === 'delete' && status === 404 && tries > 1) return undefined
    const now = clock.now()
    const wait = tooLongMs === undefined ? undefined : waitOf(tooLongMs, now, maxWaitMs)
    throw new ApiRefusal({
      ...options,
      operation,
      problem: readProblem(api, response, now),
      status,
      id: asked.id,
      tries,
      wait,
    })
  }
  if (response.truncated) throw unreadable(api, operation, `more than ${body.length} bytes`)
  if (body.length === 0) return undefined
  const reading = readJson(body)
  if (reading.ok) return reading.value
  throw unreadable(api, operation, notJson(response, without))
}

const waitOf = (ms: number, now: number, maxMs: number) => ({
  ms,
  until: new Date(now + ms).toISOString(),
  maxMs,
})

const shownOfBody = 60
/** More than is shown: of a key that begins there its whole is seen, and left out. */
const readOfBody = 4_000

function notJson({ headers, body }: Response, without: (text: string) => string): string {
  const type = headerValue(headers, 'Content-Type')
  const start = without(textOf(body.subarray(0, readOfBody)))
    .trim()
    .slice(0, shownOfBody)
  return `no JSON but ${type ?? 'something without a type'}${start ? `, beginning with '${start}'` : ''}`
}

/** What came, for people; of its values nothing, since one may be a secret. */
function describeJson(json: Json | undefined): string {
  if (json === undefined || json === null) return 'nothing'
  if (Array.isArray(json)) return `a list of ${json.length}`
  if (!isObject(json)) return `a ${typeof json}`
  const keys = Object.keys(json)
  return keys.length === 0 ? 'an empty object' : `an object of ${keys.join(', ').slice(0, shownOfBody)}`
}

/** The items of a listing, page after page. A listing that goes in a circle is told instead of followed. */
async function* itemsOf(
  operation: Listing,
  asked: Asked,
  { api, ask }: { api: Api; ask: Ask },
): AsyncGenerator<Json> {
  const seen = new Set<string>()
  for (let next = asked.next; ; ) {
    const json = await ask(operation, { ...asked, next })
    const page = readPage(api, operation, { json, asked: { ...asked, next } })
    if (!page) throw unreadable(api, operation, describeJson(json))
    yield* page.items
    if (page.next === undefined) return
    if (seen.has(page.next)) {
      const back = page.next.slice(0, shownOfBody)
      throw unreadable(api, operation, `its pages go in a circle, back to '${back}'`)
    }
    seen.add(page.next)
    if (seen.size >= mostPages) throw unreadable(api, operation, `it does not end after ${mostPages} pages`)
    next = page.next
  }
}
