import type { Request } from '../http/message.ts'
import type { Random } from '../provider/generator.ts'
import { ulid } from '../provider/generator.ts'
import type { Delivery } from './delivery.ts'
import type { Tampering } from './tamper.ts'

/** A new delivery id: sortable by time. */
export const newDeliveryId = (random: Random, at: number): string => `dlv_${ulid({ random, at })}`

/** A new run's id: sortable by time. */
export const newRunId = (random: Random, at: number): string => `run_${ulid({ random, at })}`

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
  readonly tampered?: Tampering | undefined
}

/** The record of something that is about to be sent. */
export function newOutgoing({ random, to, replayOf, tampered, ...rest }: NewOutgoing): Delivery {
  const { at, provider, eventId, type, unknownType, request } = rest
  return {
    id: newDeliveryId(random, at),
    at,
    provider,
    eventId,
    type,
    unknownType,
    request,
    direction: 'out',
    to: to.href,
    verdict: null,
    signature: null,
    answered: null,
    duplicateOf: null,
    replayOf: replayOf ?? null,
    ...(tampered === undefined ? {} : { tampered }),
  }
}
