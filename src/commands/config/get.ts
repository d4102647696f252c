import { defineCommand } from '../../command-line/command.ts'
import { isSecretSetting, settingIn } from '../../command-line/settings-table.ts'
import { HooksError } from '../../errors.ts'
import { mask } from '../../http/redact.ts'
import { escapeLine } from '../../output/escape.ts'

export const get = defineCommand({
  args: { name: { name: 'NAME', kind: 'text', does: 'a setting: hooks config list', required: true } },
  flags: { reveal: { kind: 'switch', does: 'print a secret as it is' } },
  examples: [{ line: 'hooks config get provider', does: 'one value' }],
  builtInOnly: true,
  async run({ args: { name }, flags }, { userSettings }) {
    const found = settingIn(await userSettings.all(), name)
    if (found === undefined || typeof found === 'object') {
      const { requireSetting } = await import('../../command-line/settings-document.ts')
      requireSetting(name)
      throw new HooksError('unknown-path', `'${name}' is not set.`, `Set it: hooks config set ${name} VALUE`)
    }
    const value = isSecretSetting(name) && !flags.reveal ? mask(String(found)) : String(found)
    return { value: { name, value }, view: () => escapeLine(value) }
  },
})
