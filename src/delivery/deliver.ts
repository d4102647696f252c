import type { Request } from '../http/message.ts'
import type { Send } from '../http/send.ts'
import type { Profile } from '../provider/profile.ts'
import type { Clock } from '../time/clock.ts'
import type { Attempt, Delivery } from './delivery.ts'
import { connectLimit, outcomeOf, timeLimit } from './outcome.ts'
import type { Store } from './store.ts'

/** What delivering needs of the world. */
export interface Carrier {
  readonly send: Send
  readonly clock: Clock
  readonly store: Store
  readonly signal?: AbortSignal | undefined
}

export interface Try {
  readonly delivery: Delivery
  readonly profile: Profile | null
  readonly to: URL
  readonly request: Pick<Request, 'method' | 'headers' | 'body'>
  readonly number: number
  /** How long the handler may take, in milliseconds; the provider's limit where it is left out. */
  readonly timeoutMs?: number | undefined
  /** What of the answer's body is kept, in bytes. */
  readonly maxResponseBytes?: number
}

/** An attempt, with the addresses that were tried where nothing answered. */
export interface Tried {
  readonly attempt: Attempt
  readonly addresses: readonly string[]
}

/** Sends one delivery once and names what came of it by the provider's rules. Keeps nothing. */
export async function tryOnce(one: Try, { send, clock, signal }: Omit<Carrier, 'store'>): Promise<Tried> {
  const at = clock.now()
  const sent = await send({
    url: one.to,
    method: one.request.method,
    headers: one.request.headers,
    body: one.request.body,
    timeoutMs: one.timeoutMs ?? timeLimit(one.profile),
    connectTimeoutMs: connectLimit(one.profile),
    signal,
    ...(one.maxResponseBytes === undefined ? {} : { maxResponseBytes: one.maxResponseBytes }),
  })
  const attempt: Attempt = {
    delivery: one.delivery.id,
    number: one.number,
    at,
    to: one.to.href,
    headers: one.request.headers,
    outcome: outcomeOf(sent, one.profile),
    response: sent.kind === 'answered' ? sent.response : null,
    unreachable: sent.kind === 'unreachable' ? { why: sent.why, detail: sent.detail } : null,
    durationMs: sent.durationMs,
  }
  return { attempt, addresses: sent.kind === 'unreachable' ? sent.addresses : [] }
}

/** Keeps an outgoing delivery, sends it once, and keeps what came of it. */
export async function deliverOnce(one: Try, carrier: Carrier): Promise<Tried> {
  await carrier.store.keep(one.delivery)
  const tried = await tryOnce(one, carrier)
  await carrier.store.keepAttempt(tried.attempt)
  return tried
}
