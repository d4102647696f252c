import { writeAnswer } from '../../endpoint/api/answer.ts'
import { cutPage } from '../../endpoint/api/listing.ts'
import { againOf, eventOf } from '../events.ts'
import { eventFacts, sendingsByEvent } from '../facts.ts'
import { put } from '../ledger.ts'
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
