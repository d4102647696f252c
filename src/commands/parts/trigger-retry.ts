import type { CommandContext, Result } from '../../command-line/command.ts'
import { composeRequest } from '../../delivery/compose.ts'
import { newOutgoing } from '../../delivery/new-delivery.ts'
import type { RetryOptions } from '../../delivery/run.ts'
import { secretsAt } from '../../delivery/secrets-at.ts'
import { exitCodes } from '../../errors.ts'
import { redactUrl } from '../../http/redact.ts'
import { escapeLine } from '../../output/escape.ts'
import { figureOf } from '../../provider/figure.ts'
import { parseDuration } from '../../time/duration.ts'
import { retryPolicy } from './retry-policy.ts'
import { endValue } from './retry-report.ts'
import { ship } from './retrying.ts'
import type { Sending, Wishes } from './sending.ts'
import { sentValue } from './sending.ts'
import type { Parcel } from './shipment.ts'

export type Scheduled = Sending & {
  readonly retry: RetryOptions
  readonly seed: string | undefined
  readonly wishes: Wishes
}

/** Sends an event on its provider's schedule: a line for each attempt, then one for what came of it. */
export async function sendOnSchedule(scheduled: Scheduled, context: CommandContext): Promise<Result> {
  const { profile, event, retry, wishes, to, tamper: tampering } = scheduled
  const at = context.clock.now()
  const seed = scheduled.seed ?? event.id ?? Buffer.from(context.random.bytes(6)).toString('hex')
  const rules = retryPolicy(profile, retry.schedule, context.catalog)
  const store = await context.store()
  const parcel = parcelOf(scheduled, at, context)
  const [arrived] = await ship(
    {
      profile,
      rules,
      parcels: [parcel],
      among: false,
      to,
      at,
      seed,
      retry,
      wishes,
      store,
      endValue: (ended) => ({
        kind: 'sent',
        ...(ended.last ? sentValue({ ...ended.last, profile, wishes, tampering }) : {}),
        ...endValue(ended),
      }),
    },
    context,
  )
  if (arrived?.how === 'left') {
    const where = escapeLine(redactUrl(to.href))
    context.talk(
      () => `Interrupted. To try it anew: hooks replay ${escapeLine(event.id ?? 'ID')} --to ${where} --retry`,
    )
  }
  return { exit: arrived?.exit ?? exitCodes.interrupted }
}

function parcelOf(scheduled: Scheduled, at: number, { clock, random }: CommandContext): Parcel {
  const { profile, event, unknownType, secret, previousSecret, retry, tamper: tampered } = scheduled
  const { overlap } = profile.rotation ?? {}
  const overlapMs = overlap === undefined ? undefined : parseDuration(figureOf(overlap))
  const known = { provider: profile.name, eventId: event.id, type: event.type, unknownType, tampered }
  return {
    id: event.id ?? event.type,
    profile,
    eventId: event.id,
    type: event.type,
    marks: {},
    kept: undefined,
    compose: (sinceMs) =>
      composeRequest({
        ...scheduled,
        ...secretsAt({ secret, previousSecret, overlapMs }, sinceMs),
        at: retry.signTime === 'virtual' ? at + sinceMs : clock.now(),
      }),
    record: (request, to) => newOutgoing({ ...known, random, at: clock.now(), request, to }),
  }
}
