import { expect, test } from 'vitest'
import type { RetryAfterPolicy } from '../../../src/delivery/engine/policy.ts'
import { retryAfterOf } from '../../../src/delivery/engine/retry-after.ts'
import type { Headers } from '../../../src/http/message.ts'

const policy: RetryAfterPolicy = {
  statuses: [
    [429, 429],
    [503, 503],
  ],
  policy: 'max',
  atLeastMs: 0,
  atMostMs: undefined,
  negative: 'ignored',
}

const endedAt = Date.UTC(2026, 10, 22, 12)

const asked = (
  headers: Headers,
  { status = 429, ...changes }: Partial<RetryAfterPolicy> & { status?: number | null } = {},
) =>
  retryAfterOf(
    { number: 1, startedAt: endedAt - 50, endedAt, outcome: 'refused', status, headers },
    { ...policy, ...changes },
  )

const longest = 2 ** 31 * 1_000

test.each([
  ['120', 120_000],
  ['0', 0],
  ['-0', 0],
  ['1.5', 1_500],
  ['0.0004', 0],
  [' 7 ', 7_000],
  ['007', 7_000],
  ['99999999999999999999', longest],
  ['9'.repeat(400), longest],
  ['Sun, 22 Nov 2026 12:02:00 GMT', 120_000],
  ['Sunday, 22-Nov-26 12:02:00 GMT', 120_000],
  ['Sun Nov 22 12:02:00 2026', 120_000],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ['Fri, 31 Dec 9999 23:59:59 GMT', longest],
])('%j asks to wait', (value, ms) => {
  expect(asked([['Retry-After', value]])).toBe(ms)
})

test.each(['', 'soon', '5s', '+5', '.5', '5.', '1e3', '0x10', '7, 8', '-', '2026-11-22T12:02:00Z', '٣'])(
  '%j cannot be read, and asks for nothing',
  (value) => {
    expect(asked([['Retry-After', value]])).toBeUndefined()
  },
)

test('without the header nothing is asked for', () => {
  expect(asked([])).toBeUndefined()
})

test('of several, the first counts, in any case', () => {
  expect(
    asked([
      ['retry-AFTER', '3'],
      ['Retry-After', '9'],
    ]),
  ).toBe(3_000)
  expect(
    asked([
      ['Retry-After', 'soon'],
      ['Retry-After', '9'],
    ]),
  ).toBeUndefined()
})

test('a date is set against that of the answer itself, for the schedule may be in another year', () => {
  const lines = (date: string): Headers => [
    ['Date', date],
    ['Retry-After', 'Mon, 05 Jan 2026 10:00:30 GMT'],
  ]
  expect(asked(lines('Mon, 05 Jan 2026 10:00:00 GMT'))).toBe(30_000)
  expect(asked(lines('Mon, 05 Jan 2026 10:01:00 GMT'))).toBe(0)
  expect(asked(lines('today'))).toBe(0)
})

test('a negative one is ignored, or stops all', () => {
  expect(asked([['Retry-After', '-5']])).toBeUndefined()
  expect(asked([['Retry-After', '-5']], { negative: 'stop' })).toBe('stop')
  expect(asked([['Retry-After', '-0']], { negative: 'stop' })).toBe(0)
  expect(asked([['Retry-After', 'Sun, 22 Nov 2026 11:00:00 GMT']], { negative: 'stop' })).toBe(0)
})

test('it is kept within bounds', () => {
  const bounds = { atLeastMs: 1_000, atMostMs: 3_600_000 }
  expect(['0', '30', '7200'].map((value) => asked([['Retry-After', value]], bounds))).toEqual([
    1_000, 30_000, 3_600_000,
  ])
})

test.each([
  [503, 5_000],
  [500, undefined],
  [null, undefined],
])('with status %s it counts or not', (status, ms) => {
  expect(asked([['Retry-After', '5']], { status })).toBe(ms)
})

test('a sender that does not know it does not heed it', () => {
  const headers: Headers = [['Retry-After', '5']]
  const result = { number: 1, startedAt: 0, endedAt, outcome: 'refused', status: 429, headers } as const
  expect(retryAfterOf(result, undefined)).toBeUndefined()
})
