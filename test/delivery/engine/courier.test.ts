import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Errand, Happening } from '../../../src/delivery/engine/courier.ts'
import { runErrand } from '../../../src/delivery/engine/courier.ts'
import { createDispatcher } from '../../../src/delivery/engine/desk.ts'
import type { Planned } from '../../../src/delivery/engine/dispatcher.ts'
import { createMailbox } from '../../../src/delivery/engine/mailbox.ts'
import type { Pace } from '../../../src/delivery/engine/pace.ts'
import { clockPace, skippingPace } from '../../../src/delivery/engine/pace.ts'
import { virtualClock } from '../../../src/time/virtual-clock.ts'
import { brokenInvariants } from './support/invariants.ts'
import { plain, policies, withHealth, withSchedule } from './support/policies.ts'
import type { Handler } from './support/world.ts'
import { answered, answers, jobs, play } from './support/world.ts'

const dispatching = { policy: plain, seed: 'any' }

/** Attempts that really take no time, and on the schedule's clock what the handler says. */
const attemptBy =
  (handler: Handler): Errand['attempt'] =>
  async ({ job, number }, startedAt) => {
    const { durationMs, ...answer } = handler(job, number)
    // Some settle sooner than others, whatever time they take on the schedule's clock.
    for (let turn = 0; turn < durationMs % 7; turn++) await Promise.resolve()
    return { number, startedAt, endedAt: startedAt + durationMs, ...answer }
  }

interface Ran {
  readonly happenings: Happening[]
  /** What began and ended, in the order in which the courier came to it. */
  readonly steps: string[]
}

async function run(errand: Partial<Errand> & { handler?: Handler }): Promise<Ran> {
  const { handler = () => answered(200), ...others } = errand
  const happenings: Happening[] = []
  const steps: string[] = []
  const attempt = others.attempt ?? attemptBy(handler)
  await runErrand({
    dispatcher: createDispatcher(dispatching),
    pace: skippingPace({ start: 0 }),
    concurrency: 10,
    tell: (happening) => {
      happenings.push(happening)
      if (happening.kind === 'attempt')
        steps.push(`${happening.planned.job} ended ${happening.result.endedAt}`)
    },
    ...others,
    attempt: (planned, startedAt) => {
      steps.push(`${planned.job} began ${startedAt}`)
      return attempt(planned, startedAt)
    },
  })
  return { happenings, steps }
}

const lasting =
  (durations: Record<string, number>): Handler =>
  (job) => ({
    ...answered(200),
    durationMs: durations[job] ?? 0,
  })

const at = (...times: number[]) => times.map((time, index) => ({ id: 'abcdefgh'.charAt(index), at: time }))

describe('what happens', () => {
  const scenes = fc.record({ policy: policies, jobs, handler: fc.func(answers(1)), seed: fc.string() })
  const limits = fc.constantFrom(1, 2, 100)

  const likeTheSimplestDriver = (changed: (pace: Pace) => Pace) =>
    fc.asyncProperty(scenes, limits, async ({ policy, seed, ...scene }, concurrency) => {
      const { happenings } = play({ ...scene, concurrency, dispatcher: createDispatcher({ policy, seed }) })
      const pace = changed(skippingPace({ start: 0 }))
      const dispatcher = createDispatcher({ policy, seed })
      const ran = await run({ ...scene, dispatcher, pace, concurrency })
      expect(ran.happenings).toEqual(happenings)
      expect(brokenInvariants(policy, scene.jobs, ran.happenings)).toEqual([])
    })

  test('is what the simplest driver does', () =>
    fc.assert(
      likeTheSimplestDriver((pace) => pace),
      { numRuns: 300 },
    ))

  const mutants: [string, (pace: Pace) => Pace][] = [
    ['time that runs away from work', (pace) => ({ ...pace, during: (work) => work })],
    ['a clock that is ahead', (pace) => ({ ...pace, now: () => pace.now() + 1 })],
  ]
  test.each(mutants)('but not with %s', async (_title, changed) => {
    const checked = fc.check(likeTheSimplestDriver(changed), { numRuns: 1_000, seed: 1, endOnFailure: true })
    expect(await checked).toMatchObject({ failed: true })
  })

  test('comes in the order of the schedule, not in that in which promises settle', async () => {
    const { steps } = await run({ jobs: at(0, 2_000, 6_000), handler: lasting({ a: 5_000, b: 500, c: 1 }) })
    expect(steps).toEqual([
      'a began 0',
      'b began 2000',
      'b ended 2500',
      'a ended 5000',
      'c began 6000',
      'c ended 6001',
    ])
  })

  test('of one time comes in the order in which it began', async () => {
    const attempt: Errand['attempt'] = async ({ job, number }, startedAt) => {
      for (let turn = 0; turn < (job === 'a' ? 20 : 0); turn++) await Promise.resolve()
      return { number, startedAt, endedAt: startedAt + 10, ...answered(200) }
    }
    expect((await run({ jobs: at(0, 0), attempt })).steps).toEqual([
      'a began 0',
      'b began 0',
      'a ended 10',
      'b ended 10',
    ])
  })

  test('waits for a free place where only so many may be under way', async () => {
    const { steps } = await run({
      jobs: at(0, 0, 1),
      concurrency: 2,
      handler: lasting({ a: 50, b: 20, c: 10 }),
    })
    expect(steps).toEqual(['a began 0', 'b began 0', 'b ended 20', 'c began 20', 'c ended 30', 'a ended 50'])
  })

  test('is told of before anything else begins', async () => {
    const order: string[] = []
    await run({
      jobs: at(0, 5),
      attempt: ({ job, number }, startedAt) => {
        order.push(`begin ${job}`)
        return Promise.resolve({ number, startedAt, endedAt: startedAt + 1, ...answered(200) })
      },
      tell: async ({ kind }) => {
        for (let turn = 0; turn < 50; turn++) await Promise.resolve()
        order.push(kind)
      },
    })
    expect(order).toEqual(['begin a', 'attempt', 'ended', 'begin b', 'attempt', 'ended'])
  })
})

test('events are asked for only as they happen, and no more at the end', async () => {
  let asked = 0
  let isClosed = false
  function* endless() {
    try {
      for (;;) yield { id: `event-${asked}`, at: 1_000 * asked++ }
    } finally {
      isClosed = true
    }
  }
  const stop = new AbortController()
  const { happenings } = await run({
    jobs: endless(),
    signal: stop.signal,
    tell: () => (asked > 3 ? stop.abort() : undefined),
  })
  expect([happenings, asked, isClosed]).toEqual([[], 4, true])
})

test('what the dispatcher has already is seen to', async () => {
  const dispatcher = createDispatcher(dispatching)
  dispatcher.add({ id: 'a', at: 5 })
  expect((await run({ dispatcher, jobs: at(10).map((job) => ({ ...job, id: 'b' })) })).steps).toEqual([
    'a began 5',
    'b began 10',
    'a ended 35',
    'b ended 40',
  ])
})

test('deliveries whose endpoint is disabled are left where they wait for it', async () => {
  const policy = withHealth({ consecutiveFailures: 1, retries: 'paused' })
  const dispatcher = createDispatcher({ policy, seed: '' })
  const { happenings } = await run({ dispatcher, jobs: at(0), handler: () => answered(500) })
  expect([happenings.map(({ kind }) => kind), dispatcher.open]).toEqual([['attempt', 'endpoint'], 1])
})

describe('once it is interrupted', () => {
  test('nothing begins, and what is under way is waited for and told of', async () => {
    const stop = new AbortController()
    const ends: (() => void)[] = []
    let allBegan = (): void => undefined
    const began = new Promise<void>((resolve) => {
      allBegan = resolve
    })
    const ran = run({
      jobs: at(0, 0, 0),
      concurrency: 2,
      signal: stop.signal,
      attempt: ({ number }, startedAt) =>
        new Promise((resolve) => {
          const took = 9 - ends.length
          ends.push(() => resolve({ number, startedAt, endedAt: startedAt + took, ...answered(500) }))
          if (ends.length === 2) allBegan()
        }),
    })
    await began
    stop.abort()
    for (const end of ends) end()
    expect((await ran).steps).toEqual(['a began 0', 'b began 0', 'b ended 8', 'a ended 9'])
  })

  test('it is told in the order of time, though the clock stands still', async () => {
    const stop = new AbortController()
    const attempt: Errand['attempt'] = async ({ job, number }, startedAt) => {
      const isFirst = job === 'a'
      for (let turn = 0; turn < (isFirst ? 3 : 50); turn++) await Promise.resolve()
      if (isFirst) stop.abort()
      return { number, startedAt, endedAt: startedAt + (isFirst ? 9 : 5), ...answered(200) }
    }
    const pace = clockPace(virtualClock())
    const { steps } = await run({ jobs: at(0, 0, 0), concurrency: 2, attempt, pace, signal: stop.signal })
    expect(steps).toEqual(['a began 0', 'b began 0', 'b ended 5', 'a ended 9'])
  })

  test('before it began, nothing happens', async () => {
    const mailbox = createMailbox()
    mailbox.post((dispatcher) => dispatcher.add({ id: 'b', at: 0 }))
    const dispatcher = createDispatcher(dispatching)
    const signal = AbortSignal.abort()
    expect(await run({ dispatcher, mailbox, jobs: at(0), signal })).toEqual({ happenings: [], steps: [] })
    expect(dispatcher.open).toBe(0)
  })

  test('nothing is left to listen', async () => {
    const stop = new AbortController()
    const signal = Object.assign(stop.signal, { listeners: 0 })
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...all: Parameters<typeof addEventListener>) => {
      signal.listeners++
      addEventListener.apply(signal, all)
    }
    signal.removeEventListener = (...all: Parameters<typeof removeEventListener>) => {
      signal.listeners--
      removeEventListener.apply(signal, all)
    }
    await run({ jobs: at(0, 5, 10), signal })
    expect(signal.listeners).toBe(0)
  })
})

describe('where something breaks', () => {
  const broken = new Error('The store is full.')

  test('at an attempt, nothing begins any more, what is under way is told of, and the error comes out', async () => {
    const steps: string[] = []
    const errand = run({
      jobs: at(0, 0, 100),
      attempt: (planned, startedAt) =>
        planned.job === 'a' ? Promise.reject(broken) : attemptBy(() => answered(200))(planned, startedAt),
      tell: (happening) => {
        if (happening.kind === 'ended') steps.push(happening.ended.job)
      },
    })
    await expect(errand).rejects.toBe(broken)
    expect(steps).toEqual(['b'])
  })

  test('at telling, the same', async () => {
    let told = 0
    const tell = (): void => {
      told++
      throw broken
    }
    await expect(run({ jobs: at(0, 0, 100), tell })).rejects.toBe(broken)
    expect(told).toBe(2)
  })
})

describe('with a mailbox', () => {
  const policy = withSchedule({ delays: [0, 60_000] })

  test('a clock that somebody moves does what is due, and waits for it', async () => {
    const clock = virtualClock(1_000)
    const steps: string[] = []
    const mailbox = createMailbox()
    const stop = new AbortController()
    const ran = run({
      dispatcher: createDispatcher({ policy, seed: '' }),
      pace: clockPace(clock),
      mailbox,
      signal: stop.signal,
      attempt: async ({ number, job }, startedAt) => {
        for (let turn = 0; turn < 200; turn++) await Promise.resolve()
        steps.push(`${job} at ${startedAt}`)
        return { number, startedAt, endedAt: clock.now(), ...answered(500) }
      },
      tell: async ({ kind }) => {
        for (let turn = 0; turn < 200; turn++) await Promise.resolve()
        steps.push(`${kind} at ${clock.now()}`)
      },
    })
    mailbox.post((dispatcher, now) => dispatcher.add({ id: 'a', at: now }))
    await clock.advance('30s')
    mailbox.post((dispatcher, now) => dispatcher.add({ id: 'b', at: now }))
    await clock.advance('10m')
    stop.abort()
    await ran
    expect(steps).toEqual([
      'a at 1000',
      'attempt at 1000',
      'b at 31000',
      'attempt at 31000',
      'a at 61000',
      'attempt at 61000',
      'ended at 61000',
      'b at 91000',
      'attempt at 91000',
      'ended at 91000',
    ])
    expect(clock.now()).toBe(631_000)
  })

  test('an order is seen to in its turn, and what follows is told of', async () => {
    const mailbox = createMailbox()
    const stop = new AbortController()
    const dispatcher = createDispatcher({ policy, seed: '' })
    mailbox.post((each, now) => each.add({ id: 'a', at: now }))
    const happenings: Happening[] = []
    await run({
      dispatcher,
      mailbox,
      signal: stop.signal,
      handler: () => answered(500),
      tell: (happening) => {
        happenings.push(happening)
        if (happening.kind === 'attempt') mailbox.post((each, now) => each.disable(now))
        if (happening.kind === 'ended') stop.abort()
      },
    })
    expect(happenings.slice(1)).toEqual([
      { kind: 'endpoint', change: { to: 'disabled', at: 30, because: 'by-hand', until: undefined } },
      {
        kind: 'ended',
        ended: { job: 'a', end: 'endpoint-disabled', attempts: 1, at: 30, deadLettered: false },
      },
    ])
  })
})

test('a hundred thousand deliveries are no trouble', async () => {
  let made = 0
  function* many() {
    for (let index = 0; index < 100_000; index++) yield { id: `event-${index}`, at: index }
  }
  const count = ({ number }: Planned, startedAt: number) => {
    made++
    return Promise.resolve({
      number,
      startedAt,
      endedAt: startedAt + 30,
      ...answered(number === 1 ? 500 : 200),
    })
  }
  await runErrand({
    dispatcher: createDispatcher(dispatching),
    pace: skippingPace({ start: 0 }),
    jobs: many(),
    attempt: count,
    concurrency: 100,
    tell: () => undefined,
  })
  expect(made).toBe(200_000)
})
