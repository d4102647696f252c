import { bytesOf } from '../../../src/http/body.ts'
import type { Headers, Request } from '../../../src/http/message.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { signatureHeaders } from '../../../src/provider/sign.ts'

/** A moment: 2026-03-15T10:05:00Z. */
export const now = Date.UTC(2026, 2, 15, 10, 5)

export interface Signed {
  readonly body?: string | Uint8Array
  readonly secret?: string
  readonly previousSecret?: string
  readonly at?: number
  readonly id?: string
}

/** A request with these headers. */
export function requestOf(headers: Headers, body: string | Uint8Array = '{}'): Request {
  return { method: 'POST', target: '/hooks', headers, body: typeof body === 'string' ? bytesOf(body) : body }
}

/** A request that bears a provider's signature; of `{}`, with the secret `S`, of `now`. */
export function signedRequest(profile: Profile, signed: Signed = {}): Request {
  const request = requestOf([], signed.body)
  const { secret = 'S', at = now, previousSecret, id } = signed
  const signing = { ...request, url: request.target, secret, previousSecret, at, id }
  return { ...request, headers: signatureHeaders(profile, signing) }
}
