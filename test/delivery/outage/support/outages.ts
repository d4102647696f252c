import fc from 'fast-check'
import type { AnswerRule, HealthPolicy, Jitter, Policy } from '../../../../src/delivery/engine/policy.ts'
import type { Outage } from '../../../../src/delivery/outage/outage.ts'

const [second, minute] = [1_000, 60_000] as const

/** A provider that tries again after a minute, five and thirty, and never disables anything. */
export const patient: Policy = {
  schedule: {
    delays: [0, minute, 5 * minute, 30 * minute],
    countedFrom: 'previous',
    jitter: undefined,
    maxAgeMs: undefined,
    approximate: false,
  },
  timeLimitMs: 5 * second,
  success: [[200, 299]],
  answers: [],
  retryAfter: undefined,
  afterLast: 'failed',
  deadLetterMs: undefined,
  health: {
    consecutiveFailures: undefined,
    failedEvents: undefined,
    failingForMs: undefined,
    ratio: undefined,
    temporary: undefined,
    newEvents: 'dropped',
    retries: 'cancelled',
  },
  order: 'none',
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const delay = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 5 * second }),
  fc.integer({ min: 1, max: 40 }).map((n) => n * minute),
)

const jitter: fc.Arbitrary<Jitter> = fc.oneof(
  fc.record({ kind: fc.constant('fraction' as const), fraction: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('added' as const), upToMs: fc.integer({ min: 0, max: minute }) }),
  fc.constantFrom<Jitter>({ kind: 'full' }, { kind: 'equal' }),
)

const health: fc.Arbitrary<HealthPolicy> = fc.record({
  consecutiveFailures: maybe(fc.integer({ min: 1, max: 40 })),
  failedEvents: maybe(fc.integer({ min: 1, max: 10 })),
  failingForMs: maybe(fc.integer({ min: 1, max: 60 }).map((n) => n * minute)),
  ratio: maybe(
    fc.record({
      failures: fc.double({ min: 0.1, max: 1, noNaN: true }),
      withinMs: fc.integer({ min: 1, max: 30 }).map((n) => n * minute),
      volume: fc.integer({ min: 1, max: 20 }),
    }),
  ),
  temporary: maybe(
    fc.record({
      forMs: fc.integer({ min: 1, max: 20 }).map((n) => n * 10 * second),
      factor: fc.constantFrom(1, 2, 3),
      capMs: maybe(fc.constantFrom(10 * minute, 60 * minute)),
    }),
  ),
  newEvents: fc.constantFrom('dropped', 'queued'),
  retries: fc.constantFrom('cancelled', 'paused'),
})

const then = fc.constantFrom('retry', 'retry', 'retry', 'stop', 'disable')
const rule: fc.Arbitrary<AnswerRule> = fc.record({
  statuses: maybe(fc.constant([[500, 599]] as const)),
  header: fc.constant(undefined),
  outcomes: maybe(fc.constant(['unreachable'] as const)),
  then,
  atLeastMs: maybe(fc.integer({ min: 0, max: 3 * minute })),
})

const policy: fc.Arbitrary<Policy> = fc.record({
  schedule: fc.record({
    delays: fc.array(delay, { minLength: 1, maxLength: 6 }),
    countedFrom: fc.constantFrom('previous', 'first'),
    jitter: maybe(jitter),
    maxAgeMs: maybe(fc.integer({ min: 1, max: 90 }).map((n) => n * minute)),
    approximate: fc.constant(false),
  }),
  timeLimitMs: fc.constant(patient.timeLimitMs),
  success: fc.constant(patient.success),
  answers: fc.array(rule, { maxLength: 1 }),
  retryAfter: fc.constant(undefined),
  afterLast: fc.constantFrom('failed', 'endpoint-disabled', 'dead-letter'),
  deadLetterMs: fc.constant(undefined),
  health: fc.oneof(fc.constant(patient.health), health),
  order: fc.constantFrom('none', 'chronological'),
})

/** Any outage of some hundred events, at any provider. */
export const outages: fc.Arbitrary<Outage> = fc.record({
  policy,
  lastsMs: fc.integer({ min: 1, max: 60 }).map((n) => n * minute),
  rate: fc.record({
    events: fc.integer({ min: 1, max: 6 }),
    perMs: fc.constantFrom(minute, 7 * second, 2 * minute),
  }),
  forMs: fc.integer({ min: 1, max: 90 }).map((n) => n * minute),
  failRate: fc.constantFrom(0, 0, 0.05, 0.3),
  seed: fc.string({ maxLength: 4 }),
})
