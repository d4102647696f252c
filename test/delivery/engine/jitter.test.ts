import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOf, spread } from '../../../src/delivery/engine/jitter.ts'
import type { Jitter } from '../../../src/delivery/engine/policy.ts'

test.each<[Jitter, least: number, middle: number, most: number]>([
  [{ kind: 'fraction', fraction: 0.2 }, 800, 1_000, 1_200],
  [{ kind: 'fraction', fraction: 1 }, 0, 1_000, 2_000],
  [{ kind: 'fraction', fraction: 3 }, 0, 1_000, 4_000],
  [{ kind: 'added', upToMs: 5_000 }, 1_000, 3_500, 6_000],
  [{ kind: 'full' }, 0, 500, 1_000],
  [{ kind: 'equal' }, 500, 750, 1_000],
])('%j spreads a second', (jitter, ...bounds) => {
  expect([0, 0.5, 1].map((chance) => spread(1_000, jitter, chance))).toEqual(bounds)
})

test('a delay is in whole milliseconds', () => {
  expect(spread(1_000, { kind: 'full' }, 1 / 3)).toBe(333)
})

test('chance is from 0 to below 1, and the same for the same attempt', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), (seed, job, attempt) => {
      const chance = chanceOf(seed, job, attempt)
      expect(chance >= 0 && chance < 1).toBe(true)
      expect(chanceOf(seed, job, attempt)).toBe(chance)
    }),
  )
})

test('chance stays as it is from release to release: runs are taken up again', () => {
  expect([
    chanceOf('', '', 1),
    chanceOf('seed', 'dlv_1', 2),
    chanceOf('seed', 'dlv_1', 3),
  ]).toMatchInlineSnapshot(`
    [
      0.2560261686390696,
      0.8846982409054884,
      0.9924557316759903,
    ]
  `)
})

test('parts of a name are not confused', () => {
  const names = [
    ['a', 'bc', 1],
    ['ab', 'c', 1],
    ['abc', '', 1],
    ['a', 'b', 11],
    ['a', 'b1', 1],
  ] as const
  expect(new Set(names.map(([seed, job, attempt]) => chanceOf(seed, job, attempt))).size).toBe(names.length)
})

test('chance is spread evenly, over attempts, deliveries and seeds', () => {
  const count = 20_000
  const series = [
    (index: number) => chanceOf('seed', 'dlv_1', index),
    (index: number) => chanceOf('seed', `dlv_${index}`, 2),
    (index: number) => chanceOf(`${index}`, 'dlv_1', 2),
  ]
  for (const draw of series) {
    const counts = Array.from({ length: 100 }, () => 0)
    for (let index = 0; index < count; index++) {
      const bucket = Math.floor(draw(index) * 100)
      counts[bucket] = (counts[bucket] ?? 0) + 1
    }
    const expected = count / 100
    const chiSquare = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
    // 99 degrees of freedom: chance exceeds 150 once in a thousand.
    expect(chiSquare).toBeLessThan(150)
  }
})
