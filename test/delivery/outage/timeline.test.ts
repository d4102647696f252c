import { expect, test } from 'vitest'
import { Timeline } from '../../../src/delivery/outage/timeline.ts'

test('what waited and what was lost, second by second', () => {
  const timeline = new Timeline()
  timeline.tell(0, 1, 0)
  timeline.tell(400, 2, 0)
  timeline.tell(900, 1, 1)
  timeline.tell(3_100, 4, 1)
  timeline.tell(3_200, 0, 5)
  expect(timeline.curve(5_500)).toEqual({
    stepMs: 1_000,
    untilMs: 5_500,
    waiting: [2, 1, 1, 4, 0, 0],
    lost: [1, 1, 1, 5, 5, 5],
  })
  expect([timeline.most, timeline.mostAt]).toEqual([4, 3_100])
})

test('however long it takes, it has as many steps at most, and forgets no peak', () => {
  const timeline = new Timeline()
  const hour = 3_600_000
  timeline.tell(1_000, 7, 0)
  timeline.tell(1_001, 3, 0)
  timeline.tell(100 * hour, 900, 0)
  timeline.tell(100 * hour + 1, 0, 900)
  const { stepMs, waiting, lost } = timeline.curve(200 * hour)
  expect(stepMs).toBe(4_096_000)
  expect(waiting).toHaveLength(Math.floor((200 * hour) / stepMs) + 1)
  expect(waiting.length).toBeLessThanOrEqual(256)
  const peak = Math.floor((100 * hour) / stepMs)
  expect([waiting[0], waiting[1], waiting[peak - 1], waiting[peak], waiting[peak + 1]]).toEqual([
    7, 3, 3, 900, 0,
  ])
  expect([lost[peak - 1], lost[peak], lost.at(-1)]).toEqual([0, 900, 900])
})
