import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitsGlob } from '../../src/provider/glob.ts'

test.each([
  ['job.*', 'job.completed', true],
  ['job.*', 'job.', true],
  ['job.*', 'job', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['?', '', false],
  ['*.completed', 'job.completed', true],
  ['*.completed', 'job.completed.again', false],
  ['j?b', 'jab', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['job.completed', 'job.completed', true],
  ['job.completed', 'JOB.COMPLETED', false],
  ['a.c', 'abc', false],
  ['[a]', 'a', false],
  ['a**', 'a', true],
])('%s and %s: %s', (glob, text, fits) => {
  expect(fitsGlob(glob, text)).toBe(fits)
})

/** The same as a regular expression, which may take long but is easy to believe. */
const model = (glob: string): RegExp =>
  new RegExp(
    `^${glob.replace(/[.+^${}()|[\]\\*?]/g, (sign) => ({ '*': '[^]*', '?': '[^]' })[sign] ?? `\\${sign}`)}$`,
  )

test('any glob fits what its regular expression fits', () => {
  const letters = fc.constantFrom('a', 'b', '.', '\n', '[', '$')
  const glob = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 })
  const text = fc.array(letters, { maxLength: 10 })
  fc.assert(
    fc.property(glob, text, (parts, characters) => {
      const [wanted, given] = [parts.join(''), characters.join('')]
      expect(fitsGlob(wanted, given)).toBe(model(wanted).test(given))
    }),
    { numRuns: 2_000 },
  )
})

test('a glob of many stars does not take for ever', () => {
  expect(fitsGlob('*a'.repeat(50), 'a'.repeat(5_000).concat('b'))).toBe(false)
})
