import type { Api } from '../endpoint/api/describe.ts'
import { HooksError } from '../errors.ts'
import { encode } from '../provider/encoding.ts'
import type { Source } from '../provider/generator.ts'
import { parseGenerator } from '../provider/generator.ts'
import { makeKeyPair } from '../provider/key-pair.ts'
import type { Profile } from '../provider/profile.ts'
import type { Registered, Secret } from './records.ts'

/** Whose secret signs what goes to an endpoint. */
export function secretOwner(
  api: Api | undefined,
  { id, workspace }: Pick<Registered, 'id' | 'workspace'>,
): string {
  const per = api?.rules.secret.per ?? 'endpoint'
  if (per === 'endpoint') return `endpoint:${id}`
  return per === 'workspace' && workspace !== null ? `workspace:${workspace}` : 'company'
}

/** A secret as the provider makes them: in the form that its profile names, else in one that its key rule can read. */
export function makeSecret(profile: Profile, source: Source): string {
  const form = profile.api.rules?.secret?.form
  if (form !== undefined) return parseGenerator(typeof form === 'string' ? form : form.value)(source)
  const { encoding, prefix = '' } = profile.signature.key
  const pair = makeKeyPair(profile, source.random)
  if (pair) return pair.privateKey
  if (profile.signature.algorithm.startsWith('rsa')) {
    throw new HooksError(
      'no-secret',
      `${profile.title} signs with an RSA key, and none can be made here.`,
      'Make one with openssl, and give it: --secret-file key.pem',
    )
  }
  return encoding === 'utf8' || encoding === 'pem'
    ? parseGenerator('whsec_{hex:32}')(source)
    : prefix + encode(source.random.bytes(32), encoding)
}

/** A new secret. */
export const newSecret = (of: string, current: string, at: number): Secret => ({
  of,
  current,
  previous: null,
  createdAt: at,
  rotatedAt: null,
  overlapEndsAt: null,
})

/** Another secret in the place of one, which goes on signing until the overlap ends. */
export const rotated = (
  secret: Secret,
  { current, at, overlapMs }: { readonly current: string; readonly at: number; readonly overlapMs: number },
): Secret => ({
  ...secret,
  current,
  previous: overlapMs > 0 ? secret.current : null,
  rotatedAt: at,
  overlapEndsAt: at + overlapMs,
})

/** Whether the secret before is still in force. */
export const isOverlapping = ({ previous, overlapEndsAt }: Secret, at: number): boolean =>
  previous !== null && overlapEndsAt !== null && at < overlapEndsAt

/** The secrets that sign at a time. */
export const signingSecrets = (
  secret: Secret,
  at: number,
): { readonly secret: string; readonly previousSecret: string | undefined } => ({
  secret: secret.current,
  previousSecret: isOverlapping(secret, at) ? (secret.previous ?? undefined) : undefined,
})
