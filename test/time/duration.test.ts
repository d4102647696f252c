import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../src/time/duration.ts'

test.each([
  ['0', 0],
  ['0s', 0],
  ['250ms', 250],
  ['5s', 5_000],
  ['1m', 60_000],
  ['2h', 7_200_000],
  ['3d', 259_200_000],
  ['1h30m', 5_400_000],
  ['1m1m', 120_000],
  ['1.5h', 5_400_000],
  ['0.25s', 250],
  ['1.001s', 1_001],
  ['0.5ms', 0.5],
  ['999999999d', 86_399_999_913_600_000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each([
  '',
  '5',
  '-5s',
  '5 s',
  '5S',
  '5sec',
  's',
  '1.s',
  '.5s',
  '1.2345s',
  '1e3s',
  '5s,',
  'NaN',
  '0x5s',
  '٥s',
  '5s\n',
  '1234567890s',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

test.each([
  [0, '0 ms'],
  [0.4, '0 ms'],
  [14.5, '15 ms'],
  [999, '999 ms'],
  [999.4, '999 ms'],
  [999.6, '1 s'],
  [1_000, '1 s'],
  [1_000.4, '1 s'],
  [1_234, '1.2 s'],
  [1_960, '2.0 s'],
  [9_949, '9.9 s'],
  [9_960, '10 s'],
  [10_400, '10 s'],
  [59_499, '59 s'],
  [59_500, '1 m'],
  [60_000, '1 m'],
  [150_000, '2 m 30 s'],
  [3_600_000, '1 h'],
  [38_160_000, '10 h 36 m'],
  [3_605_000, '1 h'],
  [86_400_000, '1 d'],
  [86_460_000, '1 d'],
  [259_200_000, '3 d'],
  [93_600_000, '1 d 2 h'],
  [8_640_000_000_000, '100000 d'],
])('%d ms is written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('a sum of amounts is the sum of what they are', () => {
  const unit = fc.constantFrom('ms', 's', 'm', 'h', 'd')
  const amount = fc.tuple(fc.nat(999_999), unit).map(([number, name]) => `${number}${name}`)
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 4 }), (parts) => {
      const sum = parts.reduce((total, part) => total + (parseDuration(part) ?? Number.NaN), 0)
      expect(parseDuration(parts.join(''))).toBe(sum)
    }),
  )
})

test('a written duration is read back as about what it was', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000), (ms) => {
      const read = parseDuration(formatDuration(ms).replaceAll(' ', '')) ?? Number.NaN
      const unit = ms >= 86_400_000 ? 3_600_000 : ms >= 3_600_000 ? 60_000 : 1_000
      expect(Math.abs(read - ms)).toBeLessThanOrEqual(unit)
    }),
  )
})
