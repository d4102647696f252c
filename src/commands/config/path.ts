import { defineCommand } from '../../command-line/command.ts'

export const path = defineCommand({
  args: {},
  flags: {},
  examples: [{ line: 'hooks config path', does: 'the file' }],
  builtInOnly: true,
  async run(_, { userSettings }) {
    return { value: { path: userSettings.path }, view: () => userSettings.path }
  },
})
