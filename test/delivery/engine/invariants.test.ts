import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AttemptResult } from '../../../src/delivery/engine/decision.ts'
import { createDispatcher } from '../../../src/delivery/engine/desk.ts'
import type { Consequence, Dispatcher, Dispatching } from '../../../src/delivery/engine/dispatcher.ts'
import type { Policy } from '../../../src/delivery/engine/policy.ts'
import type { Why } from '../../../src/delivery/engine/why.ts'
import { brokenInvariants } from './support/invariants.ts'
import { noLimits, plain, policies, ruleFor } from './support/policies.ts'
import { answered, answers, jobs, play } from './support/world.ts'

/** Enough to come upon every fault, and always the same. */
const mutantRuns = { numRuns: 3_000, seed: 1, endOnFailure: true }

type Make = (dispatching: Dispatching) => Dispatcher

const scenes = fc.record({
  policy: policies,
  jobs,
  handler: fc.func(answers(0)),
  seed: fc.string(),
  concurrency: fc.constantFrom(1, 2, 100),
})

/** Whatever the rules, the handler and chance are. */
const keepsToAll = (make: Make) =>
  fc.property(scenes, ({ policy, seed, ...scene }) => {
    const { happenings } = play({ ...scene, dispatcher: make({ policy, seed }) })
    expect(brokenInvariants(policy, scene.jobs, happenings)).toEqual([])
  })

const sameSeedSameTrace = (make: Make) =>
  fc.property(scenes, ({ policy, seed, ...scene }) => {
    const traces = [1, 2].map(() => play({ ...scene, dispatcher: make({ policy, seed }) }).happenings)
    expect(traces[1]).toEqual(traces[0])
  })

/** A process is killed after some step; the next one has what was kept of attempts, and where the endpoint stood. */
const resumes = (make: Make, remake: Make) =>
  fc.property(scenes, fc.nat({ max: 40 }), ({ policy, seed, ...rest }, steps) => {
    const scene = { ...rest, concurrency: 100 }
    const whole = play({ ...scene, dispatcher: make({ policy, seed }) })
    const first = play({ ...scene, dispatcher: make({ policy, seed }), steps })
    // An attempt that nobody knows the end of is made again, and since it began its endpoint may have been off.
    const wasNeverOff = first.health.state === 'enabled' && first.health.enabledAt === null
    fc.pre(first.underWay === 0 || wasNeverOff)
    const health: typeof first.health = JSON.parse(JSON.stringify(first.health))
    const dispatcher = remake({ policy, seed, health })
    expect(first.left.map((job) => dispatcher.add(job))).toEqual(
      first.left.map(() => ({ ended: [], changes: [] })),
    )
    const second = play({ ...scene, dispatcher, jobs: first.ahead })
    expect([...first.happenings, ...second.happenings]).toEqual(whole.happenings)
  })

const failing = (...durations: number[]) => ({
  jobs: [{ id: 'event', at: 1_000 }],
  handler: (_job: string, number: number) => ({ ...answered(500), durationMs: durations[number - 1] ?? 0 }),
})

const durations = fc.array(fc.nat({ max: 40_000 }), { minLength: 6, maxLength: 6 })

/** Without anything that moves it, a schedule takes its own sum and the time of the answers. */
const addsUp = (make: Make) =>
  fc.property(policies, durations, fc.string(), (any, times, seed) => {
    const schedule = {
      ...any.schedule,
      countedFrom: 'previous',
      jitter: undefined,
      maxAgeMs: undefined,
    } as const
    const { delays } = schedule
    const { happenings } = play({
      ...failing(...times),
      dispatcher: make({ policy: { ...plain, schedule }, seed }),
    })
    const spent = [...delays, ...times.slice(0, delays.length)].reduce((sum, ms) => sum + ms, 1_000)
    expect(happenings.at(-1)).toEqual({
      kind: 'ended',
      ended: { job: 'event', end: 'given-up', attempts: delays.length, at: spent, deadLettered: false },
    })
  })

/** Of one delivery whose endpoint stays as it is: what takes longer to answer puts nothing forward. */
const slowerIsNeverEarlier = (make: Make) =>
  fc.property(
    scenes,
    fc.record({ which: fc.integer({ min: 1, max: 6 }), moreMs: fc.nat({ max: 100_000 }) }),
    ({ policy: { health: _, ...any }, seed, handler, jobs: all }, slower) => {
      const policy = { ...any, health: noLimits }
      const times = [0, slower.moreMs].map((moreMs) => {
        const slowed = (job: string, number: number) => {
          const answer = handler(job, number)
          return number === slower.which ? { ...answer, durationMs: answer.durationMs + moreMs } : answer
        }
        const scene = { jobs: all.slice(0, 1), handler: slowed, dispatcher: make({ policy, seed }) }
        const { happenings } = play(scene)
        return happenings.flatMap((each) => (each.kind === 'attempt' ? [each.planned.at] : []))
      })
      const [usual = [], later = []] = times
      expect(later.every((at, index) => at >= (usual[index] ?? Number.NaN))).toBe(true)
    },
  )

describe('every trace', () => {
  const runs = { numRuns: 500 }
  test('keeps to what is true of all', () => fc.assert(keepsToAll(createDispatcher), runs))
  test('is the same for the same seed', () => fc.assert(sameSeedSameTrace(createDispatcher), runs))
  test('goes on where it was broken off', () => fc.assert(resumes(createDispatcher, createDispatcher), runs))
  test('takes as long as its schedule', () => fc.assert(addsUp(createDispatcher), runs))
  test('is never earlier for a slower answer', () => fc.assert(slowerIsNeverEarlier(createDispatcher), runs))
})

/** A dispatcher that follows other rules than it says. */
const ruledBy =
  (change: (policy: Policy) => Partial<Policy>): Make =>
  (dispatching) =>
    createDispatcher({ ...dispatching, policy: { ...dispatching.policy, ...change(dispatching.policy) } })

/** A dispatcher with a fault of its own. */
const faulty =
  (fault: (right: Dispatcher) => Partial<Dispatcher>): Make =>
  (dispatching) => {
    const right = createDispatcher(dispatching)
    return {
      add: (job) => right.add(job),
      next: () => right.next(),
      begin: (job) => right.begin(job),
      finish: (job, result) => right.finish(job, result),
      enable: (at) => right.enable(at),
      disable: (at) => right.disable(at),
      get health() {
        return right.health
      },
      get open() {
        return right.open
      },
      ...fault(right),
    }
  }

const schedule = (change: (delays: readonly number[]) => number[]): Make =>
  ruledBy((policy) => ({ schedule: { ...policy.schedule, delays: change(policy.schedule.delays) } }))

const nextWith = (changes: { at?: number; number?: number }): Make =>
  faulty((right) => ({
    next: () => {
      const next = right.next()
      return next && { ...next, at: next.at + (changes.at ?? 0), number: next.number + (changes.number ?? 0) }
    },
  }))

const finishWith = (change: (consequence: Consequence) => Partial<Consequence>): Make =>
  faulty((right) => ({
    finish: (job, result) => {
      const consequence = right.finish(job, result)
      return { ...consequence, ...change(consequence) }
    },
  }))

const forgetting = (what: Partial<Why>): Make =>
  faulty((right) => ({
    next: () => {
      const next = right.next()
      return next && { ...next, why: { ...next.why, ...what } }
    },
  }))

/** Takes every attempt for one that has failed as it begins. */
const hasty = faulty((right) => ({
  begin: (job) => {
    const { number = 1, at = 0 } = right.next() ?? {}
    right.begin(job)
    right.finish(job, { ...answered(500), number, startedAt: at, endedAt: at })
  },
  finish: () => ({ ended: [], changes: [] }),
}))

/** Enables the endpoint as soon as it is off. */
const stubborn = faulty((right) => ({
  finish: (job, result) => {
    const consequence = right.finish(job, result)
    right.enable(result.endedAt)
    return consequence
  },
}))

const unruly: [title: string, sentence: string, Make][] = [
  ['an attempt too early', 'the time is what the reason says', nextWith({ at: -1 })],
  ['jitter untold', 'the time is what the reason says', forgetting({ jitteredMs: undefined })],
  ['a reason untold', 'the time is what the reason says', forgetting({ moved: [] })],
  ['a delay too long', 'the delay is that of the schedule', schedule((delays) => delays.map((ms) => ms + 1))],
  ['a number left out', 'numbers are contiguous', nextWith({ number: 1 })],
  ['one more', 'no more attempts than the schedule has', schedule((delays) => [...delays, 5])],
  [
    'one less',
    'nothing is given up before its limit',
    schedule(([first = 0, ...others]) => [first, ...others.slice(1)]),
  ],
  [
    'no age limit',
    'no attempt after the age limit',
    ruledBy((policy) => ({ schedule: { ...policy.schedule, maxAgeMs: undefined } })),
  ],
  ['haste', 'no two attempts overlap', hasty],
  ['no success', 'no attempt after a success', ruledBy(() => ({ success: [] }))],
  ['no success', 'a success is delivered', ruledBy(() => ({ success: [] }))],
  ['199', 'nothing but a success is delivered', ruledBy(() => ({ success: [[199, 299]] }))],
  ['300', 'nothing but a success is delivered', ruledBy(() => ({ success: [[200, 300]] }))],
  [
    'trust in the unknown',
    'nothing but a success is delivered',
    ruledBy(() => ({
      success: [
        [200, 299],
        [600, 999],
      ],
    })),
  ],
  [
    'fear of the unknown',
    'nothing stops without an order',
    ruledBy(({ answers: rules }) => ({ answers: [...rules, ruleFor([[600, 999]], 'stop')] })),
  ],
  ['deafness', 'no attempt after an order to stop', ruledBy(() => ({ answers: [] }))],
  ['an end told twice', 'a delivery ends once', finishWith(({ ended }) => ({ ended: [...ended, ...ended] }))],
  [
    'an end told late',
    'all is told in the order of time',
    finishWith(({ ended }) => ({ ended: ended.map((each) => ({ ...each, at: each.at + 1_000_000 })) })),
  ],
  ['no order', 'an event waits for those before it', ruledBy(() => ({ order: 'none' }))],
  ['an endpoint that is never off', 'no attempt while the endpoint is disabled', stubborn],
  ['an endpoint that is never off', 'no attempt while it is off', stubborn],
  ['an endpoint that is never off', 'one probe at a time', stubborn],
]

test.each(unruly)('with %s it is not so that %s', (_title, sentence, make) => {
  const property = fc.property(scenes, ({ policy, seed, ...scene }) => {
    const { happenings } = play({ ...scene, dispatcher: make({ policy, seed }) })
    return !brokenInvariants(policy, scene.jobs, happenings).some((broken) => broken.endsWith(sentence))
  })
  expect(fc.check(property, mutantRuns)).toMatchObject({
    failed: true,
    errorInstance: { message: 'Property failed by returning false' },
  })
})

let chance = 0

const resumedBy = (make: Make) => resumes(createDispatcher, make)

const strange: [title: string, (make: Make) => fc.IRawProperty<unknown, boolean>, Make][] = [
  ['chance that differs', sameSeedSameTrace, (given) => createDispatcher({ ...given, seed: `${chance++}` })],
  ['a delay too long', addsUp, schedule(([first = 0, ...others]) => [first, ...others.map((ms) => ms + 1)])],
  ['delays that count from the beginning of an attempt', addsUp, endedAs(({ startedAt }) => startedAt)],
  [
    'delays that make up for time',
    slowerIsNeverEarlier,
    endedAs(({ startedAt, endedAt }) => 2 * startedAt - endedAt),
  ],
  [
    'another seed after a kill',
    resumedBy,
    ({ seed, ...others }) => createDispatcher({ ...others, seed: `${seed}!` }),
  ],
  ['the endpoint forgotten in a kill', resumedBy, ({ policy, seed }) => createDispatcher({ policy, seed })],
  [
    'the past forgotten in a kill',
    resumedBy,
    faulty((right) => ({ add: ({ id, at }) => right.add({ id, at }) })),
  ],
  [
    'the first attempts forgotten in a kill',
    resumedBy,
    faulty((right) => ({ add: ({ past = [], ...job }) => right.add({ ...job, past: past.slice(-1) }) })),
  ],
]

function endedAs(time: (result: AttemptResult) => number): Make {
  return faulty((right) => ({
    finish: (job, result) => right.finish(job, { ...result, endedAt: time(result) }),
  }))
}

test.each(strange)('%s does not pass', (_title, property, make) => {
  expect(fc.check(property(make), mutantRuns)).toMatchObject({ failed: true })
})
