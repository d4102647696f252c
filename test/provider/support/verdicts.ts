import type { Headers } from '../../../src/http/message.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { verify } from '../../../src/provider/verify.ts'
import { now, requestOf, signedRequest } from './requests.ts'

/** A request that is accepted with a current secret. */
export const yes = { ok: true, key: 'current' }

/** One that is not. */
export const no = (reason: string, detail: string, hint?: string) => ({
  ok: false,
  reason,
  detail,
  ...(hint !== undefined && { hint }),
})

/** One of the made-up provider whose signature fits no secret. */
export const wrong = no(
  'wrong-signature',
  'no known secret gives the signature in Acme-Signature for this body',
)

/** What is found of the body `{}` with these headers: by who knows `S`, at `now`. */
export const verdictOn = (
  profile: Profile,
  headers: Headers,
  rest: { readonly at?: number; readonly current?: string[] } = {},
) =>
  verify(profile, {
    request: requestOf(headers),
    secrets: { current: rest.current ?? ['S'], previous: [] },
    now: rest.at ?? now,
  })

/** The value of the one signature header that a profile gives `{}`. */
export function valueBy(profile: Profile): string {
  const [[, value] = ['', '']] = signedRequest(profile).headers
  return value
}
