import { asksFor } from '../../handshake.ts'
import { isHeaderPlace, typePlaces } from '../../identify.ts'
import type { Path } from '../../path.ts'
import { parsePath, textAt } from '../../path.ts'
import type { Fixture, Profile } from '../../profile.ts'
import { fieldsOf, parseTemplate } from '../../template.ts'
import type { Rule } from '../draft.ts'
import type { Fault } from '../fault.ts'

export const uniqueTypes: Rule = ({ events }) =>
  events.flatMap(({ index, item: { type } }) => {
    const first = events.find(({ item }) => item.type === type)
    if (first === undefined || first.index === index) return []
    const message = `'${type}' is the type of events[${first.index}] as well.`
    return [{ path: ['events', index, 'type'], message, remedy: 'Take one of the two samples away.' }]
  })

/** A sample bears its type and its id where the profile says that events have them; a handshake is no event. */
export const samplesFit: Rule = ({ profile: { event, handshakes = [] }, events }) => {
  if (!event) return []
  return events.flatMap(({ index, item: fixture }) => {
    if (handshakes.some((handshake) => asksFor(handshake, fixture.body))) return []
    const path = ['events', index, 'body']
    return [...typeFault(event, fixture), ...idFault(event, fixture), ...freshFaults(event, fixture)].map(
      (why) => ({ path, ...why }),
    )
  })
}

type Why = Pick<Fault, 'message' | 'remedy'>

function typeFault(event: Profile['event'], { type, body }: Fixture): Why[] {
  const places = typePlaces(event)
  if (places.some(isHeaderPlace)) return []
  const found = places.map((place) => textAt(body, place)).find((each) => each !== undefined)
  if (found === type) return []
  const where = places.join(' or ')
  if (found === undefined) {
    return [
      {
        message: `The body has no ${where}, where event.type says that the type stands.`,
        remedy: `Put '${type}' there, or mend event.type.`,
      },
    ]
  }
  return [
    {
      message: `The body says at ${where} that it is '${found}', not '${type}'.`,
      remedy: 'Make the two the same.',
    },
  ]
}

function idFault({ id }: Profile['event'], { body }: Fixture): Why[] {
  if (id === undefined || isHeaderPlace(id) || textAt(body, id) !== undefined) return []
  const message = `The body has no ${id}, where event.id says that the id stands.`
  return [{ message, remedy: 'Put an id there, or mend event.id.' }]
}

const freshFaults = ({ fresh = {} }: Profile['event'], { body }: Fixture): Why[] =>
  Object.keys(fresh)
    .filter((path) => textAt(body, path) === undefined)
    .map((path) => ({
      message: `The body has no ${path}, which event.fresh makes anew.`,
      remedy: 'Put it in, or take it out of event.fresh.',
    }))

/** What stands in a header must be written into that header. */
export const headerPlaces: Rule = ({ profile: { event, headers, signature } }) => {
  if (!event || !headers || !signature) return []
  const written = [...Object.entries(headers), ...Object.entries(signature.headers)]
  const lacks = (place: string, field: string): boolean =>
    isHeaderPlace(place) &&
    !written.some(
      ([name, template]) =>
        name.toLowerCase() === place.slice('header:'.length).toLowerCase() &&
        fieldsOf(parseTemplate(template)).includes(field),
    )
  const places = [
    ...typePlaces(event).map((place) => ({ word: 'type', place })),
    ...(event.id === undefined ? [] : [{ word: 'id', place: event.id }]),
  ]
  return places
    .filter(({ word, place }) => lacks(place, word))
    .map(({ word, place }) => ({
      path: ['event', word],
      message: `It stands in ${place}, but no header of that name has {${word}}.`,
      remedy: `Write it in headers: "${place.slice('header:'.length)}": "{${word}}"`,
    }))
}

/** What is changed when an event is sent must be a path that can be followed. */
export const readablePaths: Rule = ({ profile: { event, signature } }) => {
  const places: [Path, string | undefined][] = [
    [['event', 'id'], event?.id],
    [['signature', 'timestamp', 'path'], signature?.timestamp?.path],
    ...(event?.times ?? []).map(({ path }, at): [Path, string] => [['event', 'times', at, 'path'], path]),
    ...Object.keys(event?.fresh ?? {}).map((path): [Path, string] => [['event', 'fresh', path], path]),
  ]
  return places
    .filter(([, place]) => place !== undefined && !isHeaderPlace(place) && parsePath(place) === undefined)
    .map(([path, place]) => ({
      path,
      message: `'${place}' is no path into a payload.`,
      remedy: 'Write it like data.items[0].id.',
    }))
}

/** A handshake is known by at least one field; without any, every delivery would be one. */
export const handshakesKnown: Rule = ({ profile: { handshakes = [] } }) =>
  handshakes.flatMap(({ when }, at) => {
    if (Object.keys(when).length > 0) return []
    const message = 'Nothing says how such a request is known, so that every delivery would be one.'
    return [{ path: ['handshakes', at, 'when'], message, remedy: 'For example: "when": {"type":"ping"}' }]
  })
