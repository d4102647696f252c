import { defineCommand } from '../../command-line/command.ts'
import { redactDelivery } from '../../delivery/redact-delivery.ts'
import { deliveryTable } from '../../output/deliveries.ts'
import { filterFlags, queryOf } from '../parts/kept.ts'
import { keptValue } from '../parts/kept-value.ts'

export const list = defineCommand({
  args: {},
  flags: {
    ...filterFlags,
    limit: { kind: 'count', value: 'N', does: 'the newest N', default: '20' },
  },
  examples: [
    { line: "hooks deliveries list --type 'job.*'", does: 'the newest of some types' },
    { line: 'hooks deliveries list --verdict failed --since 2h', does: 'what went wrong' },
  ],
  async run({ flags }, context) {
    const kept = (await context.store()).list({ ...queryOf(flags, context), withoutAnswers: true })
    if (kept.length === 0)
      context.talk(() => 'Nothing is kept that fits. hooks listen and hooks trigger keep deliveries.')
    const shown = kept.map((each) => keptValue(redactDelivery(each, context.catalog)))
    return { value: shown, view: (style) => deliveryTable(kept, style) }
  },
})
