import { defineCommand } from '../../command-line/command.ts'
import { exitCodes } from '../../errors.ts'
import { problemsView, soundView } from '../../output/provider-file.ts'
import { checkFile } from '../parts/provider-file.ts'

export const validate = defineCommand({
  about:
    'Tells all mistakes at once, each with its line and its remedy, and tries the vectors of the file: what is signed must be what they say, and be accepted again.',
  args: {
    file: { name: 'FILE', kind: 'file', does: 'a provider file; - reads standard input', required: true },
  },
  flags: {},
  examples: [{ line: 'hooks providers validate acme.json', does: 'exit 1 where it cannot be used' }],
  builtInOnly: true,
  async run({ args: { file } }, context) {
    const { reading } = await checkFile(file, context)
    if (!reading.ok) {
      const { problems } = reading
      return {
        exit: exitCodes.no,
        value: { ok: false, problems },
        view: (style) => problemsView(file, problems, style),
      }
    }
    const { profile, fixtures, vectors } = reading
    const summary = { name: profile.name, events: fixtures.length, vectors: vectors.length }
    return { value: { ok: true, ...summary }, view: (style) => soundView(file, summary, style) }
  },
})
