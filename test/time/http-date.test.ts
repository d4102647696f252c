import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHttpDate } from '../../src/time/http-date.ts'

const now = Date.UTC(2026, 10, 22)
const nineties = Date.UTC(1994, 10, 6, 8, 49, 37)

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', nineties],
  ['Sunday, 06-Nov-94 08:49:37 GMT', nineties],
  ['Sun Nov  6 08:49:37 1994', nineties],
  [' sun, 06 nov 1994 08:49:37 gmt ', nineties],
  ['Thu, 31 Dec 2026 23:59:60 GMT', Date.UTC(2027, 0, 1)],
  ['Sat, 29 Feb 2028 00:00:00 GMT', Date.UTC(2028, 1, 29)],
  ['Thursday, 01-Jan-76 00:00:00 GMT', Date.UTC(2076, 0, 1)],
  ['Thursday, 01-Jan-77 00:00:00 GMT', Date.UTC(1977, 0, 1)],
])('%j is a date', (text, at) => {
  expect(parseHttpDate(text, now)).toBe(at)
})

test.each([
  '',
  '120',
  'soon',
  '2026-11-22T00:00:00Z',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 +0100',
  'Sun, 06 Nov 1994 08:49 GMT',
  'Sun, 06 Foo 1994 08:49:37 GMT',
  'Sun, 00 Nov 1994 08:49:37 GMT',
  'Thu, 31 Nov 1994 08:49:37 GMT',
  'Mon, 29 Feb 2027 00:00:00 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:00 GMT',
  'Sun, 06 Nov 1994 08:49:61 GMT',
  'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
])('%j is none', (text) => {
  expect(parseHttpDate(text, now)).toBeUndefined()
})

test('what a platform writes is read', () => {
  const seconds = fc.integer({ min: 0, max: 253_402_300_799 })
  fc.assert(
    fc.property(seconds, (second) => {
      expect(parseHttpDate(new Date(second * 1_000).toUTCString(), now)).toBe(second * 1_000)
    }),
  )
})
