import { HooksError } from '../../errors.ts'
import { bytesOf, textOf } from '../../http/body.ts'
import { headerValue } from '../../http/headers.ts'
import { identify } from '../identify.ts'
import type { Path } from '../path.ts'
import type { Profile, Vector } from '../profile.ts'
import type { Signed } from '../sign.ts'
import { signRequest } from '../sign.ts'
import { verify } from '../verify.ts'
import type { Fault } from './fault.ts'

/** Tries known answers: our signing gives each, and our verifying accepts it. */
export const tryVectors = (profile: Profile, vectors: readonly Vector[]): Fault[] =>
  vectors.flatMap((vector, index) => tryVector(profile, vector, ['vectors', index]))

const remedy = 'Mend the vector, or what signature says of key, signs or encoding.'

function tryVector(profile: Profile, vector: Vector, path: Path): Fault[] {
  const request = {
    method: 'POST',
    target: targetOf(vector),
    headers: Object.entries(vector.headers),
    body: bytesOf(vector.body),
  }
  const { url = '', secret, previousSecret, id = identify(profile, request).id ?? undefined } = vector
  const at = Date.parse(vector.at)
  if (!vector.verifyOnly) {
    const signed = signedOrWhy(profile, { ...request, url, secret, previousSecret, id, at })
    if ('why' in signed) return [{ path, message: signed.why, remedy }]
    const differing = differences(profile, signed, vector)
    if (differing.length > 0)
      return differing.map(({ at: inner, message }) => ({ path: [...path, ...inner], message, remedy }))
  }
  const verdict = verify(profile, { request, url, secrets: { current: [secret], previous: [] }, now: at })
  if (verdict.ok) return []
  return [{ path, message: `Verified with its secret, it is not accepted: ${verdict.detail}.`, remedy }]
}

const targetOf = ({ url }: Vector): string => {
  if (url === undefined) return '/'
  const { pathname, search } = new URL(url)
  return pathname + search
}

function signedOrWhy(...signing: Parameters<typeof signRequest>): Signed | { readonly why: string } {
  try {
    return signRequest(...signing)
  } catch (error) {
    if (error instanceof HooksError) return { why: error.message }
    throw error
  }
}

/** Where what we signed differs from the vector. ECDSA signs differently each time: there is nothing to compare then. */
function differences(
  { signature: rule }: Profile,
  signed: Signed,
  vector: Vector,
): { at: Path; message: string }[] {
  if (rule.algorithm === 'ecdsa-p256-sha256') return []
  const given = Object.entries(vector.headers)
  const inHeaders = signed.headers
    .filter(([name, value]) => headerValue(given, name) !== value)
    .map(([name, value]) => ({
      at: ['headers', name],
      message: `Signed with its secret, ${name} is '${value}', and not what stands here.`,
    }))
  const body = textOf(signed.body)
  if (rule.inBody === undefined || body === vector.body) return inHeaders
  return [...inHeaders, { at: ['body'], message: `Signed with its secret, the body is '${body}'.` }]
}
