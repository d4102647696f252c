import type { CommandContext } from '../../command-line/command.ts'
import { askedDelay } from '../../delivery/asked-delay.ts'
import { tryOnce } from '../../delivery/deliver.ts'
import { exitCodes } from '../../errors.ts'
import { escapeLine } from '../../output/escape.ts'
import type { Round, RoundItem } from './replay-round.ts'
import { composeItem, recordOf, signingOf } from './replay-round.ts'
import type { Arrived, Exchange, Wishes } from './sending.ts'
import { exitOf, sentText, sentValue } from './sending.ts'

/** Sends each delivery of a round once, one after the other. */
export async function replayOnce(round: Round, wishes: Wishes, context: CommandContext): Promise<Arrived[]> {
  const arrived: Arrived[] = []
  for (const item of round.items) {
    const before = exchangeBefore(item, wishes, context)
    if (before) arrived.push(arrivedOf(before))
    else if (context.interrupted.aborted) arrived.push({ how: 'left', exit: exitCodes.interrupted })
    else arrived.push(arrivedOf(await sendOne(item, { round, wishes }, context)))
  }
  return arrived
}

/** What came of an item when the round was begun; undefined where it is still to be sent. */
function exchangeBefore({ sent }: RoundItem, wishes: Wishes, context: CommandContext): Exchange | undefined {
  const attempt = sent?.attempts.find(({ unreachable }) => unreachable?.why !== 'interrupted')
  if (!sent || !attempt) return undefined
  const profile = context.catalog.known(sent.provider)
  return { delivery: sent, profile, tried: { attempt, addresses: [] }, wishes }
}

const wordOf = {
  0: 'delivered',
  1: 'failed',
  2: 'failed',
  3: 'unreachable',
  70: 'failed',
  130: 'left',
} as const

function arrivedOf(exchange: Exchange): Arrived {
  const exit = exitOf(exchange)
  return { how: wordOf[exit], exit }
}

async function sendOne(
  item: RoundItem,
  { round, wishes }: { readonly round: Round; readonly wishes: Wishes },
  context: CommandContext,
): Promise<Exchange> {
  const { original } = item
  const { store } = round
  const { profile } = signingOf(original, round, context)
  const composed = composeItem(item, { round, at: context.clock.now(), sinceMs: 0 }, context)
  const { request, to, signedAfresh } = composed
  const delivery = recordOf(item, composed, context)
  const carrier = { ...context, signal: context.interrupted }
  const one = { delivery, profile, to, request, number: 1, timeoutMs: wishes.within }
  await Promise.all([store.keep(delivery), round.noted(item, { delivery: delivery.id, done: false })])
  const tried = await context.waiting(`waiting for ${to.host}`, tryOnce(one, carrier))
  const done = tried.attempt.unreachable?.why !== 'interrupted'
  await Promise.all([store.keepAttempt(tried.attempt), round.noted(item, { delivery: delivery.id, done })])
  const exchange = { delivery, profile, tried, wishes }
  tell(exchange, signedAfresh ? undefined : asKeptNote(original.provider, round.options.asReceived), context)
  return exchange
}

/** Tells of the attempt, then of the whole. */
function tell(exchange: Exchange, note: string | undefined, context: CommandContext): void {
  const { id, eventId, outcome, status, durationMs } = sentValue(exchange)
  const { attempt } = exchange.tried
  const { replayOf } = exchange.delivery
  const value = {
    delivery: id,
    replayOf,
    eventId,
    attempt: 1,
    of: 1,
    at: 0,
    outcome,
    status,
    durationMs,
    retryAfterMs: askedDelay(attempt.response, attempt.at),
  }
  context.report({ kind: 'attempt', ...value, signedAfresh: note === undefined }, sentText(exchange, note))
  const end = {
    attempts: 1,
    elapsedMs: durationMs,
    gaveUp: false,
    endpointDisabled: false,
    deadLettered: false,
  }
  context.report({ kind: 'replayed', delivery: replayOf, eventId, delivered: outcome === 'accepted', ...end })
}

/** What to say of a delivery that goes out as it was kept. */
export const asKeptNote = (provider: string | null, wanted: boolean): string =>
  wanted
    ? 'Sent byte for byte, with the old signature.'
    : `No secret is known for ${escapeLine(provider ?? 'its provider')}: sent byte for byte, with the old signature.`
