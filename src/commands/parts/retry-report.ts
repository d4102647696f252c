import type { CommandContext } from '../../command-line/command.ts'
import { checkAnswer } from '../../delivery/answer-check.ts'
import { askedDelay } from '../../delivery/asked-delay.ts'
import type { EndpointChange } from '../../delivery/engine/dispatcher.ts'
import type { Made, Told } from '../../delivery/follow.ts'
import { exitCodes } from '../../errors.ts'
import type { AttemptView } from '../../output/attempt-line.ts'
import { attemptLine } from '../../output/attempt-line.ts'
import { hintFor } from '../../output/hints.ts'
import { endLine, endpointLine } from '../../output/retry.ts'
import { whyValue } from './kept-value.ts'
import type { Arrived } from './sending.ts'
import type { Parcel, Shipment } from './shipment.ts'

type Ended = Extract<Told<Parcel>, { readonly kind: 'ended' }>
type Attempted = Extract<Told<Parcel>, { readonly kind: 'attempt' }>

/** Reports what is told of a shipment: every attempt, every end, and what happens to the endpoint. What was told before is only counted. */
export function createRetryReport(shipment: Shipment, context: CommandContext) {
  const began = context.clock.now()
  const arrivals = new Map<Parcel, Arrived>()
  const answered = new Set<Parcel>()
  /** Whether the last answer was as the user wished; undefined where only the provider's rule counts. */
  const met = new Map<Parcel, boolean | undefined>()
  const { policy } = shipment.rules
  const eventBefore = new Map(
    shipment.parcels.map((parcel, place, all) => [parcel, all[place - 1]?.eventId ?? undefined]),
  )
  let last: Made | undefined
  return {
    tell: (told: Told<Parcel>): void => {
      if (told.kind === 'attempt') {
        met.set(told.journey, expectationOf(told.made, shipment)?.met)
        if (told.made.tried.attempt.outcome !== 'unreachable') answered.add(told.journey)
      }
      if (told.kind === 'ended') {
        const { journey } = told
        arrivals.set(journey, arrivalOf(told, { met: met.get(journey), answered: answered.has(journey) }))
      }
      if (told.kind === 'ended') last = told.ending.end === 'delivered' ? undefined : told.last
      if (told.again) return
      if (told.kind === 'attempt')
        reportAttempt(told, { shipment, before: eventBefore.get(told.journey) }, context)
      else if (told.kind === 'ended') reportEnd(told, shipment, { context, began })
      else {
        const change = sinceStart(told.change, shipment)
        context.report({ kind: 'endpoint', ...change }, (style) => endpointLine(change, policy, style))
      }
    },
    /** What to do about the last answer, where it is about one event that was not delivered. */
    hint: (): string | undefined => (last && !shipment.among ? lastHint(last, shipment) : undefined),
    /** In the order of the parcels. */
    arrivals: (): Arrived[] => shipment.parcels.map((parcel) => arrivals.get(parcel) ?? left),
  }
}

/** A change of the endpoint with its times on the schedule's clock, as those of the attempts. */
const sinceStart = (
  { at, until, ...change }: EndpointChange,
  start: Pick<Shipment, 'at'>,
): EndpointChange => ({
  ...change,
  at: at - start.at,
  until: until === undefined ? undefined : until - start.at,
})

const left: Arrived = { how: 'left', exit: exitCodes.interrupted }

const expectationOf = ({ tried }: Made, { wishes }: Shipment) =>
  checkAnswer(tried.attempt, { status: wishes.expectStatus, body: wishes.expectBody })

interface Answers {
  readonly met: boolean | undefined
  readonly answered: boolean
}

/** Where nothing ever answered that is the world's failure; else the last answer counts, as the user or the provider judges it. */
function arrivalOf({ ending, last }: Ended, { met, answered }: Answers): Arrived {
  if (last && !answered) return { how: 'unreachable', exit: exitCodes.world }
  const isRight = met ?? ending.end === 'delivered'
  return {
    how: ending.end === 'delivered' ? 'delivered' : 'failed',
    exit: isRight ? exitCodes.ok : exitCodes.no,
  }
}

function reportAttempt(
  { journey, made }: Attempted,
  { shipment, before }: { readonly shipment: Shipment; readonly before: string | undefined },
  context: CommandContext,
): void {
  const { attempt } = made.tried
  const { scheduled, number, outcome, response, unreachable, durationMs } = attempt
  if (scheduled === undefined) return
  const { of, beganMs, why } = scheduled
  const expectation = expectationOf(made, shipment)
  const { eventId } = journey
  const status = response?.status ?? null
  const value = {
    kind: 'attempt',
    delivery: made.delivery.id,
    ...journey.marks,
    eventId,
    attempt: number,
    of,
    at: beganMs,
    outcome,
    status,
    durationMs,
    retryAfterMs: askedDelay(response, made.result.endedAt),
    why: whyValue(why),
    ...(unreachable ? { unreachable } : {}),
    ...(expectation ? { expectation } : {}),
  }
  const view: AttemptView = {
    ...{ eventId, number, of, outcome, status, durationMs, why },
    among: shipment.among,
    offsetMs: beganMs,
    statusText: response?.statusText ?? '',
    unreachable: unreachable?.why,
    met: expectation?.met,
    before,
  }
  context.report(value, (style) => attemptLine(view, style))
}

/** How a delivery ended, for scripts. */
export function endValue({ ending, attempts }: Pick<Ended, 'ending' | 'attempts'>) {
  const { end, atMs, deadLettered, endpointDisabled } = ending
  return {
    delivered: end === 'delivered',
    attempts,
    elapsedMs: atMs,
    gaveUp: end === 'given-up' || end === 'stopped',
    endpointDisabled,
    deadLettered,
    end,
  }
}

interface Around {
  readonly context: CommandContext
  readonly began: number
}

function reportEnd(told: Ended, shipment: Shipment, { context, began }: Around): void {
  const { journey, ending, attempts } = told
  const { policy } = shipment.rules
  const { among } = shipment
  const tookMs = among ? undefined : context.clock.now() - began
  const { deadLetterMs } = policy
  const of = policy.schedule.delays.length
  const { eventId } = journey
  const view = { eventId, among, ending, attempts, of, deadLetterMs, tookMs }
  context.report(shipment.endValue(told), (style) =>
    style.terminal && !among ? `\n${endLine(view, style)}` : endLine(view, style),
  )
}

function lastHint({ tried: { attempt, addresses } }: Made, { rules, wishes }: Shipment): string | undefined {
  return hintFor({
    ...attempt,
    status: attempt.response?.status ?? null,
    unreachable: attempt.unreachable && { ...attempt.unreachable, addresses },
    timeoutMs: rules.policy.timeLimitMs,
    withinMs: wishes.within,
  })
}
