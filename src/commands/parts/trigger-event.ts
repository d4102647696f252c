import type { CommandContext } from '../../command-line/command.ts'
import { HooksError } from '../../errors.ts'
import { bytesOf, readJson, textOf } from '../../http/body.ts'
import type { Change } from '../../provider/event.ts'
import { applyChanges, makeEvent } from '../../provider/event.ts'
import type { Random } from '../../provider/generator.ts'
import { identify, isHeaderPlace, typePlaces } from '../../provider/identify.ts'
import type { Fixture, Profile } from '../../provider/profile.ts'
import { readTypeName, resolveType } from '../../provider/resolve-type.ts'

/** What `trigger` was asked to send. */
export interface Asked {
  readonly type: string
  readonly provider: string | undefined
  readonly set: readonly Omit<Change, 'add'>[]
  readonly add: boolean
  readonly body: string | undefined
  readonly id: string | undefined
  readonly at: number | undefined
  readonly seed: string | undefined
  readonly force: boolean
}

/** The event to be sent, and the provider that sends it. */
export interface FoundEvent {
  readonly profile: Profile
  readonly event: { readonly id: string | null; readonly type: string; readonly body: Uint8Array }
  readonly random: Random
  readonly unknownType: boolean
}

/**
 * Finds the provider and makes the event: out of its fixture, or of the bytes that were given.
 *
 * @throws HooksError `unknown-type`, `ambiguous-type`, `unknown-provider`, `unknown-path`, `unreadable-file`, `not-json`
 */
export async function findEvent(wish: Asked, context: CommandContext): Promise<FoundEvent> {
  const { catalog } = context
  const asked = { ...wish, ...(wish.provider === undefined ? readTypeName(wish.type, catalog) : {}) }
  const profile = catalog.profile(
    asked.force ? forcedProvider(asked) : resolveType(catalog, asked.type, asked.provider),
  )
  const fixture = catalog.fixture(profile.name, asked.type)
  const random = asked.seed === undefined ? context.random : context.seeded(asked.seed)
  const changes = asked.set.map((change) => ({ ...change, add: asked.add }))
  const unknownType = fixture === undefined
  if (asked.body !== undefined) {
    const body = changedBody(await context.files.read(asked.body), changes, asked.body)
    return { profile, event: givenEvent(profile, body, { asked, context }), random, unknownType }
  }
  const sample = fixture ?? bareFixture(profile, asked.type, context.clock.now())
  // A seed fixes the time as well: that of the sample, unless another one is given.
  const at = asked.at ?? (asked.seed === undefined ? context.clock.now() : Date.parse(sample.at))
  const event = makeEvent(profile, sample, { random, at, id: asked.id, changes })
  return { profile, event: { ...event, type: asked.type }, random, unknownType }
}

function forcedProvider({ provider, type }: Asked): string {
  if (provider !== undefined) return provider
  throw new HooksError('usage', `--force needs to know whose '${type}' it is.`, 'Give --provider.')
}

function changedBody(body: Uint8Array, changes: readonly Change[], path: string): Uint8Array {
  if (changes.length === 0) return body
  const reading = readJson(body)
  const where = path === '-' ? 'standard input' : `'${path}'`
  if (reading.ok) return bytesOf(applyChanges(textOf(body), changes, where))
  throw new HooksError(
    'not-json',
    `${where} is no JSON, so --set cannot change it: ${reading.why}.`,
    'Leave --set out: any bytes can be sent.',
  )
}

/** The user's own bytes: what they say of themselves counts, unless a flag says otherwise. */
function givenEvent(
  profile: Profile,
  body: Uint8Array,
  { asked, context }: { asked: Asked; context: CommandContext },
) {
  const { id, type } = identify(profile, { headers: [], body })
  if (type !== null && type !== asked.type) {
    context.talk((style) =>
      style.look(`The body says that it is '${type.slice(0, 80)}', not '${asked.type}'.`),
    )
  }
  return { id: asked.id ?? id, type: asked.type, body }
}

/** A type without a sample: an event that bears no more than its id, type and time. */
function bareFixture({ event, title }: Profile, type: string, now: number): Fixture {
  const at = new Date(now).toISOString()
  const fields = [
    { place: event.id, value: '' },
    { place: typePlaces(event)[0], value: type },
    { place: event.createdAt, value: at },
  ]
  const changes = fields.flatMap(({ place, value }) =>
    place === undefined || isHeaderPlace(place) ? [] : [{ path: place, value, add: true }],
  )
  const body = JSON.parse(applyChanges('{}', changes, title))
  return { type, about: '', origin: 'composed', source: 'none', at, body }
}
