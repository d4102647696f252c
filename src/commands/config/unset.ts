import { defineCommand } from '../../command-line/command.ts'
import { changedSetting } from '../../command-line/settings-document.ts'

export const unset = defineCommand({
  args: {
    name: {
      name: 'NAME',
      kind: 'text',
      does: 'a setting, such as provider or secrets.example',
      required: true,
    },
  },
  flags: {},
  examples: [{ line: 'hooks config unset to', does: 'forget it' }],
  builtInOnly: true,
  async run({ args: { name } }, { userSettings }) {
    const { key, value } = changedSetting(await userSettings.all(), name, undefined)
    await (value === undefined ? userSettings.unset(key) : userSettings.set(key, value))
    return {}
  },
})
