import { expect, test } from 'vitest'
import type { Pace } from '../../src/delivery/engine/pace.ts'
import { resumedPace } from '../../src/delivery/resumed-pace.ts'

const never = new Promise<void>(() => undefined)

/** A clock from a moment on, and what it was asked to wait for. */
function watched() {
  const waits: [from: number, to: number][] = []
  const from = (start: number): Pace => {
    let now = start
    return {
      now: () => now,
      pass: async (at) => {
        waits.push([now, at])
        now = at
      },
      during: (work) => work,
    }
  }
  return { waits, from }
}

test('the past is gone through in no time, and what comes then is waited for', async () => {
  const { waits, from } = watched()
  const pace = resumedPace({ start: 1_000, until: 5_000, from })
  const times = [pace.now()]
  for (const at of [1_000, 3_000, 5_000, 8_000, 9_000]) {
    await pace.pass(at, never)
    times.push(pace.now())
  }
  expect(times).toEqual([1_000, 1_000, 3_000, 5_000, 8_000, 9_000])
  expect(waits).toEqual([
    [5_000, 8_000],
    [8_000, 9_000],
  ])
})

test('it goes on from where the past ended, though nothing was due then', async () => {
  const { waits, from } = watched()
  const pace = resumedPace({ start: 0, until: 5_000, from })
  await pace.pass(2_000, never)
  await pace.pass(9_000, never)
  expect(waits).toEqual([[5_000, 9_000]])
})

test('while something of the past is still under way, it goes no further', async () => {
  const { waits, from } = watched()
  const pace = resumedPace({ start: 0, until: 5_000, from })
  let end = (): void => undefined
  const work = pace.during(
    new Promise<void>((resolve) => {
      end = resolve
    }),
  )
  let stir = (): void => undefined
  const passing = pace.pass(
    9_000,
    new Promise<void>((resolve) => {
      stir = resolve
    }),
  )
  end()
  await work
  stir()
  await passing
  expect([pace.now(), waits]).toEqual([0, []])
  await pace.pass(9_000, never)
  expect([pace.now(), waits]).toEqual([9_000, [[5_000, 9_000]]])
})
