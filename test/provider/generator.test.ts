import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/host/random.ts'
import type { Random } from '../../src/provider/generator.ts'
import { parseGenerator, ulid, uuid } from '../../src/provider/generator.ts'

const at = Date.UTC(2026, 2, 15, 10, 5)
const zeros: Random = { bytes: (count) => new Uint8Array(count) }
const ones: Random = { bytes: (count) => new Uint8Array(count).fill(255) }

test.each([
  ['evt_{hex:8}', 'evt_00000000', 'evt_ffffffff'],
  ['{base36:3}', '000', 'fff'],
  ['{base62:3}', '000', '111'],
  ['{digits:4}', '0000', '5555'],
  ['evt_{unix}_{hex:1}', 'evt_1773569100_0', 'evt_1773569100_f'],
  ['{uuid}', '00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ['{ulid}', '01KKRF9J700000000000000000', '01KKRF9J70ZZZZZZZZZZZZZZZZ'],
  ['{hex:1}{hex:1}', '00', 'ff'],
  ['fixed', 'fixed', 'fixed'],
])('%s makes %s of no chance, and %s of all', (form, least, most) => {
  const make = parseGenerator(form)
  expect([make({ random: zeros, at }), make({ random: ones, at })]).toEqual([least, most])
})

const forms = {
  'evt_{hex:8}': /^evt_[0-9a-f]{8}$/,
  '{base36:64}': /^[0-9a-z]{64}$/,
  'evt_{base62:24}': /^evt_[0-9a-zA-Z]{24}$/,
  'webhook_{digits:9}': /^webhook_[0-9]{9}$/,
  '{ulid}': /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
  '{uuid}': /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
}

test.each(Object.entries(forms))(
  '%s has its form, is the same for the same seed, and another for another',
  (form, pattern) => {
    const make = parseGenerator(form)
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 2 ** 47 }), (seed, time) => {
        const made = make({ random: seededRandom(seed), at: time })
        expect(made).toMatch(pattern)
        expect(make({ random: seededRandom(seed), at: time })).toBe(made)
        expect(make({ random: seededRandom(`${seed}.`), at: time })).not.toBe(made)
      }),
    )
  },
)

test.each([
  [
    '{hex}',
    "'{hex}' is no way to make an id; there are {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.",
  ],
  [
    '{nanoid}',
    "'{nanoid}' is no way to make an id; there are {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.",
  ],
  [
    '{toString}',
    "'{toString}' is no way to make an id; there are {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.",
  ],
  [
    '{ulid:4}',
    "'{ulid:4}' is no way to make an id; there are {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.",
  ],
  ['{hex:0}', "'{hex:0}' has no length from 1 to 64."],
  ['{hex:65}', "'{hex:65}' has no length from 1 to 64."],
  ['{hex:x}', "'{hex:x}' has no length from 1 to 64."],
  ['{hex:-1}', "'{hex:-1}' has no length from 1 to 64."],
  ['{hex:1e1}', "'{hex:1e1}' has no length from 1 to 64."],
  ['{hex:0x8}', "'{hex:0x8}' has no length from 1 to 64."],
  ['{hex:8', "'{hex:8' has a '{' that is never closed."],
])('%s is none, and the error says why', (form, message) => {
  expect(() => parseGenerator(form)).toThrow(new Error(message))
})

describe('a ULID', () => {
  test('bears its time as the specification says', () => {
    expect(ulid({ random: zeros, at: 1_469_918_176_385 })).toBe('01ARYZ6S410000000000000000')
  })

  test('sorts by its time', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
    fc.assert(
      fc.property(time, time, fc.string(), (a, b, seed) => {
        const random = seededRandom(seed)
        const [first, second] = [ulid({ random, at: a }), ulid({ random, at: b })]
        if (a !== b) expect(first < second).toBe(a < b)
      }),
    )
  })

  test.each([0.5, 1_773_569_100_000.25, -1, -1_000_000_000_000])('can be made at %s as well', (time) => {
    const made = ulid({ random: zeros, at: time })
    expect(made).toBe(ulid({ random: zeros, at: Math.max(0, Math.floor(time)) }))
    expect(made).toMatch(/^[0-7][0-9A-Z]{25}$/)
  })
})

test('a UUID is one of version 4 and draws sixteen bytes', () => {
  const counts: number[] = []
  const random: Random = { bytes: (count) => new Uint8Array(counts.push(count) && count) }
  expect(uuid({ random, at })).toBe('00000000-0000-4000-8000-000000000000')
  expect(counts).toEqual([16])
})

test('every character of an alphabet is about as likely as any other', () => {
  const make = parseGenerator('{base36:64}')
  const random = seededRandom('fair')
  const counts = new Map<string, number>()
  for (let run = 0; run < 1_000; run++) {
    for (const character of make({ random, at })) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  const expected = 64_000 / 36
  const far = [...counts].filter(([, count]) => Math.abs(count - expected) > expected / 8)
  expect({ characters: counts.size, far }).toEqual({ characters: 36, far: [] })
})
