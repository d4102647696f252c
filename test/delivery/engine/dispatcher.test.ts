import { describe, expect, test } from 'vitest'
import { createDispatcher } from '../../../src/delivery/engine/desk.ts'
import type { Dispatcher } from '../../../src/delivery/engine/dispatcher.ts'
import type { Policy } from '../../../src/delivery/engine/policy.ts'
import { plain, ruleFor, withHealth, withSchedule } from './support/policies.ts'
import { answered } from './support/world.ts'

const make = (policy: Policy, ...jobs: [id: string, at: number][]): Dispatcher => {
  const dispatcher = createDispatcher({ policy, seed: 'seed' })
  for (const [id, at] of jobs) dispatcher.add({ id, at })
  return dispatcher
}

/** Begins what is next, and has it take 30 ms. */
function attempt(dispatcher: Dispatcher, status: number) {
  const { job, number, at } = dispatcher.next() ?? { job: 'none', number: 0, at: 0 }
  dispatcher.begin(job)
  return dispatcher.finish(job, { number, startedAt: at, endedAt: at + 30, ...answered(status) })
}

/** What is next, and why: `job number at`, and what moved it. */
const next = (dispatcher: Dispatcher): string => {
  const planned = dispatcher.next()
  if (planned === undefined) return 'nothing'
  const movers = planned.why.moved.map(({ by, toMs }) => ` by ${by} to ${toMs}`)
  return `${planned.job} ${planned.number} at ${planned.at}${movers.join()}`
}

const ended = (job: string, end: string, when: { attempts: number; at: number }) => ({
  job,
  end,
  ...when,
  deadLettered: false,
})

test('the earliest is next; of one time, in the order of the events', () => {
  const dispatcher = make(plain, ['b', 10], ['a', 5], ['c', 10])
  expect(next(dispatcher)).toBe('a 1 at 5')
  attempt(dispatcher, 500)
  dispatcher.begin('b')
  expect(next(dispatcher)).toBe('c 1 at 10')
  dispatcher.begin('c')
  expect(next(dispatcher)).toBe('a 2 at 60035')
  expect(dispatcher.next()).toEqual({
    job: 'a',
    number: 2,
    of: 3,
    at: 60_035,
    why: { scheduledMs: 60_000, countedFrom: 'previous', jitteredMs: undefined, moved: [] },
  })
  expect(dispatcher.open).toBe(3)
})

test('what cannot be is refused', () => {
  const dispatcher = make(plain, ['a', 0])
  const result = { number: 1, startedAt: 0, endedAt: 0, ...answered(200) }
  expect(() => dispatcher.add({ id: 'a', at: 0 })).toThrow(new RangeError("The job 'a' is there already."))
  expect(() => dispatcher.begin('b')).toThrow(new RangeError("No attempt of 'b' waits."))
  expect(() => dispatcher.finish('a', result)).toThrow(new RangeError("No attempt of 'a' is under way."))
  dispatcher.begin('a')
  expect(() => dispatcher.begin('a')).toThrow(new RangeError("No attempt of 'a' waits."))
  dispatcher.finish('a', result)
  expect(() => dispatcher.finish('a', result)).toThrow(new RangeError("No attempt of 'a' is under way."))
})

test('in order, who waits for another cannot begin or end', () => {
  const dispatcher = make({ ...plain, order: 'chronological' }, ['a', 0], ['b', 1])
  expect(() => dispatcher.begin('b')).toThrow(RangeError)
  expect(() => dispatcher.finish('b', { number: 1, startedAt: 0, endedAt: 0, ...answered(200) })).toThrow(
    RangeError,
  )
})

describe('a delivery ends', () => {
  test.each([
    ['delivered', plain, [200], 'delivered', false],
    ['given up', plain, [500, 500, 500], 'given-up', false],
    [
      'given up, and kept as a dead letter',
      { ...plain, afterLast: 'dead-letter' },
      [500, 500, 500],
      'given-up',
      true,
    ],
    ['stopped', { ...plain, answers: [ruleFor([[410, 410]], 'stop')] }, [500, 410], 'stopped', false],
    [
      'stopped, and kept as a dead letter',
      { ...plain, answers: [ruleFor([[410, 410]], 'stop')], afterLast: 'dead-letter' },
      [410],
      'stopped',
      true,
    ],
  ] as [string, Policy, number[], string, boolean][])('%s', (...[, policy, statuses, end, deadLettered]) => {
    const dispatcher = make(policy, ['a', 0])
    const all = statuses.map((status) => attempt(dispatcher, status))
    expect(all.map(({ ended: each }) => each.length)).toEqual(
      statuses.map((_, index) => (index === statuses.length - 1 ? 1 : 0)),
    )
    expect(all.at(-1)?.ended[0]).toMatchObject({ job: 'a', end, attempts: statuses.length, deadLettered })
    expect([dispatcher.open, dispatcher.next()]).toEqual([0, undefined])
  })

  test('before its first attempt, where that would be too late', () => {
    const dispatcher = make(withSchedule({ delays: [5_000], maxAgeMs: 4_999 }))
    expect(dispatcher.add({ id: 'a', at: 7 })).toEqual({
      ended: [ended('a', 'given-up', { attempts: 0, at: 7 })],
      changes: [],
    })
  })
})

describe('in the order of the events', () => {
  const policy: Policy = { ...plain, order: 'chronological' }

  test('an event waits until the one before it has ended', () => {
    const dispatcher = make(policy, ['a', 0], ['c', 5], ['b', 5])
    attempt(dispatcher, 500)
    expect(next(dispatcher)).toBe('a 2 at 60030')
    attempt(dispatcher, 200)
    expect(next(dispatcher)).toBe('c 1 at 60060 by order to 60055')
    attempt(dispatcher, 200)
    expect(next(dispatcher)).toBe('b 1 at 60090 by order to 60085')
  })

  test('an event that comes later than that end waits for nothing', () => {
    const dispatcher = make(policy, ['a', 0])
    attempt(dispatcher, 200)
    dispatcher.add({ id: 'b', at: 31 })
    expect(next(dispatcher)).toBe('b 1 at 31')
  })

  test('events that waited too long are given up one after the other', () => {
    const aged: Policy = { ...policy, schedule: { ...policy.schedule, maxAgeMs: 60_000 } }
    const dispatcher = make(aged, ['a', 0], ['b', 10], ['c', 20], ['d', 60_000])
    dispatcher.begin('a')
    const result = { number: 1, startedAt: 0, endedAt: 60_030, ...answered(200) }
    expect(dispatcher.finish('a', result).ended).toEqual([
      ended('a', 'delivered', { attempts: 1, at: 60_030 }),
      ended('b', 'given-up', { attempts: 0, at: 60_030 }),
      ended('c', 'given-up', { attempts: 0, at: 60_030 }),
    ])
    expect(next(dispatcher)).toBe('d 1 at 60030 by order to 30')
  })
})

describe('an endpoint that is disabled', () => {
  const change = { to: 'disabled', at: 30, because: 'consecutive-failures', until: undefined }

  test('cancels what waits and drops what happens', () => {
    const dispatcher = make(withHealth({ consecutiveFailures: 1 }), ['a', 0], ['b', 0], ['c', 20])
    dispatcher.begin('a')
    dispatcher.begin('b')
    const result = { number: 1, startedAt: 0, endedAt: 30, ...answered(500) }
    expect(dispatcher.finish('a', result)).toEqual({
      ended: [
        ended('a', 'endpoint-disabled', { attempts: 1, at: 30 }),
        ended('c', 'endpoint-disabled', { attempts: 0, at: 30 }),
      ],
      changes: [change],
    })
    expect(dispatcher.add({ id: 'd', at: 40 })).toEqual({
      ended: [ended('d', 'endpoint-disabled', { attempts: 0, at: 40 })],
      changes: [],
    })
    expect(dispatcher.finish('b', { ...result, endedAt: 50 })).toEqual({
      ended: [ended('b', 'endpoint-disabled', { attempts: 1, at: 50 })],
      changes: [],
    })
    expect(dispatcher.open).toBe(0)
  })

  test('delivers what was under way all the same', () => {
    const dispatcher = make(withHealth({}), ['a', 0])
    dispatcher.begin('a')
    dispatcher.disable(10)
    const result = { number: 1, startedAt: 0, endedAt: 30, ...answered(200) }
    expect(dispatcher.finish('a', result)).toEqual({
      ended: [ended('a', 'delivered', { attempts: 1, at: 30 })],
      changes: [],
    })
    expect(dispatcher.health.state).toBe('disabled')
  })

  test('pauses and queues, until it is enabled', () => {
    const policy = withHealth({ consecutiveFailures: 1, newEvents: 'queued', retries: 'paused' })
    const dispatcher = make(policy, ['a', 0])
    expect(attempt(dispatcher, 500)).toEqual({ ended: [], changes: [change] })
    dispatcher.add({ id: 'b', at: 40 })
    expect([next(dispatcher), dispatcher.open]).toEqual(['nothing', 2])
    expect(dispatcher.enable(100_000).changes).toEqual([
      { to: 'enabled', at: 100_000, because: 'by-hand', until: undefined },
    ])
    expect(next(dispatcher)).toBe('a 2 at 100000 by endpoint-off to 99970')
    dispatcher.begin('a')
    expect(next(dispatcher)).toBe('b 1 at 100000 by endpoint-off to 99960')
  })

  test('queues what happens, even where it cancels what waits', () => {
    const dispatcher = make(withHealth({ newEvents: 'queued' }), ['a', 5], ['b', 50])
    expect(dispatcher.disable(10).ended).toEqual([ended('a', 'endpoint-disabled', { attempts: 0, at: 10 })])
    dispatcher.enable(20)
    expect(next(dispatcher)).toBe('b 1 at 50')
    dispatcher.disable(60)
    expect(dispatcher.open).toBe(0)
  })

  test('lets what is paused grow too old', () => {
    const policy: Policy = {
      ...withHealth({ retries: 'paused' }),
      schedule: { ...plain.schedule, maxAgeMs: 70_000 },
    }
    const dispatcher = make(policy, ['a', 0], ['b', 10_000])
    attempt(dispatcher, 500)
    dispatcher.disable(40)
    dispatcher.add({ id: 'c', at: 50 })
    expect(dispatcher.enable(75_000).ended).toEqual([ended('a', 'given-up', { attempts: 1, at: 75_000 })])
    expect(dispatcher.open).toBe(0)
  })

  test('is so by an answer, which ends that delivery, and by a last attempt', () => {
    const byAnswer = make({ ...plain, answers: [ruleFor([[410, 410]], 'disable')] }, ['a', 0], ['b', 7])
    expect(attempt(byAnswer, 410)).toEqual({
      ended: [
        ended('a', 'stopped', { attempts: 1, at: 30 }),
        ended('b', 'endpoint-disabled', { attempts: 0, at: 30 }),
      ],
      changes: [{ ...change, because: 'answer' }],
    })
    const byLast = make(
      { ...withHealth({ consecutiveFailures: 3, failedEvents: 1 }), afterLast: 'endpoint-disabled' },
      ['a', 0],
    )
    attempt(byLast, 500)
    attempt(byLast, 500)
    expect(attempt(byLast, 500)).toEqual({
      ended: [ended('a', 'given-up', { attempts: 3, at: 360_090 })],
      changes: [{ ...change, at: 360_090, because: 'last-attempt' }],
    })
  })

  test('disables those who wait in order as well', () => {
    const policy: Policy = { ...withHealth({ consecutiveFailures: 1 }), order: 'chronological' }
    const dispatcher = make(policy, ['a', 0], ['b', 1], ['d', 3], ['c', 2])
    expect(attempt(dispatcher, 500).ended).toEqual([
      ended('a', 'endpoint-disabled', { attempts: 1, at: 30 }),
      ended('b', 'endpoint-disabled', { attempts: 0, at: 30 }),
      ended('c', 'endpoint-disabled', { attempts: 0, at: 30 }),
      ended('d', 'endpoint-disabled', { attempts: 0, at: 30 }),
    ])
  })

  test('cancels in the order of the events, whatever is due first', () => {
    const dispatcher = make(withHealth({}), ['a', 0], ['b', 40])
    attempt(dispatcher, 500)
    expect(dispatcher.disable(35).ended.map(({ job }) => job)).toEqual(['a', 'b'])
  })

  test('that is so twice while an event waits was so for longer', () => {
    const dispatcher = make(withHealth({ retries: 'paused' }), ['a', 10])
    dispatcher.disable(20)
    dispatcher.enable(30)
    dispatcher.disable(40)
    dispatcher.enable(50)
    expect(next(dispatcher)).toBe('a 1 at 50 by endpoint-off to 40')
  })
})

describe('an endpoint that is off for a while', () => {
  const temporary = { forMs: 100_000, factor: 2, capMs: undefined }
  const policy = withHealth({ consecutiveFailures: 2, temporary, newEvents: 'dropped', retries: 'paused' })

  test('is tried again with one probe, and then with all that waits', () => {
    const dispatcher = make(policy, ['a', 0], ['b', 0])
    attempt(dispatcher, 500)
    expect(attempt(dispatcher, 500).changes).toEqual([
      { to: 'off-for-a-while', at: 30, because: 'consecutive-failures', until: 100_030 },
    ])
    expect(dispatcher.add({ id: 'c', at: 50 }).ended).toEqual([
      ended('c', 'endpoint-disabled', { attempts: 0, at: 50 }),
    ])
    expect(next(dispatcher)).toBe('a 2 at 100030 by endpoint-off to 100000')
    dispatcher.begin('a')
    expect(next(dispatcher)).toBe('nothing')
    dispatcher.add({ id: 'd', at: 100_040 })
    const result = { number: 2, startedAt: 100_030, endedAt: 100_060, ...answered(500) }
    expect(dispatcher.finish('a', result)).toEqual({
      ended: [ended('d', 'endpoint-disabled', { attempts: 0, at: 100_060 })],
      changes: [{ to: 'off-for-a-while', at: 100_060, because: 'consecutive-failures', until: 300_060 }],
    })
    expect(next(dispatcher)).toBe('b 2 at 300060 by endpoint-off to 300030')
    expect(attempt(dispatcher, 200).changes).toEqual([
      { to: 'enabled', at: 300_090, because: 'time', until: undefined },
    ])
    expect(next(dispatcher)).toBe('a 3 at 400060')
  })

  test('pauses the retry of an event that happened meanwhile, as it does with all', () => {
    const dispatcher = make(policy, ['a', 0], ['b', 0])
    attempt(dispatcher, 500)
    attempt(dispatcher, 500)
    dispatcher.begin('a')
    dispatcher.finish('a', { number: 2, startedAt: 100_030, endedAt: 200_000, ...answered(200) })
    dispatcher.begin('b')
    dispatcher.finish('b', { number: 2, startedAt: 200_000, endedAt: 200_030, ...answered(500) })
    dispatcher.add({ id: 'c', at: 200_040 })
    dispatcher.begin('c')
    expect(
      dispatcher.finish('c', { number: 1, startedAt: 200_040, endedAt: 200_070, ...answered(500) }).changes,
    ).toEqual([{ to: 'off-for-a-while', at: 200_070, because: 'consecutive-failures', until: 300_070 }])
    dispatcher.add({ id: 'd', at: 300_070 })
    dispatcher.begin('d')
    expect(
      dispatcher.finish('d', { number: 1, startedAt: 300_070, endedAt: 300_100, ...answered(500) }),
    ).toEqual({
      ended: [],
      changes: [{ to: 'off-for-a-while', at: 300_100, because: 'consecutive-failures', until: 500_100 }],
    })
    expect(dispatcher.open).toBe(3)
  })

  test('gives up at once what will be too old by then', () => {
    const aged: Policy = { ...policy, schedule: { ...plain.schedule, maxAgeMs: 90_000 } }
    const dispatcher = make(aged, ['a', 0], ['b', 0])
    attempt(dispatcher, 500)
    expect(attempt(dispatcher, 500).ended).toEqual([
      ended('b', 'given-up', { attempts: 1, at: 30 }),
      ended('a', 'given-up', { attempts: 1, at: 30 }),
    ])
  })
})

describe('taken up again', () => {
  const past = [
    { number: 1, startedAt: 0, endedAt: 30, ...answered(500) },
    { number: 2, startedAt: 60_030, endedAt: 60_060, ...answered(500) },
  ]

  test('a delivery goes on with its next attempt', () => {
    const dispatcher = make(plain)
    expect(dispatcher.add({ id: 'a', at: 0, past })).toEqual({ ended: [], changes: [] })
    expect(next(dispatcher)).toBe('a 3 at 360060')
  })

  test('a delivery waits for the endpoint as it had', () => {
    const first = make(withHealth({ retries: 'paused' }), ['a', 0])
    attempt(first, 500)
    first.disable(40)
    first.enable(70_000)
    const second = createDispatcher({ policy: plain, seed: 'seed', health: first.health })
    second.add({ id: 'a', at: 0, past: past.slice(0, 1) })
    expect(second.next()).toEqual(first.next())
    expect(next(second)).toBe('a 2 at 70000 by endpoint-off to 69970')
  })

  test('a delivery that had ended, ends', () => {
    const delivered = { number: 3, startedAt: 360_060, endedAt: 360_090, ...answered(200) }
    expect(make(plain).add({ id: 'a', at: 0, past: [...past, delivered] })).toEqual({
      ended: [ended('a', 'delivered', { attempts: 3, at: 360_090 })],
      changes: [],
    })
  })
})
