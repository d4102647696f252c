import type { CommandContext } from '../../command-line/command.ts'
import { HooksError } from '../../errors.ts'
import { familyName } from '../../provider/catalog.ts'
import type { Keyring, KeyringEntry } from '../../provider/keyring.ts'
import type { Profile } from '../../provider/profile.ts'
import { refusedSecret, secretProblem } from '../../provider/secret-form.ts'
import { variableOf } from './secrets.ts'

type Checking = Pick<CommandContext, 'catalog' | 'talk' | 'settings'>

/**
 * The secrets to sign with, checked before anything is sent. An old one counts only where the user asks for it by flag.
 *
 * @throws HooksError `no-secret` that says where one may come from, `invalid-value` where it can be no key of the provider
 */
export function signingSecrets(
  keyring: Keyring,
  profile: Profile,
  { context, oldSecret }: { context: Checking; oldSecret?: string | undefined },
): { readonly secret: string; readonly previousSecret: string | undefined } {
  const [entry] = keyring.entriesFor(profile.name)
  if (entry === undefined || entry.previous) throw noSecret(profile.name, context)
  checkEntry(entry, [profile], context)
  if (oldSecret !== undefined) checkEntry({ of: '--old-secret', secret: oldSecret }, [profile], context)
  return { secret: entry.secret, previousSecret: oldSecret }
}

function noSecret(provider: string, { settings }: Checking): HooksError {
  const kept = settings.endpointSecrets().some((each) => each.provider === familyName(provider))
  if (kept) {
    return new HooksError(
      'no-secret',
      `Secrets are kept for several endpoints of ${provider}, and for none at this URL.`,
      'Say whose to sign with: --endpoint ID. Kept are: hooks config list',
    )
  }
  return new HooksError(
    'no-secret',
    `No secret is known for ${provider}, so nothing can be signed.`,
    `Give --secret, or set ${variableOf(provider, 'SECRET')} or HOOKS_SECRET.`,
  )
}

/**
 * Checks the secrets that requests of a provider and its dialects are to be verified with. Where none is named it is the one
 * that all secrets are for; where they are for several, or for any, only a secret that nobody could use is refused.
 *
 * @throws HooksError `invalid-value` where a secret can be no key of the provider
 */
export function checkVerifying(keyring: Keyring, provider: string | undefined, context: Checking): void {
  const named = provider ?? context.catalog.known(onlyProvider(keyring))?.name
  const profiles = named === undefined ? [] : context.catalog.family(named)
  const entries =
    named === undefined ? keyring.entries : profiles.flatMap(({ name }) => keyring.entriesFor(name))
  for (const entry of new Set(entries)) checkEntry(entry, profiles, context)
}

/** The same once it is known which provider a request is of: refused where not one of several secrets could be its key. */
export function checkRecognised(keyring: Keyring, profile: Profile, context: Checking): void {
  const family = context.catalog.family(familyName(profile.name))
  const entries = keyring.entriesFor(profile.name)
  const usable = entries.some(({ secret }) => !secretProblem(family, secret)?.fatal)
  if (!usable) for (const entry of entries) checkEntry(entry, family, context)
}

/** The one provider that every secret names. */
function onlyProvider({ entries }: Keyring): string | null {
  const named = new Set(entries.map(({ provider }) => provider && familyName(provider)))
  return named.size === 1 ? ([...named][0] ?? null) : null
}

type Origin = Pick<KeyringEntry, 'of' | 'secret'>

function checkEntry({ of, secret }: Origin, profiles: readonly Profile[], context: Checking): void {
  const problem = secretProblem(profiles, secret)
  const [profile] = profiles
  if (problem === undefined) return
  if (!problem.fatal) context.talk((style) => style.look(`The secret from ${of} ${problem.what}.`))
  else if (profile) {
    throw refusedSecret(profile, problem.what, { from: of, instead: siblingOf(profile, secret, context) })
  } else {
    const message = `The secret from ${of} is none: ${problem.what}.`
    throw new HooksError('invalid-value', message, 'Copy it again from where it is shown.')
  }
}

/** The dialect of the same provider that the secret would be a key of. */
function siblingOf({ name }: Profile, secret: string, { catalog }: Checking): string | undefined {
  const family = catalog.family(familyName(name)).filter((each) => each.name !== name)
  return family.find((each) => secretProblem([each], secret) === undefined)?.name
}
