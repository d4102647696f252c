import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, firstPlan } from '../../../src/delivery/engine/decide.ts'
import type { AttemptResult } from '../../../src/delivery/engine/decision.ts'
import type { Policy } from '../../../src/delivery/engine/policy.ts'
import { plain, ruleFor, withSchedule } from './support/policies.ts'

/** After the event of 1 000 and a first attempt at 2 000. */
const decided = (policy: Policy, result: Partial<AttemptResult> = {}, chance = 0.5) =>
  decide(policy, {
    eventAt: 1_000,
    firstAt: 2_000,
    result: {
      number: 1,
      startedAt: 2_000,
      endedAt: 2_100,
      outcome: result.status === null ? 'timed-out' : 'refused',
      status: 500,
      headers: [],
      ...result,
    },
    chance: () => chance,
  })

const why = { scheduledMs: 60_000, countedFrom: 'previous', jitteredMs: undefined, moved: [] } as const
const inAMinute = { kind: 'retry', at: 62_100, from: 2_100, why } as const
const ended = (end: string, disables?: string) => ({ kind: 'end', end, disables })

describe('success', () => {
  test.each([
    [199, inAMinute],
    [200, ended('delivered')],
    [299, ended('delivered')],
    [300, inAMinute],
    [700, inAMinute],
    [0, inAMinute],
    [null, inAMinute],
  ])('%s', (status, decision) => {
    expect(decided(plain, { status })).toEqual(decision)
  })

  test('of any status that a policy does not know: tried again, never taken for a success', () => {
    const status = fc.integer({ min: 0, max: 999 })
    const range = fc.tuple(fc.integer({ min: 200, max: 299 }), fc.integer({ min: 200, max: 299 }))
    const known = range.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(status, known, (status, [from, to]) => {
        const expected = status >= from && status <= to ? ended('delivered') : inAMinute
        expect(decided({ ...plain, success: [[from, to]] }, { status })).toEqual(expected)
      }),
    )
  })

  test('only what the policy says, whatever the attempt was taken for', () => {
    const exactly: Policy = { ...plain, success: [[200, 200]] }
    expect(decided(exactly, { status: 201, outcome: 'accepted' })).toEqual(inAMinute)
    expect(decided(exactly, { status: 200, outcome: 'refused' })).toEqual(ended('delivered'))
  })

  test('never an answer that came too late', () => {
    expect(decided(plain, { status: 200, outcome: 'timed-out' })).toEqual(inAMinute)
  })

  test('whatever rules say of it', () => {
    expect(decided({ ...plain, answers: [ruleFor([[200, 599]], 'disable')] }, { status: 200 })).toEqual(
      ended('delivered'),
    )
  })
})

describe('an answer', () => {
  const answers = [
    ruleFor([[410, 410]], 'disable'),
    ruleFor([[429, 429]], 'retry', { atLeastMs: 120_000 }),
    ruleFor([[400, 499]], 'stop'),
    ruleFor(undefined, 'stop', { header: ['x-no-retry', '1'] }),
    ruleFor(undefined, 'retry', { outcomes: ['timed-out'], atLeastMs: 10 }),
    ruleFor([[500, 599]], 'stop', { header: ['x-why', 'Gone'] }),
  ]
  const policy = { ...plain, answers }
  const moved = (toMs: number, by = 'least-delay') => ({
    ...inAMinute,
    at: 2_100 + toMs,
    why: { ...why, moved: [{ by, toMs }] },
  })

  test.each<[string, Partial<AttemptResult>, unknown]>([
    ['that disables', { status: 410 }, ended('stopped', 'answer')],
    ['that stops', { status: 404 }, ended('stopped')],
    ['that makes it wait longer', { status: 429 }, moved(120_000)],
    ['of which nothing is said', { status: 502 }, inAMinute],
    ['whose header stops', { headers: [['X-No-Retry', ' 1 ']] }, ended('stopped')],
    ['whose header says something else', { headers: [['X-No-Retry', '2']] }, inAMinute],
    [
      'one of whose headers stops',
      {
        headers: [
          ['x-no-retry', '2'],
          ['x-no-retry', '1'],
        ],
      },
      ended('stopped'),
    ],
    ['with status and header as asked for', { status: 503, headers: [['X-Why', 'gone']] }, ended('stopped')],
    ['with that header alone', { status: 302, headers: [['X-Why', 'gone']] }, inAMinute],
    ['that never came, and waits long enough anyway', { status: null }, inAMinute],
    ['that never came at all', { status: null, outcome: 'unreachable' }, inAMinute],
  ])('%s', (_title, result, decision) => {
    expect(decided(policy, result)).toEqual(decision)
  })

  const heeding: Policy = {
    ...policy,
    retryAfter: {
      statuses: [[400, 599]],
      policy: 'max',
      atLeastMs: 0,
      atMostMs: undefined,
      negative: 'stop',
    },
  }
  const asking = (value: string, status = 503) => ({ status, headers: [['Retry-After', value]] as const })

  test('that asks for a later retry is heeded', () => {
    expect(decided(heeding, asking('90'))).toEqual(moved(90_000, 'retry-after'))
  })

  test('that asks for an earlier one is not', () => {
    expect(decided(heeding, asking('5'))).toEqual(inAMinute)
  })

  test('that asks for an earlier one is, where its word alone counts', () => {
    const alone: Policy = {
      ...heeding,
      retryAfter: heeding.retryAfter && { ...heeding.retryAfter, policy: 'replace' },
    }
    expect(decided(alone, asking('5'))).toEqual(moved(5_000, 'retry-after'))
  })

  test('that asks for more than a rule does is told after it', () => {
    expect(decided(heeding, asking('300', 429))).toEqual({
      ...inAMinute,
      at: 302_100,
      why: {
        ...why,
        moved: [
          { by: 'least-delay', toMs: 120_000 },
          { by: 'retry-after', toMs: 300_000 },
        ],
      },
    })
  })

  test('that asks for time gone by asks for no more', () => {
    expect(decided(heeding, asking('-5'))).toEqual(ended('stopped'))
  })

  test('that asks for more than the age limit leads to no more', () => {
    const aged: Policy = { ...heeding, schedule: { ...plain.schedule, maxAgeMs: 61_100 } }
    expect(decided(aged)).toEqual(inAMinute)
    expect(decided(aged, asking('61'))).toEqual(ended('given-up'))
  })
})

describe('a schedule', () => {
  test('ends after its last attempt', () => {
    expect(decided(plain, { number: 2 })).toMatchObject({ kind: 'retry', at: 302_100 })
    expect(decided(plain, { number: 3 })).toEqual(ended('given-up'))
  })

  test('ends at its age, to the millisecond', () => {
    expect(decided(withSchedule({ maxAgeMs: 61_100 }))).toEqual(inAMinute)
    expect(decided(withSchedule({ maxAgeMs: 61_099 }))).toEqual(ended('given-up'))
  })

  test.each([
    ['failed', undefined],
    ['dead-letter', undefined],
    ['endpoint-disabled', 'last-attempt'],
  ] as const)('that ends with %s', (afterLast, disables) => {
    expect(decided({ ...plain, afterLast }, { number: 3 })).toEqual(ended('given-up', disables))
  })

  test('may count from the first attempt, but no two overlap', () => {
    const policy = withSchedule({ countedFrom: 'first', delays: [0, 60_000] })
    const first = { kind: 'retry', at: 62_000, from: 2_000, why: { ...why, countedFrom: 'first' } }
    expect(decided(policy)).toEqual(first)
    expect(decided(policy, { endedAt: 62_001 })).toEqual({ ...first, at: 62_001 })
  })

  test('is spread by chance', () => {
    const policy = withSchedule({ jitter: { kind: 'fraction', fraction: 0.2 } })
    const retry = (jitteredMs: number) => ({
      ...inAMinute,
      at: 2_100 + jitteredMs,
      why: { ...why, jitteredMs },
    })
    expect(decided(policy, {}, 0)).toEqual(retry(48_000))
    expect(decided(policy, {}, 0.75)).toEqual(retry(66_000))
  })

  test('draws chance for the attempt that is to come', () => {
    const drawn: number[] = []
    const chance = (number: number) => {
      drawn.push(number)
      return 0
    }
    const result = {
      number: 1,
      startedAt: 0,
      endedAt: 0,
      outcome: 'refused',
      status: 500,
      headers: [],
    } as const
    decide(withSchedule({ jitter: { kind: 'full' } }), { eventAt: 0, firstAt: 0, result, chance })
    expect(drawn).toEqual([2])
  })

  test('begins with a delay of its own, which is not spread', () => {
    expect(firstPlan(withSchedule({ delays: [5_000, 1], jitter: { kind: 'full' } }), 1_000)).toEqual({
      at: 6_000,
      from: 1_000,
      why: { ...why, scheduledMs: 5_000 },
    })
  })
})
