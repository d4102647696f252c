import type { CommandContext } from '../../command-line/command.ts'
import type { WantedEndpoint } from '../../command-line/settings-document.ts'
import type { Asked, Endpoint } from '../../endpoint/api/api.ts'
import { callOf } from '../../endpoint/api/call.ts'
import { wordsIn } from '../../endpoint/api/template.ts'
import type { Difference, Step } from '../../endpoint/plan.ts'
import { differencesOf, planOf } from '../../endpoint/plan.ts'
import type { ExitCode } from '../../errors.ts'
import { exitCodes, HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { escapeLine } from '../../output/escape.ts'
import { figureOf } from '../../provider/figure.ts'
import { changeEndpoint } from './endpoint-change.ts'
import { readWanted } from './endpoint-file.ts'
import { forgetSecret } from './endpoint-secrets.ts'
import { keepTold } from './endpoint-told.ts'
import { checkTypes, newSecret, saidOnly } from './endpoint-wish.ts'
import type { ApiWishes, Management } from './management.ts'
import { apiFlags, isLocal, openManagement } from './management.ts'
import { variableOf } from './secrets.ts'

/** What `plan`, `apply` and `check` take. */
export const planArguments = {
  file: { name: 'FILE', kind: 'file', does: 'a file like hooks.config.json (default: the nearest one)' },
} as const

const { provider, ...otherApiFlags } = apiFlags

export const planFlags = {
  provider: { kind: provider.kind, value: provider.value, does: 'only the endpoints of this provider' },
  ...otherApiFlags,
  prune: { kind: 'switch', does: 'delete endpoints that are not in the file' },
  force: { kind: 'switch', does: 'ask for types that the provider does not document' },
} as const

export interface PlanWish extends Omit<ApiWishes, 'provider'> {
  readonly file: string | undefined
  readonly provider: string | undefined
  readonly prune: boolean
  readonly force: boolean
}

/** A step, and whose API it is to be done with. */
export interface Planned {
  readonly management: Management
  /** Of an endpoint that was created: its id. */
  readonly id?: string | undefined
  readonly step: Step<WantedEndpoint>
}

/** What is to be done so that the providers have the endpoints that a file wants. Nothing is changed. */
export async function makePlan(wish: PlanWish, context: CommandContext): Promise<Planned[]> {
  const wanted = await readWanted(wish.file, wish.provider, context)
  if (wanted.length > 1 && (wish.apiUrl !== undefined || wish.apiKey !== undefined)) {
    throw new HooksError(
      'usage',
      `The file is about ${wanted.length} providers, and --api-url and --api-key are for one.`,
      'Give --provider too.',
    )
  }
  if (wanted.length > 1) refuseSharedUrl(context)
  const planned: Planned[] = []
  for (const { provider, endpoints } of wanted) {
    const management = await openManagement({ ...wish, provider }, context, 'list')
    if (wanted.length > 1) refuseSharedKey(management)
    if (!wish.force) {
      const types = endpoints.flatMap(({ events }) => events)
      checkTypes(types, management.profile, context)
    }
    planned.push(...(await planOne(management, endpoints, { ...wish, context })))
  }
  return planned
}

/** One API is not that of several providers, and would be given the keys of all; on this machine it may stand for them. */
function refuseSharedUrl({ settings }: CommandContext): void {
  const [url] = settings.values('apiUrl')
  if (url === undefined || (URL.canParse(url.value) && isLocal(new URL(url.value)))) return
  throw new HooksError(
    'usage',
    `The file is about several providers, and the API URL from ${url.from} is that of one.`,
    'Unset it, or give --provider.',
  )
}

/** A key is of one provider: the others are not to see it. */
function refuseSharedKey({ profile: { name }, key }: Management): void {
  if (!key.isGeneral) return
  throw new HooksError(
    'usage',
    `The file is about several providers, and the API key from ${key.from} is for one: nothing says that it is of ${name}.`,
    `Set ${variableOf(name, 'API_KEY')}, or give --provider.`,
  )
}

interface Planning {
  readonly prune: boolean
  readonly context: CommandContext
}

async function planOne(
  management: Management,
  endpoints: readonly WantedEndpoint[],
  { prune, context }: Planning,
): Promise<Planned[]> {
  const planned: Planned[] = []
  // What belongs to a workspace is listed with that workspace only.
  for (const workspace of new Set([undefined, ...endpoints.map((each) => each.workspace)])) {
    const present = await listAll(management, workspace)
    const own = endpoints.filter((each) => each.workspace === workspace)
    const steps = planOf(own, present, { prune, tells: toldWords(management) })
    planned.push(...steps.map((step) => ({ management, step })))
  }
  for (const each of planned) checkStep(each, context)
  return planned
}

/** Refuses what the API could not be asked, before anything is changed. */
function checkStep({ management: { api }, step }: Planned, context: CommandContext): void {
  if (step.action === 'create') {
    const asked = createdWith(step.wanted, context)
    const made = api.rules.secret.from === 'client' ? { secret: '-' } : {}
    callOf(api, 'create', { asked: { ...made, ...asked } })
  }
  // Of an API that knows no such state every endpoint is enabled: only the other one cannot be had.
  if ('wanted' in step && step.wanted.enabled === false) {
    callOf(api, 'update', { asked: { id: 'ID', enabled: false } })
  }
  if (step.action === 'update') callOf(api, 'update', { asked: { ...changesOf(step), id: step.endpoint.id } })
}

/** What an API tells of an endpoint: only that can be compared. */
const toldWords = ({ api: { section } }: Management): string[] =>
  wordsIn(figureOf<Json>(section.endpoint.object))

async function listAll({ client }: Management, workspace: string | undefined): Promise<Endpoint[]> {
  const found: Endpoint[] = []
  for await (const endpoint of client.list({ workspace })) found.push(endpoint)
  return found
}

/** A step that is done, and what the command ends with: a secret that cannot be kept is a failure all the same. */
export interface DoneStep {
  readonly done: Planned
  readonly exit: ExitCode
}

/** Does a step. */
export async function doStep(planned: Planned, context: CommandContext): Promise<DoneStep> {
  const { management, step } = planned
  if (step.action === 'create') {
    const { id, exit } = await createWanted(management, step.wanted, context)
    return { done: { ...planned, id }, exit }
  }
  if (step.action === 'update') await changeEndpoint(management, step.endpoint.id, changesOf(step))
  if (step.action === 'delete') {
    const { id } = step.endpoint
    await management.client.delete({ id })
    await forgetSecret({ provider: management.profile.name, endpoint: id }, context)
  }
  return { done: planned, exit: exitCodes.ok }
}

/** What an update is to say: only what differs. */
const changesOf = ({ differences }: { readonly differences: readonly Difference[] }): Asked =>
  Object.fromEntries(differences.map(({ field, to }) => [field, to]))

/** What a creation is to say. Throws HooksError `no-secret` where the variable of its secret is not set. */
function createdWith(
  { url, events, description, workspace, secretFrom }: WantedEndpoint,
  { env }: CommandContext,
): Asked {
  const secret = secretFrom === undefined ? undefined : env[secretFrom]
  if (secretFrom !== undefined && !secret) {
    const message = `The secret of ${url} is to be from ${secretFrom}, which is not set.`
    throw new HooksError('no-secret', message, `Set it: ${secretFrom}=… hooks endpoints apply`)
  }
  return saidOnly({ url, events, description, workspace, secret })
}

async function createWanted(
  management: Management,
  wanted: WantedEndpoint,
  context: CommandContext,
): Promise<{ readonly id: string; readonly exit: ExitCode }> {
  const { api, client, profile } = management
  const asked = createdWith(wanted, context)
  const chosen = api.rules.secret.from === 'client' ? (asked.secret ?? newSecret(api, context)) : undefined
  const made = await client.create(saidOnly({ ...asked, secret: chosen }))
  const secret = made.secret ?? chosen
  const owner = { provider: profile.name, endpoint: made.id, url: made.url }
  const kept = secret === undefined ? undefined : await keepTold(owner, secret, { reveal: false, context })
  if (kept?.facts.reveal) context.talk(() => escapeLine(`The secret of ${made.id}: ${secret}`))
  // Not every API lets a new endpoint be created disabled; one call more does it everywhere.
  const differences = differencesOf(wanted, made, toldWords(management))
  if (differences.length > 0) await changeEndpoint(management, made.id, changesOf({ differences }))
  return { id: made.id, exit: kept?.exit ?? exitCodes.ok }
}
