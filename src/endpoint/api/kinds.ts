import type { ProblemKind } from '../../provider/management.ts'
import { problemKinds } from '../../provider/management.ts'
import type { ApiSection } from './describe.ts'

type Errors = NonNullable<ApiSection['errors']>

/** One way in which an API writes a problem. */
export type DescribedProblem = NonNullable<NonNullable<Errors['kinds']>[ProblemKind]>[number]

/** What a profile without a word on errors is taken to say. */
const plainErrors: Errors = { body: { error: { code: '{code}', message: '{message}' } } }

export const errorsOf = ({ errors }: ApiSection): Errors => errors ?? plainErrors

/** Every way in which an API writes problems, those that are served first. */
export const describedProblems = (
  section: ApiSection,
): readonly { readonly kind: ProblemKind; readonly described: DescribedProblem }[] =>
  problemKinds.flatMap((kind) =>
    (errorsOf(section).kinds?.[kind] ?? []).map((described) => ({ kind, described })),
  )

/** The status and the words of a problem that a profile does not describe. */
export const usualProblems = {
  unauthorized: { status: 401, code: 'unauthorized', message: 'Invalid or missing API key' },
  forbidden: { status: 403, code: 'forbidden', message: 'Not allowed' },
  'not-found': { status: 404, code: 'not_found', message: 'The requested resource was not found' },
  invalid: { status: 400, code: 'invalid_request', message: 'Invalid input' },
  'insecure-url': { status: 400, code: 'invalid_request', message: 'The URL must use HTTPS' },
  malformed: { status: 400, code: 'invalid_request', message: 'The body is no valid JSON' },
  'too-large': { status: 413, code: 'too_large', message: 'The body is too large' },
  conflict: { status: 409, code: 'conflict', message: 'Conflict' },
  'idempotency-conflict': {
    status: 409,
    code: 'conflict',
    message: 'The idempotency key was used otherwise',
  },
  'method-not-allowed': { status: 405, code: 'method_not_allowed', message: 'Method not allowed' },
  'rate-limited': { status: 429, code: 'rate_limited', message: 'Too many requests' },
  'test-failed': { status: 400, code: 'test_failed', message: 'The test event was not accepted' },
  unavailable: { status: 503, code: 'unavailable', message: 'Service unavailable' },
} as const satisfies Readonly<
  Record<ProblemKind, { readonly status: number; readonly code: string; readonly message: string }>
>

/** What a status means by itself. */
export function kindOfStatus(status: number): ProblemKind {
  if (status >= 500) return 'unavailable'
  return problemKinds.find((kind) => usualProblems[kind].status === status) ?? 'invalid'
}
