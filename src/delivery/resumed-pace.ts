import type { Pace } from './engine/pace.ts'
import { skippingPace } from './engine/pace.ts'

/** What a clock is made of that is taken up again. */
export interface Resuming {
  /** Where the schedule's clock began: milliseconds since 1970. */
  readonly start: number
  /** How far it had come. */
  readonly until: number
  /** The clock from there on. */
  readonly from: (start: number) => Pace
}

/** A schedule's clock that goes through the past in no time, and goes on from there as it went before. */
export function resumedPace({ start, until, from }: Resuming): Pace {
  const past = skippingPace({ start })
  let present: Pace | undefined
  let underWay = 0
  const pace = (at: number): Pace => {
    if (present === undefined && at > until && at < Number.POSITIVE_INFINITY && underWay === 0) {
      present = from(Math.max(until, past.now()))
    }
    return present ?? past
  }
  return {
    now: () => (present ?? past).now(),
    pass: (at, stirred) => pace(at).pass(at, stirred),
    during: async (work) => {
      underWay += 1
      try {
        return await (present ?? past).during(work)
      } finally {
        underWay -= 1
      }
    },
  }
}
