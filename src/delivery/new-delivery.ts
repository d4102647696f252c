import type { Request } from '../http/message.ts'
import type { Random } from '../provider/generator.ts'
import { ulid } from '../provider/generator.ts'
import type { Delivery } from './delivery.ts'

/** A new delivery id: sortable by time. */
export const newDeliveryId = (random: Random, at: number): string => `dlv_${ulid({ random, at })}`

/** What a new outgoing delivery is known by. */
export interface NewOutgoing {
  readonly random: Random
  readonly at: number
  readonly provider: string | null
  readonly eventId: string | null
  readonly type: string | null
  readonly unknownType: boolean
  readonly request: Request
  readonly to: URL
  readonly replayOf?: string
}

/** The record of something that is about to be sent. */
export function newOutgoing({ random, to, replayOf, ...rest }: NewOutgoing): Delivery {
  return {
    ...rest,
    id: newDeliveryId(random, rest.at),
    direction: 'out',
    to: to.href,
    verdict: null,
    signature: null,
    answered: null,
    duplicateOf: null,
    replayOf: replayOf ?? null,
  }
}
