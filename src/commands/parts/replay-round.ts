import type { CommandContext } from '../../command-line/command.ts'
import type { Delivery } from '../../delivery/delivery.ts'
import { newOutgoing, newRunId } from '../../delivery/new-delivery.ts'
import type { Replayable } from '../../delivery/replay.ts'
import { replayRequest } from '../../delivery/replay.ts'
import type { Run, RunItem, RunOptions } from '../../delivery/run.ts'
import { secretsAt } from '../../delivery/secrets-at.ts'
import type { Kept, Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Keyring } from '../../provider/keyring.ts'
import type { Profile } from '../../provider/profile.ts'
import { parseDuration } from '../../time/duration.ts'
import { signingSecrets } from './secret-check.ts'

/** What one call of `replay` sends. */
export interface Round {
  /** Where it can be taken up; null where one delivery is sent once. */
  readonly run: string | null
  /** When it began: milliseconds since 1970. */
  readonly at: number
  readonly options: RunOptions
  readonly to: URL
  readonly items: readonly RoundItem[]
  readonly store: Store
  readonly keyring: Keyring
  /** The secret that is being replaced. */
  readonly previousSecret: string | undefined
  /** Notes how far an item has come; durable when it resolves. */
  noted(item: RoundItem, progress: Omit<RunItem, 'original'>): Promise<void>
}

export interface RoundItem {
  /** Its place in the run, from 0. */
  readonly place: number
  readonly original: Kept
  /** What it was sent as, where it was begun before. */
  readonly sent: Kept | undefined
  readonly done: boolean
}

/** The provider of a kept delivery, and the secret to sign with; without one it goes out as it was kept. */
export function signingOf(
  { provider }: Kept,
  { options, keyring }: Pick<Round, 'options' | 'keyring'>,
  { catalog }: CommandContext,
): { readonly profile: Profile | null; readonly secret: string | undefined } {
  const profile = catalog.known(provider)
  const isSigned = profile !== null && options.signed.includes(profile.name)
  return { profile, secret: isSigned ? keyring.signingSecret(profile.name) : undefined }
}

/** The request of an item's attempt that is signed at a time, so many milliseconds after the event on the schedule's clock. */
export function composeItem(
  { original }: RoundItem,
  { round, at, sinceMs }: { readonly round: Round; readonly at: number; readonly sinceMs: number },
  context: CommandContext,
): Replayable {
  const { options, previousSecret, to } = round
  const { profile, secret } = signingOf(original, round, context)
  const { overlap } = profile?.rotation ?? {}
  const overlapMs = overlap === undefined ? undefined : parseDuration(figureOf(overlap))
  const secrets = secret === undefined ? {} : secretsAt({ secret, previousSecret, overlapMs }, sinceMs)
  const { asReceived, changes, body } = options
  const replaying = {
    asReceived,
    changes,
    body: body ?? undefined,
    profile,
    secret,
    to,
    at,
    random: context.random,
  }
  return replayRequest(original, { ...replaying, ...secrets })
}

/** What is kept of an item as it is sent. What is signed afresh is not spoilt any more. */
export function recordOf(
  { original }: RoundItem,
  { request, to, signedAfresh }: Replayable,
  { random, clock }: CommandContext,
): Delivery {
  const tampered = signedAfresh ? undefined : original.tampered
  return newOutgoing({ ...original, random, at: clock.now(), request, to, replayOf: original.id, tampered })
}

/** The providers whose deliveries can be signed afresh; refuses a secret that can be no key before the first is sent. */
export function signedProviders(
  kept: readonly Kept[],
  keyring: Keyring,
  { context, oldSecret }: { readonly context: CommandContext; readonly oldSecret: string | undefined },
): string[] {
  const names = new Set(kept.map(({ provider }) => context.catalog.known(provider)?.name))
  return [...names].filter((name): name is string => {
    if (name === undefined || keyring.signingSecret(name) === undefined) return false
    const profile = context.catalog.profile(name)
    signingSecrets(keyring, profile, { context, oldSecret })
    if (oldSecret !== undefined) checkRotation(profile)
    return true
  })
}

function checkRotation({ rotation, title }: Profile): void {
  if ((rotation?.both ?? 'never') !== 'never') return
  throw new HooksError(
    'not-supported',
    `${title} does not send two signatures: its documents describe no such rotation.`,
    'Leave --old-secret out.',
  )
}

interface Beginning extends Pick<Round, 'options' | 'store' | 'keyring' | 'previousSecret'> {
  readonly kept: readonly Kept[]
}

/** A round that is not begun yet; what may have to be taken up is kept as a run. */
export async function beginRound(
  { kept, options, ...around }: Beginning,
  { clock, random }: CommandContext,
): Promise<Round> {
  const isRun = kept.length > 1 || options.retry !== null
  const at = clock.now()
  const run: Run = {
    id: isRun ? newRunId(random, at) : '',
    at,
    options,
    items: kept.map(({ id }) => ({ original: id, delivery: null, done: false })),
  }
  if (isRun) await around.store.keepRun(run)
  const items = kept.map((original, place) => ({ original, place, sent: undefined, done: false }))
  return roundOf(run, { ...around, items, isRun })
}

interface Parts extends Pick<Round, 'store' | 'keyring' | 'previousSecret' | 'items'> {
  readonly isRun: boolean
}

/** A run as what is sent, `isRun` unless nothing of it is kept. */
export const roundOf = ({ id, at, options }: Run, { isRun, ...parts }: Parts): Round => ({
  ...parts,
  run: isRun ? id : null,
  at,
  options,
  to: new URL(options.to),
  noted: async ({ place }, progress) => {
    if (isRun) await parts.store.keepRunItem(id, place, progress)
  },
})
