import { newDeliveryId } from '../delivery/new-delivery.ts'
import { HooksError } from '../errors.ts'
import type { Json } from '../http/body.ts'
import { textOf } from '../http/body.ts'
import { makeEvent } from '../provider/event.ts'
import { ulid } from '../provider/generator.ts'
import { fitsGlob } from '../provider/glob.ts'
import { didYouMean } from '../provider/nearest.ts'
import type { Core } from './core.ts'
import { noteTime } from './core.ts'
import type { Change } from './ledger.ts'
import { put } from './ledger.ts'
import { firstAttemptAt } from './outbox.ts'
import type { Outboxes } from './outboxes.ts'
import type { DeliveryFault, EmittedEvent, Registered, Sending } from './records.ts'

/** What shall happen at the provider. */
export interface Emission {
  readonly type: string
  /** Fields to change, by path. */
  readonly set?: Readonly<Record<string, Json>> | undefined
  /** Whether they may be fields that the sample lacks. */
  readonly add?: boolean | undefined
  /** How many events; one, where it is left out. */
  readonly count?: number | undefined
  /** Only the endpoints of this workspace, and those of none, take it. */
  readonly workspace?: string | undefined
}

/** What was emitted: the event, and the deliveries that were made of it. */
export interface Emitted {
  readonly event: EmittedEvent
  readonly sendings: readonly Sending[]
}

/**
 * Lets events happen: samples of their type with what is to be changed. They are durable when it resolves, and on their way.
 *
 * @throws HooksError `unknown-type`, or as `makeEvent`
 */
export async function emit(core: Core, outboxes: Outboxes, emission: Emission): Promise<Emitted[]> {
  const events = Array.from({ length: emission.count ?? 1 }, () => newEvent(core, emission))
  let fault = core.ledger.get('faults', '')?.deliveries ?? null
  const emitted: Emitted[] = []
  for (const event of events) {
    emitted.push({ event, sendings: sendingsOf(core, event, { fault, to: takers(core, event) }) })
    fault = fault && fault.left > 1 ? { ...fault, left: fault.left - 1 } : null
  }
  await core.ledger.commit([...emitted.flatMap(changesOf), ...faultChanges(core, fault), ...noteTime(core)])
  outboxes.add(emitted.flatMap(({ sendings }) => sendings))
  return emitted
}

/** The changes by which what was emitted is known. */
export const changesOf = ({ event, sendings }: Emitted): Change[] => [
  put('event', event.key, event),
  ...sendings.map((sending) => put('sending', sending.id, sending)),
]

function faultChanges({ ledger }: Core, deliveries: DeliveryFault | null): Change[] {
  const faults = ledger.get('faults', '')
  return faults?.deliveries ? [put('faults', '', { ...faults, deliveries })] : []
}

function newEvent(
  core: Core,
  { type, set = {}, add = false, workspace = null }: EmissionFacts,
): EmittedEvent {
  const { catalog, profile, random, clock } = core
  const fixture = catalog.fixture(profile.name, type)
  if (!fixture) {
    const types = catalog.types(profile.name)
    throw new HooksError(
      'unknown-type',
      `${profile.title} has no event type '${type}'.`,
      `${didYouMean(type, types)}All of them: hooks providers events ${profile.name}`,
    )
  }
  const at = clock.now()
  const changes = Object.entries(set).map(([path, value]) => ({ path, value, add }))
  const event = makeEvent(profile, fixture, { random, at, changes })
  const key = `event_${ulid({ random, at })}`
  return { key, id: event.id, type: event.type, at, body: textOf(event.body), workspace, test: false }
}

type EmissionFacts = Omit<Emission, 'workspace'> & { readonly workspace?: string | null | undefined }

/** The endpoints that an event is delivered to; those of a workspace that is switched off are passed over. */
export const takers = ({ ledger, api }: Core, { type, workspace }: EmittedEvent): Registered[] =>
  ledger.all('endpoint').filter((endpoint) => {
    if (endpoint.deletedAt !== null || !endpoint.events.some((glob) => fitsGlob(glob, type))) return false
    if (endpoint.workspace === null) return true
    const initially = api?.rules.masterSwitch !== 'off'
    const isOn = ledger.get('switch', endpoint.workspace)?.enabled ?? initially
    return isOn && (workspace === null || workspace === endpoint.workspace)
  })

/** An event's deliveries to some endpoints, as they set out now. */
export function sendingsOf(
  core: Core,
  event: EmittedEvent,
  { fault, to }: { readonly fault: DeliveryFault | null; readonly to: readonly Registered[] },
): Sending[] {
  const { random, clock } = core
  // The last of those that are put out of order sets out at once, each one before it a second later.
  const delay = fault ? fault.delayMs + (fault.reorder ? (fault.left - 1) * 1_000 : 0) : 0
  const at = clock.now() + delay
  const copies = 1 + (fault?.duplicate ?? 0)
  return to.flatMap((endpoint) =>
    Array.from({ length: copies }, () => ({
      id: newDeliveryId(random, clock.now()),
      event: event.key,
      endpoint: endpoint.id,
      at,
      state: 'waiting' as const,
      kept: false,
      attempts: [],
      next: firstAttemptAt(core, at),
    })),
  )
}
