import type { ErrorCode } from '../errors.ts'
import { HooksError } from '../errors.ts'
import { mask } from '../http/redact.ts'
import { formatDuration } from '../time/duration.ts'
import type { Operation, Problem, ProblemKind } from './api/api.ts'
import { phrases } from './api/asking.ts'
import type { Api } from './api/describe.ts'

/** An API's no, with what it said of it. */
export class ApiRefusal extends HooksError {
  readonly problem: Problem
  readonly status: number

  constructor(facts: RefusalFacts) {
    super(codeOf(facts.problem.kind), messageOf(facts), hintOf(facts))
    this.problem = facts.problem
    this.status = facts.status
  }
}

export interface RefusalFacts {
  readonly api: Api
  readonly operation: Operation
  readonly problem: Problem
  readonly status: number
  /** Of what: an endpoint's id, an event's. */
  readonly id?: string | undefined
  /** Never shown, even where the API repeats it. */
  readonly key: string
  /** Where the key is from: `HOOKS_API_KEY`. */
  readonly keyFrom: string
  readonly tries: number
  /** How long the API wants to be left alone, and until when, where that is longer than was allowed. */
  readonly wait?: { readonly ms: number; readonly until: string; readonly maxMs: number } | undefined
}

const codes: Partial<Readonly<Record<ProblemKind, ErrorCode>>> = {
  unauthorized: 'api-unauthorized',
  forbidden: 'api-unauthorized',
  'not-found': 'unknown-id',
  'rate-limited': 'api-rate-limited',
  unavailable: 'api-unavailable',
}

const codeOf = (kind: ProblemKind): ErrorCode => codes[kind] ?? 'api-refused'

/** What is shown of an API's own words. */
const longestMessage = 300

function messageOf({ api, operation, problem, status, id, key, tries, wait }: RefusalFacts): string {
  const { title } = api
  const own = problem.message
    .replaceAll(key, () => mask(key))
    .slice(0, longestMessage)
    .replace(/[.\s]+$/, '')
  const fields = problem.fields.map(({ field, message }) => (field ? `${field}: ${message}` : message))
  const said = [...(own ? [own] : []), ...fields].join('; ').replaceAll(key, () => mask(key))
  const tail = said ? `: ${said}.` : '.'
  const often = tries > 1 ? `, tried ${tries} times` : ''
  switch (problem.kind) {
    case 'unauthorized':
      return `${title} does not take the API key (${status})${tail}`
    case 'forbidden':
      return `The API key may not ${phrases[operation]} at ${title} (${status})${tail}`
    case 'not-found':
      return id === undefined
        ? `${title} has nothing there (${status})${tail}`
        : `${title} knows no ${operation === 'redeliver' ? 'event' : 'endpoint'} '${id}' (${status})${tail}`
    case 'rate-limited':
      return wait
        ? `${title} limits the rate, and takes no such call for ${formatDuration(wait.ms)}, until ${wait.until}${tail}`
        : `${title} limits the rate (${status}${often})${tail}`
    case 'unavailable':
      return `The API of ${title} failed to ${phrases[operation]} (${status}${often})${tail}`
    default:
      return `${title} refuses to ${phrases[operation]} (${status})${tail}`
  }
}

const otherApi = 'The API may have changed, or --api-url is not that of this provider.'

function hintOf(facts: RefusalFacts): string | undefined {
  const { api, operation, problem, keyFrom, wait, id } = facts
  const scope = api.section.routes[operation]?.scope
  switch (problem.kind) {
    case 'unauthorized':
      return `The key is from ${keyFrom}. Is it one of this account, whole and not revoked?`
    case 'forbidden':
      return `The key is from ${keyFrom}. ${scope ? `It needs the scope ${scope}.` : 'Take one that may.'}`
    case 'not-found':
      if (id === undefined) return otherApi
      return operation === 'redeliver'
        ? 'All of them: hooks endpoints events'
        : 'All of them: hooks endpoints list'
    case 'rate-limited':
      return wait
        ? `Waiting for it would take longer than --max-wait ${formatDuration(wait.maxMs).replaceAll(' ', '')} allows: try again then, or give a longer one.`
        : 'Try again later, or wait longer for it: --max-wait 10m'
    case 'unavailable':
      return 'Try again later; it is not you.'
    case 'invalid':
      return problem.fields.length > 0 ? 'Mend what it names. Fields without a flag go by --data.' : undefined
    case 'idempotency-conflict':
      return 'Try again: each call has an idempotency key of its own.'
    case 'test-failed':
      return 'Its handler must be reachable for the provider, and answer the test event with 2xx.'
    case 'insecure-url':
      return 'Give an https URL that the provider can reach.'
    case 'conflict':
      return 'See what is there: hooks endpoints list'
    case 'method-not-allowed':
      return otherApi
    default:
      return undefined
  }
}

/** The error for an answer that is not what the API's documentation says. */
export function unreadable({ title }: Pick<Api, 'title'>, operation: Operation, what: string): HooksError {
  return new HooksError(
    'api-unreadable',
    `What ${title} answered, asked to ${phrases[operation]}, is not what its documentation says: ${what}.`,
    'Check --api-url and HOOKS_API_URL, and --provider NAME@DIALECT: the API may have changed.',
  )
}
