import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ScheduleForm } from '../../src/provider/delivery-section.ts'
import { maxAttempts, scheduleDelays } from '../../src/provider/schedule-delays.ts'

const seconds = (form: ScheduleForm, limits: { first?: boolean; maxAge?: number } = {}): number[] =>
  scheduleDelays(form, {
    countedFrom: limits.first ? 'first' : 'previous',
    maxAgeMs: limits.maxAge === undefined ? undefined : limits.maxAge * 1_000,
  }).map((ms) => ms / 1_000)

/** A list whose end is repeated. */
const repeating = (list: string[], every: string, attempts?: number): ScheduleForm => {
  // biome-ignore lint/suspicious/noThenProperty: a word of the file, which nobody can call
  return { list, then: every, ...(attempts === undefined ? {} : { attempts }) }
}

describe('the delays of each form', () => {
  test.each<[string, ScheduleForm, number[]]>([
    ['a list', ['0', '5s', '1m30s', '2h'], [0, 5, 90, 7_200]],
    ['one attempt', ['250ms'], [0.25]],
    ['a list that goes on', repeating(['0s', '1m'], '1h', 5), [0, 60, 3_600, 3_600, 3_600]],
    ['a list that is all there is', repeating(['0s', '1m'], '1h', 2), [0, 60]],
    ['a list that is cut', repeating(['0s', '1m', '2m'], '1h', 2), [0, 60]],
    [
      'an exponential series',
      { exponential: { base: '30s', factor: 2 }, attempts: 6 },
      [0, 30, 60, 120, 240, 480],
    ],
    [
      'one with a cap, and a delay before the first attempt',
      { exponential: { base: '3s', factor: 3, cap: '1m' }, attempts: 6, first: '5s' },
      [5, 3, 9, 27, 60, 60],
    ],
    ['of broken factor', { exponential: { base: '1s', factor: 1.5 }, attempts: 4 }, [0, 1, 1.5, 2.25]],
    ['of factor 1', { exponential: { base: '1m', factor: 1 }, attempts: 4 }, [0, 60, 60, 60]],
    ['a linear series', { linear: { step: '5m' }, attempts: 4 }, [0, 300, 600, 900]],
    [
      'one with a cap, and a delay before the first attempt',
      { linear: { step: '5m', cap: '12m' }, attempts: 5, first: '1s' },
      [1, 300, 600, 720, 720],
    ],
    ['a time that is filled', { spread: { over: '7m' }, attempts: 4 }, [0, 60, 120, 240]],
    ['one that is too short to double', { spread: { over: '3s' }, attempts: 4 }, [0, 1, 1, 1]],
    ['one that is no time at all', { spread: { over: '0s' }, attempts: 3 }, [0, 0, 0]],
    ['a single attempt of a series', { linear: { step: '5m' }, attempts: 1 }, [0]],
  ])('%s', (_, form, delays) => {
    expect(seconds(form)).toEqual(delays)
  })

  test.each<[string, ScheduleForm, number[]]>([
    ['a list', ['1s', '1m', '5m'], [1, 60, 300]],
    ['a list that goes on', repeating(['1s', '1m', '5m'], '1h', 5), [1, 60, 300, 3_900, 7_500]],
    ['a series', { linear: { step: '5m' }, attempts: 4 }, [0, 300, 600, 900]],
    ['a time that is filled', { spread: { over: '7m' }, attempts: 4, first: '9s' }, [9, 60, 180, 420]],
  ])('counted from the first attempt: %s', (_, form, delays) => {
    expect(seconds(form, { first: true })).toEqual(delays)
  })
})

describe('an age limit ends', () => {
  test.each<[string, { form: ScheduleForm; maxAge: number; delays: number[] }]>([
    [
      'a list that goes on',
      { form: repeating(['0s', '1m'], '1h'), maxAge: 7_300, delays: [0, 60, 3_600, 3_600] },
    ],
    ['to the second', { form: repeating(['0s', '1m'], '1h'), maxAge: 7_260, delays: [0, 60, 3_600, 3_600] }],
    [
      'and not a second later',
      { form: repeating(['0s', '1m'], '1h'), maxAge: 7_259, delays: [0, 60, 3_600] },
    ],
    [
      'a series',
      {
        form: { exponential: { base: '1s', factor: 2 }, attempts: 185 },
        maxAge: 60,
        delays: [0, 1, 2, 4, 8, 16],
      },
    ],
    ['a list', { form: ['0s', '1m', '1m'], maxAge: 60, delays: [0, 60] }],
    ['not the first attempt', { form: ['1m', '1m'], maxAge: 30, delays: [60] }],
  ])('%s', (_, { form, maxAge, delays }) => {
    expect(seconds(form, { maxAge })).toEqual(delays)
  })

  test('one that is counted from the first attempt', () => {
    expect(seconds(['10s', '30s', '60s'], { first: true, maxAge: 60 })).toEqual([10, 30])
    expect(seconds(repeating(['0s', '1m'], '1m'), { first: true, maxAge: 180 })).toEqual([0, 60, 120, 180])
  })
})

test('a schedule that never ends ends', () => {
  expect(seconds(repeating(['0s', '1m'], '0s'), { maxAge: 86_400 })).toHaveLength(maxAttempts)
  expect(seconds(repeating(['0s'], '1h'))).toHaveLength(maxAttempts)
  expect(seconds({ linear: { step: '1s' }, attempts: 1e9 })).toHaveLength(maxAttempts)
  expect(seconds(Array.from({ length: 1_200 }, () => '1s'))).toHaveLength(maxAttempts)
})

test('tries that fill a time fill it exactly, each delay no shorter than the one before', () => {
  const anyOver = fc.integer({ min: 0, max: 4 * 86_400_000 })
  fc.assert(
    fc.property(anyOver, fc.integer({ min: 2, max: maxAttempts }), (over, attempts) => {
      const form: ScheduleForm = { spread: { over: `${over}ms` }, attempts }
      const delays = scheduleDelays(form, { countedFrom: 'previous', maxAgeMs: undefined })
      const retries = delays.slice(1)
      // Ends are rounded to milliseconds, so that two delays of one length may differ by one.
      const backwards = retries.filter((delay, at) => at > 0 && delay < (retries[at - 1] ?? 0) - 1)
      const sum = delays.reduce((total, delay) => total + delay, 0)
      expect({ sum, count: delays.length, backwards }).toEqual({ sum: over, count: attempts, backwards: [] })
      if (over >= (attempts - 1) * 1_000) expect(retries[0]).toBeGreaterThanOrEqual(999)
    }),
    { numRuns: 500 },
  )
})

test('what is counted from the first attempt comes when it comes counted from the previous one, in a series that is filled', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_400 }), fc.integer({ min: 2, max: 50 }), (over, attempts) => {
      const form: ScheduleForm = { spread: { over: `${over}s` }, attempts }
      const delays = seconds(form)
      const ends = delays.map((_, at) => delays.slice(0, at + 1).reduce((sum, delay) => sum + delay, 0))
      const inMs = (times: number[]): number[] => times.map((time) => Math.round(time * 1_000))
      expect(inMs(seconds(form, { first: true }))).toEqual(inMs(ends))
    }),
  )
})
