import { HooksError } from '../errors.ts'
import { schemeOf } from './algorithms.ts'
import type { Profile } from './profile.ts'

const pairOf = ({ signature }: Profile) => schemeOf(signature.algorithm).pair

const pairWords = { ed25519: 'an Ed25519', ec: 'a P-256', rsa: 'an RSA' } as const

/** What a provider's keys look like, in words: `base64 behind 'whsec_'`. */
function secretForm(profile: Profile): string {
  const { encoding, prefix, privatePrefix } = profile.signature.key
  const pair = pairOf(profile)
  const written = encoding === 'pem' || encoding === 'utf8' ? 'PEM' : encoding
  const behind = (front: string | undefined): string => (front === undefined ? '' : ` behind '${front}'`)
  if (pair === undefined) {
    return encoding === 'utf8' || encoding === 'pem'
      ? 'the secret as it stands'
      : `${encoding}${behind(prefix)}`
  }
  const own = privatePrefix === undefined ? '' : ` (the private one${behind(privatePrefix)})`
  return `${pairWords[pair]} key pair, its keys as ${written}${behind(prefix)}${own}`
}

/** The error for a secret that is no key of a provider. It tells nothing of the secret. */
export const refusedSecret = (profile: Profile, what: string): HooksError =>
  new HooksError(
    'invalid-value',
    `The secret is none that ${profile.title} would give: ${what}.`,
    `${profile.title} uses ${secretForm(profile)}. Copy it again from where it is shown.`,
  )
