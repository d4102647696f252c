import { expect, test } from 'vitest'
import { secretsAt } from '../../src/delivery/secrets-at.ts'

const day = 86_400_000
const rotation = { secret: 'new', previousSecret: 'old', overlapMs: day }
const both = { secret: 'new', previousSecret: 'old' }
const one = { secret: 'new', previousSecret: undefined }

test.each([
  ['as it begins', rotation, 0, both],
  ['a moment before the overlap ends', rotation, day - 1, both],
  ['as the overlap ends', rotation, day, one],
  ['later', rotation, 3 * day, one],
  ['where the old one ends at once', { ...rotation, overlapMs: 0 }, 0, one],
  ['where nobody says how long both hold', { ...rotation, overlapMs: undefined }, 3 * day, both],
  ['without a rotation', { ...rotation, previousSecret: undefined }, 0, one],
])('%s', (...[, secrets, sinceMs, expected]) => {
  expect(secretsAt(secrets, sinceMs)).toEqual(expected)
})
