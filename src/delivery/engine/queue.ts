import type { Plan } from './decide.ts'
import { createHeap } from './heap.ts'

/** A delivery that has not ended. */
export interface Track {
  readonly id: string
  /** When its event happened. */
  readonly eventAt: number
  /** Events are told apart by it where they happened at one time. */
  readonly order: number
  attempts: number
  /** When its first attempt began. */
  firstAt: number | undefined
  /** Its next attempt; undefined while one is under way. */
  plan: Plan | undefined
  isUnderWay: boolean
}

/** A delivery of which no attempt was made. */
export const newTrack = (id: string, eventAt: number, order: number): Track => ({
  id,
  eventAt,
  order,
  attempts: 0,
  firstAt: undefined,
  plan: undefined,
  isUnderWay: false,
})

/** Sorts deliveries in the order of their events. */
export const byOrder = (a: Track, b: Track): number =>
  a.eventAt === b.eventAt ? a.order - b.order : a.eventAt - b.eventAt

/** Deliveries whose next attempt is planned, the earliest first; of one time, in the order of the events. */
export interface Queue {
  put(track: Track, plan: Plan): void
  /** The first one that still waits. */
  first(): { readonly track: Track; readonly plan: Plan } | undefined
  /** Plans all that wait anew, in the order of the events; those for which nothing is returned have gone. */
  revise(planAnew: (track: Track, plan: Plan) => Plan | undefined): void
}

interface Entry {
  readonly track: Track
  readonly plan: Plan
}

/** Makes an empty queue. Who leaves it (by losing his plan) is forgotten when his turn comes: no step looks at all of them. */
export function createQueue(): Queue {
  const heap = createHeap<Entry>((a, b) =>
    a.plan.at === b.plan.at ? byOrder(a.track, b.track) < 0 : a.plan.at < b.plan.at,
  )
  const waits = ({ track, plan }: Entry): boolean => track.plan === plan
  const inOrder = (): Entry[] =>
    heap
      .items()
      .filter(waits)
      .sort((a, b) => byOrder(a.track, b.track))
  return {
    put: (track, plan) => {
      track.plan = plan
      heap.push({ track, plan })
    },
    first: () => {
      let first = heap.peek()
      while (first !== undefined && !waits(first)) {
        heap.pop()
        first = heap.peek()
      }
      return first
    },
    revise: (planAnew) => {
      const revised = inOrder().map(({ track, plan }) => ({ track, plan: planAnew(track, plan) }))
      for (const { track, plan } of revised) track.plan = plan
      heap.replace(revised.flatMap(({ track, plan }) => (plan ? [{ track, plan }] : [])))
    },
  }
}
