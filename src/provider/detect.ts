import { hasHeader } from '../http/headers.ts'
import type { Request } from '../http/message.ts'
import { typePlaces } from './identify.ts'
import { textAt } from './path.ts'
import { readPayload } from './payload.ts'
import type { Profile } from './profile.ts'
import { readFields } from './signature-fields.ts'

/** A profile that a request may be of, with what speaks for it. */
export interface Candidate {
  readonly profile: Profile
  readonly score: number
  readonly why: string
}

/** Headers that any sender may bear. */
const common = ['content-type', 'user-agent']

/** The profiles whose headers the request bears, the likeliest first. */
export function detect(profiles: readonly Profile[], request: Request): Candidate[] {
  const payloads = new Map(
    (['json', 'form'] as const).map((form) => [form, readPayload(form, request.body)] as const),
  )
  return profiles
    .map((profile) => {
      const payload = payloads.get(profile.content ?? 'json')
      const inBody = [...typePlaces(profile.event), profile.event.id, profile.event.createdAt].filter(
        (place) => place !== undefined && textAt(payload, place) !== undefined,
      )
      return weigh(profile, request, inBody.length)
    })
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.score - a.score)
}

/** Each signature header counts most, then the other headers, then the payload's shape; what is missing counts against. */
function weigh(profile: Profile, request: Request, fieldsInBody: number): Candidate | undefined {
  const present = (name: string): boolean => hasHeader(request.headers, name)
  const signing = Object.keys(profile.signature.headers)
  const others = Object.keys(profile.headers).filter((name) => !common.includes(name.toLowerCase()))
  const seen = [...signing, ...others].filter(present)
  if (seen.length === 0) return undefined
  const signed = signing.filter(present).length
  const other = others.filter(present).length
  const fits = readFields(profile.signature, profile.signature.headers, request).ok ? 3 : 0
  const missing = signing.length - signed + 0.5 * (others.length - other)
  return {
    profile,
    score: 4 * signed + 2 * other + fits + fieldsInBody - 3 * missing,
    why: `it bears ${seen.join(', ')}`,
  }
}
