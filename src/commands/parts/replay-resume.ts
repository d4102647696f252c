import type { CommandContext } from '../../command-line/command.ts'
import { flagName } from '../../command-line/flag-name.ts'
import type { Run } from '../../delivery/run.ts'
import type { Kept, Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'
import { redactUrl } from '../../http/redact.ts'
import { escapeLine } from '../../output/escape.ts'
import type { Round, RoundItem } from './replay-round.ts'
import { roundOf } from './replay-round.ts'
import { signingSecrets } from './secret-check.ts'

/** The flags that may stand beside `--resume`: secrets are never kept. */
const besideResume = new Set(['resume', 'to', 'secret', 'secretFile', 'oldSecret'])

/**
 * A round that was broken off: the newest one, or the one with this id.
 *
 * @throws HooksError `usage` for a flag that the round has by itself, `unknown-id`, `ambiguous-id`, `no-secret` where it was
 *   signed with a secret that is not given again
 */
export async function takeUpRound(
  { ids, flags, ...around }: Resuming,
  context: CommandContext,
): Promise<Round> {
  const own = Object.entries(flags).find(([key, value]) => isGiven(value) && !besideResume.has(key))
  if (own) {
    const name = flagName(own[0])
    throw new HooksError(
      'usage',
      `${name} and --resume cannot go together: a replay goes on as it began.`,
      `Leave ${name} out.`,
    )
  }
  const run = findRun(ids, around.store)
  const { options } = run
  for (const name of options.signed) {
    signingSecrets(around.keyring, context.catalog.profile(name), {
      context,
      oldSecret: around.previousSecret,
    })
  }
  if (options.rotating && around.previousSecret === undefined) {
    throw new HooksError(
      'no-secret',
      `${run.id} signs with an old secret as well, and secrets are not kept.`,
      'Give --old-secret.',
    )
  }
  const round = roundOf(run, { ...around, items: itemsOf(run, around.store), isRun: true })
  tellOtherTarget(round, flags.to, context)
  await forgetLost(run, round, context)
  return round
}

/** A `--to` may be there by the settings, so another one is no error; but nobody is to think that it counts. */
function tellOtherTarget({ run, to: own }: Round, asked: unknown, context: CommandContext): void {
  if (!(asked instanceof URL) || asked.href === own.href) return
  const [begun, other] = [own, asked].map(({ href }) => escapeLine(redactUrl(href)))
  context.talk((style) => style.look(`${run} goes on to ${begun}, where it began, and not to ${other}.`))
}

interface Resuming extends Pick<Round, 'store' | 'keyring' | 'previousSecret'> {
  readonly ids: readonly string[]
  readonly flags: Readonly<Record<string, unknown>>
}

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false

function findRun(ids: readonly string[], store: Store): Run {
  const [id] = ids
  if (ids.length > 1) throw new HooksError('usage', '--resume takes up one replay.', 'Give the id of one.')
  const found = store.runs(id)
  const [run, ...others] = found
  if (run === undefined && id === undefined)
    throw new HooksError('unknown-id', 'No replay was broken off: there is nothing to take up.')
  if (run === undefined) {
    throw new HooksError(
      'unknown-id',
      `No replay has the id '${id}'.`,
      'Without an id, --resume takes up the newest one.',
    )
  }
  if (id !== undefined && others.length > 0) {
    const some = found.map((each) => each.id).slice(0, 4)
    throw new HooksError(
      'ambiguous-id',
      `'${id}' fits ${found.length} replays: ${some.join(', ')}.`,
      'Give more of it.',
    )
  }
  if (run.items.every(({ done }) => done)) {
    throw new HooksError(
      'unknown-id',
      `${run.id} has come to its end: there is nothing to take up.`,
      'To send it all once more, replay it anew.',
    )
  }
  return run
}

const keptOf = (store: Store, id: string | null): Kept | undefined =>
  id === null ? undefined : store.find(id).find((each) => each.id === id)

const itemsOf = ({ items }: Run, store: Store): RoundItem[] =>
  items.flatMap(({ original, delivery, done }, place) => {
    const kept = keptOf(store, original)
    return kept ? [{ place, original: kept, sent: keptOf(store, delivery), done }] : []
  })

/** What was removed from the store meanwhile cannot be sent. */
async function forgetLost({ id, items }: Run, round: Round, context: CommandContext): Promise<void> {
  const there = new Set(round.items.map(({ place }) => place))
  const lost = items.flatMap((item, place) => (there.has(place) || item.done ? [] : [{ ...item, place }]))
  if (lost.length === 0) return
  await Promise.all(
    lost.map(({ place, delivery }) => round.store.keepRunItem(id, place, { delivery, done: true })),
  )
  context.talk((style) =>
    style.look(`${lost.length} of ${items.length} are not kept any more, and are left out.`),
  )
}
