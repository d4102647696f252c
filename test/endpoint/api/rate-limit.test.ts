import { expect, test } from 'vitest'
import type { Api } from '../../../src/endpoint/api/describe.ts'
import { limitsOf, readRateLimit, writeRateLimit } from '../../../src/endpoint/api/rate-limit.ts'
import type { Headers } from '../../../src/http/message.ts'
import { apiOf } from '../support/apis.ts'

const now = Date.parse('2025-10-03T14:30:00Z')
const firma = apiOf('firma')
const reset = (value: string) => readRateLimit(firma, [['X-RateLimit-Reset', value]], now).resetAt

test.each<[value: string, at: number | undefined]>([
  ['1759501845', now + 45_000],
  ['1759501845000', now + 45_000],
  ['2025-10-03T14:30:45.000Z', now + 45_000],
  ['Fri, 03 Oct 2025 14:30:45 GMT', now + 45_000],
  ['45', now + 45_000],
  ['0.5', now + 500],
  ['later', undefined],
  ['', undefined],
])('a reset that is written %s', (value, at) => {
  expect(reset(value)).toBe(at)
})

test('the usual headers are read of an API that describes none', () => {
  const headers: Headers = [
    ['ratelimit-limit', '100, 100;w=60'],
    ['RateLimit-Remaining', '3'],
    ['RateLimit-Reset', '12'],
    ['retry-after', '1'],
  ]
  expect(readRateLimit(apiOf('example'), headers, now)).toEqual({
    limit: 100,
    remaining: 3,
    resetAt: now + 12_000,
    retryAfterS: 1,
  })
  expect(readRateLimit(firma, [], now)).toEqual({
    limit: undefined,
    remaining: undefined,
    resetAt: undefined,
    retryAfterS: undefined,
  })
})

test('a time to wait is whole seconds, and never in the past', () => {
  const wait = (value: string) => readRateLimit(firma, [['Retry-After', value]], now).retryAfterS
  expect([wait('0.2'), wait('0'), wait('Fri, 03 Oct 2025 14:00:00 GMT')]).toEqual([1, 0, 0])
})

const state = { limit: 60, remaining: 59, resetAt: now + 60_000 }

test('what is written is what the documentation shows, and is read again', () => {
  const headers = writeRateLimit(firma, state, now)
  expect(headers).toEqual([
    ['X-RateLimit-Limit', '60'],
    ['X-RateLimit-Remaining', '59'],
    ['X-RateLimit-Reset', '1759501860'],
  ])
  expect(readRateLimit(firma, headers, now)).toEqual({ ...state, retryAfterS: undefined })
  expect(writeRateLimit(firma, { ...state, remaining: 0, retryAfterS: 60 }, now)).toEqual([
    ['X-RateLimit-Limit', '60'],
    ['X-RateLimit-Remaining', '0'],
    ['X-RateLimit-Reset', '1759501860'],
    ['Retry-After', '60'],
  ])
  expect(writeRateLimit(apiOf('example'), { ...state, retryAfterS: 60 }, now)).toEqual([
    ['Retry-After', '60'],
  ])
})

test.each([
  ['s', '1759501860'],
  ['ms', '1759501860000'],
  ['iso', '2025-10-03T14:31:00.000Z'],
  ['delta', '60'],
] as const)('a reset in the form %s', (form, value) => {
  const { rateLimit = { groups: {} } } = firma.section
  const api: Api = { ...firma, section: { ...firma.section, rateLimit: { ...rateLimit, reset: form } } }
  expect(writeRateLimit(api, state, now)[2]).toEqual(['X-RateLimit-Reset', value])
})

test('which limits hold', () => {
  const minute = 60_000
  expect([limitsOf(firma, 'list'), limitsOf(firma, 'test'), limitsOf(firma, 'rotateSecret')]).toEqual([
    { group: 'webhooks', limits: [{ requests: 60, windowMs: minute }] },
    { group: 'test', limits: [{ requests: 10, windowMs: minute }] },
    { group: 'rotation', limits: [{ requests: 1, windowMs: minute }] },
  ])
  expect([limitsOf(apiOf('firsthand'), 'redeliver'), limitsOf(apiOf('example'), 'list')]).toEqual([
    {
      group: 'all',
      limits: [
        { requests: 60, windowMs: minute },
        { requests: 600, windowMs: 60 * minute },
      ],
    },
    undefined,
  ])
})
