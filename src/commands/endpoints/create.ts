import type { CommandContext, Result } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import type { Asked } from '../../endpoint/api/api.ts'
import { exitCodes } from '../../errors.ts'
import { endpointPage } from '../../output/endpoint.ts'
import { familyName } from '../../provider/catalog.ts'
import { secretOf } from '../parts/endpoint-secrets.ts'
import { keepTold } from '../parts/endpoint-told.ts'
import { endpointValue } from '../parts/endpoint-value.ts'
import {
  checkTypes,
  chosenSecretFlags,
  dataFlag,
  newSecret,
  readChosenSecret,
  readData,
  refuseTwoInputs,
  secretIn,
} from '../parts/endpoint-wish.ts'
import { viewOf } from '../parts/endpoints.ts'
import type { Management } from '../parts/management.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const create = defineCommand({
  about:
    'The secret, which most APIs tell only now, is kept in your settings. Where you choose it and give none, one is made.',
  args: {},
  flags: {
    ...apiFlags,
    url: { kind: 'url', value: 'URL', does: 'where events are to be delivered', required: true },
    event: {
      kind: 'text',
      value: 'TYPE',
      many: true,
      does: 'a type of event that it is to get; may be given often',
    },
    description: { kind: 'text', value: 'TEXT', does: 'what it is for, where the API takes that' },
    workspace: {
      kind: 'text',
      value: 'ID',
      does: 'the workspace that it is to belong to, where there are such',
    },
    ...chosenSecretFlags,
    ...dataFlag,
    force: { kind: 'switch', does: 'ask for types that the provider does not document' },
    reveal: { kind: 'switch', does: 'show the secret' },
  },
  examples: [
    {
      line: 'hooks endpoints create --provider acme --url https://your-app.com/hooks --event order.paid',
      does: 'one endpoint',
    },
    {
      line: 'hooks endpoints create --provider acme --url URL --event order.paid --data more.json',
      does: 'with further fields',
    },
  ],
  async run({ flags }, context) {
    refuseTwoInputs([flags.apiKey, flags.data, flags.secret])
    const management = await openManagement(flags, context, 'create')
    const { api, profile } = management
    if (!flags.force) checkTypes(flags.event, profile, context)
    const data = await readData(flags.data, context)
    const given = await readChosenSecret(flags, context)
    const own = secretIn(api, 'create', data)
    const chooses = api.rules.secret.from === 'client' && own === undefined
    const secret = given ?? (chooses ? newSecret(api, context) : undefined)
    const asked = {
      url: flags.url.href,
      events: flags.event.length > 0 ? flags.event : undefined,
      description: flags.description,
      workspace: flags.workspace,
      secret,
      data,
    }
    return created(management, { asked, chosen: own ?? secret, reveal: flags.reveal }, context)
  },
})

interface Creation {
  readonly asked: Asked
  /** The secret that was chosen here. */
  readonly chosen: string | undefined
  readonly reveal: boolean
}

async function created(
  management: Management,
  { asked, chosen, reveal }: Creation,
  context: CommandContext,
): Promise<Result> {
  const { client, profile, api } = management
  const endpoint = await client.create(asked)
  const secret = endpoint.secret ?? chosen
  const owner = { provider: profile.name, endpoint: endpoint.id, url: endpoint.url }
  const kept = secret === undefined ? undefined : await keepTold(owner, secret, { reveal, context })
  const isKnown = secretOf({ ...owner, workspace: asked.workspace }, context) !== undefined
  if (!kept && !isKnown && api.rules.secret.per !== 'endpoint') {
    const whose = asked.workspace === undefined ? 'the whole account' : 'its workspace'
    context.talk((style) =>
      style.dim(
        `Its secret is that of ${whose}. If it is known to you: hooks config set secrets.${familyName(profile.name)} -`,
      ),
    )
  }
  const view = viewOf(endpoint, management, { now: context.clock.now(), secret: kept?.facts })
  return {
    exit: kept?.exit ?? exitCodes.ok,
    value: endpointValue(view, profile.name),
    view: (style) => endpointPage(view, style),
  }
}
