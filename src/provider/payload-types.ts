import type { Json } from '../http/body.ts'
import { bytesOf } from '../http/body.ts'
import { isHeaderPlace, typePlaces } from './identify.ts'
import { textAt } from './path.ts'
import { readPayload, writePayload } from './payload.ts'
import type { Fixture, Profile } from './profile.ts'
import type { Shape } from './shape.ts'
import { shapeOf } from './shape.ts'

/** What the samples of one event type have in common. */
export interface EventShape {
  readonly type: string
  readonly about: string
  readonly shape: Shape
}

/** What is known of a provider's payloads by its samples. */
export interface PayloadShapes {
  readonly events: readonly EventShape[]
  /** Whether a payload is a list of events. */
  readonly list: boolean
  /** Where in an event its type stands; none where it is in a header alone. */
  readonly typePaths: readonly string[]
}

/** How a path into the first event of a list begins. */
const ofFirst = '[0].'

/** Takes the shape of every event type out of a provider's samples. */
export function payloadShapes(profile: Profile, fixtures: readonly Fixture[]): PayloadShapes {
  const places = typePlaces(profile.event).filter((place) => !isHeaderPlace(place))
  const list = places.some((place) => place.startsWith(ofFirst))
  const typePaths = list
    ? places.flatMap((place) => (place.startsWith(ofFirst) ? [place.slice(ofFirst.length)] : []))
    : places
  const literal = new Set(typePaths)
  const seen = new Map<string, { about: string; values: Json[] }>()
  for (const fixture of fixtures) {
    const body = asSent(profile, fixture.body)
    for (const value of list ? [body].flat<Json[]>() : [body]) {
      // A list may hold events of other types besides.
      const type = list ? (typeIn(value, typePaths) ?? fixture.type) : fixture.type
      const entry = seen.get(type) ?? { about: '', values: [] }
      const about = type === fixture.type ? fixture.about : entry.about
      seen.set(type, { about, values: [...entry.values, value] })
    }
  }
  const events = [...seen].map(([type, { about, values }]) => ({
    type,
    about,
    shape: shapeOf(values, literal),
  }))
  return { events, list, typePaths }
}

const typeIn = (value: Json, paths: readonly string[]): string | undefined =>
  paths.map((path) => textAt(value, path)).find((type) => type !== undefined)

/** A form has but texts, whatever its sample is written with. */
function asSent({ content }: Profile, body: Json): Json {
  return content === 'form' ? (readPayload(content, bytesOf(writePayload(content, body))) ?? null) : body
}
