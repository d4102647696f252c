import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../src/time/virtual-clock.ts'

test.each([
  [undefined, 0],
  [5, 5],
  ['2026-03-15T10:05:00Z', Date.UTC(2026, 2, 15, 10, 5)],
])('begins at %s', (start, now) => {
  expect(virtualClock(start).now()).toBe(now)
})

test.each(['yesterday', '', Number.NaN, Number.POSITIVE_INFINITY])('cannot begin at %j', (start) => {
  expect(() => virtualClock(start)).toThrow(new RangeError(`A clock cannot begin at '${start}'.`))
})

test('stands still until it is moved', async () => {
  const clock = virtualClock(100)
  let woken = false
  void clock.sleep(1).then(() => {
    woken = true
  })
  for (let turn = 0; turn < 100; turn++) await Promise.resolve()
  expect([clock.now(), woken]).toEqual([100, false])
  await clock.advance(1)
  expect([clock.now(), woken]).toEqual([101, true])
})

test.each([
  [1_500, 1_500],
  ['2h', 7_200_000],
  [0, 0],
  ['0', 0],
])('moves by %s', async (by, now) => {
  const clock = virtualClock()
  await clock.advance(by)
  expect(clock.now()).toBe(now)
})

test.each([-1, Number.NaN, 'soon', '-1s', ''])('cannot be moved by %j', async (by) => {
  const clock = virtualClock(7)
  await expect(clock.advance(by)).rejects.toEqual(new RangeError(`A clock cannot be moved by '${by}'.`))
  expect(clock.now()).toBe(7)
})

/** Sleeps, and notes when it woke. */
function sleeper(clock: ReturnType<typeof virtualClock>, log: [string, number][]) {
  return async (name: string, ...naps: number[]): Promise<void> => {
    for (const nap of naps) {
      await clock.sleep(nap)
      log.push([name, clock.now()])
    }
  }
}

describe('who sleeps', () => {
  test('is woken when due, in order, whoever lay down first', async () => {
    const clock = virtualClock()
    const log: [string, number][] = []
    const sleep = sleeper(clock, log)
    void sleep('late', 300)
    void sleep('early', 100)
    void sleep('never', Number.POSITIVE_INFINITY)
    void sleep('early too', 100)
    await clock.advance(299)
    expect(log).toEqual([
      ['early', 100],
      ['early too', 100],
    ])
    await clock.advance(1)
    expect(log.slice(2)).toEqual([['late', 300]])
  })

  test('may sleep again: an hour of naps passes in one go, each at its time', async () => {
    const clock = virtualClock()
    const log: [string, number][] = []
    const sleep = sleeper(clock, log)
    void sleep('a', 60_000, 300_000, 1_800_000)
    void sleep('b', 90_000, 0, 1_000_000)
    await clock.advance('1h')
    expect(log).toEqual([
      ['a', 60_000],
      ['b', 90_000],
      ['b', 90_000],
      ['a', 360_000],
      ['b', 1_090_000],
      ['a', 2_160_000],
    ])
    expect(clock.now()).toBe(3_600_000)
  })

  test('for no time at all, or less, waits for the next move all the same', async () => {
    const clock = virtualClock()
    const log: [string, number][] = []
    void sleeper(clock, log)('a', 0, -5)
    await clock.advance(0)
    expect(log).toEqual([
      ['a', 0],
      ['a', 0],
    ])
  })

  test('is woken by a signal, at once and without an error, and once only', async () => {
    const clock = virtualClock(10)
    const controller = new AbortController()
    const sleeping = clock.sleep(1_000, controller.signal)
    controller.abort()
    await sleeping
    await clock.sleep(1_000, controller.signal)
    expect(clock.now()).toBe(10)
    await clock.advance(2_000)
    expect(clock.now()).toBe(2_010)
  })

  test('any number of naps of any length end in the order of their ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(1_000), { maxLength: 20 }),
        fc.array(fc.nat(400), { maxLength: 6 }),
        async (naps, moves) => {
          const clock = virtualClock()
          const woken: number[] = []
          for (const nap of naps) void clock.sleep(nap).then(() => woken.push(clock.now()))
          for (const move of moves) await clock.advance(move)
          const end = moves.reduce((sum, move) => sum + move, 0)
          const due = moves.length > 0 ? naps.filter((nap) => nap <= end) : []
          expect(woken).toEqual(due.toSorted((a, b) => a - b))
        },
      ),
    )
  })
})

describe('work that the clock is told of', () => {
  test('is waited for before time goes on, and its result given back', async () => {
    const clock = virtualClock()
    const seen: number[] = []
    let answer = (_text: string): void => undefined
    const answering = new Promise<string>((resolve) => {
      answer = resolve
    })
    const working = (async () => {
      await clock.sleep(100)
      seen.push(clock.now())
      expect(await clock.during(answering)).toBe('answer')
      seen.push(clock.now())
      await clock.sleep(50)
      seen.push(clock.now())
    })()
    const moving = clock.advance(1_000)
    for (let turn = 0; turn < 1_000; turn++) await Promise.resolve()
    expect([clock.now(), seen]).toEqual([100, [100]])
    answer('answer')
    await moving
    await working
    expect([clock.now(), seen]).toEqual([1_000, [100, 100, 150]])
  })

  test('may take real time', async () => {
    const clock = virtualClock()
    const log: string[] = []
    void clock.sleep(10).then(() => log.push('woken'))
    void clock.during(new Promise(setImmediate)).then(() => log.push('worked'))
    await clock.advance(10)
    expect(log).toEqual(['worked', 'woken'])
  })

  test('that fails is told to who waits for it, and time goes on', async () => {
    const clock = virtualClock()
    const work = clock.during(Promise.reject(new Error('no answer')))
    const failure = expect(work).rejects.toEqual(new Error('no answer'))
    await clock.advance(5)
    await failure
    expect(clock.now()).toBe(5)
  })
})

test('two moves at once never set the clock back', async () => {
  const clock = virtualClock()
  await Promise.all([clock.advance(10), clock.advance(5)])
  expect(clock.now()).toBe(10)
})

test('parts of a millisecond are rounded up: no time on it is a fraction', async () => {
  const clock = virtualClock(0.5)
  expect(clock.now()).toBe(1)
  await clock.advance(0.5)
  expect(clock.now()).toBe(2)
  await clock.advance('0.001s')
  const woken: number[] = []
  void clock.sleep(0.25).then(() => woken.push(clock.now()))
  await clock.advance(10)
  expect([clock.now(), woken]).toEqual([13, [4]])
})
