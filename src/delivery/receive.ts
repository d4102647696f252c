import { bytesOf } from '../http/body.ts'
import type { Request } from '../http/message.ts'
import type { Reply } from '../http/serve.ts'
import type { Random } from '../provider/generator.ts'
import { handshakeAnswer } from '../provider/handshake.ts'
import type { Recognised, Recognising } from '../provider/recognise.ts'
import { recognise } from '../provider/recognise.ts'
import type { Clock } from '../time/clock.ts'
import type { Delivery } from './delivery.ts'
import { newDeliveryId } from './new-delivery.ts'
import type { Store } from './store.ts'

/** What receiving needs: what is known, where to keep, and how strict to be. */
export interface Receiver extends Omit<Recognising, 'now'> {
  readonly clock: Clock
  readonly random: Random
  readonly store: Store
  /** Answer 2xx although the signature is wrong. */
  readonly acceptUnverified: boolean
  /** Whether a handler gives the answer to what is welcome, so that it is not known yet when the delivery is kept. */
  readonly forwards: boolean
}

/** A delivery that was received and kept. */
export interface Received {
  readonly delivery: Delivery
  readonly profile: Recognised['profile']
  /** Whether the sender may get a 2xx: verified, not verifiable for want of a secret, or accepted all the same. */
  readonly welcome: boolean
}

/** Recognises, verifies and keeps a request. When this resolves the delivery is durable. Rejects as `Store.keep`. */
export async function receive(request: Request, receiver: Receiver): Promise<Received> {
  const at = receiver.clock.now()
  const found = recognise(request, { ...receiver, now: at })
  const { verdict } = found
  const welcome = verdict.ok || verdict.reason === 'no-secret' || receiver.acceptUnverified
  const delivery: Delivery = {
    id: newDeliveryId(receiver.random, at),
    direction: 'in',
    at,
    provider: found.profile?.name ?? null,
    eventId: found.id,
    type: found.type,
    unknownType: found.unknownType,
    verdict,
    signature: found.signature,
    request,
    to: null,
    answered: ownStatus(welcome, receiver.forwards),
    duplicateOf: null,
    replayOf: null,
  }
  const { duplicateOf } = await receiver.store.keep(delivery)
  return { delivery: { ...delivery, duplicateOf }, profile: found.profile, welcome }
}

function ownStatus(welcome: boolean, forwards: boolean): number | null {
  if (!welcome) return 401
  return forwards ? null : 200
}

/** What a receiver answers by itself: what a handshake asks for, 200, or 401 with the reason. */
export function ownReply({ delivery, welcome, profile }: Received): Reply {
  const handshake = welcome && profile ? handshakeAnswer(profile, delivery.request.body) : undefined
  if (handshake) {
    const headers = [['Content-Type', handshake.contentType]] as const
    return { status: handshake.status, headers, body: bytesOf(handshake.body) }
  }
  if (welcome) return jsonReply(200, { received: delivery.id })
  const { verdict } = delivery
  const no = verdict && !verdict.ok ? { error: verdict.reason, message: verdict.detail } : {}
  return jsonReply(401, { ...no, received: delivery.id })
}

/** An answer with a JSON body. */
export const jsonReply = (status: number, body: object): Reply => ({
  status,
  headers: [['Content-Type', 'application/json']],
  body: bytesOf(`${JSON.stringify(body)}\n`),
})
