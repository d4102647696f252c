import { defineCommand } from '../../command-line/command.ts'

export const prune = defineCommand({
  args: {},
  flags: {
    olderThan: { kind: 'duration', value: 'D', does: 'what was kept longer ago: 30d', required: true },
  },
  examples: [{ line: 'hooks deliveries prune --older-than 30d', does: 'forget what is older than a month' }],
  async run({ flags }, context) {
    const store = await context.store()
    const pruned = store.prune(context.clock.now() - flags.olderThan)
    return { value: { pruned }, view: () => `${pruned} forgotten` }
  },
})
