import { defineCommand } from '../../command-line/command.ts'
import { eventTable } from '../../output/providers.ts'
import { eventRows } from '../parts/event-rows.ts'

export const events = defineCommand({
  args: {
    name: { name: 'NAME', kind: 'provider', does: 'a provider or a dialect; all, where none is named' },
  },
  flags: {},
  examples: [
    { line: 'hooks providers events example', does: 'its event types' },
    { line: 'hooks providers events', does: 'those of all providers' },
  ],
  async run({ args }, { catalog }) {
    const names = args.name === undefined ? catalog.names : [catalog.profile(args.name).name]
    const rows = names.flatMap((name) => eventRows(catalog, name))
    return { value: rows, view: (style) => eventTable(rows, style) }
  },
})
