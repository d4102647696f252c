import { afterEach, expect, test, vi } from 'vitest'
import { formatClock, formatDateTime, isoTime } from '../../src/output/times.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('people read their own zone, scripts UTC', () => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  const at = Date.UTC(2026, 2, 15, 20, 4, 9, 7)
  expect([formatClock(at), formatDateTime(at), isoTime(at)]).toEqual([
    '05:04:09',
    '2026-03-16 05:04:09',
    '2026-03-15T20:04:09.007Z',
  ])
})

test('a number that is no time is shown as it is', () => {
  const shown = [Number.NaN, 9e15].map((at) => [formatClock(at), formatDateTime(at), isoTime(at)])
  expect(shown).toEqual([
    ['NaN', 'NaN', 'NaN'],
    ['9000000000000000', '9000000000000000', '9000000000000000'],
  ])
})
