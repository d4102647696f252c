import type { Algorithm } from '../algorithms.ts'
import { schemeOf } from '../algorithms.ts'
import type { Encoding } from '../encoding.ts'
import { decode, encode } from '../encoding.ts'
import type { Profile } from '../profile.ts'
import { readKey } from '../secret.ts'
import { readTimestamp } from '../signed-content.ts'
import type { Piece } from './pieces.ts'

/** A text that has the form of a signature, and by which algorithms it may be made. */
export interface SignatureSign {
  readonly piece: Piece
  readonly encoding: Encoding
  readonly bytes: Uint8Array
  readonly algorithms: readonly Algorithm[]
}

const mostSignatures = 24

/** The texts that have the form of a signature; those behind a key (`v1=`) first. */
export function signatureSigns(pieces: readonly Piece[]): SignatureSign[] {
  const keyedFirst = pieces.toSorted((a, b) => Number(b.front !== '') - Number(a.front !== ''))
  return keyedFirst
    .flatMap((piece) =>
      (['hex', 'base64', 'base64url'] as const).flatMap((encoding) => {
        const bytes = piece.text.length < 26 ? undefined : decode(piece.text, encoding)
        const algorithms = bytes ? algorithmsOf(bytes) : []
        return bytes && algorithms.length > 0 ? [{ piece, encoding, bytes, algorithms }] : []
      }),
    )
    .slice(0, mostSignatures)
}

const hashes: readonly Algorithm[] = ['hmac-sha256', 'hmac-sha1', 'hmac-sha512', 'hmac-sha384']

/** By its length; that of a P-256 signature is a DER sequence of about 70 bytes. */
function algorithmsOf({ length, 0: first, 1: second }: Uint8Array): Algorithm[] {
  const ofLength = hashes.filter((algorithm) => schemeOf(algorithm).length === length)
  if (length === 64) return [...ofLength, 'ed25519']
  if (first === 0x30 && second === length - 2 && length <= 72) return [...ofLength, 'ecdsa-p256-sha256']
  return [256, 384, 512].includes(length) ? ['rsa-sha256'] : ofLength
}

type Unit = NonNullable<Profile['signature']['timestamp']>['unit']

/** A text that has the form of a time. */
export interface TimeSign {
  readonly piece: Piece
  readonly unit: Unit
}

const times: readonly (readonly [Unit, RegExp])[] = [
  ['s', /^1\d{9}$/],
  ['ms', /^1\d{12}$/],
  ['iso', /^\d{4}-\d{2}-\d{2}T[\d:.]{5,20}(Z|[+-]\d{2}:?\d{2})$/],
]

/** The texts that have the form of a time: in a list beside the signature first, then in headers, then in the payload. */
export function timeSigns(pieces: readonly Piece[]): TimeSign[] {
  const found = pieces.flatMap((piece) => {
    const unit = times.find(([, form]) => form.test(piece.text))?.[0]
    return unit !== undefined && readTimestamp(unit, piece.text) !== undefined ? [{ piece, unit }] : []
  })
  const rank = ({ piece }: TimeSign): number =>
    Number(piece.place === 'body') * 2 + Number(piece.front === '')
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, 6)
}

const idName = /(^|[-_])(id|uuid|guid|nonce|delivery|idempotency-key|idempotency-token)$/i

/** The texts that may be an id: in a header whose name says so, or beside the signature in its list. */
export function idSigns(pieces: readonly Piece[], others: ReadonlySet<string>): Piece[] {
  return pieces
    .filter(({ place, name, separator, front, text }) => {
      const named = separator === undefined ? front === '' && idName.test(name) : idName.test(keyOf(front))
      return place === 'header' && named && !others.has(text) && /^[\x21-\x7e]{1,128}$/.test(text)
    })
    .slice(0, 4)
}

const keyOf = (front: string): string => /[\w-]+/.exec(front)?.[0] ?? ''

type KeyRule = Profile['signature']['key']

/** A way to make a key out of a secret. */
export interface KeyForm {
  readonly rule: KeyRule
  readonly secret: string
}

/** A prefix of a secret: letters and digits up to a sign, once or twice. */
const prefixes = /^(?:[A-Za-z0-9]{1,12}[_.:-]){1,2}/

/** Every way in which a secret may be a key for an algorithm: as it stands, or decoded, all of it or behind its prefix. */
export function keyForms(secrets: readonly string[], algorithm: Algorithm): KeyForm[] {
  const { pair } = schemeOf(algorithm)
  const seen = new Set<string>()
  const encodings =
    pair === undefined
      ? (['utf8', 'base64', 'hex', 'base64url'] as const)
      : (['pem', 'base64', 'hex', 'base64url'] as const)
  return secrets.flatMap((secret) =>
    encodings.flatMap((encoding) =>
      prefixesOf(secret, encoding).flatMap((prefix) => {
        const rule = ruleOf({ secret, encoding, prefix, isPair: pair !== undefined })
        const reading = readKey({ algorithm, key: rule }, secret)
        if (!reading.ok) return []
        const id = reading.key.kind === 'shared' ? encode(reading.key.bytes, 'hex') : 'pair'
        if (seen.has(`${secret} ${id}`)) return []
        seen.add(`${secret} ${id}`)
        return [{ rule, secret }]
      }),
    ),
  )
}

function prefixesOf(secret: string, encoding: KeyRule['encoding']): string[] {
  const [whole = ''] = prefixes.exec(secret) ?? []
  if (whole === '' || encoding === 'utf8' || encoding === 'pem') return ['']
  const first = /^[A-Za-z0-9]+[_.:-]/.exec(whole)?.[0] ?? ''
  return [...new Set([first, whole, ''])]
}

interface KeyParts {
  readonly secret: string
  readonly encoding: KeyRule['encoding']
  readonly prefix: string
  readonly isPair: boolean
}

function ruleOf({ secret, encoding, prefix, isPair }: KeyParts): KeyRule {
  const rule = { encoding, ...(prefix === '' ? {} : { prefix }) }
  if (!isPair || encoding === 'pem' || encoding === 'utf8') return rule
  const length = decode(secret.slice(prefix.length), encoding)?.length
  return { ...rule, form: length === 32 || length === 64 ? 'raw' : 'der' }
}
