import { expect, test } from 'vitest'
import { parseRate, parseShare } from '../../src/time/rate.ts'

test.each([
  ['20/m', { events: 20, perMs: 60_000 }],
  ['0.5/s', { events: 0.5, perMs: 1_000 }],
  ['1000000/d', { events: 1_000_000, perMs: 86_400_000 }],
  ['3/10m', { events: 3, perMs: 600_000 }],
  ['1/ms', { events: 1, perMs: 1 }],
  ['0/m', undefined],
  ['5/0s', undefined],
  ['20', undefined],
  ['20/', undefined],
  ['-1/m', undefined],
  ['/m', undefined],
  ['20 /m', undefined],
  ['1e9/m', undefined],
  ['20/month', undefined],
  ['9999999999/m', undefined],
])('the rate %s', (text, rate) => {
  expect(parseRate(text)).toEqual(rate)
})

test.each([
  ['5%', 0.05],
  ['0', 0],
  ['0%', 0],
  ['100%', 1],
  ['1', 1],
  ['0.25', 0.25],
  ['0.5%', 0.005],
  ['101%', undefined],
  ['2', undefined],
  ['-1%', undefined],
  ['%', undefined],
  ['', undefined],
  ['five', undefined],
])('the share %s', (text, share) => {
  expect(parseShare(text)).toEqual(share)
})
