import type { ScheduleForm } from '../provider/delivery-section.ts'
import { figureOf } from '../provider/figure.ts'
import type { Profile } from '../provider/profile.ts'
import { scheduleDelays } from '../provider/schedule-delays.ts'
import { parseDuration } from '../time/duration.ts'

/** Delays, and what they count from. */
export interface Delays {
  /** The delay before each attempt in milliseconds, the first one included. */
  readonly delays: readonly number[]
  readonly countedFrom: 'previous' | 'first'
}

/** When each attempt is made if none takes any time and nothing moves it: milliseconds after the event. */
export function plannedOffsets({ delays, countedFrom }: Delays): number[] {
  const [first = 0] = delays
  let at = 0
  return delays.map((delay, index) => {
    at = countedFrom === 'previous' || index === 0 ? at + delay : first + delay
    return at
  })
}

/** The same of a profile's schedule. */
export const scheduleOffsets = (profile: Profile): number[] =>
  plannedOffsets({
    delays: profileDelays(profile),
    countedFrom: figureOf(profile.delivery.countedFrom),
  })

/** The delay before each attempt of a profile's schedule in milliseconds, the first one included; at least one. */
export function profileDelays({ delivery }: Profile): number[] {
  const { schedule, countedFrom, maxAge } = delivery
  return scheduleDelays(figureOf<ScheduleForm>(schedule), {
    countedFrom: figureOf(countedFrom),
    maxAgeMs: maxAge === undefined ? undefined : parseDuration(figureOf(maxAge)),
  })
}
