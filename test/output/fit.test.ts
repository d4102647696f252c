import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  pad,
  roomOf,
  shareColumns,
  shortenEnd,
  shortenMiddle,
  widthOf,
  wrapWords,
} from '../../src/output/fit.ts'
import { terminal } from './support/styles.ts'

const text = fc.string({ unit: 'grapheme' })

test.each([
  ['', 0],
  ['abc', 3],
  ['café', 4],
  ['cafe\u0301', 4],
  ['日本語', 6],
  ['ｆｕｌｌ', 8],
  ['한국어', 6],
  ['👍', 2],
  ['👍🏽', 2],
  ['🇨🇭', 2],
  ['❤\ufe0f', 2],
  ['✓ → …', 5],
])('%j is %i columns wide', (value, width) => {
  expect(widthOf(value)).toBe(width)
})

describe('shortening', () => {
  test.each([
    ['evt_01JQA7Z4M8C6', 16, 'evt_01JQA7Z4M8C6'],
    ['evt_01JQA7Z4M8C6', 11, 'evt_0…4M8C6'],
    ['evt_01JQA7Z4M8C6', 4, 'ev…6'],
    ['evt_01JQA7Z4M8C6', 1, '…'],
    ['evt_01JQA7Z4M8C6', 0, ''],
    ['日本語日本語', 7, '日…語'],
    ['👍🏽👍🏽👍🏽', 5, '👍🏽…👍🏽'],
  ])('%j in %i columns', (value, width, short) => {
    expect(shortenMiddle(value, width, '…')).toBe(short)
  })

  test('with three dots', () => {
    expect(shortenMiddle('evt_01JQA7Z4M8C6', 11, '...')).toBe('evt_...M8C6')
    expect(shortenMiddle('evt_01JQA7Z4M8C6', 2, '...')).toBe('..')
    expect(shortenEnd('a longer sentence', 9, '...')).toBe('a long...')
  })

  test('never gives more columns than there are, whatever the text', () => {
    fc.assert(
      fc.property(text, fc.nat(30), (value, width) => {
        expect(widthOf(shortenMiddle(value, width, '…'))).toBeLessThanOrEqual(width)
        expect(widthOf(shortenEnd(value, width, '…'))).toBeLessThanOrEqual(width)
        expect(widthOf(pad(value, width))).toBeGreaterThanOrEqual(width)
      }),
    )
  })

  test('looks at the ends of a huge text only', () => {
    expect(shortenMiddle(`a${'語'.repeat(5_000_000)}z`, 8, '…')).toBe('a語…語z')
  })
})

test('pad', () => {
  expect([pad('語', 4), pad('語', 4, 'right'), pad('long', 2)]).toEqual(['語  ', '  語', 'long'])
})

test('shareColumns takes from the widest, and from none below its least', () => {
  expect(shareColumns([{ width: 10, least: 10 }], 5)).toEqual([10])
  const wants = [
    { width: 20, least: 5 },
    { width: 10, least: 8 },
    { width: 3, least: 3 },
  ]
  expect(shareColumns(wants, 40)).toEqual([20, 10, 3])
  expect(shareColumns(wants, 25)).toEqual([12, 10, 3])
  expect(shareColumns(wants, 17)).toEqual([6, 8, 3])
  expect(shareColumns(wants, 1)).toEqual([5, 8, 3])
})

test('wrapWords breaks at spaces, and no word', () => {
  expect(wrapWords('one two three four', 9)).toEqual(['one two', 'three', 'four'])
  expect(wrapWords('https://acme.test/docs is long', 8)).toEqual(['https://acme.test/docs', 'is long'])
  expect(wrapWords('  two three four', 9)).toEqual(['  two', '  three', '  four'])
  expect(wrapWords('  https://acme.test/docs', 9)).toEqual(['  https://acme.test/docs'])
  expect(wrapWords('', 8)).toEqual([''])
})

test('a terminal that does not know its width has 80 columns', () => {
  expect([roomOf(terminal(0)), roomOf(terminal(20))]).toEqual([80, 20])
})
