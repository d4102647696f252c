import { writeAnswer } from '../../endpoint/api/answer.ts'
import type { Asked } from '../../endpoint/api/api.ts'
import { listEndpoints } from '../../endpoint/api/listing.ts'
import type { Core } from '../core.ts'
import { endpointFacts, endpointOf, endpointsOf } from '../facts.ts'
import type { Change } from '../ledger.ts'
import { put } from '../ledger.ts'
import { ownHeaders } from '../mail.ts'
import type { Registered } from '../records.ts'
import { endpointProblem, fieldProblem, newRegistered, secretFor } from '../registration.ts'
import { secretOwner } from '../secrets.ts'
import type { Trial } from '../trial.ts'
import { tryEndpoint } from '../trial.ts'
import type { Operate } from './done.ts'
import { notFound, refused } from './done.ts'

export const list: Operate = ({ core, api }, asked) => {
  const listing = listEndpoints(
    api,
    asked,
    endpointsOf(core).map((endpoint) => endpointFacts(core, endpoint)),
  )
  return listing.ok
    ? { ok: true, answer: writeAnswer(api, 'list', listing.listed) }
    : refused(listing.problem)
}

export const show: Operate = ({ core, api }, { id }) => {
  const endpoint = endpointOf(core, id)
  if (!endpoint) return notFound
  return { ok: true, answer: writeAnswer(api, 'show', endpointFacts(core, endpoint)) }
}

export const create: Operate = async ({ core, api, hurry }, asked) => {
  const problem = endpointProblem(core, asked)
  if (problem) return refused(problem)
  const endpoint = newRegistered(core, asked)
  const secret = secretFor(core, endpoint, asked.secret)
  const mustSucceed = api.rules.testEvent?.onCreate === 'must-succeed' && endpoint.health.state === 'enabled'
  const trial = mustSucceed ? await tryEndpoint(core, { endpoint, secret, signal: hurry }) : undefined
  if (trial && !trial.accepted) {
    return refused({ kind: 'test-failed', message: whyNot(trial), fields: [] })
  }
  const facts = { ...endpointFacts(core, endpoint), secret: secret.current }
  return {
    ok: true,
    answer: writeAnswer(api, 'create', facts),
    changes: [
      put('endpoint', endpoint.id, endpoint),
      put('secret', secret.of, secret),
      ...(trial?.changes ?? []),
    ],
  }
}

/** What came of a test that was not accepted. */
function whyNot({ attempt: { outcome, response, unreachable } }: Trial): string {
  if (response) return `The endpoint did not accept the test event: it answered ${response.status}`
  const detail = unreachable === null ? '' : ` (${unreachable.detail})`
  return outcome === 'timed-out'
    ? 'The endpoint did not answer the test event in time'
    : `The endpoint could not be reached with the test event${detail}`
}

export const update: Operate = async ({ core, api, outboxes }, asked) => {
  const endpoint = endpointOf(core, asked.id)
  if (!endpoint) return notFound
  const problem = endpointProblem(core, asked)
  if (problem) return refused(problem)
  await core.ledger.commit(updates(core, endpoint, asked))
  if (asked.enabled !== undefined) await outboxes.switch(endpoint.id, asked.enabled ? 'on' : 'off')
  const updated = endpointOf(core, endpoint.id)
  if (!updated) return notFound
  return { ok: true, answer: writeAnswer(api, 'update', endpointFacts(core, updated)) }
}

function updates(core: Core, endpoint: Registered, asked: Asked): Change[] {
  const { url, events, description } = asked
  const secret = secretFor(core, endpoint, asked.secret)
  const updated: Registered = {
    ...endpoint,
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(description === undefined ? {} : { description: description === '' ? null : description }),
    updatedAt: core.clock.now(),
  }
  const changes = [put('endpoint', endpoint.id, updated)]
  return asked.secret === undefined ? changes : [...changes, put('secret', secret.of, secret)]
}

export const remove: Operate = async ({ core, api, outboxes }, { id }) => {
  const endpoint = endpointOf(core, id)
  if (!endpoint) return notFound
  await core.ledger.commit([put('endpoint', endpoint.id, { ...endpoint, deletedAt: core.clock.now() })])
  await outboxes.switch(endpoint.id, 'off')
  await core.ledger.commit(abandoned(core, endpoint))
  return { ok: true, answer: writeAnswer(api, 'delete', { id: endpoint.id }) }
}

/** What still waited for an endpoint that is gone, and would wait for ever. */
const abandoned = ({ ledger }: Core, { id }: Registered): Change[] =>
  ledger
    .all('sending')
    .filter((sending) => sending.endpoint === id && sending.state === 'waiting')
    .map((sending) => put('sending', sending.id, { ...sending, state: 'endpoint-disabled', next: null }))

export const test: Operate = async ({ core, api, hurry }, asked) => {
  const endpoint = endpointOf(core, asked.id)
  if (!endpoint) return notFound
  const isKnown = asked.type === undefined || asked.type === api.rules.testEvent?.type
  if (!isKnown && !core.catalog.types(core.profile.name).includes(asked.type ?? '')) {
    return refused(fieldProblem(core, { word: 'type', what: `is no known type: ${asked.type}` }, 'test'))
  }
  if (endpoint.health.state === 'disabled') {
    return refused({ kind: 'conflict', message: 'The endpoint is disabled: enable it first', fields: [] })
  }
  const { accepted, event, attempt, changes } = await tryEndpoint(core, {
    endpoint,
    type: asked.type,
    signal: hurry,
  })
  const { response, durationMs, headers } = attempt
  const answer = writeAnswer(api, 'test', {
    delivered: accepted,
    status: response?.status ?? null,
    eventId: event.id,
    signatureHeaders: ownHeaders(headers),
    durationMs: Math.round(durationMs),
    message: null,
    id: endpoint.id,
    url: endpoint.url,
  })
  return { ok: true, answer, changes }
}

/** Whose secret an endpoint's is, or that of a workspace or the company where none is named. */
export const ownerAsked = (
  { core, api }: Parameters<Operate>[0],
  { id, workspace }: Asked,
): string | undefined => {
  if (api.rules.secret.per !== 'endpoint') return secretOwner(api, { id: '', workspace: workspace ?? null })
  const endpoint = endpointOf(core, id)
  return endpoint && secretOwner(api, endpoint)
}
