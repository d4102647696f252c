import type { CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { deliverOnce } from '../delivery/deliver.ts'
import { newOutgoing } from '../delivery/new-delivery.ts'
import { replayRequest } from '../delivery/replay.ts'
import type { Kept, Store } from '../delivery/store.ts'
import type { ExitCode } from '../errors.ts'
import { exitCodes, HooksError } from '../errors.ts'
import { escapeLine } from '../output/escape.ts'
import type { Change } from '../provider/event.ts'
import type { Keyring } from '../provider/keyring.ts'
import { filterFlags, findKept, queryOf } from './parts/kept.ts'
import { signingSecrets } from './parts/secret-check.ts'
import { readKeyring, secretFlags } from './parts/secrets.ts'
import type { Exchange, Wishes } from './parts/sending.ts'
import { checkWishes, exitOf, sendingFlags, sentText, sentValue } from './parts/sending.ts'

export const replay = defineCommand({
  about:
    'Signed afresh where a secret is known (new timestamp, same event id), else byte for byte as it was kept.',
  args: {
    ids: { name: 'ID', kind: 'id', does: 'event ids or delivery ids, or prefixes of such', many: true },
  },
  flags: {
    ...sendingFlags,
    last: { kind: 'count', value: 'N', does: 'the newest N' },
    type: filterFlags.type,
    provider: filterFlags.provider,
    since: filterFlags.since,
    failed: { kind: 'switch', does: 'only what was refused, late or not verified' },
    ...secretFlags,
    asReceived: { kind: 'switch', does: 'byte for byte, even where it could be signed afresh' },
    set: { kind: 'assignment', value: 'PATH=VALUE', many: true, does: 'change a field first' },
    add: { kind: 'switch', does: 'let --set make fields that the payload lacks' },
  },
  examples: [
    { line: 'hooks replay evt_01JQA7Z4 --to http://localhost:3000/hooks', does: 'one event again' },
    { line: 'hooks replay --last 10 --to URL', does: 'the newest ten' },
    { line: "hooks replay --failed --type 'job.*' --since 2h --to URL", does: 'what went wrong' },
    { line: 'hooks replay evt_01JQA7Z4 --to URL --set data.status=cancelled', does: 'with a field changed' },
  ],
  live: true,
  async run({ args, flags }, context) {
    checkWishes(flags)
    const store = await context.store()
    const kept = select(store, { ...flags, ids: args.ids }, context)
    const keyring = await readKeyring(flags, context)
    if (!flags.asReceived) checkSigning(kept, keyring, context)
    const changes = flags.set.map((change) => ({ ...change, add: flags.add }))
    const codes: ExitCode[] = []
    for (const original of kept) {
      if (context.interrupted.aborted) break
      codes.push(await replayOne(original, { ...flags, keyring, changes, store }, context))
    }
    const left = kept.length - codes.length
    if (left > 0) context.talk(() => `Interrupted: ${left} of ${kept.length} were not sent.`)
    return { exit: left > 0 ? exitCodes.interrupted : worst(codes) }
  },
})

interface Selection {
  readonly ids: readonly string[]
  readonly last: number | undefined
  readonly type: string | undefined
  readonly provider: string | undefined
  readonly since: number | undefined
  readonly failed: boolean
}

/** The deliveries that are meant, the oldest first; of a bulk, only originals: what a replay sent is no event of its own. */
function select(store: Store, selection: Selection, context: CommandContext): Kept[] {
  const { ids, last, type, provider, since, failed } = selection
  const bulk =
    last !== undefined || type !== undefined || provider !== undefined || since !== undefined || failed
  if (ids.length > 0 && bulk) {
    throw new HooksError(
      'usage',
      'Ids and filters cannot go together.',
      'Give ids, or --last, --type, --provider, --since and --failed.',
    )
  }
  if (ids.length > 0) return ids.map((id) => findKept(store, id))
  if (!bulk)
    throw new HooksError(
      'usage',
      'There is nothing to replay: no id was given.',
      'Give an id, or --last N. What is kept: hooks deliveries list',
    )
  const query = queryOf(
    { type, provider, since, verdict: failed ? 'failed' : undefined, limit: last },
    context,
  )
  const found = store.list({ ...query, originals: true })
  if (found.length > 0) return found
  throw new HooksError('unknown-id', 'Nothing that is kept fits.', 'What is kept: hooks deliveries list')
}

/** Refuses a secret that can be no key before the first is sent. */
function checkSigning(kept: readonly Kept[], keyring: Keyring, context: CommandContext): void {
  for (const name of new Set(kept.map(({ provider }) => provider))) {
    const profile = context.catalog.known(name)
    if (profile && keyring.signingSecret(profile.name) !== undefined)
      signingSecrets(keyring, profile, { context })
  }
}

interface Replay extends Wishes {
  readonly to: URL
  readonly asReceived: boolean
  readonly keyring: Keyring
  readonly changes: readonly Change[]
  readonly store: Store
}

async function replayOne(original: Kept, replay: Replay, context: CommandContext): Promise<ExitCode> {
  const { store, keyring } = replay
  const { clock, random, catalog } = context
  const profile = catalog.known(original.provider)
  const secret = profile ? keyring.signingSecret(profile.name) : undefined
  const at = clock.now()
  const { request, to, signedAfresh } = replayRequest(original, { ...replay, profile, secret, at, random })
  const delivery = newOutgoing({ ...original, random, at, request, to, replayOf: original.id })
  const one = { delivery, profile, to, request, number: 1, timeoutMs: replay.within }
  const carrier = { ...context, store, signal: context.interrupted }
  const tried = await context.waiting(`waiting for ${to.host}`, deliverOnce(one, carrier))
  const exchange = { delivery, profile, tried, wishes: replay }
  tell(exchange, signedAfresh ? undefined : asKeptNote(original, replay.asReceived), context)
  return exitOf(exchange)
}

/** Tells of the attempt, then of the whole. */
function tell(exchange: Exchange, note: string | undefined, context: CommandContext): void {
  const { id, eventId, outcome, status, durationMs } = sentValue(exchange)
  const attempt = {
    delivery: id,
    replayOf: exchange.delivery.replayOf,
    eventId,
    attempt: 1,
    of: 1,
    at: 0,
    outcome,
    status,
    durationMs,
  }
  const signedAfresh = note === undefined
  context.report({ kind: 'attempt', ...attempt, signedAfresh }, sentText(exchange, note))
  const delivered = outcome === 'accepted'
  context.report({
    kind: 'replayed',
    delivery: exchange.delivery.replayOf,
    eventId,
    delivered,
    attempts: 1,
    elapsedMs: durationMs,
  })
}

const asKeptNote = ({ provider }: Kept, wanted: boolean): string =>
  wanted
    ? 'Sent byte for byte, with the old signature.'
    : `No secret is known for ${escapeLine(provider ?? 'its provider')}: sent byte for byte, with the old signature.`

/** The code that tells most: the world failed, then no, then yes. */
const worst = (codes: readonly ExitCode[]): ExitCode =>
  [exitCodes.interrupted, exitCodes.world, exitCodes.no].find((code) => codes.includes(code)) ?? exitCodes.ok
