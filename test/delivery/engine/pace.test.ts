import { describe, expect, test } from 'vitest'
import { clockPace, skippingPace } from '../../../src/delivery/engine/pace.ts'
import { virtualClock } from '../../../src/time/virtual-clock.ts'

const never = new Promise<void>(() => undefined)

function deferred() {
  let resolve = (): void => undefined
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Whether something has settled once all has had its turn. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
  return settled
}

describe('time that is skipped', () => {
  test('is there at once', async () => {
    const pace = skippingPace({ start: 1_000 })
    expect(pace.now()).toBe(1_000)
    await pace.pass(5_000, never)
    expect(pace.now()).toBe(5_000)
    await pace.pass(4_000, never)
    expect(pace.now()).toBe(5_000)
  })

  test('is not skipped to the end of time', async () => {
    const pace = skippingPace({ start: 0 })
    await pace.pass(Number.POSITIVE_INFINITY, Promise.resolve())
    expect(pace.now()).toBe(0)
  })

  test('waits for what is under way', async () => {
    const pace = skippingPace({ start: 0 })
    const [work, stirred] = [deferred(), deferred()]
    const during = pace.during(work.promise)
    const passed = pace.pass(10, stirred.promise)
    expect(await isSettled(passed)).toBe(false)
    work.resolve()
    await during
    stirred.resolve()
    await passed
    expect(pace.now()).toBe(0)
    await pace.pass(10, never)
    expect(pace.now()).toBe(10)
  })

  test('waits no longer than it would take, where it knows the real time', async () => {
    const clock = virtualClock(500_000)
    const pace = skippingPace({ start: 0, clock })
    await pace.pass(100, never)
    void pace.during(never)
    await clock.advance(5)
    const passed = pace.pass(110, never)
    await clock.advance(4)
    expect(pace.now()).toBe(100)
    await clock.advance(1)
    await passed
    expect(pace.now()).toBe(110)
    // Had it begun with the first, it would have lasted 10 ms by now; the second has just begun.
    void pace.during(never)
    const further = pace.pass(115, never)
    expect(await isSettled(further)).toBe(false)
    await clock.advance(5)
    await further
    expect(pace.now()).toBe(115)
  })

  test('waits for the attempt that began last, where time has fallen behind', async () => {
    const clock = virtualClock()
    const pace = skippingPace({ start: 0, clock })
    void pace.during(never)
    await clock.advance(20)
    void pace.during(never)
    const passed = pace.pass(10, never)
    await clock.advance(9)
    expect(await isSettled(passed)).toBe(false)
    await clock.advance(1)
    await passed
  })

  test('gives back what work comes to, and forgets it even where it fails', async () => {
    const pace = skippingPace({ start: 0 })
    expect(await pace.during(Promise.resolve(7))).toBe(7)
    await expect(pace.during(Promise.reject(new Error('no')))).rejects.toThrow('no')
    await pace.pass(5, never)
    expect(pace.now()).toBe(5)
  })
})

describe('time that is sped up', () => {
  test('passes so many times as fast', async () => {
    const clock = virtualClock()
    const pace = skippingPace({ start: 0, speed: 60, clock })
    const passed = pace.pass(120_000, never)
    await clock.advance(1_999)
    expect(await isSettled(passed)).toBe(false)
    await clock.advance(1)
    await passed
    expect(pace.now()).toBe(120_000)
  })

  test('passes as it really does while something is under way', async () => {
    const clock = virtualClock()
    const pace = skippingPace({ start: 0, speed: 60, clock })
    void pace.during(never)
    const passed = pace.pass(1_000, never)
    await clock.advance(999)
    expect(await isSettled(passed)).toBe(false)
    await clock.advance(1)
    await passed
  })

  test('has passed by as much as it could when something stirs', async () => {
    const clock = virtualClock()
    const pace = skippingPace({ start: 0, speed: 60, clock })
    const stirred = deferred()
    for (const at of [120_000, Number.POSITIVE_INFINITY]) {
      const passed = pace.pass(at, stirred.promise)
      await clock.advance(1_000)
      stirred.resolve()
      await passed
    }
    expect(pace.now()).toBe(60_000)
  })
})

describe("a clock's own time", () => {
  test('passes as the clock does', async () => {
    const clock = virtualClock(1_000)
    const pace = clockPace(clock)
    const passed = pace.pass(1_500, never)
    await clock.advance(499)
    expect(await isSettled(passed)).toBe(false)
    await clock.advance(1)
    await passed
    expect(pace.now()).toBe(1_500)
    await pace.pass(1_500, never)
    await pace.pass(0, never)
  })

  test('is not waited for any more when something stirs', async () => {
    const sleeps: boolean[] = []
    const clock = {
      now: () => 0,
      sleep: (_ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          signal?.addEventListener('abort', () => {
            sleeps.push(true)
            resolve()
          })
        }),
    }
    await clockPace(clock).pass(10, Promise.resolve())
    expect(sleeps).toEqual([true])
    expect(await clockPace(clock).during(Promise.resolve(7))).toBe(7)
  })

  test('does not go on during work, where somebody moves the clock', async () => {
    const clock = virtualClock()
    const pace = clockPace(clock)
    const work = deferred()
    void pace.during(work.promise)
    const moved = clock.advance(10)
    expect([await isSettled(moved), clock.now()]).toEqual([false, 0])
    work.resolve()
    await moved
    expect(clock.now()).toBe(10)
  })
})
