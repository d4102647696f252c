import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import { isProviderFile } from '../../command-line/provider-file-name.ts'
import { allSettings, changedSetting } from '../../command-line/settings-document.ts'
import { HooksError } from '../../errors.ts'
import { escapeLine } from '../../output/escape.ts'
import { firstLineOf } from '../parts/secrets.ts'

export const set = defineCommand({
  about: `Settings: ${allSettings}. A flag, the environment and hooks.config.json go before them.`,
  args: {
    name: {
      name: 'NAME',
      kind: 'text',
      does: 'a setting, such as provider or secrets.example',
      required: true,
    },
    value: { name: 'VALUE', kind: 'text', does: 'its value; - reads it from standard input', required: true },
  },
  flags: {},
  examples: [
    { line: 'hooks config set to http://localhost:3000/hooks', does: 'where trigger and replay send to' },
    { line: 'hooks config set secrets.example - < secret.txt', does: "a provider's secret" },
  ],
  async run({ args: { name, value } }, context) {
    const { userSettings } = context
    const text = value === '-' ? firstLineOf(await context.files.read('-'), '-') : value
    checkNamedProvider(name, text, context)
    const changed = changedSetting(await userSettings.all(), name, text)
    await userSettings.set(changed.key, changed.value)
    context.talk((style) => style.dim(escapeLine(`${name} is set in ${userSettings.path}`)))
    return {}
  },
})

/** A provider that is not known would make every command fail later, or its secret never be found. */
function checkNamedProvider(name: string, value: string, { catalog }: CommandContext): void {
  const [, provider] = /^(?:secrets|oldSecrets|apiKeys)\.(.+)$/i.exec(name) ?? []
  if (name === 'provider' && isProviderFile(value)) throw pathOfOneFolder(value)
  if (name === 'provider') catalog.profile(value)
  else if (provider !== undefined) catalog.profile(provider)
}

const pathOfOneFolder = (path: string): HooksError =>
  new HooksError(
    'invalid-value',
    `'${path}' is a provider file; your own settings take the name of a provider.`,
    `Install it (hooks providers add ${path}) and set its name, or name the file in hooks.config.json.`,
  )
