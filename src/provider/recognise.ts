import type { Request } from '../http/message.ts'
import type { Catalog } from './catalog.ts'
import { familyName } from './catalog.ts'
import type { Candidate } from './detect.ts'
import { detect } from './detect.ts'
import { diagnose } from './diagnose.ts'
import type { Identity } from './identify.ts'
import { identify } from './identify.ts'
import type { Keyring } from './keyring.ts'
import type { Profile } from './profile.ts'
import { signaturePlace } from './signature-fields.ts'
import { signedUrl } from './signed-query.ts'
import type { Verdict } from './verdict.ts'
import { verify } from './verify.ts'

export interface Recognising {
  readonly catalog: Catalog
  /** Only this provider and its dialects; all, where none is named. */
  readonly provider?: string | undefined
  readonly keyring: Keyring
  /** The URL that providers know the handler by, where they sign it. */
  readonly publicUrl?: URL | undefined
  readonly now: number
}

/** What a request turned out to be. */
export interface Recognised extends Identity {
  readonly profile: Profile | null
  readonly verdict: Verdict
  /** Which header bears the signature, or which key of the payload, in which form. */
  readonly signature: { readonly header: string; readonly scheme: string } | null
  readonly unknownType: boolean
}

/**
 * Finds out which provider a request is of, and whether it is genuine. Of several that its headers fit, the one whose signature
 * verifies; else the likeliest, with the reason why it does not.
 */
export function recognise(request: Request, recognising: Recognising): Recognised {
  const { catalog } = recognising
  const best = firstVerified(candidates(request, recognising), request, recognising)
  if (!best) return unrecognised(recognising)
  const { profile, verdict } = best
  const identity = identify(profile, request)
  const documented = catalog.family(familyName(profile.name)).flatMap(({ name }) => catalog.types(name))
  return {
    ...identity,
    profile,
    verdict,
    signature: signaturePlace(profile.signature) ?? null,
    unknownType: identity.type !== null && !documented.includes(identity.type),
  }
}

interface Tried {
  readonly profile: Profile
  readonly verdict: Verdict
}

/** The first that verifies; else the likeliest of them, which stands first. */
function firstVerified(
  found: readonly Pick<Candidate, 'profile'>[],
  request: Request,
  recognising: Recognising,
): Tried | undefined {
  let likeliest: Tried | undefined
  for (const { profile } of found) {
    const tried = { profile, verdict: tryProfile(profile, request, recognising) }
    if (tried.verdict.ok) return tried
    likeliest ??= tried
  }
  return likeliest
}

/**
 * The profiles that a request may be of, the likeliest first; of equally likely ones those that document its type. A provider that
 * the user named is what it is, even where no header speaks for it.
 */
function candidates(
  request: Request,
  { catalog, provider }: Recognising,
): readonly Pick<Candidate, 'profile'>[] {
  const profiles = provider === undefined ? catalog.names.map(catalog.profile) : catalog.family(provider)
  const found = detect(profiles, request)
  if (found.length === 0 && provider !== undefined)
    return profiles.slice(0, 1).map((profile) => ({ profile }))
  const documents = ({ profile }: Candidate): number =>
    catalog.types(profile.name).includes(identify(profile, request).type ?? '') ? 1 : 0
  return found.toSorted((a, b) => b.score - a.score || documents(b) - documents(a))
}

function tryProfile(profile: Profile, request: Request, { keyring, publicUrl, now }: Recognising): Verdict {
  const verification = {
    request,
    url: signedUrl(request, publicUrl),
    secrets: keyring.secretsFor(profile.name),
    now,
  }
  const verdict = verify(profile, verification)
  return diagnose(profile, { ...verification, known: keyring.othersThan(profile.name) }, verdict)
}

function unrecognised({ keyring, catalog }: Recognising): Recognised {
  const hint = 'Say which provider it is: --provider NAME. All of them: hooks providers list'
  const verdict: Verdict =
    keyring.names.length === 0
      ? { ok: false, reason: 'no-secret', detail: 'no secret is known, so nothing could be verified' }
      : {
          ok: false,
          reason: 'missing-header',
          detail: `no header is one of the ${catalog.names.length} known signature headers`,
          hint,
        }
  return { id: null, type: null, profile: null, verdict, signature: null, unknownType: false }
}
