import { defineCommand } from '../../command-line/command.ts'
import { providerPage } from '../../output/providers.ts'
import { eventRows } from '../parts/event-rows.ts'

export const show = defineCommand({
  args: { name: { name: 'NAME', kind: 'provider', does: 'a provider or a dialect', required: true } },
  flags: {},
  examples: [{ line: 'hooks providers show example', does: 'all that is known, and where it is from' }],
  async run({ args }, { catalog }) {
    const profile = catalog.profile(args.name)
    const events = eventRows(catalog, profile.name)
    return { value: { ...profile, events }, view: (style) => providerPage(profile, events, style) }
  },
})
