import { expect, test } from 'vitest'
import { readScheduleText } from '../../../src/delivery/engine/schedule-text.ts'

const minute = 60_000

test.each<[string, number[]]>([
  ['0,1m,5m,30m,2h', [0, minute, 5 * minute, 30 * minute, 120 * minute]],
  ['0', [0]],
  ['5s', [5_000]],
  [' 0s , 250ms,1h30m ', [0, 250, 90 * minute]],
  ['0,30s,1hx5', [0, 30_000, ...Array.from({ length: 5 }, () => 60 * minute)]],
  ['0x2,1mx1', [0, 0, minute]],
  ['0,1mx999', [0, ...Array.from({ length: 999 }, () => minute)]],
])('%j', (text, delays) => {
  expect(readScheduleText(text)).toEqual({
    ok: true,
    schedule: { delays, countedFrom: 'previous', jitter: undefined, maxAgeMs: undefined, approximate: false },
  })
})

test.each([
  ['', 'A delay is missing: 0 stands for none.'],
  ['0,,1m', 'A delay is missing: 0 stands for none.'],
  ['0,1m,', 'A delay is missing: 0 stands for none.'],
  ['0,-5m', "A delay cannot be negative: '-5m'."],
  ['0,soon', "'soon' is no delay such as 0, 30s, 5m or 1hx5."],
  ['0,5', "'5' is no delay such as 0, 30s, 5m or 1hx5."],
  ['0 1m', "'0 1m' is no delay such as 0, 30s, 5m or 1hx5."],
  ['0,1hx', "'1hx' is no delay such as 0, 30s, 5m or 1hx5."],
  ['0,1hx-1', "'1hx-1' is no delay such as 0, 30s, 5m or 1hx5."],
  ['0,x5', "'x5' is no delay such as 0, 30s, 5m or 1hx5."],
  ['0,1hx0', "'1hx0' stands for no attempt."],
  ['0,1mx1000', 'A schedule has 1000 attempts at most.'],
  ['0,1sx99999999999999999999', 'A schedule has 1000 attempts at most.'],
  ['0,3651d', 'It lasts longer than ten years.'],
  ['0,99999999dx999', 'It lasts longer than ten years.'],
])('%j is no schedule', (text, problem) => {
  expect(readScheduleText(text)).toEqual({ ok: false, problem })
})
