import type { Json } from '../http/body.ts'
import { headerValue } from '../http/headers.ts'
import type { Request } from '../http/message.ts'
import { handshakeType } from './handshake.ts'
import { textAt } from './path.ts'
import { readPayload } from './payload.ts'
import type { Profile } from './profile.ts'
import { fieldsOf, parseTemplate, writeText } from './template.ts'

/** What a request says of its event, as far as it says anything. */
export interface Identity {
  readonly id: string | null
  readonly type: string | null
}

/** Reads the event's id and type where the profile says they stand. */
export function identify(profile: Profile, request: Pick<Request, 'headers' | 'body'>): Identity {
  const { event, content } = profile
  const payload = readPayload(content, request.body)
  const locate = (place: string | undefined): string | null => located(place, request, payload)
  const type = typePlaces(event)
    .map(locate)
    .find((found) => found !== null)
  return {
    id: locate(event.id) ?? composedId(event.identity, payload),
    type: type ?? handshakeType(profile, payload) ?? null,
  }
}

/** Where an event's type may stand, the likeliest first. */
export const typePlaces = ({ type }: Profile['event']): string[] => [type].flat()

/** Whether a place is a header and no path of the payload. */
export const isHeaderPlace = (place: string): boolean => place.startsWith('header:')

/** What stands at a place: a path of the payload, or `header:NAME`. */
function located(
  place: string | undefined,
  request: Pick<Request, 'headers'>,
  payload: Json | undefined,
): string | null {
  if (place === undefined) return null
  if (isHeaderPlace(place)) return headerValue(request.headers, place.slice('header:'.length)) ?? null
  return textAt(payload, place) ?? null
}

/** The id of an event that bears none: what the provider says two equal events have in common. */
function composedId(identity: string | undefined, payload: Json | undefined): string | null {
  if (identity === undefined) return null
  const template = parseTemplate(identity)
  const known = fieldsOf(template).every((path) => textAt(payload, path) !== undefined)
  return known ? writeText(template, (path) => textAt(payload, path)) : null
}
