import { defineCommand } from '../../command-line/command.ts'
import { providerTable } from '../../output/providers.ts'

export const list = defineCommand({
  args: {},
  flags: {},
  examples: [{ line: 'hooks providers list', does: 'name, event types, attempts, signature' }],
  async run(_, { catalog }) {
    const rows = catalog.names.map((name) => ({
      profile: catalog.profile(name),
      events: catalog.types(name).length,
    }))
    const value = rows.map(({ profile: { name, title, about }, events }) => ({ name, title, about, events }))
    return { value, view: (style) => providerTable(rows, style) }
  },
})
