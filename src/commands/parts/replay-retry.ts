import type { CommandContext } from '../../command-line/command.ts'
import { exitCodes } from '../../errors.ts'
import type { Profile } from '../../provider/profile.ts'
import { asKeptNote } from './replay-once.ts'
import type { Round, RoundItem } from './replay-round.ts'
import { composeItem, recordOf, signingOf } from './replay-round.ts'
import type { RetryPolicy } from './retry-policy.ts'
import { retryPolicy } from './retry-policy.ts'
import { endValue } from './retry-report.ts'
import { ship } from './retrying.ts'
import type { Arrived, Wishes } from './sending.ts'
import type { Parcel, Shipment } from './shipment.ts'

/** The items of one provider, by whose rules they are sent. */
interface Group {
  readonly profile: Profile | null
  readonly rules: RetryPolicy
  readonly items: readonly RoundItem[]
}

/**
 * The items of a round by their providers, each of which has an endpoint of its own.
 *
 * @throws HooksError `invalid-value` where the schedule cannot be read
 */
export function groupsOf(
  { items, options }: Pick<Round, 'items' | 'options'>,
  { catalog }: CommandContext,
): Group[] {
  const names = [...new Set(items.map(({ original }) => catalog.known(original.provider)?.name ?? null))]
  return names.map((name) => {
    const profile = catalog.known(name)
    const own = items.filter(({ original }) => (catalog.known(original.provider)?.name ?? null) === name)
    return { profile, rules: retryPolicy(profile, options.retry?.schedule ?? null, catalog), items: own }
  })
}

/** Sends each delivery of a round on its provider's schedule. */
export async function replayOnSchedule(
  round: Round,
  wishes: Wishes,
  context: CommandContext,
): Promise<Arrived[]> {
  const arrived: Arrived[] = []
  const send = async (group: Group): Promise<void> => {
    const shipment = shipmentOf(group, { round, wishes }, context)
    if (shipment && !context.interrupted.aborted) arrived.push(...(await ship(shipment, context)))
    else arrived.push(...group.items.map(() => ({ how: 'left', exit: exitCodes.interrupted }) as const))
  }
  const groups = groupsOf(round, context)
  // What really lasts goes on side by side; what is skipped, in turn, so that the same run gives the same trace.
  if (round.options.retry?.speed !== null) await Promise.all(groups.map(send))
  else for (const group of groups) await send(group)
  return arrived
}

function shipmentOf(
  { profile, rules, items }: Group,
  { round, wishes }: { readonly round: Round; readonly wishes: Wishes },
  context: CommandContext,
): Shipment | undefined {
  const { options, run, at, to, store } = round
  const { retry, seed, asReceived } = options
  const [first] = items
  if (retry === null || first === undefined) return undefined
  const { secret } = signingOf(first.original, round, context)
  const afresh = secret !== undefined && !asReceived
  if (!afresh) context.talk(() => `${asKeptNote(first.original.provider, asReceived)} So is every attempt.`)
  const parcels = items.map((item) => parcelOf(item, { round, afresh }, context))
  const originals = new Map(items.map((item, index) => [parcels[index], item.original]))
  return {
    profile,
    rules,
    parcels,
    among: round.items.length > 1,
    to,
    at,
    seed: seed ?? run ?? '',
    retry,
    wishes,
    store,
    endValue: (ended) => {
      const { eventId } = ended.journey
      const delivery = originals.get(ended.journey)?.id ?? null
      return { kind: 'replayed', delivery, eventId, ...endValue(ended) }
    },
  }
}

function parcelOf(
  item: RoundItem,
  { round, afresh }: { readonly round: Round; readonly afresh: boolean },
  context: CommandContext,
): Parcel {
  const { original, place, sent } = item
  const { profile } = signingOf(original, round, context)
  const isVirtual = round.options.retry?.signTime === 'virtual'
  return {
    // One event may be sent twice in a round.
    id: `${place}:${original.id}`,
    profile,
    eventId: original.eventId,
    type: original.type,
    marks: { replayOf: original.id, signedAfresh: afresh },
    kept: sent,
    compose: (sinceMs) => {
      const at = isVirtual ? round.at + sinceMs : context.clock.now()
      return composeItem(item, { round, at, sinceMs }, context)
    },
    record: (request, to) => recordOf(item, { request, to, signedAfresh: afresh }, context),
    noted: (delivery, done) => round.noted(item, { delivery, done }),
  }
}
