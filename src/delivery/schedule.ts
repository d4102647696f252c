import { figureOf } from '../provider/figure.ts'
import type { Profile } from '../provider/profile.ts'
import { parseDuration } from '../time/duration.ts'

/** When each attempt of a profile's schedule is made: milliseconds after the event. */
export function scheduleOffsets({ delivery }: Profile): number[] {
  const delays = figureOf<string[]>(delivery.schedule).map((delay) => parseDuration(delay) ?? 0)
  if (figureOf(delivery.countedFrom) === 'first') return delays
  let at = 0
  return delays.map((delay) => {
    at += delay
    return at
  })
}
