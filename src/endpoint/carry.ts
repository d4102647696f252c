import { HooksError } from '../errors.ts'
import { bytesOf } from '../http/body.ts'
import type { Response } from '../http/message.ts'
import type { Send, Sent } from '../http/send.ts'
import type { Random } from '../provider/generator.ts'
import { formatDuration } from '../time/duration.ts'
import type { Call } from './api/api.ts'
import type { Patience, WhyWaiting } from './wait.ts'
import { backOffMs, stopWhereInterrupted, waitFor } from './wait.ts'

/** What carries calls to a management API. */
export interface Line extends Patience {
  readonly send: Send
  readonly random: Random
  readonly baseUrl: URL
  /** What calls name as their maker. */
  readonly userAgent: string
  /** How long one call may wait in all, in milliseconds. */
  readonly maxWaitMs: number
  /** Whose API it is, for what is said. */
  readonly title: string
  /** How long an answer asks to wait, in milliseconds; undefined where it does not. */
  readonly askedPauseMs: (response: Response, now: number) => number | undefined
}

/** An answer, and how often the call was made for it. */
export interface Carried {
  readonly response: Response
  readonly tries: number
  /** How long the answer asks to wait before the call is made again, where that is longer than was allowed. */
  readonly tooLongMs?: number | undefined
}

const timeoutMs = 30_000
/** How often a call is made in all where it fails for no reason of its own. A rate limit has no count, only a time. */
const mostTries = 4
const maxResponseBytes = 20_000_000

/**
 * Makes a call, and makes it again where that is of use and does no harm: after a rate limit (the call was not carried out), and after
 * a failure of the server or of the connection where carrying it out twice is the same as once. That holds of GET, PUT and DELETE
 * (RFC 9110, 9.2.2), and of any call that bears an idempotency key; not of PATCH and POST.
 *
 * @param repeatable whether the call bears an idempotency key
 * @throws HooksError `api-unavailable` where nothing answers, `interrupted`
 */
export async function carry(call: Call, line: Line, repeatable: boolean): Promise<Carried> {
  const request = requestOf(call, line)
  const mayRepeat = repeatable || ['GET', 'PUT', 'DELETE'].includes(call.method)
  let leftMs = line.maxWaitMs
  for (let tries = 1; ; tries++) {
    const sent = await line.send({ ...request, signal: line.signal })
    stopWhereInterrupted(line.signal)
    const pause = pauseAfter(sent, { line, tries, mayRepeat })
    if (!pause || pause.ms > leftMs) {
      if (sent.kind !== 'answered') throw unreachable(sent, call, { line, tries, mayRepeat })
      return { response: sent.response, tries, tooLongMs: pause?.isAsked ? pause.ms : undefined }
    }
    leftMs -= pause.ms
    await waitFor({ why: pause.why, after: pause.after, wholeMs: pause.ms }, line)
  }
}

function requestOf({ method, path, headers, body }: Call, line: Line) {
  const url = new URL(`${line.baseUrl.href.replace(/\/+$/, '')}${path}`)
  const bytes = body === undefined ? new Uint8Array() : bytesOf(JSON.stringify(body))
  const own = [
    ['Accept', 'application/json'],
    ['User-Agent', line.userAgent],
  ] as const
  return { url, method, headers: [...headers, ...own], body: bytes, timeoutMs, maxResponseBytes }
}

interface Pause {
  readonly ms: number
  /** Whether the answer asks for so much; else it is our own guess. */
  readonly isAsked: boolean
  readonly why: WhyWaiting
  readonly after: string
}

interface Trying {
  readonly line: Line
  readonly tries: number
  readonly mayRepeat: boolean
}

/** How long to wait before the call is made again; undefined where it is not. */
function pauseAfter(sent: Sent, { line, tries, mayRepeat }: Trying): Pause | undefined {
  const leastMs = backOffMs(tries, line.random)
  if (sent.kind === 'answered') {
    const { status } = sent.response
    // A server that says "at once" again and again must not be asked without end.
    const askedMs = line.askedPauseMs(sent.response, line.clock.now()) ?? 0
    const isAsked = askedMs > 0
    const ms = isAsked ? askedMs : leastMs
    if (status === 429) return { ms, isAsked, why: 'rate-limited', after: '429' }
    const failed = [500, 502, 503, 504].includes(status)
    if (!failed || !mayRepeat || tries >= mostTries) return undefined
    return { ms, isAsked, why: 'failed', after: String(status) }
  }
  if (!isBroken(sent) || !mayRepeat || tries >= mostTries) return undefined
  return { ms: leastMs, isAsked: false, why: 'broken', after: brokenText(sent) }
}

type Unanswered = Exclude<Sent, { kind: 'answered' }>

/** Whether it broke on the way, so that the next try may go well; where nothing listens at all it would not. */
const isBroken = (sent: Unanswered): boolean => sent.kind === 'timed-out' || sent.why === 'reset'

const brokenText = (sent: Unanswered): string =>
  sent.kind === 'timed-out' ? `no answer within ${formatDuration(timeoutMs)}` : sent.detail

/** The error for a call that nothing answered. */
function unreachable(sent: Unanswered, { method }: Call, { line, tries, mayRepeat }: Trying): HooksError {
  const often = tries > 1 ? ` (tried ${tries} times)` : ''
  return new HooksError(
    'api-unavailable',
    `The API of ${line.title} cannot be reached at ${line.baseUrl.origin}: ${brokenText(sent)}${often}.`,
    isBroken(sent) && !mayRepeat
      ? `The ${method} may have been carried out all the same, so it was not repeated. Look first: hooks endpoints list`
      : 'Check the network, and --api-url where you gave one.',
  )
}
