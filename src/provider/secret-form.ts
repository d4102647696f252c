import { HooksError } from '../errors.ts'
import { schemeOf } from './algorithms.ts'
import type { Profile } from './profile.ts'
import { kindNames, readKey, writtenAs } from './secret.ts'

/** What is wrong with the form of a secret: it can be no key at all, or it works but looks like a mistake. */
export interface SecretProblem {
  readonly fatal: boolean
  /** In words, without anything of the secret. */
  readonly what: string
}

/** What is wrong with a secret's form, if something is. It is right where any of the profiles (or, of none, anyone) can use it. */
export function secretProblem(profiles: readonly Profile[], secret: string): SecretProblem | undefined {
  const bare = secret.trim()
  if (bare === '')
    return { fatal: true, what: secret === '' ? 'it is empty' : 'it is nothing but white space' }
  const usable = (text: string): readonly Profile[] =>
    profiles.filter(({ signature }) => readKey(signature, text).ok)
  const using = usable(secret)
  const padded = bare !== secret
  if (using.length > 0 || profiles.length === 0) {
    // Around a key of a pair white space means nothing; of a shared one it is a part.
    const counts = padded && using.every((profile) => pairOf(profile) === undefined)
    return counts
      ? { fatal: false, what: 'has white space around it, which counts as a part of it' }
      : undefined
  }
  if (padded && usable(bare).length > 0) return { fatal: true, what: 'there is white space around it' }
  const [reading] = profiles.map(({ signature }) => readKey(signature, secret))
  return reading && !reading.ok ? { fatal: true, what: reading.why } : undefined
}

const pairOf = ({ signature }: Profile) => schemeOf(signature.algorithm).pair

/** What a provider's keys look like, in words: `base64 behind 'whsec_'`. */
export function secretForm(profile: Profile): string {
  const { encoding, prefix, privatePrefix } = profile.signature.key
  const pair = pairOf(profile)
  const behind = (front: string | undefined): string => (front === undefined ? '' : ` behind '${front}'`)
  if (pair === undefined) {
    return encoding === 'utf8' || encoding === 'pem'
      ? 'the secret as it stands'
      : `${encoding}${behind(prefix)}`
  }
  const own = privatePrefix === undefined ? '' : ` (the private one${behind(privatePrefix)})`
  return `a pair of ${kindNames[pair]} keys, as ${writtenAs(encoding)}${behind(prefix)}${own}`
}

interface Refused {
  /** Where the secret came from: `--secret`, a variable, a file. */
  readonly from?: string
  /** A dialect that it would fit. */
  readonly instead?: string | undefined
}

/** The error for a secret that is no key of a provider. It tells nothing of the secret. */
export function refusedSecret(profile: Profile, what: string, { from, instead }: Refused = {}): HooksError {
  const whose = from === undefined ? '' : ` from ${from}`
  const remedy =
    instead === undefined
      ? 'Copy it again from where it is shown.'
      : `It fits ${instead}: --provider ${instead}`
  return new HooksError(
    'invalid-value',
    `The secret${whose} is none that ${profile.title} would give: ${what}.`,
    `${profile.title} uses ${secretForm(profile)}. ${remedy}`,
  )
}
