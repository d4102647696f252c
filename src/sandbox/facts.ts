import type { DeliveredEvent, EndpointFacts } from '../endpoint/api/answers.ts'
import { bytesOf, readJson } from '../http/body.ts'
import type { Core } from './core.ts'
import { isoTime } from './core.ts'
import type { EmittedEvent, Registered, Sending } from './records.ts'
import { secretOwner } from './secrets.ts'

/** An endpoint as its API tells of it. */
export type ToldEndpoint = EndpointFacts & { readonly workspace: string | null }

const timeOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms))

/** An endpoint, in the words of the API's answers. */
export function endpointFacts(core: Core, endpoint: Registered): ToldEndpoint {
  const { id, url, events, description, workspace, health, createdAt, updatedAt, disabledAt } = endpoint
  return {
    id,
    url,
    events,
    enabled: health.state !== 'disabled',
    description,
    workspace,
    secret: core.ledger.get('secret', secretOwner(core.api, endpoint))?.current ?? null,
    consecutiveFailures: health.consecutiveFailures,
    disabledAt: timeOrNull(disabledAt),
    lastSuccessAt: timeOrNull(health.lastSuccessAt),
    lastFailureAt: timeOrNull(health.lastFailureAt),
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  }
}

/** All endpoints that were not deleted, the newest first. */
export const endpointsOf = ({ ledger }: Core): Registered[] =>
  ledger
    .all('endpoint')
    .filter(({ deletedAt }) => deletedAt === null)
    .toReversed()

/** An endpoint that was not deleted. */
export function endpointOf({ ledger }: Core, id: string | undefined): Registered | undefined {
  const endpoint = ledger.get('endpoint', id ?? '')
  return endpoint?.deletedAt === null ? endpoint : undefined
}

/** An event and what became of it, in the words of the API's answers. */
export function eventFacts(event: EmittedEvent, sendings: readonly Sending[]): Omit<DeliveredEvent, 'raw'> {
  const payload = readJson(bytesOf(event.body))
  return {
    id: event.id ?? event.key,
    type: event.type,
    createdAt: isoTime(event.at),
    state: stateOf(sendings),
    attempts: sendings.reduce((sum, { attempts }) => sum + attempts.length, 0),
    payload: payload.ok ? payload.value : event.body,
  }
}

function stateOf(sendings: readonly Sending[]): string {
  if (sendings.some(({ state }) => state === 'waiting')) return 'pending'
  return sendings.every(({ state }) => state === 'delivered') ? 'delivered' : 'failed'
}

/** The deliveries of each event, by its key. */
export function sendingsByEvent({ ledger }: Core): ReadonlyMap<string, readonly Sending[]> {
  const found = new Map<string, Sending[]>()
  for (const sending of ledger.all('sending')) {
    const others = found.get(sending.event)
    if (others) others.push(sending)
    else found.set(sending.event, [sending])
  }
  return found
}
