import { expect, test } from 'vitest'
import { policyOf } from '../../src/delivery/engine/policy.ts'
import { plannedAttempts } from '../../src/delivery/planned-attempts.ts'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { createCatalog } from '../../src/provider/catalog.ts'

const catalog = createCatalog(fixturesFolder())
const secondsOf = (name: string): number[] =>
  plannedAttempts(policyOf(catalog.profile(name)).schedule).map(({ atMs }) => atMs / 1_000)

/** What the providers publish, added up by hand. */
test.each([
  ['example', [0, 60, 360, 2_160, 9_360]],
  ['firma', [0, 60, 360, 2_160, 9_360, 30_960]],
  ['firsthand', [0, 60, 360, 2_160, 9_360, 38_160]],
  ['headshotpro', [5, 65, 365, 2_165]],
  ['pixelpatrol', [0, 60, 360, 2_160, 9_360]],
  ['slack', [0, 0, 60, 300]],
  ['standard-webhooks', [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 113_705, 185_705, 272_105]],
  ['svix', [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 99_305]],
  ['github', [0]],
])('the attempts of %s', (name, seconds) => {
  expect(secondsOf(name)).toEqual(seconds)
})

test('jitter moves every retry, and those behind it with it', () => {
  const schedule = {
    delays: [5_000, 10_000, 20_000],
    countedFrom: 'previous',
    jitter: { kind: 'fraction', fraction: 0.1 },
    maxAgeMs: undefined,
    approximate: false,
  } as const
  expect(plannedAttempts(schedule)).toEqual([
    { number: 1, delayMs: 5_000, atMs: 5_000, minMs: 5_000, maxMs: 5_000 },
    { number: 2, delayMs: 10_000, atMs: 15_000, minMs: 14_000, maxMs: 16_000 },
    { number: 3, delayMs: 20_000, atMs: 35_000, minMs: 32_000, maxMs: 38_000 },
  ])
  expect(plannedAttempts({ ...schedule, countedFrom: 'first', jitter: { kind: 'full' } })).toEqual([
    { number: 1, delayMs: 5_000, atMs: 5_000, minMs: 5_000, maxMs: 5_000 },
    { number: 2, delayMs: 10_000, atMs: 15_000, minMs: 5_000, maxMs: 15_000 },
    { number: 3, delayMs: 20_000, atMs: 25_000, minMs: 5_000, maxMs: 25_000 },
  ])
})
