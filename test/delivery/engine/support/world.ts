import fc from 'fast-check'
import type { Happening } from '../../../../src/delivery/engine/courier.ts'
import type { AttemptResult } from '../../../../src/delivery/engine/decision.ts'
import type {
  Consequence,
  Dispatcher,
  EndpointHealth,
  Job,
} from '../../../../src/delivery/engine/dispatcher.ts'

/** How a handler takes an attempt. */
export interface Answer extends Pick<AttemptResult, 'outcome' | 'status' | 'headers'> {
  readonly durationMs: number
}

export type Handler = (job: string, number: number) => Answer

export const answered = (status: number, headers: AttemptResult['headers'] = []): Answer => ({
  outcome: status >= 200 && status <= 299 ? 'accepted' : 'refused',
  status,
  headers,
  durationMs: 30,
})

const retryAfterValues = ['0', '5', '90', '1.5', '-5', 'soon', '', '99999999999999999999', '7, 8']
const dates = ['Thu, 01 Jan 1970 00:20:00 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Thu Jan  1 00:00:00 1970']

const headers: fc.Arbitrary<AttemptResult['headers']> = fc.array(
  fc.oneof(
    fc.constantFrom(...retryAfterValues, ...dates).map((value) => ['Retry-After', value] as const),
    fc.constantFrom(...dates).map((value) => ['Date', value] as const),
    fc.constant(['X-Delivery', 'stop'] as const),
  ),
  { maxLength: 2 },
)

/** Answers of all kinds; each lasts at least `leastMs`. */
export const answers = (leastMs: number): fc.Arbitrary<Answer> => {
  const durationMs = fc.integer({ min: leastMs, max: 40_000 })
  const statuses = fc.oneof(
    fc.constantFrom(200, 500, 503, 429, 410, 199, 201, 299, 300, 404),
    fc.integer({ min: 0, max: 999 }),
  )
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(statuses, headers, durationMs).map(toAnswer) },
    fc.record({
      outcome: fc.constantFrom('timed-out', 'unreachable'),
      status: fc.constant(null),
      headers: fc.constant([]),
      durationMs,
    }),
  )
}

const toAnswer = ([status, lines, durationMs]: [number, AttemptResult['headers'], number]): Answer => ({
  ...answered(status, lines),
  durationMs,
})

/** Up to five events, in the order of their time. */
export const jobs: fc.Arbitrary<Job[]> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 1_000_000 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((times) => times.sort((a, b) => a - b).map((at, index) => ({ id: `event-${index}`, at })))

export interface Scene {
  readonly dispatcher: Dispatcher
  readonly jobs: readonly Job[]
  readonly handler: Handler
  /** How many attempts may be on their way at once; as many as wish where it is left out. */
  readonly concurrency?: number
  /** After how many steps all is over. */
  readonly steps?: number
}

/** What happened, and all that a killed process leaves behind. */
export interface Played {
  readonly happenings: Happening[]
  readonly steps: number
  /** The events that have happened and whose delivery has not ended, with the attempts that have ended. */
  readonly left: Job[]
  /** The events that are yet to happen. */
  readonly ahead: Job[]
  readonly health: EndpointHealth
  readonly underWay: number
}

/** Plays a scene without a courier, a clock or a promise: the simplest driver that can be right. */
export function play({ dispatcher, jobs, handler, concurrency = 100, steps = 1_000 }: Scene): Played {
  const happenings: Happening[] = []
  const ahead = [...jobs]
  const left = new Map<string, Job>()
  const underWay: Extract<Happening, { kind: 'attempt' }>[] = []
  let now = Number.NEGATIVE_INFINITY
  let step = 0

  const note = ({ ended, changes }: Consequence): void => {
    happenings.push(
      ...ended
        .filter(({ end }) => end !== 'endpoint-disabled')
        .map((each) => ({ kind: 'ended', ended: each }) as const),
    )
    happenings.push(...changes.map((change) => ({ kind: 'endpoint', change }) as const))
    happenings.push(
      ...ended
        .filter(({ end }) => end === 'endpoint-disabled')
        .map((each) => ({ kind: 'ended', ended: each }) as const),
    )
    for (const { job } of ended) left.delete(job)
  }

  for (; step < steps; step++) {
    underWay.sort((a, b) => a.result.endedAt - b.result.endedAt)
    const [ending] = underWay
    const [arriving] = ahead
    const planned = underWay.length < concurrency ? dispatcher.next() : undefined
    const times = [ending?.result.endedAt, arriving?.at, planned?.at].filter((at) => at !== undefined)
    if (times.length === 0) break
    const at = Math.min(...times)
    now = Math.max(now, at)
    if (ending?.result.endedAt === at) {
      underWay.shift()
      const { job } = ending.planned
      const known = left.get(job)
      if (known) left.set(job, { ...known, past: [...(known.past ?? []), ending.result] })
      happenings.push(ending)
      note(dispatcher.finish(job, ending.result))
    } else if (arriving?.at === at) {
      ahead.shift()
      left.set(arriving.id, arriving)
      note(dispatcher.add(arriving))
    } else if (planned) {
      const { durationMs, ...answer } = handler(planned.job, planned.number)
      const result = { number: planned.number, startedAt: now, endedAt: now + durationMs, ...answer }
      underWay.push({ kind: 'attempt', planned, result })
      dispatcher.begin(planned.job)
    }
  }
  return {
    happenings,
    steps: step,
    left: [...left.values()],
    ahead,
    health: dispatcher.health,
    underWay: underWay.length,
  }
}
