import { HooksError } from '../errors.ts'
import type { Headers } from '../http/message.ts'
import { computeSignature } from './algorithms.ts'
import { encode } from './encoding.ts'
import type { Profile } from './profile.ts'
import { readKey } from './secret.ts'
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

type Writing = Signing & { readonly secrets: readonly string[] }

function writeHeaders(profile: Profile, templates: Record<string, string>, writing: Writing): Headers {
  const { signature: rule } = profile
  const timestamp = writeTimestamp(rule.timestamp?.unit ?? 's', writing.at)
  const content = signedContent(rule, { ...writing, timestamp })
  const signatures = writing.secrets.map((secret) =>
    encode(computeSignature(rule.algorithm, keyOf(profile, secret), content), rule.encoding),
  )
  return Object.entries(templates).map(([name, template]) => {
    const items = rule.separator ? itemsOf(rule, template) : [parseTemplate(template)]
    const written = items.flatMap((item) =>
      (fieldsOf(item).includes('signature') ? signatures : ['']).map((signature) =>
        writeText(item, (field) => ({ signature, timestamp, id: writing.id })[field]),
      ),
    )
    return [name, written.join(rule.separator ?? '')]
  })
}

function keyOf(profile: Profile, secret: string): Uint8Array {
  const reading = readKey(profile.signature.key, secret)
  if (reading.ok) return reading.key
  throw new HooksError(
    'invalid-value',
    `The secret is none that ${profile.title} would give: ${reading.why}.`,
    `Copy it again from where ${profile.title} shows it.`,
  )
}
