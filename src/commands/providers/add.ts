import { defineCommand } from '../../command-line/command.ts'
import { unusable } from '../../command-line/provider-files.ts'
import { doneView } from '../../output/provider-file.ts'
import { checkFile } from '../parts/provider-file.ts'
import { variableOf } from '../parts/secrets.ts'

export const add = defineCommand({
  about:
    'Installs a provider file for you: from then on its name will do. Adding it again takes over what has changed.',
  args: {
    file: { name: 'FILE', kind: 'file', does: 'a provider file; - reads standard input', required: true },
  },
  flags: {},
  examples: [
    { line: 'hooks providers add acme.json', does: 'then: hooks trigger order.paid --provider acme' },
  ],
  builtInOnly: true,
  async run({ args: { file } }, context) {
    const { bytes, reading } = await checkFile(file, context)
    if (!reading.ok) throw unusable(file, reading.problems)
    const { userProviders, files } = context
    const { name } = reading.profile
    const path = userProviders.path(name)
    const replaced = userProviders.names().includes(name)
    await files.write(path, bytes)
    const [type = 'TYPE'] = reading.fixtures.map((fixture) => fixture.type)
    const next = [
      `Its secret: ${variableOf(name, 'SECRET')}, or hooks config set secrets.${name} -`,
      `An event: hooks trigger ${type} --provider ${name} --to URL`,
    ]
    const done = `${name} is ${replaced ? 'replaced' : 'installed'}: ${path}`
    return { value: { name, path, replaced }, view: (style) => doneView(done, next, style) }
  },
})
