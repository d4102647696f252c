import type { CommandContext } from '../../command-line/command.ts'
import type { Kept, Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'
import type { Random } from '../../provider/generator.ts'
import { filterFlags, findKept, queryOf } from './kept.ts'

/** The flags that say which kept deliveries are sent again, and in which order. */
export const selectionFlags = {
  last: { kind: 'count', value: 'N', does: 'the newest N' },
  type: filterFlags.type,
  provider: filterFlags.provider,
  since: filterFlags.since,
  failed: { kind: 'switch', does: 'only what was refused, late or not verified' },
  order: {
    kind: 'choice',
    choices: ['received', 'reverse', 'shuffle'],
    does: 'as they were received, the other way round, or in a random order',
  },
  seed: {
    kind: 'text',
    value: 'SEED',
    does: 'the same seed gives the same random order, and the same jitter',
  },
} as const

interface Selection {
  readonly ids: readonly string[]
  readonly last: number | undefined
  readonly type: string | undefined
  readonly provider: string | undefined
  readonly since: number | undefined
  readonly failed: boolean
  readonly order: 'received' | 'reverse' | 'shuffle' | undefined
  readonly seed: string | undefined
}

/**
 * The deliveries that are meant: ids as they are given, a bulk as it was received, unless the order is said. Of a bulk, only
 * originals: what a replay sent is no event of its own.
 */
export function select(selection: Selection, store: Store, context: CommandContext): Kept[] {
  const found = find(selection, store, context)
  switch (selection.order) {
    case undefined:
      return found
    case 'received':
      return found.toSorted((a, b) => a.place - b.place)
    case 'reverse':
      return found.toSorted((a, b) => b.place - a.place)
    case 'shuffle':
      return shuffled(found, context.seeded(seedOf(selection, context)))
  }
}

function find(selection: Selection, store: Store, context: CommandContext): Kept[] {
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
  const found = store.list({ ...query, originals: true, withoutAnswers: true })
  if (found.length > 0) return found
  throw new HooksError('unknown-id', 'Nothing that is kept fits.', 'What is kept: hooks deliveries list')
}

/** The seed that was given, or a new one, which is told: so the same order can be had again. */
function seedOf({ seed }: Selection, { random, talk }: CommandContext): string {
  if (seed !== undefined) return seed
  const drawn = Buffer.from(random.bytes(4)).toString('hex')
  talk(() => `The order is random; --seed ${drawn} gives it again.`)
  return drawn
}

/** Every order is as likely as any other. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: Buffer.from(random.bytes(16)).toString('hex') }))
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item)
}
