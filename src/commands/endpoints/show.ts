import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import type { Endpoint } from '../../endpoint/api/api.ts'
import { ApiRefusal } from '../../endpoint/refusal.ts'
import type { SecretFacts } from '../../output/endpoint.ts'
import { endpointPage } from '../../output/endpoint.ts'
import { secretOf } from '../parts/endpoint-secrets.ts'
import { endpointValue } from '../parts/endpoint-value.ts'
import { endpointArgument, knownSecret, showEndpoint, viewOf } from '../parts/endpoints.ts'
import type { Management } from '../parts/management.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const show = defineCommand({
  about: 'Its health, its events, and what is known of its secret.',
  args: { id: endpointArgument },
  flags: {
    ...apiFlags,
    workspace: {
      kind: 'text',
      value: 'ID',
      does: 'the workspace whose secret it has, where the provider has such',
    },
    reveal: { kind: 'switch', does: 'show the secret, where it is known' },
  },
  examples: [{ line: 'hooks endpoints show 3c90c3cc --provider acme', does: 'one endpoint' }],
  async run({ args, flags }, context) {
    const management = await openManagement(flags, context, 'show')
    const endpoint = await showEndpoint(management, args.id, context)
    const secret = await secretFacts(endpoint, management, { ...flags, context })
    const view = viewOf(endpoint, management, { now: context.clock.now(), secret })
    return {
      value: endpointValue(view, management.profile.name),
      view: (style) => endpointPage(view, style),
    }
  },
})

interface Asking {
  readonly workspace: string | undefined
  readonly reveal: boolean
  readonly context: CommandContext
}

/** What is known of the secret: what was kept here, and how the API says that it stands. */
async function secretFacts(
  endpoint: Endpoint,
  management: Management,
  { workspace, reveal, context }: Asking,
): Promise<SecretFacts | undefined> {
  const { api, client, profile } = management
  const own = knownSecret(endpoint, management, context)
  const facts = own ?? secretOf({ provider: profile.name, workspace }, context)
  const known = facts && { secret: facts.secret, reveal }
  if (!api.supports('secretStatus')) return own ? { ...own, reveal } : known
  try {
    const { rotatedAt, overlapEndsAt, overlapActive } = await client.secretStatus({ workspace })
    return { ...known, rotatedAt, overlapEndsAt: overlapActive === false ? null : overlapEndsAt }
  } catch (error) {
    // No secret was ever made there: nothing can be told of it.
    if (error instanceof ApiRefusal && error.problem.kind === 'not-found') return known
    throw error
  }
}
