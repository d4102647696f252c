import type { Profile } from '../provider/profile.ts'
import { parseDuration } from '../time/duration.ts'
import { readFigure } from './figure.ts'

/** When each attempt of a profile's schedule is made: milliseconds after the event. */
export function scheduleOffsets({ delivery }: Profile): number[] {
  const delays = readFigure<string[]>(delivery.schedule).value.map((delay) => parseDuration(delay) ?? 0)
  if (readFigure(delivery.countedFrom).value === 'first') return delays
  let at = 0
  return delays.map((delay) => {
    at += delay
    return at
  })
}
