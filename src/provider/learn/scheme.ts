import type { Request } from '../../http/message.ts'
import type { Profile } from '../profile.ts'
import { readTimestamp } from '../signed-content.ts'
import { verify } from '../verify.ts'
import type { Piece } from './pieces.ts'
import { templateOf } from './pieces.ts'
import type { Hit, openSecret } from './search.ts'
import type { TimeSign } from './signs.ts'

/** A signature rule that verifies a request, and what else it was found by. */
export interface Scheme {
  readonly signature: Profile['signature']
  /** Where the id stands that is signed. */
  readonly id: Piece | undefined
  /** The header that tells the time without its being signed. */
  readonly timeHeader: string | undefined
  /** The URL that is signed, where one is. */
  readonly url: string | undefined
}

export interface Given {
  readonly request: Request
  readonly times: readonly TimeSign[]
  /** When the request came, in milliseconds since 1970. */
  readonly at: number
}

/** A rule that makes a signature as it was found to be made; undefined where no profile could say it so that it verifies. */
export function schemeOfHit(hit: Hit, given: Given): Scheme | undefined {
  const { guess, algorithm, key, signature: sign } = hit
  const { piece } = sign
  const time = guess.time ?? given.times.find((each) => isBeside(each.piece, piece))
  const idle = time ? undefined : given.times.find((each) => isHeaderOfItsOwn(each.piece))
  const fields = new Map<Piece, string>([[piece, 'signature']])
  if (time?.piece.place === 'header') fields.set(time.piece, 'timestamp')
  if (guess.id) fields.set(guess.id, 'id')
  const separator = separatorOf([...fields.keys()])
  if (separator === 'several') return undefined
  const signature: Profile['signature'] = {
    algorithm,
    key: key.rule,
    signs: guess.signs,
    encoding: sign.encoding,
    ...(separator === undefined ? {} : { separator }),
    headers: headerTemplates(fields, given.request, separator),
    ...(piece.place === 'body' ? { inBody: { key: piece.name, value: templateOf(piece, 'signature') } } : {}),
    ...(guess.hashName === undefined ? {} : { query: { [guess.hashName]: '{bodyHash}' } }),
    ...timestampRule(time ?? idle, guess.time !== undefined),
    ...weaknessOf(guess.signs, guess.hashName !== undefined),
  }
  const scheme = { signature, id: guess.id, timeHeader: idle?.piece.name, url: guess.url }
  return fitsRequest(scheme, key.secret, { ...given, time }) ? scheme : undefined
}

/** The rule of a sender that puts the secret itself into a header. */
export function schemeOfToken({ piece, encoding }: NonNullable<ReturnType<typeof openSecret>>): Scheme {
  const signature: Profile['signature'] = {
    algorithm: 'token',
    key: { encoding: 'utf8' },
    signs: '{body}',
    encoding,
    ...(piece.separator === undefined ? {} : { separator: piece.separator }),
    headers: { [piece.name]: templateOf(piece, 'signature') },
    weak: 'The secret itself is sent: it says nothing of the payload.',
  }
  return { signature, id: undefined, timeHeader: undefined, url: undefined }
}

const isHeaderOfItsOwn = ({ place, separator, front, back }: Piece): boolean =>
  place === 'header' && separator === undefined && front + back === ''

const isBeside = (one: Piece, other: Piece): boolean =>
  one !== other && one.place === 'header' && one.name === other.name && one.separator === other.separator

type Separator = Profile['signature']['separator']

/** `v1,` alone is a list of one: more of them stand behind a space while a secret is replaced. */
const versioned = /^v\d+[a-z]*,$/

/** One that serves for all headers; a rule has but one. */
function separatorOf(pieces: readonly Piece[]): Separator | 'several' {
  const found = new Set(
    pieces.flatMap(({ separator, front }) =>
      separator === undefined && versioned.test(front) ? ' ' : (separator ?? []),
    ),
  )
  return found.size > 1 ? 'several' : [...found][0]
}

/** A template for each header that bears one of the fields, in the order of the request. */
function headerTemplates(
  fields: ReadonlyMap<Piece, string>,
  { headers }: Request,
  separator: Separator,
): Record<string, string> {
  const inHeaders = [...fields].filter(([{ place }]) => place === 'header')
  const written = headers.flatMap(([name, value]): [string, string][] => {
    const own = inHeaders.filter(([piece]) => piece.name === name)
    const placed = own.toSorted(([a], [b]) => placeIn(value, a) - placeIn(value, b))
    const items = placed.map(([piece, field]) => templateOf(piece, field))
    return items.length > 0 ? [[name, items.join(separator ?? '')]] : []
  })
  return Object.fromEntries(written)
}

const placeIn = (value: string, { front, text }: Piece): number => value.indexOf(front + text)

function timestampRule(time: TimeSign | undefined, signed: boolean): Pick<Profile['signature'], 'timestamp'> {
  if (!time) return {}
  const { piece, unit } = time
  const note = 'A delivery does not show how old one may be.'
  return {
    timestamp: {
      unit,
      ...(piece.place === 'body' ? { path: piece.name } : {}),
      ...(signed ? { tolerance: { value: '5m', published: false, note } } : {}),
    },
  }
}

const weaknessOf = (signs: string, hashed: boolean): { weak?: string } =>
  hashed || /\{(body|bodyHash|form|bodyWithout:[^}]*)\}/.test(signs)
    ? {}
    : { weak: 'The signature says nothing of the payload.' }

/** Whether verifying as everyone does gives yes, at the time that the request itself tells. */
function fitsRequest(
  { signature, url }: Scheme,
  secret: string,
  { request, at, time }: Given & { readonly time: TimeSign | undefined },
): boolean {
  const now = (time && readTimestamp(time.unit, time.piece.text)) ?? at
  const secrets = { current: [secret], previous: [] }
  return verify({ signature }, { request, secrets, now, ...(url === undefined ? {} : { url }) }).ok
}
