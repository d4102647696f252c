import { defineCommand } from '../../command-line/command.ts'
import { statsView } from '../../output/deliveries.ts'
import { isoTime } from '../../output/times.ts'

export const stats = defineCommand({
  args: {},
  flags: {},
  examples: [{ line: 'hooks deliveries stats', does: 'counts and sizes' }],
  async run(_, context) {
    const store = await context.store()
    const found = store.stats()
    const { oldest, newest } = found
    const value = {
      ...found,
      oldest: oldest === null ? null : isoTime(oldest),
      newest: newest === null ? null : isoTime(newest),
      path: store.path,
    }
    return { value, view: (style) => statsView(found, style) }
  },
})
