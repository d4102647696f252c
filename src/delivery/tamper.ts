import { HooksError } from '../errors.ts'
import { withoutHeaders } from '../http/headers.ts'
import type { Headers, Request } from '../http/message.ts'
import { schemeOf } from '../provider/algorithms.ts'
import { encode } from '../provider/encoding.ts'
import { figureOf } from '../provider/figure.ts'
import type { Random } from '../provider/generator.ts'
import { makeKeyPair } from '../provider/key-pair.ts'
import type { Profile } from '../provider/profile.ts'
import { signatureHeaderNames, signatureItem } from '../provider/signature-fields.ts'
import { withoutKey } from '../provider/signed-content.ts'
import type { Template } from '../provider/template.ts'
import { readText, writeText } from '../provider/template.ts'
import { parseDuration } from '../time/duration.ts'

/** How a delivery can be spoilt. */
export const tamperings = ['signature', 'body', 'timestamp', 'missing', 'secret'] as const

export type Tampering = (typeof tamperings)[number]

interface SigningWith {
  readonly profile: Profile
  readonly secret: string
  readonly previousSecret?: string | undefined
  readonly at: number
  readonly random: Random
}

/**
 * What to sign with, spoilt where that is asked for: another secret, or a time that is too old by far.
 *
 * @throws HooksError `not-supported` for the timestamp of a provider that does not limit its age
 */
export function spoilSigning(
  { profile, secret, previousSecret, at, random }: SigningWith,
  tampering: Tampering | undefined,
) {
  if (tampering === 'secret') {
    const other = anotherSecret(profile, random)
    return { secret: other, previousSecret: previousSecret === undefined ? undefined : other, at }
  }
  if (tampering !== 'timestamp') return { secret, previousSecret, at }
  const { timestamp } = profile.signature
  if (!timestamp?.tolerance) {
    throw new HooksError(
      'not-supported',
      `${profile.title} sets no limit to a timestamp's age, so it cannot be too old.`,
      'Spoil something else: signature, body, missing or secret.',
    )
  }
  return { secret, previousSecret, at: at - 2 * (parseDuration(figureOf(timestamp.tolerance)) ?? 0) }
}

/** A secret of the provider's form that nobody has. */
function anotherSecret(profile: Profile, random: Random): string {
  const { algorithm, key } = profile.signature
  const pair = makeKeyPair(profile, random)
  if (pair) return pair.privateKey
  if (schemeOf(algorithm).pair) {
    throw new HooksError(
      'not-supported',
      `There is no other ${algorithm} key to sign with.`,
      'Give one with --secret-file.',
    )
  }
  const text = 'not-the-secret-that-you-know-of'
  const { encoding, prefix = '' } = key
  if (encoding === 'utf8' || encoding === 'pem') return text
  return prefix + encode(Buffer.from(text.padEnd(32)), encoding)
}

/** A signed request, spoilt where that is asked for: another signature, a changed body, or no signature at all. */
export function spoilRequest(profile: Profile, request: Request, tampering: Tampering | undefined): Request {
  const { headers, body } = request
  const { inBody } = profile.signature
  if (tampering === 'missing') {
    return {
      ...request,
      headers: withoutHeaders(headers, signatureHeaderNames(profile.signature)),
      body: inBody ? withoutKey(body, inBody.key) : body,
    }
  }
  if (tampering === 'body') return { ...request, body: spoilBody(body) }
  if (tampering !== 'signature') return request
  // A signature in the payload stands last in it, so that a change there spoils it.
  return inBody
    ? { ...request, body: spoilBody(body) }
    : { ...request, headers: spoilSignatures(profile.signature, headers) }
}

/** Spoils every signature, those of the previous secret included. */
function spoilSignatures(rule: Profile['signature'], headers: Headers): Headers {
  const places = [rule.headers, rule.previous ?? {}].flatMap(
    (templates) => signatureItem(rule, templates) ?? [],
  )
  return headers.map(([name, value]) => {
    const place = places.find(({ header }) => header === name)
    if (!place) return [name, value]
    const items = rule.separator ? value.split(rule.separator) : [value]
    return [name, items.map((item) => spoilItem(place.item, item)).join(rule.separator ?? '')]
  })
}

function spoilItem(template: Template, item: string): string {
  const fields = readText(template, item)
  if (!fields) return item
  return writeText(template, (field) => {
    const value = fields.get(field)
    return field === 'signature' && value !== undefined ? spoilSignature(value) : value
  })
}

/** Changes a character near the end of a signature; its form stays right. */
function spoilSignature(signature: string): string {
  const nearEnd = signature.slice(0, -8).search(/[0-9A-Za-z][^0-9A-Za-z]*$/)
  const at = nearEnd < 0 ? signature.search(/[0-9A-Za-z]/) : nearEnd
  if (at < 0) return `${signature}0`
  return signature.slice(0, at) + otherDigit(signature.charAt(at)) + signature.slice(at + 1)
}

const otherDigit = (character: string): string => (character === '0' ? '1' : '0')

/** The last text of a JSON body that is a value and ends with a letter or digit which belongs to no escape. */
const lastText = /^.*(?<!\\)(?=[0-9A-Za-z]"\s*[}\],])/s

/** Changes the last character of the last text of the body, so that JSON stays JSON; else appends a space. */
function spoilBody(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('latin1')
  const place = lastText.exec(text)?.[0].length
  if (place === undefined) return Buffer.concat([body, Buffer.from(' ')])
  const other = Buffer.from(body)
  other.write(otherDigit(text.charAt(place)), place, 'latin1')
  return other
}
