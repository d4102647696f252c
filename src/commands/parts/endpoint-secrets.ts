import type { CommandContext } from '../../command-line/command.ts'
import type { EndpointSecret } from '../../command-line/settings.ts'
import { tableOf } from '../../command-line/settings-table.ts'
import { HooksError } from '../../errors.ts'
import { familyName } from '../../provider/catalog.ts'
import type { KeyringEntry } from '../../provider/keyring.ts'

/** What a kept secret is of: one endpoint, a workspace, or (neither) all of an account. */
export interface SecretOwner {
  readonly provider: string
  readonly endpoint?: string | undefined
  readonly workspace?: string | undefined
  readonly url?: string | undefined
}

const setting = 'endpointSecrets'

type Keeping = Pick<CommandContext, 'userSettings' | 'clock'>

/**
 * Keeps a secret that an API told in the user's settings, for whoever signs or verifies with it later; the one before it stays
 * beside it. The error, where it cannot be kept, is given back: the secret must not be lost with it.
 */
export async function keepSecret(
  owner: SecretOwner,
  secret: string,
  { userSettings, clock }: Keeping,
): Promise<HooksError | undefined> {
  try {
    const table = tableOf((await userSettings.all())[setting])
    const key = keyOf(owner)
    const before = tableOf(table[key])
    const old = before.secret === secret ? before.old : before.secret
    const since = new Date(clock.now()).toISOString()
    const url = owner.url ?? before.url
    const kept = { ...owner, provider: familyName(owner.provider), ...(url ? { url } : {}), secret, since }
    await userSettings.set(setting, { ...table, [key]: defined({ ...kept, old }) })
    return undefined
  } catch (error) {
    if (error instanceof HooksError) return error
    throw error
  }
}

/** Tells of an endpoint's new URL, by which its secret is found. */
export async function moveSecret(owner: SecretOwner, context: Keeping): Promise<void> {
  const { userSettings } = context
  const table = tableOf((await userSettings.all())[setting])
  const kept = tableOf(table[keyOf(owner)])
  if (kept.secret === undefined || owner.url === undefined || kept.url === owner.url) return
  await userSettings.set(setting, { ...table, [keyOf(owner)]: { ...kept, url: owner.url } })
}

/** Forgets the secret of an endpoint that is gone. */
export async function forgetSecret(owner: SecretOwner, { userSettings }: Keeping): Promise<void> {
  const { [keyOf(owner)]: gone, ...rest } = tableOf((await userSettings.all())[setting])
  if (gone === undefined) return
  await (Object.keys(rest).length === 0 ? userSettings.unset(setting) : userSettings.set(setting, rest))
}

/** The kept secret of an endpoint; else that of its workspace or account. */
export function secretOf(owner: SecretOwner, { settings }: CommandContext): EndpointSecret | undefined {
  const provider = familyName(owner.provider)
  const own = settings.endpointSecrets().filter((each) => each.provider === provider)
  return (
    own.find(({ endpoint }) => endpoint !== undefined && endpoint === owner.endpoint) ??
    own.find(({ endpoint, workspace }) => endpoint === undefined && workspace === owner.workspace)
  )
}

const keyOf = ({ provider, endpoint, workspace }: SecretOwner): string =>
  [
    familyName(provider),
    ...(workspace === undefined ? [] : [`workspace ${workspace}`]),
    ...(endpoint === undefined ? [] : [endpoint]),
  ].join('/')

const defined = (table: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined))

/** What says which of the kept secrets is meant. */
export interface Meant {
  /** An endpoint's id, or the beginning of one. */
  readonly endpoint?: string | undefined
  /** The URL of the handler. */
  readonly url?: URL | undefined
}

/**
 * The kept secrets as those of a keyring. One that is meant by its endpoint counts as a flag does, and one that is meant by its URL
 * goes before the user's other settings. All the others verify what arrives, beside the user's other secrets; to sign with for
 * some other URL one of them serves only where it is the only one of its provider.
 *
 * @param signs whether it is known where to, so that one is to be chosen
 * @throws HooksError `unknown-id` where no secret is kept for the endpoint
 */
export function keptEntries(
  kept: readonly EndpointSecret[],
  { endpoint, url }: Meant,
  signs: boolean,
): KeyringEntry[] {
  const named = endpoint === undefined ? [] : kept.filter((each) => each.endpoint?.startsWith(endpoint))
  if (endpoint !== undefined && named.length === 0) throw noneKept(endpoint)
  const newestFirst = kept.toSorted((a, b) => b.since.localeCompare(a.since))
  return newestFirst.flatMap((each) => {
    if (named.includes(each)) return entriesOf(each, 0.5)
    if (url !== undefined && each.url !== undefined && isSameUrl(each.url, url)) return entriesOf(each, 4.5)
    const rivals = kept.filter((other) => other.provider === each.provider && other.url !== undefined)
    if (!signs) return entriesOf(each, 5)
    return each.url !== undefined && rivals.length > 1 ? [] : entriesOf(each, 5.5)
  })
}

function entriesOf(kept: EndpointSecret, level: number): KeyringEntry[] {
  const { provider, endpoint, workspace, secret, old } = kept
  const whose = endpoint ?? (workspace === undefined ? provider : `${provider}'s ${workspace}`)
  const of = `the secret kept for ${whose}`
  return [
    { of, provider, secret, level },
    ...(old === undefined ? [] : [{ of, provider, secret: old, level, previous: true }]),
  ]
}

const isSameUrl = (text: string, url: URL): boolean => URL.canParse(text) && new URL(text).href === url.href

const noneKept = (endpoint: string): HooksError =>
  new HooksError(
    'unknown-id',
    `No secret is kept for the endpoint '${endpoint}'.`,
    'Kept are those that hooks endpoints create and rotate-secret were told: hooks config list',
  )
