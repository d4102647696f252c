import type { CommandContext, Result } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import type { Endpoint } from '../../endpoint/api/api.ts'
import { HooksError } from '../../errors.ts'
import type { EndpointView } from '../../output/endpoint.ts'
import { endpointTable } from '../../output/endpoint.ts'
import type { EndpointFilters } from '../parts/endpoint-filters.ts'
import { apiFilters, fits } from '../parts/endpoint-filters.ts'
import { endpointValue } from '../parts/endpoint-value.ts'
import { knownSecret, viewOf } from '../parts/endpoints.ts'
import type { Management } from '../parts/management.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const list = defineCommand({
  about: 'All pages of them. In a pipe each line is written as soon as its page is there.',
  args: {},
  flags: {
    ...apiFlags,
    enabled: { kind: 'switch', does: 'only those that events are delivered to' },
    disabled: { kind: 'switch', does: 'only the others' },
    url: { kind: 'text', value: 'TEXT', does: 'only those with this in their URL' },
    event: { kind: 'text', value: 'TYPE', does: 'only those that get this type of event' },
    since: { kind: 'duration', value: 'D', does: 'only those created in the last 10m, 2h, 3d' },
    workspace: { kind: 'text', value: 'ID', does: 'those of a workspace, where the provider has such' },
    limit: { kind: 'count', value: 'N', does: 'no more than N' },
  },
  examples: [
    { line: 'hooks endpoints list --provider acme', does: 'all of them' },
    { line: 'hooks endpoints list --provider acme --disabled', does: 'those that get nothing' },
    { line: 'hooks endpoints list --provider acme | cut -f1', does: 'their ids' },
  ],
  async run({ flags }, context) {
    if (flags.enabled && flags.disabled) {
      throw new HooksError('usage', '--enabled and --disabled cannot go together.', 'Give one of them.')
    }
    const management = await openManagement(flags, context, 'list')
    const { since, workspace, limit } = flags
    const filters = {
      enabled: flags.enabled ? true : flags.disabled ? false : undefined,
      url: flags.url,
      event: flags.event,
      after: since === undefined ? undefined : context.clock.now() - since,
    }
    return listed(management, { filters, workspace, limit }, context)
  },
})

interface Wish {
  readonly filters: EndpointFilters
  readonly workspace: string | undefined
  readonly limit: number | undefined
}

async function listed(management: Management, wish: Wish, context: CommandContext): Promise<Result> {
  const now = context.clock.now()
  // A table needs all rows before its first line, and so does a JSON document; a pipe does not.
  const streams = !context.json && !context.outStyle.terminal
  const views: EndpointView[] = []
  let count = 0
  for await (const endpoint of chosen(management, wish)) {
    const view = viewOf(endpoint, management, { now, secret: knownSecret(endpoint, management, context) })
    count++
    if (streams) context.report({ kind: 'endpoint' }, (style) => endpointTable([view], style))
    else views.push(view)
  }
  if (count === 0) {
    context.talk(
      () => `No endpoint ${isEmpty(wish) ? 'is registered' : 'fits'}. hooks endpoints create makes one.`,
    )
  }
  if (streams) return {}
  const provider = management.profile.name
  return {
    value: views.map((view) => endpointValue(view, provider)),
    view: (style) => endpointTable(views, style),
  }
}

const isEmpty = ({ filters, workspace }: Wish): boolean =>
  workspace === undefined && Object.values(filters).every((each) => each === undefined)

/** The endpoints that fit, as they come. What the API cannot filter by is looked at here. */
async function* chosen(
  { api, client }: Management,
  { filters, workspace, limit = Number.POSITIVE_INFINITY }: Wish,
): AsyncGenerator<Endpoint> {
  let left = limit
  if (left === 0) return
  for await (const endpoint of client.list({ workspace, filters: apiFilters(api, filters) })) {
    if (!fits(endpoint, filters)) continue
    yield endpoint
    left--
    if (left === 0) return
  }
}
