import type { Asked, Operation, Problem } from '../endpoint/api/api.ts'
import { placesOf } from '../endpoint/api/asked.ts'
import { bodyTemplate, newIdForm } from '../endpoint/api/describe.ts'
import { urlProblem } from '../endpoint/api/url-rules.ts'
import { disable, newEndpoint } from '../endpoint/health.ts'
import { parseGenerator } from '../provider/generator.ts'
import { fitsGlob } from '../provider/glob.ts'
import { secretProblem } from '../provider/secret-form.ts'
import type { Core } from './core.ts'
import { isLoopback } from './mail.ts'
import type { Registered, Secret } from './records.ts'
import { makeSecret, newSecret, rotated, secretOwner } from './secrets.ts'

/** What the provider has against an endpoint as it is asked for, if anything. */
export function endpointProblem(core: Core, { url, events, secret }: Asked): Problem | undefined {
  const { api, wishes } = core
  if (!api) return undefined
  const local = url !== undefined && isLoopback(new URL(url).hostname)
  const allowed = { http: local || wishes.allowHttp, privateHosts: local || wishes.deliverAnywhere }
  return (
    (url === undefined ? undefined : urlProblem(api, url, allowed)) ??
    (events === undefined ? undefined : eventsProblem(core, events)) ??
    (secret === undefined ? undefined : badSecret(core, secret))
  )
}

/** A problem with one field of a call, in the API's own name for it. */
export function fieldProblem(
  { api }: Core,
  { word, what }: { readonly word: keyof Asked; readonly what: string },
  operation: Operation = 'create',
): Problem {
  const route = api?.section.routes[operation]
  const field = placesOf((route && bodyTemplate(route)) ?? {}).get(word) ?? word
  return { kind: 'invalid', message: `${field} ${what}`, fields: [{ field, message: `${field} ${what}` }] }
}

function eventsProblem(core: Core, events: readonly string[]): Problem | undefined {
  const { api, catalog, profile } = core
  if (api?.rules.eventTypes !== 'documented') return undefined
  const types = catalog.types(profile.name)
  const isKnown = (event: string): boolean =>
    types.includes(event) || (api.rules.eventGlobs && types.some((type) => fitsGlob(event, type)))
  const unknown = events.find((event) => !isKnown(event))
  return unknown === undefined
    ? undefined
    : fieldProblem(core, { word: 'events', what: `has an unknown type: ${unknown}` })
}

function badSecret(core: Core, secret: string): Problem | undefined {
  const found = secretProblem([core.profile], secret)
  return found?.fatal
    ? fieldProblem(core, { word: 'secret', what: `cannot be used: ${found.what}` })
    : undefined
}

/** A new endpoint, not yet known to the ledger. */
export function newRegistered(core: Core, asked: Asked): Registered {
  const { ledger, clock, random } = core
  const at = clock.now()
  const makeId = parseGenerator(core.api ? newIdForm(core.api) : 'ep_{base36:12}')
  let id = makeId({ random, at })
  while (ledger.get('endpoint', id)) id = makeId({ random, at })
  const { url = '', events = [], description, workspace, enabled = true } = asked
  return {
    id,
    url,
    events,
    description: description ?? null,
    workspace: workspace ?? null,
    createdAt: at,
    updatedAt: at,
    disabledAt: null,
    deletedAt: null,
    health: enabled ? newEndpoint : disable(newEndpoint, at, 'by-hand').health,
  }
}

/** The secret that signs for an endpoint or, where the user chose another, the new one. */
export function secretFor(
  core: Core,
  endpoint: Pick<Registered, 'id' | 'workspace'>,
  chosen: string | undefined,
): Secret {
  const owner = secretOwner(core.api, endpoint)
  const known = core.ledger.get('secret', owner)
  if (!known) return firstSecret(core, owner, chosen)
  if (chosen === undefined || chosen === known.current) return known
  return replaceSecret(core, known, chosen)
}

/** The first secret of an endpoint, a workspace or the company. */
export function firstSecret(
  { profile, wishes, random, clock }: Core,
  owner: string,
  chosen?: string,
): Secret {
  const at = clock.now()
  return newSecret(owner, chosen ?? wishes.secret ?? makeSecret(profile, { random, at }), at)
}

/** Another secret in the place of one: both sign until the provider's overlap ends. */
export function replaceSecret(
  { api, profile, random, clock }: Core,
  secret: Secret,
  chosen?: string,
): Secret {
  const at = clock.now()
  const signsWithBoth = (profile.rotation?.both ?? 'never') !== 'never'
  const current = chosen ?? makeSecret(profile, { random, at })
  return rotated(secret, { current, at, overlapMs: signsWithBoth ? (api?.overlapMs ?? 0) : 0 })
}
