import type { Request } from '../http/message.ts'
import { formatDuration, parseDuration } from '../time/duration.ts'
import { schemeOf } from './algorithms.ts'
import { decode } from './encoding.ts'
import { figureOf } from './figure.ts'
import type { Profile } from './profile.ts'
import { readKey } from './secret.ts'
import type { SignatureFields } from './signature-fields.ts'
import { readFields } from './signature-fields.ts'
import { readTimestamp, signedContent } from './signed-content.ts'
import { queryFits } from './signed-query.ts'
import type { Verdict } from './verdict.ts'

/** The secrets that a signature may be made with. */
export interface Secrets {
  readonly current: readonly string[]
  /** Those that were replaced, and hold during a rotation. */
  readonly previous: readonly string[]
}

export interface Verification {
  readonly request: Request
  /** The URL that the provider signed, where it signs one. */
  readonly url?: string
  readonly secrets: Secrets
  /** The receiver's time, in milliseconds since 1970. */
  readonly now: number
}

/** What verifying looks at of a profile. */
export type Signing = Pick<Profile, 'signature'>

type No = Extract<Verdict, { ok: false }>

/**
 * Whether a request bears the provider's signature. Looks at the header of the current secret first and, during a rotation, at
 * that of the previous one. Never throws, whatever the request holds.
 */
export function verify(profile: Signing, verification: Verification): Verdict {
  const { secrets } = verification
  if (secrets.current.length + secrets.previous.length === 0) {
    return no(
      'no-secret',
      'no secret is known, so nothing could be verified',
      'Give --secret, or set HOOKS_SECRET.',
    )
  }
  const { headers, previous } = profile.signature
  const first = verifyHeaders(profile, headers, verification)
  if (first.ok || !previous) return first
  const second = verifyHeaders(profile, previous, verification)
  return second.ok ? { ...second, key: 'previous' } : first
}

function verifyHeaders(
  profile: Signing,
  templates: Record<string, string>,
  verification: Verification,
): Verdict {
  const { signature: rule } = profile
  const reading = readFields(rule, templates, verification.request)
  if (!reading.ok) return no(reading.reason, reading.detail)
  const malformed = checkForm(profile, reading.fields)
  if (malformed) return malformed
  const key = matchingKey(profile, reading.fields, verification)
  if (!key) {
    return no(
      'wrong-signature',
      `no known secret gives the signature in ${reading.fields.header} for this body`,
    )
  }
  const { weak } = rule
  const yes = { ok: true, key, ...(weak === undefined ? {} : { weak }) } as const
  return checkAge(profile, reading.fields, verification.now) ?? yes
}

/** So many signatures may stand in a list: with a pair of keys each costs a look at the whole body. */
const mostSignatures = 50

/** What is wrong with the form of the fields, before any key is tried. */
function checkForm({ signature: rule }: Signing, fields: SignatureFields): No | undefined {
  const { length } = schemeOf(rule.algorithm)
  const { length: count } = fields.signatures
  if (count > mostSignatures)
    return no('malformed-header', `${fields.header} holds ${count} signatures, more than ${mostSignatures}`)
  const hasForm = (text: string): boolean => {
    const bytes = decode(text, rule.encoding)
    return bytes !== undefined && (length === undefined ? bytes.length > 0 : bytes.length === length)
  }
  if (!fields.signatures.some(hasForm)) {
    const found = `${fields.header} holds ${fields.signatures[0]?.length ?? 0} characters`
    const wanted = length === undefined ? rule.encoding : `${length} bytes of ${rule.encoding}`
    return no('malformed-header', `${found} where ${wanted} belong`)
  }
  const { timestamp } = fields
  if (
    rule.timestamp &&
    timestamp !== undefined &&
    readTimestamp(rule.timestamp.unit, timestamp) === undefined
  ) {
    const units = { s: 'in seconds since 1970', ms: 'in milliseconds since 1970', iso: 'as an ISO 8601 time' }
    return no('malformed-header', `the timestamp is not written ${units[rule.timestamp.unit]}`)
  }
  return undefined
}

function matchingKey(profile: Signing, fields: SignatureFields, verification: Verification) {
  const { secrets, request } = verification
  const fits = (secret: string): boolean =>
    signatureFits(profile, { secret, fields, request, url: verification.url ?? request.target })
  if (secrets.current.some(fits)) return 'current'
  return secrets.previous.some(fits) ? 'previous' : undefined
}

/** What a signature is tried against. */
export interface Trial {
  readonly secret: string
  readonly fields: SignatureFields
  readonly request: Request
  readonly url: string
}

/** Whether one of the signatures is the one that this secret gives. Compared in constant time. */
export function signatureFits(
  { signature: rule }: Signing,
  { secret, fields, request, url }: Trial,
): boolean {
  const reading = readKey(rule, secret)
  if (!reading.ok || !queryFits(rule, request)) return false
  const content = signedContent(rule, { ...request, url, id: fields.id, timestamp: fields.timestamp })
  const fits = schemeOf(rule.algorithm).fitting(reading.key, content)
  return fields.signatures.some((text) => {
    const given = decode(text, rule.encoding)
    return given !== undefined && fits(given)
  })
}

function checkAge({ signature: rule }: Signing, fields: SignatureFields, now: number): No | undefined {
  const { timestamp: clock } = rule
  if (!clock?.tolerance || fields.timestamp === undefined) return undefined
  const limit = parseDuration(figureOf(clock.tolerance)) ?? 0
  const unit = clock.unit === 's' ? 1_000 : 1
  const age = Math.floor(now / unit) * unit - (readTimestamp(clock.unit, fields.timestamp) ?? 0)
  if (age > limit) {
    return no(
      'timestamp-too-old',
      `signed ${formatDuration(age)} ago; at most ${formatDuration(limit)} are allowed`,
      'Sign it afresh (hooks replay does), or check the clock of the sender.',
    )
  }
  if (-age > limit && figureOf(clock.future ?? 'ignored') === 'refused') {
    return no('timestamp-too-new', `signed ${formatDuration(-age)} in the future`, 'Check both clocks.')
  }
  return undefined
}

const no = (reason: No['reason'], detail: string, hint?: string): No => ({
  ok: false,
  reason,
  detail,
  ...(hint === undefined ? {} : { hint }),
})
