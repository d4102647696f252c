import type { Client, Dispatcher } from 'undici'
import type { Outgoing, Sent } from '../../http/send.ts'
import type { Answer } from './answer.ts'
import { createAnswer } from './answer.ts'
import type { Connection } from './connection.ts'
import { detailOf, whyOf } from './unreachable.ts'

const defaultMaxResponseBytes = 1_000_000
/** What one timer can wait at most. */
const longestTimer = 2_147_483_647

export interface Exchange {
  readonly request: Outgoing
  /** Names and values in turn. */
  readonly headers: string[]
  readonly client: Client
  readonly connection: Connection
}

/** Sends one request over a connection of its own, and leaves nothing open behind it. */
export async function exchange(parts: Exchange): Promise<Sent> {
  const answer = createAnswer(parts.request.maxResponseBytes ?? defaultMaxResponseBytes)
  const begun = performance.now()
  const result = await outcomeOf(parts, answer)
  // To a tenth of a millisecond.
  const durationMs = Math.round((performance.now() - begun) * 10) / 10
  void parts.client.destroy().then(() => parts.connection.destroy())
  return { ...result, durationMs }
}

/** Each kind of `Sent`, without its duration. */
type Outcome<T = Sent> = T extends Sent ? Omit<T, 'durationMs'> : never

async function outcomeOf(parts: Exchange, answer: Answer): Promise<Outcome> {
  try {
    const end = await endOf(parts, answer)
    const response = answer.response()
    if (end === 'answered' && response) return { kind: 'answered', response }
    return answer.status === undefined ? { kind: 'timed-out' } : { kind: 'timed-out', status: answer.status }
  } catch (error) {
    return unreachable(parts, { error, status: answer.status })
  }
}

function unreachable(
  parts: Exchange,
  { error, status }: { error: unknown; status: number | undefined },
): Outcome {
  const { request, connection } = parts
  const addresses = [...connection.addresses]
  const phase = { handshaking: connection.isHandshaking(), ended: connection.hasEnded() }
  const failure = { ...phase, error, status, addresses, url: request.url }
  const why = request.signal?.aborted ? 'interrupted' : whyOf(failure)
  return { kind: 'unreachable', why, detail: detailOf(why, failure), addresses }
}

/** Sends, and waits for whatever ends it. Rejects where the exchange fails or is interrupted. */
async function endOf(
  { request, headers, client, connection }: Exchange,
  answer: Answer,
): Promise<'answered' | 'timed-out'> {
  const { url, method, body, timeoutMs, connectTimeoutMs = timeoutMs, signal } = request
  signal?.throwIfAborted()
  let cleanUp = (): void => undefined
  const end = new Promise<'answered' | 'timed-out'>((resolve, reject) => {
    const interrupt = (): void => reject(signal?.reason)
    const timers = [
      setTimeout(() => resolve('timed-out'), Math.min(timeoutMs, longestTimer)),
      setTimeout(
        () => !connection.isMade() && resolve('timed-out'),
        Math.min(connectTimeoutMs, longestTimer),
      ),
    ]
    signal?.addEventListener('abort', interrupt)
    cleanUp = () => {
      for (const timer of timers) clearTimeout(timer)
      signal?.removeEventListener('abort', interrupt)
    }
    const path = url.pathname + url.search
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
    const handler = handlerOf(answer, { finish: () => resolve('answered'), fail: reject })
    client.dispatch({ path, method, headers, body: bytes }, handler)
  })
  return end.finally(cleanUp)
}

interface Settle {
  finish(): void
  fail(error: unknown): void
}

const handlerOf = (answer: Answer, { finish, fail }: Settle): Dispatcher.DispatchHandler => ({
  onRequestStart: () => undefined,
  onResponseStart: (controller, ...[status, , text]) =>
    answer.head(status, text ?? '', controller.rawHeaders),
  onResponseData: (_controller, part) => {
    if (!answer.part(part)) finish()
  },
  onResponseEnd: finish,
  onResponseError: (_controller, error) => fail(error),
})
