import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import type { Asked } from '../../endpoint/api/api.ts'
import { exitCodes, HooksError } from '../../errors.ts'
import { endpointPage } from '../../output/endpoint.ts'
import { changeEndpoint } from '../parts/endpoint-change.ts'
import { moveSecret } from '../parts/endpoint-secrets.ts'
import { keepTold } from '../parts/endpoint-told.ts'
import { endpointValue } from '../parts/endpoint-value.ts'
import {
  checkTypes,
  chosenSecretFlags,
  dataFlag,
  readChosenSecret,
  readData,
  refuseTwoInputs,
  secretIn,
} from '../parts/endpoint-wish.ts'
import { endpointArgument, knownSecret, viewOf } from '../parts/endpoints.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const update = defineCommand({
  about: 'Only what is given changes; the events that are given take the place of all that it had.',
  args: { id: endpointArgument },
  flags: {
    ...apiFlags,
    url: { kind: 'url', value: 'URL', does: 'where events are to be delivered' },
    event: {
      kind: 'text',
      value: 'TYPE',
      many: true,
      does: 'a type of event that it is to get; may be given often',
    },
    description: { kind: 'text', value: 'TEXT', does: 'what it is for, where the API takes that' },
    enable: { kind: 'switch', does: 'deliver to it, again' },
    disable: { kind: 'switch', does: 'deliver nothing to it' },
    ...chosenSecretFlags,
    ...dataFlag,
    force: { kind: 'switch', does: 'ask for types that the provider does not document' },
    reveal: { kind: 'switch', does: 'show the secret, where it is known' },
  },
  examples: [
    { line: 'hooks endpoints update 3c90c3cc --provider acme --enable', does: 'after it was disabled' },
    {
      line: 'hooks endpoints update 3c90c3cc --provider acme --event order.paid --event order.refunded',
      does: 'other events',
    },
  ],
  async run({ args, flags }, context) {
    refuseTwoInputs([flags.apiKey, flags.data, flags.secret])
    const management = await openManagement(flags, context, 'update')
    const { api, profile } = management
    if (!flags.force) checkTypes(flags.event, profile, context)
    const asked = await askedOf(flags, context)
    const endpoint = await changeEndpoint(management, args.id, asked)
    const owner = { provider: profile.name, endpoint: endpoint.id, url: endpoint.url }
    const secret = asked.secret ?? secretIn(api, 'update', asked.data)
    const { reveal } = flags
    const kept = secret === undefined ? undefined : await keepTold(owner, secret, { reveal, context })
    if (!kept) await moveSecret(owner, context)
    const known = kept?.facts ?? knownSecret(endpoint, management, context)
    const view = viewOf(endpoint, management, {
      now: context.clock.now(),
      secret: known && { reveal, ...known },
    })
    return {
      exit: kept?.exit ?? exitCodes.ok,
      value: endpointValue(view, profile.name),
      view: (style) => endpointPage(view, style),
    }
  },
})

interface Flags {
  readonly url: URL | undefined
  readonly event: readonly string[]
  readonly description: string | undefined
  readonly enable: boolean
  readonly disable: boolean
  readonly secret: string | undefined
  readonly secretFile: string | undefined
  readonly data: string | undefined
}

async function askedOf(flags: Flags, context: CommandContext): Promise<Asked> {
  if (flags.enable && flags.disable) {
    throw new HooksError('usage', '--enable and --disable cannot go together.', 'Give one of them.')
  }
  const asked = {
    url: flags.url?.href,
    events: flags.event.length > 0 ? flags.event : undefined,
    description: flags.description,
    enabled: flags.enable ? true : flags.disable ? false : undefined,
    secret: await readChosenSecret(flags, context),
    data: await readData(flags.data, context),
  }
  if (Object.values(asked).some((each) => each !== undefined)) return asked
  throw new HooksError(
    'usage',
    'There is nothing to change.',
    'Give --url, --event, --description, --enable, --disable, --secret or --data.',
  )
}
