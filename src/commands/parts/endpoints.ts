import type { CommandContext } from '../../command-line/command.ts'
import type { Endpoint } from '../../endpoint/api/api.ts'
import { ApiRefusal } from '../../endpoint/refusal.ts'
import { HooksError } from '../../errors.ts'
import type { EndpointView, SecretFacts } from '../../output/endpoint.ts'
import { figureOf } from '../../provider/figure.ts'
import { secretOf } from './endpoint-secrets.ts'
import type { Management } from './management.ts'

/** The argument of a command that may be about one endpoint. */
export const anEndpoint = {
  name: 'ID',
  kind: 'text',
  does: "an endpoint's id, or at least its first 6 characters",
} as const

/** The same where it must be about one. */
export const endpointArgument = { ...anEndpoint, required: true } as const

/**
 * Does something with the endpoint that is meant: by its id or, where the API knows none of that id, by the beginning of one.
 *
 * @throws HooksError `ambiguous-id` where several ids begin so; whatever `run` rejects with
 */
export async function withEndpoint<T>(
  management: Management,
  id: string,
  run: (id: string) => Promise<T>,
): Promise<T> {
  try {
    return await run(id)
  } catch (error) {
    const mayBegin = id.length >= shortestBeginning && management.api.supports('list')
    if (!(error instanceof ApiRefusal) || !isUnknown(error) || !mayBegin) throw error
    const found = await findByBeginning(management, id)
    if (!found || found.id === id) throw error
    return run(found.id)
  }
}

/** An API whose ids have a form of their own may call the beginning of one malformed, rather than unknown. */
const isUnknown = ({ problem: { kind, fields } }: ApiRefusal): boolean =>
  kind === 'not-found' || ((kind === 'invalid' || kind === 'malformed') && fields.length === 0)

/** The fewest characters that stand for a longer id. */
const shortestBeginning = 6

/** The one endpoint of the list whose id begins so. */
async function findByBeginning({ client }: Management, text: string): Promise<Endpoint | undefined> {
  const found: Endpoint[] = []
  for await (const endpoint of client.list()) {
    if (endpoint.id === text) return endpoint
    if (text.length >= shortestBeginning && endpoint.id.startsWith(text)) found.push(endpoint)
  }
  if (found.length < 2) return found[0]
  const ids = found.map(({ id }) => id)
  throw new HooksError(
    'ambiguous-id',
    `'${text}' fits ${ids.length} endpoints: ${ids.slice(0, 4).join(', ')}${ids.length > 4 ? ', …' : ''}.`,
    'Give more of it.',
  )
}

/** One endpoint. Where the API has no call for that it is looked for among all, and that is said. */
export async function showEndpoint(
  management: Management,
  id: string,
  { talk }: Pick<CommandContext, 'talk'>,
): Promise<Endpoint> {
  const { api, client } = management
  if (api.supports('show')) return withEndpoint(management, id, (whole) => client.show({ id: whole }))
  talk((style) =>
    style.dim(`The API of ${api.title} shows no single endpoint: looked for in the list of all.`),
  )
  const found = await findByBeginning(management, id)
  if (found) return found
  const hint = 'All of them: hooks endpoints list'
  throw new HooksError('unknown-id', `${api.title} lists no endpoint '${id}'.`, hint)
}

/** An endpoint with what else is known of it, as it is shown. */
export function viewOf(
  endpoint: Endpoint,
  { profile }: Management,
  { now, secret }: { readonly now: number; readonly secret?: SecretFacts | undefined },
): EndpointView {
  const { disableAfter } = profile.delivery
  return {
    endpoint,
    disableAfter: disableAfter && figureOf(disableAfter).consecutiveFailures,
    now,
    secret,
  }
}

/** What is known of an endpoint's secret without asking for it: what the API has told just now, else what was kept. */
export function knownSecret(
  endpoint: Endpoint,
  { profile, api }: Management,
  context: CommandContext,
): SecretFacts | undefined {
  if (endpoint.secret !== null) return { secret: endpoint.secret }
  const kept = secretOf({ provider: profile.name, endpoint: endpoint.id }, context)
  if (!kept) return undefined
  if (kept.old === undefined) return { secret: kept.secret }
  const overlapEndsAt = new Date(Date.parse(kept.since) + api.overlapMs).toISOString()
  return { secret: kept.secret, rotatedAt: kept.since, overlapEndsAt }
}
