import { writeAnswer } from '../../endpoint/api/answer.ts'
import { cutPage } from '../../endpoint/api/listing.ts'
import type { Core } from '../core.ts'
import { sendingsOf, takers } from '../emission.ts'
import { eventFacts, sendingsByEvent } from '../facts.ts'
import { put } from '../ledger.ts'
import type { EmittedEvent, Sending } from '../records.ts'
import type { Operate } from './done.ts'
import { notFound, refused } from './done.ts'

export const events: Operate = ({ core, api }, asked) => {
  const sendings = sendingsByEvent(core)
  const all = core.ledger.all('event').map((event) => eventFacts(event, sendings.get(event.key) ?? []))
  const listing = cutPage(api, asked, { items: all.toReversed(), idOf: ({ id }) => id })
  return listing.ok
    ? { ok: true, answer: writeAnswer(api, 'events', listing.listed) }
    : refused(listing.problem)
}

export const redeliver: Operate = ({ core, api, outboxes }, { id }) => {
  const event = eventOf(core, id)
  if (!event) return notFound
  const sendings = againOf(core, event)
  return {
    ok: true,
    answer: writeAnswer(api, 'redeliver', { eventId: event.id ?? event.key }),
    changes: sendings.map((sending) => put('sending', sending.id, sending)),
    follow: () => outboxes.add(sendings),
  }
}

/** The event of an id, its own or our key. */
export const eventOf = ({ ledger }: Core, id: string | undefined): EmittedEvent | undefined =>
  ledger.all('event').findLast((event) => event.id === id || event.key === id)

/** An event's deliveries once more: to all that take it or, where the provider does so, to those where it failed. */
export function againOf(core: Core, event: EmittedEvent): Sending[] {
  const before = sendingsByEvent(core).get(event.key) ?? []
  const failedOnly = core.api?.rules.redelivery === 'failed-endpoints'
  const to = takers(core, event).filter(
    ({ id }) =>
      !failedOnly || !before.some(({ endpoint, state }) => endpoint === id && state === 'delivered'),
  )
  return sendingsOf(core, event, { fault: null, to })
}
