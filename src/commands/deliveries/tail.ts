import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import { redactDelivery } from '../../delivery/redact-delivery.ts'
import type { Kept } from '../../delivery/store.ts'
import { deliveryLine } from '../../output/delivery-line.ts'
import { sentView } from '../../output/exchange.ts'
import type { Style } from '../../output/style.ts'
import { filterFlags, queryOf } from '../parts/kept.ts'
import { keptValue } from '../parts/kept-value.ts'

/** How often the store is looked at, in milliseconds. */
const interval = 250

/** How long what is sent may take until it is told without its outcome, in milliseconds. */
const patience = 60_000

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
    const later = queryOf({ ...flags, limit: undefined, since: undefined }, context)
    let last = 0
    let kept = store.list({ ...queryOf(flags, context), withoutAnswers: true })
    while (!context.interrupted.aborted && !context.out.isClosed) {
      for (const each of finished(kept, context)) {
        const shown = redactDelivery(each, context.catalog)
        context.report({ kind: 'kept', ...keptValue(shown) }, (style) => keptLine(each, style))
        last = each.place
      }
      await context.clock.sleep(interval, context.interrupted)
      kept = store.list({ ...later, after: last, withoutAnswers: true })
    }
    return {}
  },
})

/** Those before the first that is still on its way: the order stays that of keeping. */
function finished(kept: readonly Kept[], { clock }: CommandContext): readonly Kept[] {
  const now = clock.now()
  const open = kept.findIndex(
    ({ direction, attempts, at }) => direction === 'out' && attempts.length === 0 && now - at < patience,
  )
  return open < 0 ? kept : kept.slice(0, open)
}

function keptLine(kept: Kept, style: Style): string {
  const last = kept.attempts.at(-1)
  if (kept.direction === 'in' || !last) {
    return deliveryLine(
      { ...kept, bytes: kept.request.body.length, durationMs: last?.durationMs ?? 0 },
      style,
    )
  }
  const unreachable = last.unreachable && { ...last.unreachable, addresses: [] }
  return sentView(
    { ...kept, ...last, to: last.to, status: last.response?.status ?? null, response: null, unreachable },
    style,
  )
}
