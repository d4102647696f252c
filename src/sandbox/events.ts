import type { Core } from './core.ts'
import { sendingsOf, takers } from './emission.ts'
import { sendingsByEvent } from './facts.ts'
import type { EmittedEvent, Sending } from './records.ts'

/** The latest event of an id, its own or our key. */
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
