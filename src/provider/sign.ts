import { HooksError } from '../errors.ts'
import { bytesOf, readJson, textOf } from '../http/body.ts'
import type { Headers } from '../http/message.ts'
import type { Key } from './algorithms.ts'
import { schemeOf } from './algorithms.ts'
import { encode } from './encoding.ts'
import { editJson } from './json-edit.ts'
import { parsePath } from './path.ts'
import type { Profile } from './profile.ts'
import { readKey } from './secret.ts'
import { refusedSecret } from './secret-form.ts'
import { itemsOf } from './signature-fields.ts'
import type { Signable } from './signed-content.ts'
import { signedContent, writeTimestamp } from './signed-content.ts'
import { fieldsOf, parseTemplate, writeText } from './template.ts'

/** What is to be signed, and with what. */
export interface Signing extends Omit<Signable, 'timestamp'> {
  readonly secret: string
  /** During a rotation: the secret that is being replaced. */
  readonly previousSecret?: string | undefined
  /** The time of signing, in milliseconds since 1970. */
  readonly at: number
}

/**
 * The headers that a provider signs a request with, in the profile's order.
 *
 * @throws HooksError `invalid-value` where the secret has not the provider's form, `not-supported` where a previous secret
 *   is given and the provider does not send two signatures
 */
export function signatureHeaders(profile: Profile, signing: Signing): Headers {
  const { signature: rule, rotation } = profile
  const { previousSecret } = signing
  if (previousSecret !== undefined && (rotation?.both ?? 'never') === 'never') {
    throw new HooksError(
      'not-supported',
      `${profile.title} does not send two signatures: its documents describe no such rotation.`,
      'Leave --old-secret out.',
    )
  }
  const list = rotation?.both === 'list' && previousSecret !== undefined
  const secrets = list ? [signing.secret, previousSecret] : [signing.secret]
  const headers = writeHeaders(profile, rule.headers, { ...signing, secrets })
  if (rotation?.both !== 'previous-header' || previousSecret === undefined) return headers
  return [
    ...headers,
    ...writeHeaders(profile, rule.previous ?? {}, { ...signing, secrets: [previousSecret] }),
  ]
}

/** A request's signature: its headers, and the body, which bears signature or timestamp itself where the provider has them there. */
export interface Signed {
  readonly headers: Headers
  readonly body: Uint8Array
}

/** Signs a request as a provider does. Throws as `signatureHeaders`. */
export function signRequest(profile: Profile, signing: Signing): Signed {
  const { signature: rule } = profile
  const dated = { ...signing, body: withTimestamp(rule, signing.body, signing.at) }
  const headers = signatureHeaders(profile, dated)
  if (!rule.inBody) return { headers, body: dated.body }
  const [signature = ''] = signaturesOf(profile, { ...dated, secrets: [signing.secret] })
  const value = writeText(parseTemplate(rule.inBody.value), () => signature)
  return { headers, body: withField(dated.body, rule.inBody.key, value) }
}

/** The body with the time of signing, where the provider has that in the payload. */
function withTimestamp({ timestamp }: Profile['signature'], body: Uint8Array, at: number): Uint8Array {
  if (timestamp?.path === undefined) return body
  const text = writeTimestamp(timestamp.unit, at)
  return withField(body, timestamp.path, timestamp.unit === 'iso' ? text : Number(text))
}

/** The body with one field put in; as it is, where it is no JSON that could have it. */
function withField(body: Uint8Array, path: string, value: string | number): Uint8Array {
  const steps = parsePath(path)
  const edited =
    steps && readJson(body).ok
      ? editJson(textOf(body), steps, { json: JSON.stringify(value), add: true })
      : undefined
  return edited === undefined ? body : bytesOf(edited)
}

type Writing = Signing & { readonly secrets: readonly string[] }

/** One signature for each secret, as text. */
function signaturesOf(profile: Profile, writing: Writing): string[] {
  const { signature: rule } = profile
  const timestamp = writeTimestamp(rule.timestamp?.unit ?? 's', writing.at)
  const content = signedContent(rule, { ...writing, timestamp })
  return writing.secrets.map((secret) => {
    const signature = schemeOf(rule.algorithm).sign(keyOf(profile, secret), content)
    if (signature) return encode(signature, rule.encoding)
    throw new HooksError(
      'invalid-value',
      `This is the public key of ${profile.title}: it verifies, but cannot sign.`,
      `Give the private key of a pair of your own, and its public key to the handler.`,
    )
  })
}

function writeHeaders(profile: Profile, templates: Record<string, string>, writing: Writing): Headers {
  const { signature: rule } = profile
  const timestamp = writeTimestamp(rule.timestamp?.unit ?? 's', writing.at)
  const signatures = signaturesOf(profile, writing)
  return Object.entries(templates).map(([name, template]) => {
    const written = itemsOf(rule, template).flatMap((item) =>
      (fieldsOf(item).includes('signature') ? signatures : ['']).map((signature) => {
        const fields = new Map([
          ['signature', signature],
          ['timestamp', timestamp],
          ['id', writing.id ?? ''],
        ])
        return writeText(item, (field) => fields.get(field))
      }),
    )
    return [name, written.join(rule.separator ?? '')]
  })
}

function keyOf(profile: Profile, secret: string): Key {
  const reading = readKey(profile.signature, secret)
  if (reading.ok) return reading.key
  throw refusedSecret(profile, reading.why)
}
