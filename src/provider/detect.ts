import type { Json } from '../http/body.ts'
import { hasHeader } from '../http/headers.ts'
import type { Request } from '../http/message.ts'
import { typePlaces } from './identify.ts'
import { textAt } from './path.ts'
import type { ContentForm } from './payload.ts'
import { readPayload } from './payload.ts'
import type { Profile } from './profile.ts'
import { readFields } from './signature-fields.ts'
import { isTelling } from './telling.ts'

/** A profile that a request may be of, with what speaks for it. */
export interface Candidate {
  readonly profile: Profile
  readonly score: number
  /** In words, each reason by itself. */
  readonly why: readonly string[]
}

/** The profiles whose headers the request bears, the likeliest first. */
export function detect(profiles: readonly Profile[], request: Request): Candidate[] {
  const payloads = new Map<ContentForm, Json | undefined>()
  const payloadOf = ({ content = 'json' }: Profile): Json | undefined => {
    if (!payloads.has(content)) payloads.set(content, readPayload(content, request.body))
    return payloads.get(content)
  }
  return profiles
    .map((profile) => weigh(profile, request, payloadOf))
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.score - a.score)
}

/** Each signature header counts most, then the other headers, then the payload's shape; what is missing counts against. */
function weigh(
  profile: Profile,
  request: Request,
  payloadOf: (profile: Profile) => Json | undefined,
): Candidate | undefined {
  const { signature, event } = profile
  const present = (name: string): boolean => hasHeader(request.headers, name)
  const inPayload = (place: string): boolean => textAt(payloadOf(profile), place) !== undefined
  const signing = Object.keys(signature.headers)
  const others = Object.keys(profile.headers).filter(isTelling)
  const seen = [...signing, ...others].filter(present)
  if (signature.inBody && inPayload(signature.inBody.key)) seen.push(`${signature.inBody.key} in its payload`)
  if (seen.length === 0) return undefined
  const signed = signing.filter(present).length
  const other = others.filter(present).length
  const shape = [...typePlaces(event), event.id ?? [], event.createdAt ?? []].flat().filter(inPayload)
  const fits = readFields(signature, signature.headers, request).ok
  const missing = signing.length - signed + 0.5 * (others.length - other)
  const lacking = [...signing, ...others].filter((name) => !present(name))
  const why = [
    `it bears ${seen.join(', ')}`,
    ...(fits ? ['the signature has its form'] : []),
    ...(shape.length > 0 ? [`the payload has ${shape.join(', ')}`] : []),
    ...(lacking.length > 0 ? [`but it lacks ${lacking.join(', ')}`] : []),
  ]
  const score = 4 * signed + 2 * other + (fits ? 3 : 0) + shape.length - 3 * missing
  return { profile, score, why }
}
