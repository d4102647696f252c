import { expect, test } from 'vitest'
import { joinAmounts, splitAmounts } from '../../src/output/amounts.ts'

test.each([
  ['late by 2 h 36 m or more', 'late by 2_h_36_m or more'],
  ['5 % by 10 h, 250 ms at most', '5_% by 10_h, 250_ms at most'],
  ['13,920 events of 3 d', '13,920 events of 3_d'],
  ['1.5 s', '1.5_s'],
  ['6 months, 5 s after 3 minutes', '6 months, 5_s after 3 minutes'],
])('%s', (text, joined) => {
  expect(joinAmounts(text).replaceAll('\u00a0', '_')).toBe(joined)
  expect(splitAmounts(joinAmounts(text))).toBe(text)
})
