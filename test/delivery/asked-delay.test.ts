import { expect, test } from 'vitest'
import { askedDelay } from '../../src/delivery/asked-delay.ts'
import type { Headers } from '../../src/http/message.ts'

const now = Date.parse('2026-03-15T10:05:00Z')

test.each<[string, number, Headers, number | null]>([
  ['seconds', 429, [['Retry-After', '90']], 90_000],
  ['none at all', 429, [], null],
  ['whatever the status', 200, [['retry-after', '1']], 1_000],
  ['a date', 503, [['Retry-After', 'Sun, 15 Mar 2026 10:06:00 GMT']], 60_000],
  ['below nought', 429, [['Retry-After', '-1']], null],
  ['no number', 429, [['Retry-After', 'soon']], null],
])('%s', (...[, status, headers, expected]) => {
  const response = { status, statusText: '', headers, body: new Uint8Array(), truncated: false }
  expect(askedDelay(response, now)).toBe(expected)
})

test('no answer asks for nothing', () => {
  expect(askedDelay(null, now)).toBe(null)
})
