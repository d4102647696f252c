import type { CommandContext } from '../../command-line/command.ts'
import type { Pace } from '../../delivery/engine/pace.ts'
import { skippingPace } from '../../delivery/engine/pace.ts'
import { follow } from '../../delivery/follow.ts'
import { resumedPace } from '../../delivery/resumed-pace.ts'
import { plannedOffsets } from '../../delivery/schedule.ts'
import { indented } from '../../output/fit.ts'
import { retryHead } from '../../output/retry.ts'
import { formatDuration } from '../../time/duration.ts'
import { createRetryReport } from './retry-report.ts'
import type { Arrived } from './sending.ts'
import type { Shipment } from './shipment.ts'

/** How many attempts are on their way at once, where time is not skipped. */
const severalAtOnce = 8

/** Sends a shipment on its schedule, and reports what happens. */
export async function ship(shipment: Shipment, context: CommandContext): Promise<Arrived[]> {
  const { parcels, rules, retry, wishes } = shipment
  const report = createRetryReport(shipment, context)
  if (!context.json) context.talk((style) => retryHead(headOf(shipment), style))
  await follow({
    ...shipment,
    send: context.send,
    clock: context.clock,
    signal: context.interrupted,
    journeys: parcels,
    policy: rules.policy,
    within: wishes.within,
    pace: shownPace(paceOf(shipment, context), shipment, context),
    // Where time is skipped, one after the other: so the same run gives the same trace.
    concurrency: retry.speed === null ? 1 : severalAtOnce,
    tell: report.tell,
  })
  const hint = report.hint()
  if (hint !== undefined && !context.json) context.talk((style) => indented(hint, style).join('\n'))
  return report.arrivals()
}

function headOf({ parcels, profile, rules, to, retry }: Shipment) {
  const [first] = parcels
  const { schedule } = rules.policy
  return {
    event: first && parcels.length === 1 ? { id: first.eventId, type: first.type } : undefined,
    count: parcels.length,
    provider: profile?.name ?? null,
    to: to.href,
    offsets: plannedOffsets(schedule),
    assumed: rules.assumed,
    speed: retry.speed,
  }
}

function paceOf({ at, parcels, retry }: Shipment, { clock }: CommandContext): Pace {
  const { speed } = retry
  if (speed === null) return skippingPace({ start: at })
  const past = parcels.flatMap(({ kept }) => kept?.attempts ?? [])
  const until = Math.max(0, ...past.map(({ scheduled }) => scheduled?.endedMs ?? 0))
  return resumedPace({ start: at, until: at + until, from: (start) => skippingPace({ start, speed, clock }) })
}

/** The same clock; whoever waits for it is shown what for. */
function shownPace(pace: Pace, { to, retry }: Shipment, { waiting }: CommandContext): Pace {
  return {
    ...pace,
    pass: (at, stirred) => {
      const text =
        retry.speed === null || at === Number.POSITIVE_INFINITY
          ? `waiting for ${to.host}`
          : `the next attempt is in ${formatDuration((at - pace.now()) / retry.speed)}`
      return waiting(text, pace.pass(at, stirred))
    },
  }
}
