import type { CheckedAll, CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { changeablePayload } from '../delivery/replay.ts'
import type { RunOptions } from '../delivery/run.ts'
import type { Kept } from '../delivery/store.ts'
import type { ExitCode } from '../errors.ts'
import { exitCodes, HooksError } from '../errors.ts'
import type { Keyring } from '../provider/keyring.ts'
import { replayOnce } from './parts/replay-once.ts'
import type { Round } from './parts/replay-round.ts'
import { beginRound, signedProviders, signingOf } from './parts/replay-round.ts'
import { select, selectionFlags } from './parts/replay-selection.ts'
import { announce, sumUp } from './parts/replay-talk.ts'
import { retryFlags, retryOptions } from './parts/retry-flags.ts'
import { readKeyring, signingFlags } from './parts/secrets.ts'
import type { Arrived, Wishes } from './parts/sending.ts'
import { checkWishes, sendingFlags } from './parts/sending.ts'

const flags = {
  ...sendingFlags,
  to: { kind: 'url', value: 'URL', does: 'the handler to send to', setting: 'to' },
  ...selectionFlags,
  ...signingFlags,
  asReceived: { kind: 'switch', does: 'byte for byte, even where it could be signed afresh' },
  set: { kind: 'assignment', value: 'PATH=VALUE', many: true, does: 'change a field first' },
  add: { kind: 'switch', does: 'let --set make fields that the payload lacks' },
  edit: { kind: 'switch', does: 'change the payload in your editor first' },
  ...retryFlags,
  resume: {
    kind: 'switch',
    does: 'take up the newest replay that was broken off, or the one whose id is given',
  },
} as const

type Flags = CheckedAll<typeof flags>

export const replay = defineCommand({
  about:
    'Signed afresh where a secret is known (new timestamp, same event id), else byte for byte as it was kept.',
  args: {
    ids: { name: 'ID', kind: 'id', does: 'event ids or delivery ids, or prefixes of such', many: true },
  },
  flags,
  examples: [
    { line: 'hooks replay evt_01JQA7Z4 --to http://localhost:3000/hooks', does: 'one event again' },
    { line: 'hooks replay evt_01JQA7Z4 --to URL --retry', does: "on its provider's retry schedule" },
    { line: 'hooks replay --last 10 --to URL', does: 'the newest ten' },
    { line: "hooks replay --failed --type 'job.*' --since 2h --to URL", does: 'what went wrong' },
    { line: 'hooks replay evt_01JQA7Z4 --to URL --set data.status=cancelled', does: 'with a field changed' },
    { line: 'hooks replay --resume', does: 'what was broken off, from there on' },
  ],
  live: true,
  async run({ args: { ids }, flags }, context) {
    const round = flags.resume ? await takeUp(ids, flags, context) : await begin(ids, flags, context)
    const { expectStatus, expectBody, within } = round.options
    const wishes: Wishes = {
      expectStatus: expectStatus ?? undefined,
      expectBody: expectBody ?? undefined,
      within: within ?? undefined,
    }
    announce(round, flags.resume, context)
    const arrived = await send(round, wishes, context)
    sumUp(round, arrived, context)
    return { exit: worst(arrived.map(({ exit }) => exit)) }
  },
})

async function takeUp(ids: readonly string[], flags: Flags, context: CommandContext): Promise<Round> {
  const { takeUpRound } = await import('./parts/replay-resume.ts')
  const store = await context.store()
  const keyring = await readKeyring(flags, context)
  return takeUpRound({ ids, flags, store, keyring, previousSecret: flags.oldSecret }, context)
}

async function begin(ids: readonly string[], flags: Flags, context: CommandContext): Promise<Round> {
  const retry = retryOptions(flags)
  checkWishes(flags)
  const { to } = flags
  if (to === undefined) {
    throw new HooksError('usage', '--to is missing.', 'Give --to URL, or set it: hooks config set to …')
  }
  const { oldSecret: previousSecret } = flags
  const store = await context.store()
  const keyring = await readKeyring(flags, context)
  const kept = select({ ...flags, ids }, store, context)
  const signed = flags.asReceived
    ? []
    : signedProviders(kept, keyring, { context, oldSecret: previousSecret })
  const asked = { ...optionsOf(flags, to), signed, retry }
  await checkSchedules(kept, asked, context)
  const options = await withChanges(kept, { options: asked, keyring, edit: flags.edit }, context)
  return beginRound({ kept, options, store, keyring, previousSecret }, context)
}

/** What the flags say of a run by themselves. */
const optionsOf = (flags: Flags, to: URL): Omit<RunOptions, 'signed' | 'retry'> => ({
  to: to.href,
  asReceived: flags.asReceived,
  changes: flags.set.map((change) => ({ ...change, add: flags.add })),
  body: null,
  expectStatus: flags.expectStatus ?? null,
  expectBody: flags.expectBody ?? null,
  within: flags.within ?? null,
  rotating: flags.oldSecret !== undefined,
  seed: flags.seed ?? null,
})

/** Refuses a schedule that cannot be read, before anything is sent. */
async function checkSchedules(
  kept: readonly Kept[],
  options: RunOptions,
  context: CommandContext,
): Promise<void> {
  if (options.retry === null) return
  const { groupsOf } = await import('./parts/replay-retry.ts')
  const items = kept.map((original, place) => ({ original, place, sent: undefined, done: false }))
  groupsOf({ items, options }, context)
}

interface Changing {
  readonly options: RunOptions
  readonly keyring: Keyring
  readonly edit: boolean
}

/** Refuses what cannot be changed before anything is sent, and has the user edit what he wants to. */
async function withChanges(
  kept: readonly Kept[],
  { options, keyring, edit }: Changing,
  context: CommandContext,
): Promise<RunOptions> {
  const [first] = kept
  if (options.changes.length === 0 && !edit) return options
  const payloads = kept.map((each) => {
    const { asReceived, changes } = options
    return changeablePayload(each, { ...signingOf(each, { options, keyring }, context), asReceived, changes })
  })
  if (!edit || first === undefined) return options
  if (kept.length > 1) {
    throw new HooksError(
      'usage',
      `--edit changes one payload, and these are ${kept.length}.`,
      'Name one of them.',
    )
  }
  const { editPayload } = await import('./parts/edit-payload.ts')
  const [payload = first.request.body] = payloads
  return { ...options, changes: [], body: await editPayload(payload, context) }
}

async function send(round: Round, wishes: Wishes, context: CommandContext): Promise<Arrived[]> {
  if (round.options.retry === null) return replayOnce(round, wishes, context)
  const { replayOnSchedule } = await import('./parts/replay-retry.ts')
  return replayOnSchedule(round, wishes, context)
}

/** The code that tells most: the world failed, then no, then yes. */
const worst = (codes: readonly ExitCode[]): ExitCode =>
  [exitCodes.interrupted, exitCodes.world, exitCodes.no].find((code) => codes.includes(code)) ?? exitCodes.ok
