import type { Request } from '../http/message.ts'
import type { Profile } from '../provider/profile.ts'
import type { Carrier, Tried } from './deliver.ts'
import { tryOnce } from './deliver.ts'
import type { Attempt, Delivery, Ending } from './delivery.ts'
import type { Happening, Pace } from './engine/courier.ts'
import { runErrand } from './engine/courier.ts'
import type { AttemptResult } from './engine/decision.ts'
import { createDispatcher } from './engine/desk.ts'
import type { Ended, EndpointChange, Planned } from './engine/dispatcher.ts'
import type { Policy } from './engine/policy.ts'
import type { Kept } from './store.ts'

/** An event that is sent on a schedule. */
export interface Journey {
  /** What its jitter is drawn with: the same each time that it is taken up. */
  readonly id: string
  readonly profile: Profile | null
  /** The request of an attempt that begins so many milliseconds after the event, on the schedule's clock. */
  compose(sinceMs: number): { readonly request: Request; readonly to: URL }
  /** What is kept of it as the first attempt is made. */
  record(request: Request, to: URL): Delivery
  /** What was kept of it before, where it is taken up. */
  readonly kept: Kept | undefined
  /** Called in the moment in which that is kept: as it begins, and as it ends. */
  noted?(delivery: string | null, done: boolean): Promise<void>
}

/** What becomes of journeys, in the order of the schedule's clock. `again`: it was known from before. */
export type Told<J extends Journey> =
  | { readonly kind: 'attempt'; readonly again: boolean; readonly journey: J; readonly made: Made }
  | {
      readonly kind: 'ended'
      readonly again: boolean
      readonly journey: J
      readonly ending: Ending
      readonly attempts: number
      /** The last attempt; undefined where there was none. Of several journeys, without the body of its answer. */
      readonly last: Made | undefined
    }
  | { readonly kind: 'endpoint'; readonly again: boolean; readonly change: EndpointChange }

/** An attempt that was made. */
export interface Made {
  readonly delivery: Delivery
  readonly tried: Tried
  readonly result: AttemptResult
}

export interface Following<J extends Journey> extends Carrier {
  readonly journeys: readonly J[]
  readonly policy: Policy
  readonly seed: string
  /** When the events happened: milliseconds on the schedule's clock. */
  readonly at: number
  readonly pace: Pace
  readonly concurrency: number
  /** How long the handler may take, where that is not the policy's limit; in milliseconds. */
  readonly within: number | undefined
  readonly tell: (told: Told<J>) => void
}

/**
 * Sends events on a schedule until each is delivered, given up, or their endpoint is disabled, or it is interrupted. Every attempt
 * is durable before the next step. What was kept of an earlier run is not sent again: the same steps are gone through with it.
 */
export async function follow<J extends Journey>(following: Following<J>): Promise<void> {
  const { journeys, policy, seed, at, pace, concurrency, signal } = following
  const trips = new Map(journeys.map((journey) => [journey.id, tripOf(journey)]))
  const dispatcher = createDispatcher({ policy, seed })
  const isDisabled = (): boolean => dispatcher.health.state === 'disabled'
  await runErrand({
    dispatcher,
    pace,
    jobs: journeys.map(({ id }) => ({ id, at })),
    concurrency,
    signal,
    attempt: (planned, startedAt) =>
      attempt(tripFor(trips, planned.job), { planned, startedAt: Math.round(startedAt) }, following),
    tell: createTeller(trips, following, isDisabled),
  })
  if (signal?.aborted) return
  // What waits for an endpoint that nobody will enable is not tried again.
  for (const trip of trips.values()) {
    const ended = {
      end: 'endpoint-disabled',
      attempts: trip.made?.result.number ?? 0,
      deadLettered: false,
    } as const
    if (!trip.hasEnded) await tellEnd(trip, { ...ended, at: pace.now(), isDisabled: true }, following)
  }
}

/** A journey, and how far it has come. */
interface Trip<J extends Journey> {
  readonly journey: J
  readonly past: ReadonlyMap<number, Attempt>
  delivery: Delivery | null
  made: Made | undefined
  /** Whether the last attempt was known from before. */
  again: boolean
  /** Whether an attempt was interrupted: nothing that would follow from it counts. */
  broken: boolean
  hasEnded: boolean
}

const tripOf = <J extends Journey>(journey: J): Trip<J> => ({
  journey,
  past: new Map(journey.kept?.attempts.map((attempt) => [attempt.number, attempt])),
  delivery: journey.kept ?? null,
  made: undefined,
  again: true,
  broken: false,
  hasEnded: false,
})

function tripFor<J extends Journey>(trips: ReadonlyMap<string, Trip<J>>, id: string): Trip<J> {
  const trip = trips.get(id)
  if (trip === undefined) throw new RangeError(`There is no journey '${id}'.`)
  return trip
}

/** An attempt that is to be made, and when it begins on the schedule's clock. */
interface Beginning {
  readonly planned: Planned
  readonly startedAt: number
}

async function attempt<J extends Journey>(
  trip: Trip<J>,
  beginning: Beginning,
  following: Following<J>,
): Promise<AttemptResult> {
  const known = trip.past.get(beginning.planned.number)
  const made = known ? madeBefore(trip, known, following) : await makeAttempt(trip, beginning, following)
  trip.made = made
  trip.again = known !== undefined
  return made.result
}

function madeBefore({ delivery }: Trip<Journey>, attempt: Attempt, { at }: { readonly at: number }): Made {
  const { scheduled } = attempt
  if (delivery === null || scheduled === undefined) throw new RangeError('This attempt followed no schedule.')
  const times = { startedAt: at + scheduled.beganMs, endedAt: at + scheduled.endedMs }
  return { delivery, tried: { attempt, addresses: [] }, result: resultOf(attempt, times) }
}

async function makeAttempt<J extends Journey>(
  trip: Trip<J>,
  { planned, startedAt }: Beginning,
  following: Following<J>,
): Promise<Made> {
  const { journey } = trip
  const { at, store, policy } = following
  const { request, to } = journey.compose(startedAt - at)
  const delivery = trip.delivery ?? journey.record(request, to)
  if (trip.delivery === null) await Promise.all([store.keep(delivery), journey.noted?.(delivery.id, false)])
  trip.delivery = delivery
  const timeoutMs = following.within ?? policy.timeLimitMs
  const one = { delivery, profile: journey.profile, to, request, number: planned.number, timeoutMs }
  const tried = await tryOnce(one, following)
  const endedAt = startedAt + Math.round(tried.attempt.durationMs)
  const scheduled = { of: planned.of, beganMs: startedAt - at, endedMs: endedAt - at, why: planned.why }
  const attempt = { ...tried.attempt, scheduled }
  if (attempt.unreachable?.why === 'interrupted') trip.broken = true
  else await store.keepAttempt(attempt)
  return { delivery, tried: { ...tried, attempt }, result: resultOf(attempt, { startedAt, endedAt }) }
}

const resultOf = (
  { number, outcome, response }: Attempt,
  times: { readonly startedAt: number; readonly endedAt: number },
): AttemptResult => ({
  number,
  ...times,
  outcome,
  status: response?.status ?? null,
  headers: response?.headers ?? [],
})

/** Tells of all that counts, and keeps how deliveries ended. */
function createTeller<J extends Journey>(
  trips: ReadonlyMap<string, Trip<J>>,
  following: Following<J>,
  isDisabled: () => boolean,
): (happening: Happening) => Promise<void> {
  const { tell, signal, journeys } = following
  let again = false
  return async (happening) => {
    if (happening.kind === 'attempt') {
      const trip = tripFor(trips, happening.planned.job)
      const { journey, made, broken } = trip
      again = trip.again
      if (made && !broken) tell({ kind: 'attempt', again, journey, made })
      // So many may wait for their next attempt that the bodies of their answers would not fit into memory.
      if (made && journeys.length > 1) trip.made = withoutBody(made)
      return
    }
    // What an interrupted attempt would lead to has not happened.
    if (signal?.aborted && [...trips.values()].some(({ broken }) => broken)) return
    if (happening.kind === 'endpoint') return tell({ kind: 'endpoint', again, change: happening.change })
    const { ended } = happening
    await tellEnd(tripFor(trips, ended.job), { ...ended, isDisabled: isDisabled() }, following)
  }
}

function withoutBody({ tried, ...made }: Made): Made {
  const { attempt } = tried
  const response = attempt.response && { ...attempt.response, body: new Uint8Array() }
  return { ...made, tried: { ...tried, attempt: { ...attempt, response } } }
}

type TripEnd = Omit<Ended, 'job'> & { readonly isDisabled: boolean }

async function tellEnd<J extends Journey>(
  trip: Trip<J>,
  ended: TripEnd,
  { at, store, tell }: Following<J>,
): Promise<void> {
  const { journey, delivery, made } = trip
  const { end, deadLettered, attempts } = ended
  const ending = { end, atMs: ended.at - at, deadLettered, endpointDisabled: ended.isDisabled }
  const again = journey.kept?.ended !== undefined
  trip.hasEnded = true
  if (!again) {
    const kept = delivery && store.end(delivery.id, ending)
    await Promise.all([kept, journey.noted?.(delivery?.id ?? null, true)])
  }
  tell({ kind: 'ended', again, journey, ending, attempts, last: made })
}
