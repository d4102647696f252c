import type { Request } from '../http/message.ts'
import type { Send } from '../http/send.ts'
import type { Reply } from '../http/serve.ts'
import type { Attempt, Delivery } from './delivery.ts'
import { firstRetryDelay } from './first-retry.ts'
import { forward, forwardedReply } from './forward.ts'
import type { Received, Receiver } from './receive.ts'
import { jsonReply, ownReply, receive } from './receive.ts'

/** What a listener does with a request beside keeping it, and whom it tells. */
export interface ListenerOptions extends Omit<Receiver, 'forwards'> {
  /** Where deliveries are passed on to. */
  readonly forwardTo?: URL | undefined
  readonly send: Send
  /** Ends what is being passed on, when the listener stops. */
  readonly signal?: AbortSignal | undefined
  /** Told once the answer is decided. */
  readonly seen: (seen: Seen) => void
  /** Told of what was no delivery, and of what could not be kept. */
  readonly refused: (status: number, why: string) => void
}

/** A delivery, from its coming to its answer. */
export interface Seen {
  readonly delivery: Delivery
  readonly attempt: Attempt | null
  /** When the earlier delivery of the same event came, in milliseconds since 1970. */
  readonly duplicateOfAt: number | null
  /** When the provider would try again, seeing this answer: in so many milliseconds. */
  readonly retryInMs: number | null
  readonly durationMs: number
}

/** Makes the function that answers requests: receive, keep, pass on, tell, answer. */
export function createListener(options: ListenerOptions): (request: Request) => Promise<Reply> {
  return async (request) => {
    if (request.method !== 'POST') {
      options.refused(405, `${request.method} ${request.target}`)
      return { ...jsonReply(405, { error: 'method-not-allowed' }), headers: [['Allow', 'POST']] }
    }
    const began = options.clock.now()
    let received: Received
    try {
      received = await receive(request, { ...options, forwards: options.forwardTo !== undefined })
    } catch (error) {
      options.refused(503, error instanceof Error ? error.message : String(error))
      return jsonReply(503, { error: 'not-kept' })
    }
    const { reply, attempt } = await answer(received, options)
    options.seen(describe({ received, attempt, reply, durationMs: options.clock.now() - began }, options))
    return reply
  }
}

async function answer(received: Received, options: ListenerOptions) {
  if (!received.welcome || !options.forwardTo) return { reply: ownReply(received), attempt: null }
  const { attempt } = await forward(received, options.forwardTo, options)
  const reply = forwardedReply(attempt)
  await options.store.keepAttempt(attempt, reply.status)
  return { reply, attempt }
}

interface Answered {
  readonly received: Received
  readonly attempt: Attempt | null
  readonly reply: Reply
  readonly durationMs: number
}

function describe({ received, attempt, reply, durationMs }: Answered, { store }: ListenerOptions): Seen {
  const { delivery, profile } = received
  const earlier = delivery.duplicateOf === null ? undefined : store.find(delivery.duplicateOf)[0]
  const failed = attempt !== null && attempt.outcome !== 'accepted'
  return {
    delivery: { ...delivery, answered: reply.status },
    attempt,
    duplicateOfAt: earlier?.at ?? null,
    retryInMs: failed && profile ? (firstRetryDelay(profile, attempt) ?? null) : null,
    durationMs,
  }
}
