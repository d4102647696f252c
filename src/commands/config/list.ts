import { defineCommand } from '../../command-line/command.ts'
import { table } from '../../output/table.ts'

export const list = defineCommand({
  about: 'Those of hooks.config.json go before your own. Flags and the environment go before both.',
  args: {},
  flags: { reveal: { kind: 'switch', does: 'print secrets as they are' } },
  examples: [{ line: 'hooks config list', does: 'every setting and where it is from' }],
  builtInOnly: true,
  async run({ flags }, { settings }) {
    const all = settings.all(flags.reveal)
    const rows = all.filter(({ name }, at) => all.findIndex((each) => each.name === name) === at)
    const columns = [
      { title: 'setting', cell: (row: (typeof rows)[number]) => row.name },
      { title: 'value', cell: (row: (typeof rows)[number]) => row.value, shrink: 20 },
      { title: 'from', cell: (row: (typeof rows)[number]) => row.from, priority: 1 },
    ]
    const value = rows.map(({ name, value, from }) => ({ name, value, from }))
    return { value, view: (style) => table({ columns, rows }, style) }
  },
})
