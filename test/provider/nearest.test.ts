import fc from 'fast-check'
import { expect, test } from 'vitest'
import { didYouMean, nearest } from '../../src/provider/nearest.ts'

const types = ['job.completed', 'job.cancelled', 'submission.approved', 'submission.rejected', 'user.created']

test.each([
  ['job.complete', ['job.completed']],
  ['job.copmleted', ['job.completed']],
  ['Job.Completed', ['job.completed']],
  ['job.cancelld', ['job.cancelled']],
  ['submission.aproved', ['submission.approved', 'submission.rejected']],
  ['job.c', []],
  ['', []],
  ['invoice.paid', []],
])('%s may have meant %j', (wrong, names) => {
  expect(nearest(wrong, types)).toEqual(names)
})

test('three at most, the nearest first, then by name, each once', () => {
  expect(nearest('aaaa', ['aaad', 'aaac', 'aaaa', 'aabb', 'aaab', 'aaaa'])).toEqual(['aaaa', 'aaab', 'aaac'])
})

test('two neighbours swapped are one mistake, not two', () => {
  expect(nearest('badc', ['abcd', 'bxyc'])).toEqual(['abcd', 'bxyc'])
  expect(nearest('badc', ['abcx'])).toEqual([])
})

test('the question for people', () => {
  expect([didYouMean('jobb.completed', types), didYouMean('x', types)]).toEqual([
    'Did you mean job.completed? ',
    '',
  ])
  expect(didYouMean('ab', ['aa', 'bb'])).toBe('Did you mean aa or bb? ')
})

test('one wrong letter in a long name is always found', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z.]{4,20}$/), fc.nat(19), (name, at) => {
      const place = at % name.length
      const wrong = `${name.slice(0, place)}_${name.slice(place + 1)}`
      expect(nearest(wrong, [name])).toEqual([name])
    }),
  )
})
