import { bytesOf, textOf } from '../http/body.ts'
import type { Profile } from './profile.ts'
import { rewriteJson } from './rewrite.ts'
import { readFields } from './signature-fields.ts'
import type { Verdict } from './verdict.ts'
import type { Verification } from './verify.ts'
import { signatureFits } from './verify.ts'

/** A secret that is known for something else, and what for. */
export interface KnownSecret {
  readonly of: string
  readonly secret: string
}

/** What may have happened to a body on its way: how to undo it, what it was, and what to do about it. */
interface Damage {
  readonly undo: (body: Uint8Array) => Uint8Array | undefined
  readonly detail: string
  readonly hint: string
}

const rawBody = 'Verify the raw bytes as they came, before any parser (Express: express.raw()).'

const damages: readonly Damage[] = [
  {
    undo: (body) => cutEnd(body, '\r\n') ?? cutEnd(body, '\n') ?? cutEnd(body, '\r'),
    detail: 'the signature fits the body without its final newline',
    hint: `Something on the way appended a newline. ${rawBody}`,
  },
  {
    undo: (body) => Buffer.concat([body, bytesOf('\n')]),
    detail: 'the signature fits the body with one more newline at its end',
    hint: `Something on the way cut the final newline. ${rawBody}`,
  },
  {
    undo: (body) => rewriteJson(body, 0),
    detail: 'the signature fits the JSON written anew, without spaces',
    hint: `The sender signed JSON.stringify of what it parsed, or the body was laid out anew on its way. ${rawBody}`,
  },
  {
    undo: (body) => rewriteJson(body, 2),
    detail: 'the signature fits the JSON written anew, indented by two spaces',
    hint: `The body was laid out anew on its way. ${rawBody}`,
  },
]

/** Explains a wrong signature by trying what usually goes wrong. Gives the verdict back where nothing explains it. */
export function diagnose(
  profile: Profile,
  verification: Verification & { readonly known: readonly KnownSecret[] },
  verdict: Verdict,
): Verdict {
  if (verdict.ok || verdict.reason !== 'wrong-signature') return verdict
  const { request, secrets } = verification
  const reading = readFields(profile.signature, profile.signature.headers, request)
  if (!reading.ok) return verdict
  const fits = (secret: string, body: Uint8Array): boolean =>
    signatureFits(profile, {
      secret,
      fields: reading.fields,
      request: { ...request, body },
      url: verification.url ?? request.target,
    })
  const other = verification.known.find(({ secret }) => fits(secret, request.body))
  if (other) {
    const detail = `signed with the secret of ${other.of}`
    return {
      ok: false,
      reason: 'wrong-secret',
      detail,
      hint: 'Give the handler the secret of the endpoint that sends.',
    }
  }
  for (const { undo, detail, hint } of damages) {
    const body = undo(request.body)
    if (body && [...secrets.current, ...secrets.previous].some((secret) => fits(secret, body))) {
      return { ok: false, reason: 'body-changed', detail, hint }
    }
  }
  const hint = 'Compare the secret with the one that the provider shows; a changed body has the same effect.'
  return { ...verdict, hint }
}

function cutEnd(body: Uint8Array, end: string): Uint8Array | undefined {
  const cut = body.subarray(0, body.length - end.length)
  return textOf(body.subarray(cut.length)) === end ? cut : undefined
}
