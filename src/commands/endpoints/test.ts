import { defineCommand } from '../../command-line/command.ts'
import { exitCodes, HooksError } from '../../errors.ts'
import { testedView } from '../../output/endpoint-done.ts'
import { withoutSecrets } from '../parts/endpoint-value.ts'
import { dataFlag, readData, refuseTwoInputs } from '../parts/endpoint-wish.ts'
import { endpointArgument, withEndpoint } from '../parts/endpoints.ts'
import type { Management } from '../parts/management.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const testCommand = defineCommand({
  about: 'Has the provider send a test event to the endpoint. 1 where the endpoint did not take it.',
  args: { id: endpointArgument },
  flags: {
    ...apiFlags,
    type: {
      kind: 'eventType',
      value: 'TYPE',
      does: 'the type of the event, where the API lets you choose it',
    },
    ...dataFlag,
  },
  examples: [
    { line: 'hooks endpoints test 3c90c3cc --provider acme', does: 'a test event' },
    { line: 'hooks endpoints test wh_abc123 --provider example --type user.created', does: 'of one type' },
  ],
  async run({ args, flags }, context) {
    refuseTwoInputs([flags.apiKey, flags.data])
    const management = await openManagement(flags, context, 'test')
    const data = await readData(flags.data, context)
    const { type } = flags
    if (type === undefined && data === undefined) checkTypeNeeded(management, context.catalog.types)
    const { tested, id } = await withEndpoint(management, args.id, async (id) => ({
      id,
      tested: await management.client.test({ id, type, data }),
    }))
    const { raw, delivered, signatureHeaders: _, ...rest } = tested
    return {
      exit: delivered === false ? exitCodes.no : exitCodes.ok,
      value: { ...rest, provider: management.profile.name, id, delivered, raw: withoutSecrets(raw) },
      view: (style) => testedView({ ...tested, id }, style),
    }
  },
})

function checkTypeNeeded({ api, profile }: Management, typesOf: (name: string) => readonly string[]): void {
  if (!api.section.routes.test?.required?.includes('type')) return
  throw new HooksError(
    'usage',
    `The API of ${api.title} wants to know which type of event to send.`,
    `Give --type: ${typesOf(profile.name).slice(0, 3).join(', ')}, … All of them: hooks providers events ${profile.name}`,
  )
}
