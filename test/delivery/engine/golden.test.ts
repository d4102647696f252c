import { describe, expect, test } from 'vitest'
import { policyOf } from '../../../src/delivery/engine/policy.ts'
import { plannedOffsets } from '../../../src/delivery/schedule.ts'
import type { Json } from '../../../src/http/body.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { formatDuration } from '../../../src/time/duration.ts'
import { acme, shipped } from '../../provider/support/profiles.ts'

const offsets = (profile: Profile | null): number[] =>
  plannedOffsets(policyOf(profile).schedule).map((ms) => ms / 1_000)

const minutes = (...times: number[]): number[] => times.map((time) => time * 60)
const hours = (...times: number[]): number[] => times.map((time) => time * 3_600)

/** `2:35:05` in seconds. */
const clock = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

const recommended = [
  0,
  ...'0:00:05 0:05:05 0:35:05 2:35:05 7:35:05 17:35:05 31:35:05 51:35:05 75:35:05'.split(' ').map(clock),
]
const seed = { firma: minutes(0, 1, 6, 36, 156, 516), firsthand: minutes(0, 1, 6, 36, 156, 636) }

/**
 * When every attempt is made if all of them fail at once: seconds after the event, summed up by hand from what is published, or, where
 * a figure is not, from what the profile says that it assumes.
 */
const published: Readonly<Record<string, readonly number[]>> = {
  discord: [0, 10, 30, 70, 150, 310, 550],
  example: minutes(0, 1, 6, 36, 156),
  firma: seed.firma,
  'firma@2026-04': seed.firma,
  'firma@2026-08': minutes(0, 5, 65),
  firsthand: seed.firsthand,
  'firsthand@2026-03': seed.firsthand,
  github: [0],
  'github@sha1': [0],
  headshotpro: [5, 65, 365, 2_165],
  'headshotpro@timestamped': minutes(0, 5, 20, 80),
  pixelpatrol: minutes(0, 1, 6, 36, 156),
  'pixelpatrol@ping': minutes(0, 1, 6, 36, 156),
  'pixelpatrol@prefixed': minutes(0, 1, 6, 36, 156),
  sendgrid: minutes(0, 1, 6, 21, 81, 261, 621, 1_341),
  // 14,400 s in eight delays of which each is twice the one before: 14,400 · (2^n − 1) / 255.
  shopify: [0, 56.471, 169.412, 395.294, 847.059, 1_750.588, 3_557.647, 7_171.765, 14_400],
  slack: [0, 0, 60, 300],
  'standard-webhooks': recommended,
  'standard-webhooks@asymmetric': recommended,
  stripe: hours(0, 1, 3, 7, 15, 31, 63),
  svix: [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 99_305],
  twilio: [0, 0],
  'twilio@json': [0, 30, 90, 210, 510, 1_410, 3_210, 6_810, 14_010],
}

test('every provider that ships makes its attempts when it says that it does', () => {
  const found = shipped.names.map((name) => [name, offsets(shipped.profile(name))])
  expect(Object.fromEntries(found)).toEqual(published)
})

test('of a sender that nobody knows, the recommendation of Standard Webhooks is assumed', () => {
  expect(offsets(null)).toEqual(recommended)
})

test('only a schedule whose delays are derived is approximate', () => {
  const approximate = shipped.names.filter((name) => policyOf(shipped.profile(name)).schedule.approximate)
  expect(approximate).toEqual(['shopify'])
})

const profileWith = (delivery: Json): Profile => acme({ delivery })

/** Schedules of senders that do not ship, as their pages state them. */
describe('the vocabulary can say', () => {
  test('30 s · 2^n, ten retries', () => {
    const outpost = profileWith({ schedule: { exponential: { base: '30s', factor: 2 }, attempts: 11 } })
    const sums = Array.from({ length: 11 }, (_, n) => 30 * (2 ** n - 1))
    expect(offsets(outpost)).toEqual(sums)
    expect((sums.at(-1) ?? 0) / 3_600).toBeCloseTo(8.53, 2)
  })

  test('1, 2, 4, 8, 16, 32 minutes, then every hour up to 72 hours', () => {
    const schedule: Json = JSON.parse('{"list":["0s","1m","2m","4m","8m","16m","32m"],"then":"1h"}')
    const square = offsets(profileWith({ schedule, maxAge: '72h' }))
    const hourly = Array.from({ length: 70 }, (_, hour) => 63 + (hour + 1) * 60)
    expect(square).toEqual(minutes(0, 1, 3, 7, 15, 31, 63, ...hourly))
    expect(square.at(-1)).toBeLessThanOrEqual(72 * 3_600)
  })

  test('10 + n · 2^(n+5) seconds, ten retries, which is no series: a list', () => {
    const delays = Array.from({ length: 10 }, (_, n) => 10 + n * 2 ** (n + 5))
    const recurly = profileWith({ schedule: ['0s', ...delays.map((delay) => `${delay}s`)] })
    const sums = [0, 10, 84, 350, 1_128, 3_186, 8_316, 20_614, 49_296, 114_842, 262_308]
    expect(offsets(recurly)).toEqual(sums)
  })

  test('3^n seconds, twelve tries', () => {
    const strike = profileWith({ schedule: { exponential: { base: '3s', factor: 3 }, attempts: 13 } })
    const last = offsets(strike).at(-1) ?? 0
    expect([last, formatDuration(last * 1_000)]).toEqual([(3 ** 13 - 3) / 2, '9 d 5 h'])
  })

  test('up to 24 hours and 185 attempts, whichever comes first', () => {
    const limits = { jitter: 'full', maxAge: '24h' }
    const doubling = { exponential: { base: '1s', factor: 2, cap: '10m' }, attempts: 185 }
    const byAge = offsets(profileWith({ schedule: doubling, ...limits }))
    const byCount = offsets(profileWith({ schedule: doubling, maxAge: '48h' }))
    expect([byAge.length, byCount.length]).toEqual([153, 185])
    expect(byAge.at(-1)).toBeLessThanOrEqual(86_400)
    expect(byCount.slice(0, 153)).toEqual(byAge)
  })

  test('1 minute more each time, up to 5', () => {
    const linear = profileWith({ schedule: { linear: { step: '1m', cap: '5m' }, attempts: 8 } })
    expect(offsets(linear)).toEqual(minutes(0, 1, 3, 6, 10, 15, 20, 25))
  })
})
