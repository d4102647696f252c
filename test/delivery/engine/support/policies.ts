import fc from 'fast-check'
import type {
  AnswerRule,
  HealthPolicy,
  Jitter,
  Policy,
  RetryAfterPolicy,
  Schedule,
} from '../../../../src/delivery/engine/policy.ts'

/** No endpoint is ever switched off. */
export const noLimits: HealthPolicy = {
  consecutiveFailures: undefined,
  failedEvents: undefined,
  failingForMs: undefined,
  ratio: undefined,
  temporary: undefined,
  newEvents: 'dropped',
  retries: 'cancelled',
}

const schedule: Schedule = {
  delays: [0, 60_000, 300_000],
  countedFrom: 'previous',
  jitter: undefined,
  maxAgeMs: undefined,
  approximate: false,
}

/** Three attempts, a minute and five minutes apart; nothing special. */
export const plain: Policy = {
  schedule,
  timeLimitMs: 5_000,
  success: [[200, 299]],
  answers: [],
  retryAfter: undefined,
  afterLast: 'failed',
  deadLetterMs: undefined,
  health: noLimits,
  order: 'none',
}

export const withSchedule = (changes: Partial<Schedule>): Policy => ({
  ...plain,
  schedule: { ...schedule, ...changes },
})

export const withHealth = (changes: Partial<HealthPolicy>): Policy => ({
  ...plain,
  health: { ...noLimits, ...changes },
})

/** What answers with such statuses lead to. */
export const ruleFor = (
  statuses: AnswerRule['statuses'],
  then: AnswerRule['then'],
  changes: Partial<AnswerRule> = {},
): AnswerRule => ({
  statuses,
  header: undefined,
  outcomes: undefined,
  then,
  atLeastMs: undefined,
  ...changes,
})

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })

const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max })

const jitters: fc.Arbitrary<Jitter> = fc.oneof(
  fc.record({ kind: fc.constant('fraction' as const), fraction: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('added' as const), upToMs: upTo(60_000) }),
  fc.record({ kind: fc.constantFrom('full' as const, 'equal' as const) }),
)

const answerRules: fc.Arbitrary<AnswerRule> = fc.record({
  statuses: maybe(fc.constantFrom<AnswerRule['statuses'][]>([[410, 410]], [[400, 499]], [[429, 429]])),
  header: maybe(fc.constant(['x-delivery', 'stop'] as const)),
  outcomes: maybe(fc.constantFrom<AnswerRule['outcomes'][]>(['timed-out'], ['timed-out', 'unreachable'])),
  // biome-ignore lint/suspicious/noThenProperty: the profile's word
  then: fc.constantFrom('retry', 'stop', 'disable'),
  atLeastMs: maybe(upTo(120_000)),
})

const retryAfters: fc.Arbitrary<RetryAfterPolicy> = fc.record({
  statuses: fc.constantFrom<RetryAfterPolicy['statuses'][]>([[429, 429]], [[400, 599]]),
  policy: fc.constantFrom('max', 'replace'),
  atLeastMs: upTo(10_000),
  atMostMs: maybe(fc.integer({ min: 10_000, max: 86_400_000 })),
  negative: fc.constantFrom('ignored', 'stop'),
})

const healths: fc.Arbitrary<HealthPolicy> = fc.record({
  consecutiveFailures: maybe(fc.integer({ min: 1, max: 8 })),
  failedEvents: maybe(fc.integer({ min: 1, max: 3 })),
  failingForMs: maybe(upTo(10_000_000)),
  ratio: maybe(
    fc.record({
      failures: fc.double({ min: 0.1, max: 1, noNaN: true }),
      withinMs: fc.integer({ min: 1, max: 1_000_000 }),
      volume: fc.integer({ min: 1, max: 6 }),
    }),
  ),
  temporary: maybe(
    fc.record({
      forMs: fc.integer({ min: 1, max: 100_000 }),
      factor: fc.integer({ min: 1, max: 3 }),
      capMs: maybe(fc.integer({ min: 1, max: 1_000_000 })),
    }),
  ),
  newEvents: fc.constantFrom('dropped', 'queued'),
  retries: fc.constantFrom('cancelled', 'paused'),
})

/** Any rules of delivery at all. */
export const policies: fc.Arbitrary<Policy> = fc.record({
  schedule: fc.record({
    delays: fc.array(fc.oneof(upTo(100), upTo(1_000_000)), { minLength: 1, maxLength: 6 }),
    countedFrom: fc.constantFrom('previous', 'first'),
    jitter: maybe(jitters),
    maxAgeMs: maybe(upTo(3_000_000)),
    approximate: fc.boolean(),
  }),
  timeLimitMs: fc.constant(30_000),
  success: fc.constantFrom<Policy['success'][]>([[200, 299]], [[200, 200]]),
  answers: fc.array(answerRules, { maxLength: 3 }),
  retryAfter: maybe(retryAfters),
  afterLast: fc.constantFrom('failed', 'endpoint-disabled', 'dead-letter'),
  deadLetterMs: fc.constant(undefined),
  health: fc.oneof(fc.constant(noLimits), healths),
  order: fc.constantFrom('none', 'chronological'),
})
