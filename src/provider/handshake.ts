import type { Json } from '../http/body.ts'
import { textAt } from './path.ts'
import { readPayload } from './payload.ts'
import type { Profile } from './profile.ts'
import { parseTemplate, writeText } from './template.ts'

/** What a provider wants to hear from a new endpoint. */
export interface HandshakeAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

type Handshake = NonNullable<Profile['handshakes']>[number]

/** Whether a payload asks for this handshake. */
export const asksFor = ({ when }: Handshake, payload: Json | undefined): boolean =>
  Object.entries(when).every(([path, value]) => textAt(payload, path) === String(value))

/** What the handshake that a payload asks for is called, where the profile names it. */
export const handshakeType = (
  { handshakes }: Pick<Profile, 'handshakes'>,
  payload: Json | undefined,
): string | undefined => handshakes?.find((handshake) => asksFor(handshake, payload))?.type

/** The answer to a handshake; undefined where the request is none. */
export function handshakeAnswer(profile: Profile, body: Uint8Array): HandshakeAnswer | undefined {
  const payload = readPayload(profile.content, body)
  const found = profile.handshakes?.find((handshake) => asksFor(handshake, payload))
  if (!found) return undefined
  const answer = writeText(parseTemplate(found.answer ?? ''), (path) => textAt(payload, path))
  return { status: found.status, contentType: found.contentType, body: answer }
}
