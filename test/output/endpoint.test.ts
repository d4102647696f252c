import { describe, expect, test } from 'vitest'
import type { Endpoint } from '../../src/endpoint/api/api.ts'
import { endpointPage, endpointTable } from '../../src/output/endpoint.ts'
import { healthOf } from '../../src/output/endpoint-health.ts'
import { waitingText } from '../../src/output/endpoint-waiting.ts'
import { plainStyle } from '../../src/output/style.ts'

const now = Date.parse('2026-03-15T10:05:00Z')
const nothing = {
  enabled: null,
  consecutiveFailures: null,
  disabledAt: null,
  lastSuccessAt: null,
  lastFailureAt: null,
}
const endpoint: Endpoint = {
  ...nothing,
  id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  url: 'https://your-app.com/webhooks/and/a/long/path',
  events: ['signing_request.completed', 'signing_request.signed'],
  enabled: true,
  consecutiveFailures: 12,
  lastSuccessAt: '2026-03-15T07:05:00Z',
  description: null,
  secret: null,
  createdAt: null,
  updatedAt: null,
  raw: null,
}

describe('health', () => {
  test.each([
    ['nothing told', {}],
    [
      'none failed',
      {
        consecutiveFailures: 0,
        lastSuccessAt: '2026-03-15T10:04:00Z',
        lastFailureAt: '2026-03-14T10:05:00Z',
      },
    ],
    ['one failed', { consecutiveFailures: 1 }],
    [
      'some failed',
      {
        consecutiveFailures: 12,
        lastSuccessAt: '2026-03-15T07:05:00Z',
        lastFailureAt: '2026-03-15T10:04:30Z',
      },
    ],
    [
      'disabled',
      { consecutiveFailures: 50, disabledAt: '2026-03-15T08:05:00Z', lastSuccessAt: '2026-03-12T08:05:00Z' },
    ],
    [
      'a time ahead, and one that is none',
      { lastSuccessAt: '2026-03-15T10:06:00Z', lastFailureAt: 'yesterday' },
    ],
  ])('%s', (_, facts) => {
    const of = { ...nothing, ...facts }
    expect(healthOf({ endpoint: of, disableAfter: 50, now })).toMatchSnapshot('of 50')
    expect(healthOf({ endpoint: of, now })).toMatchSnapshot('of no number')
  })
})

test.each([60, 100])('fits into %i columns', (width) => {
  const style = plainStyle({ terminal: true, width })
  const view = { endpoint, disableAfter: 50, now }
  const text = `${endpointTable([view], style)}\n\n${endpointPage({ ...view, secret: { secret: 'whsec_0123456789abcdef3f2a', rotatedAt: '2026-03-15T05:05:00Z', overlapEndsAt: '2026-03-16T05:05:00Z' } }, style)}`
  expect(text).toMatchSnapshot()
  expect(
    Math.max(
      ...endpointTable([view], style)
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(width)
})

test('what is waited for', () => {
  const waiting = { why: 'rate-limited', after: '429', wholeMs: 45_000, leftMs: 44_200 } as const
  expect(waitingText('Acme', waiting, plainStyle())).toBe('Acme limits the rate (429): going on in 45 s')
  expect(
    waitingText('Acme', { ...waiting, why: 'failed', after: '503' }, plainStyle({ terminal: true })),
  ).toBe('! Acme failed (503): going on in 45 s')
  const long = { ...waiting, why: 'broken', after: 'x'.repeat(200) } as const
  expect(waitingText('Acme', long, plainStyle({ terminal: true, width: 40 })).length).toBeLessThan(40)
})
