import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { cryptoRandom, seededRandom } from '../../src/host/random.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('chance differs each time', () => {
  const drawn = Array.from({ length: 100 }, () => hex(cryptoRandom.bytes(16)))
  expect(new Set(drawn).size).toBe(100)
  expect(drawn.every((each) => each.length === 32)).toBe(true)
})

test('a seed always gives the same: SHA-256 of a counter and itself', () => {
  const blocks = [0, 1, 2].map((at) => createHash('sha256').update(`${at}:seed`).digest('hex'))
  expect(hex(seededRandom('seed').bytes(96))).toBe(blocks.join(''))
})

test('it does not matter in which portions it is drawn', () => {
  const random = seededRandom('seed')
  const portions = [1, 0, 31, 40, 24].map((count) => hex(random.bytes(count)))
  expect(portions.join('')).toBe(hex(seededRandom('seed').bytes(96)))
})

test('another seed gives another', () => {
  expect(seededRandom('a').bytes(8)).not.toEqual(seededRandom('b').bytes(8))
})
