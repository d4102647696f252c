import { describe, expect, test } from 'vitest'
import type { Policy } from '../../../src/delivery/engine/policy.ts'
import { policyOf } from '../../../src/delivery/engine/policy.ts'
import type { Json } from '../../../src/http/body.ts'
import { acme, shipped } from '../../provider/support/profiles.ts'

const read = (delivery: Json): Policy => policyOf(acme({ delivery }))
const minutes = (...times: number[]): number[] => times.map((time) => time * 60_000)
const [hour, day] = [3_600_000, 86_400_000]

/** What a profile leaves out is none. */
const plain: Policy = {
  schedule: {
    delays: minutes(0, 1, 5),
    countedFrom: 'previous',
    jitter: undefined,
    maxAgeMs: undefined,
    approximate: false,
  },
  timeLimitMs: 5_000,
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

test('a profile that says no more than it must', () => {
  expect(policyOf(acme())).toEqual(plain)
})

test('without a profile', () => {
  const seconds = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
  const schedule = { ...plain.schedule, delays: seconds.map((delay) => delay * 1_000) }
  expect(policyOf(null)).toEqual({ ...plain, timeLimitMs: 30_000, schedule })
})

test('a profile that says all there is to be said', () => {
  const answers: Json = JSON.parse(`[
    { "when": { "status": "410,501" }, "then": "disable", "source": "guide" },
    { "when": { "status": "4xx", "header": "X-No-Retry:  a: B " }, "then": "stop" },
    { "when": { "outcome": "timed-out" }, "then": "retry", "atLeast": { "value": "1m", "published": false } },
    { "when": { "outcome": ["timed-out", "unreachable"] }, "then": "retry", "atLeast": "250ms" }
  ]`)
  const policy = read({
    timeout: { value: '20s', note: 'In all.' },
    connectTimeout: { value: '1s', published: false },
    success: '200,202',
    schedule: { value: { spread: { over: '7m' }, attempts: 4, first: '5s' }, published: false },
    countedFrom: { value: 'first' },
    jitter: { value: { fraction: 0.2 } },
    maxAge: { value: '3d', note: 'In live mode.' },
    answers,
    retryAfter: {
      value: { statuses: '429,5xx', policy: 'replace', atLeast: '1s', atMost: '24h', negative: 'stop' },
    },
    afterLast: { value: 'dead-letter' },
    deadLetter: { retention: '30d' },
    disableAfter: {
      value: {
        consecutiveFailures: 50,
        failedEvents: 3,
        failingFor: '5d',
        ratio: { failures: 0.95, within: '1h', volume: 1_000 },
        temporary: { for: '1m', factor: 2, cap: '24h' },
      },
      published: false,
    },
    whileDisabled: { newEvents: 'queued', retries: 'paused' },
    order: { value: 'chronological' },
  })
  expect(policy).toEqual({
    schedule: {
      delays: [5_000, 60_000, 180_000, 420_000],
      countedFrom: 'first',
      jitter: { kind: 'fraction', fraction: 0.2 },
      maxAgeMs: 3 * day,
      approximate: true,
    },
    timeLimitMs: 20_000,
    success: [
      [200, 200],
      [202, 202],
    ],
    answers: [
      rule({
        statuses: [
          [410, 410],
          [501, 501],
        ],
        what: 'disable',
      }),
      rule({ statuses: [[400, 499]], header: ['x-no-retry', 'a: B'], what: 'stop' }),
      rule({ outcomes: ['timed-out'], what: 'retry', atLeastMs: 60_000 }),
      rule({ outcomes: ['timed-out', 'unreachable'], what: 'retry', atLeastMs: 250 }),
    ],
    retryAfter: {
      statuses: [
        [429, 429],
        [500, 599],
      ],
      policy: 'replace',
      atLeastMs: 1_000,
      atMostMs: day,
      negative: 'stop',
    },
    afterLast: 'dead-letter',
    deadLetterMs: 30 * day,
    health: {
      consecutiveFailures: 50,
      failedEvents: 3,
      failingForMs: 5 * day,
      ratio: { failures: 0.95, withinMs: hour, volume: 1_000 },
      temporary: { forMs: 60_000, factor: 2, capMs: day },
      newEvents: 'queued',
      retries: 'paused',
    },
    order: 'chronological',
  })
})

/** A rule for answers, of which most is left out. */
function rule({ what, ...given }: { what: string } & Record<string, unknown>) {
  const nothing = { statuses: undefined, header: undefined, outcomes: undefined, atLeastMs: undefined }
  return Object.fromEntries([...Object.entries({ ...nothing, ...given }), ['then', what]])
}

describe('what may be said in several ways', () => {
  test.each<[Json, Policy['schedule']['jitter']]>([
    ['full', { kind: 'full' }],
    [{ value: 'equal', published: false }, { kind: 'equal' }],
    [{ added: '5s' }, { kind: 'added', upToMs: 5_000 }],
    [{ fraction: 1 }, { kind: 'fraction', fraction: 1 }],
  ])('jitter %j', (jitter, wanted) => {
    expect(read({ jitter }).schedule.jitter).toEqual(wanted)
  })

  test('a Retry-After without bounds', () => {
    expect(read({ retryAfter: { statuses: '503', policy: 'max' } }).retryAfter).toEqual({
      statuses: [[503, 503]],
      policy: 'max',
      atLeastMs: 0,
      atMostMs: undefined,
      negative: 'ignored',
    })
  })

  test('a pause that does not grow', () => {
    const disableAfter = { consecutiveFailures: 4, temporary: { for: '1m' } }
    expect(read({ disableAfter }).health).toEqual({
      ...plain.health,
      consecutiveFailures: 4,
      temporary: { forMs: 60_000, factor: 1, capMs: undefined },
    })
  })
})

test('what special answers lead to, and what disables an endpoint, of every provider that ships', () => {
  const found = shipped.names
    .filter((name) => !name.includes('@'))
    .map((name) => {
      const { answers, retryAfter, health, afterLast, schedule } = policyOf(shipped.profile(name))
      const { jitter, maxAgeMs } = schedule
      const told = { jitter, maxAgeMs, answers, retryAfter, afterLast, health }
      return [name, JSON.parse(JSON.stringify(told))]
    })
  expect(Object.fromEntries(found)).toMatchSnapshot()
})
