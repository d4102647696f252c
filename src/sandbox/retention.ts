import type { Core } from './core.ts'
import { sendingsByEvent } from './facts.ts'
import type { Change } from './ledger.ts'
import { take } from './ledger.ts'
import type { Sending } from './records.ts'

/** How many events are kept; of those before them, what still waits. Their deliveries stay in the store. */
export const keptEvents = 20_000

/** The changes by which events are forgotten: dead letters that the provider keeps no longer, and the oldest of too many. */
export function outdated(core: Core): Change[] {
  const { ledger, policy, clock } = core
  const events = ledger.all('event')
  const surplus = events.length - keptEvents
  if (surplus <= 0 && policy.deadLetterMs === undefined) return []
  const deadSince = clock.now() - (policy.deadLetterMs ?? Number.POSITIVE_INFINITY)
  const sendings = sendingsByEvent(core)
  return events.flatMap(({ key }, place) => {
    const its = sendings.get(key) ?? []
    if (its.some(({ state }) => state === 'waiting')) return []
    if (place >= surplus && !isDeadLetter(its, deadSince)) return []
    return [take('event', key), ...its.map(({ id }) => take('sending', id))]
  })
}

/** Whether an event is a dead letter since before a time. */
const isDeadLetter = (sendings: readonly Sending[], since: number): boolean =>
  sendings.some(({ state }) => state === 'dead-letter') &&
  sendings.every(({ at, attempts }) => (attempts.at(-1)?.endedAt ?? at) <= since)
