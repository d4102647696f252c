import { defineCommand } from '../../command-line/command.ts'
import { writeTypescript } from '../../output/typescript.ts'
import { payloadShapes } from '../../provider/payload-types.ts'
import { resolveType } from '../../provider/resolve-type.ts'

export const types = defineCommand({
  about: 'Made from the samples: what no sample shows is not in the types.',
  args: {
    name: { name: 'NAME', kind: 'provider', does: 'a provider or a dialect', required: true },
    type: { name: 'TYPE', kind: 'eventType', does: 'only this event type' },
  },
  flags: {},
  examples: [
    { line: 'hooks providers types example > events.ts', does: 'all of its events, and their union' },
    { line: 'hooks providers types example user.created', does: 'one event' },
  ],
  async run({ args: { name, type } }, { catalog }) {
    const profile = catalog.profile(name)
    if (type !== undefined) resolveType(catalog, type, name)
    const fixtures = catalog.types(profile.name).flatMap((each) => catalog.fixture(profile.name, each) ?? [])
    const { text, events } = writeTypescript(profile, payloadShapes(profile, fixtures), type)
    return { value: { provider: profile.name, events, typescript: text }, view: () => text }
  },
})
