import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import { HooksError } from '../../errors.ts'
import { doneView } from '../../output/provider-file.ts'
import { didYouMean } from '../../provider/nearest.ts'

export const remove = defineCommand({
  about: 'Removes a provider that hooks providers add has installed. Kept deliveries of it stay.',
  args: { name: { name: 'NAME', kind: 'provider', does: 'a provider of your own', required: true } },
  flags: {},
  examples: [{ line: 'hooks providers remove acme', does: 'forgets it' }],
  builtInOnly: true,
  async run({ args: { name } }, context) {
    const { userProviders, files } = context
    // Only what is installed becomes a path.
    if (!userProviders.names().includes(name)) throw notInstalled(name, context)
    const path = userProviders.path(name)
    await files.remove(path)
    return { value: { name, path }, view: (style) => doneView(`${name} is removed: ${path}`, [], style) }
  },
})

function notInstalled(name: string, { catalog, userProviders }: CommandContext): HooksError {
  if (catalog.names.includes(name)) {
    return new HooksError('unknown-provider', `${name} is built in, and cannot be removed.`)
  }
  const installed = userProviders.names()
  const hint = installed.length === 0 ? 'None is installed.' : `Installed: ${installed.join(', ')}`
  return new HooksError(
    'unknown-provider',
    `No provider '${name}' is installed.`,
    `${didYouMean(name, installed)}${hint}`,
  )
}
