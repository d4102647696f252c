import type { CommandContext } from '../../command-line/command.ts'
import type { Kept, Query, Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'

/** The flags that say which kept deliveries are meant. */
export const filterFlags = {
  type: { kind: 'text', value: 'GLOB', does: "only these types: 'job.*'" },
  provider: { kind: 'provider', value: 'NAME', does: 'only of this provider' },
  direction: { kind: 'choice', choices: ['in', 'out'], does: 'only what was received, or sent' },
  verdict: {
    kind: 'choice',
    choices: ['ok', 'failed'],
    does: 'only verified and accepted ones, or the others',
  },
  since: { kind: 'duration', value: 'D', does: 'only of the last 10m, 2h, 3d' },
} as const

interface Filters extends Omit<Query, 'since' | 'before' | 'after'> {
  readonly since?: number | undefined
}

/** The query that the filter flags ask for; `since` counts back from now. Throws HooksError `unknown-provider`. */
export const queryOf = ({ since, ...rest }: Filters, { clock, catalog }: CommandContext): Query => ({
  type: rest.type,
  provider: rest.provider && catalog.profile(rest.provider).name,
  direction: rest.direction,
  verdict: rest.verdict,
  limit: rest.limit,
  since: since === undefined ? undefined : clock.now() - since,
})

/**
 * The one delivery that an id (a delivery's or an event's, or a prefix of one) means. Of several deliveries of one event it
 * is the first: the others repeat it.
 *
 * @param direction which are meant, where there are such: what was received, or sent
 * @throws HooksError `unknown-id`, or `ambiguous-id` where a prefix fits several events
 */
export function findKept(store: Store, id: string, direction?: Kept['direction']): Kept {
  const all = store.find(id)
  const meant = all.filter((each) => each.direction === direction)
  const found = meant.length > 0 ? meant : all
  const events = [...new Set(found.map(({ id, eventId }) => eventId ?? id))]
  const original = found.findLast(({ replayOf, duplicateOf }) => replayOf === null && duplicateOf === null)
  const first = original ?? found.at(-1)
  if (!first) {
    throw new HooksError(
      'unknown-id',
      `No kept delivery has the id '${id}'.`,
      'What is kept: hooks deliveries list',
    )
  }
  if (events.length === 1) return first
  throw new HooksError(
    'ambiguous-id',
    `'${id}' fits ${events.length} events: ${events.slice(0, 4).join(', ')}${events.length > 4 ? ', …' : ''}.`,
    'Give more of it.',
  )
}
