import type { Attempt } from '../../delivery/delivery.ts'
import type { Seen } from '../../delivery/listener.ts'
import { redactUrl } from '../../http/redact.ts'
import type { ReceivedView } from '../../output/delivery-line.ts'
import { isoTime } from '../../output/times.ts'

/** A received delivery, as `--json` tells it. */
export function deliveryEvent({ delivery, durationMs }: Seen) {
  const { id, at, provider, eventId, type, verdict, signature, answered, duplicateOf, unknownType, request } =
    delivery
  return {
    kind: 'delivery',
    id,
    at: isoTime(at),
    provider,
    eventId,
    type,
    verdict,
    signature,
    answered,
    bytes: request.body.length,
    duplicateOf,
    unknownType,
    durationMs,
  }
}

/** What came of passing a delivery on, as `--json` tells it. */
export function forwardedEvent({ delivery, retryInMs }: Seen, attempt: Attempt) {
  return {
    kind: 'forwarded',
    id: delivery.id,
    eventId: delivery.eventId,
    to: redactUrl(attempt.to),
    outcome: attempt.outcome,
    status: attempt.response?.status ?? null,
    durationMs: attempt.durationMs,
    retryInMs,
  }
}

/** A received delivery, as its line for people needs it. */
export function receivedView({
  delivery,
  attempt,
  duplicateOfAt,
  retryInMs,
  durationMs,
}: Seen): ReceivedView {
  return {
    ...delivery,
    bytes: delivery.request.body.length,
    forwarded: attempt ? { ...attempt, status: attempt.response?.status ?? null } : undefined,
    duplicateOfAt,
    durationMs,
    retryInMs: retryInMs ?? undefined,
  }
}
