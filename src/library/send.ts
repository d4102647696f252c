import type { Composition } from '../delivery/compose.ts'
import { composeRequest } from '../delivery/compose.ts'
import { tryOnce } from '../delivery/deliver.ts'
import { newOutgoing } from '../delivery/new-delivery.ts'
import { HooksError } from '../errors.ts'
import { makeEvent } from '../provider/event.ts'
import { resolveType } from '../provider/resolve-type.ts'
import type { SendOptions, SentEvent, World } from './types.ts'

/** See `Library.send`. */
export async function sendEvent(options: SendOptions, world: World): Promise<SentEvent> {
  const composition = compositionOf(options, world)
  const { request, to } = composeRequest(composition)
  const { profile, event, at, random } = composition
  const known = { provider: profile.name, eventId: event.id, type: event.type, unknownType: false }
  const delivery = newOutgoing({ ...known, random, at, request, to })
  const one = { delivery, profile, to, request, number: 1, timeoutMs: options.timeoutMs }
  const { attempt } = await tryOnce(one, world)
  const { outcome, response, unreachable, durationMs, headers } = attempt
  return {
    provider: profile.name,
    type: event.type,
    eventId: event.id,
    headers,
    body: request.body,
    outcome,
    response,
    unreachable,
    durationMs,
  }
}

function compositionOf(options: SendOptions, { catalog, clock, random: chance, seeded }: World): Composition {
  const profile = catalog.profile(resolveType(catalog, options.type, options.provider))
  const fixture = catalog.fixture(profile.name, options.type)
  if (!fixture) throw new HooksError('unknown-type', `${profile.title} has no event type '${options.type}'.`)
  const { seed, id, tamper, secret, oldSecret } = options
  const random = seed === undefined ? chance : seeded(seed)
  const createdAt = options.at ?? (seed === undefined ? clock.now() : Date.parse(fixture.at))
  const changes = Object.entries(options.set ?? {}).map(([path, value]) => ({ path, value, add: false }))
  const event = makeEvent(profile, fixture, { random, at: createdAt, id, changes })
  const to = new URL(options.to)
  const at = clock.now()
  return { profile, event, to, secret, previousSecret: oldSecret, at, random, tamper }
}
