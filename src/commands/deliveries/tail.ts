import { deliveryTable } from '../../output/deliveries.ts'
import { defineCommand } from '../command.ts'
import { filterFlags, queryOf } from '../kept.ts'
import { keptValue } from './kept-value.ts'

/** How often the store is looked at, in milliseconds. */
const interval = 250

export const tail = defineCommand({
  args: {},
  flags: {
    ...filterFlags,
    limit: { kind: 'count', value: 'N', does: 'begin with the newest N', default: '10' },
  },
  examples: [{ line: 'hooks deliveries tail', does: 'until Ctrl-C' }],
  live: true,
  async run({ flags }, context) {
    const store = await context.store()
    let kept = store.list(queryOf(flags, context))
    let last = 0
    for (;;) {
      for (const each of kept) {
        context.report({ kind: 'kept', ...keptValue(each) }, (style) =>
          deliveryTable([each], { ...style, terminal: false }),
        )
        last = each.place
      }
      await context.clock.sleep(interval, context.interrupted)
      if (context.interrupted.aborted) return {}
      kept = store.list({
        ...queryOf({ ...flags, limit: undefined, since: undefined }, context),
        after: last,
      })
    }
  },
})
