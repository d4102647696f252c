import { parseDuration } from '../time/duration.ts'
import type { ScheduleForm } from './delivery-section.ts'

/** More attempts than this no schedule has. */
export const maxAttempts = 1_000

/** Nor does any last longer: ten years, in milliseconds. */
export const maxScheduleMs = 3_650 * 86_400_000

/** What else decides on the delays of a schedule. */
export interface ScheduleLimits {
  readonly countedFrom: 'previous' | 'first'
  /** No attempt comes later than this after the event, in milliseconds. */
  readonly maxAgeMs: number | undefined
}

const ms = (text: string | undefined): number => parseDuration(text ?? '0') ?? 0

/**
 * The delay before each attempt in milliseconds, the first one included, as many as there are within the limits; at least one.
 * Counted from the first attempt, each is what lies between that one and it.
 */
export function scheduleDelays(form: ScheduleForm, limits: ScheduleLimits): number[] {
  const delays: number[] = []
  let at = 0
  for (const delay of delaysOf(form, limits.countedFrom)) {
    const [first = 0] = delays
    at = limits.countedFrom === 'previous' || delays.length === 0 ? at + delay : first + delay
    const beyond = at > (limits.maxAgeMs ?? Number.POSITIVE_INFINITY)
    if (delays.length > 0 && (beyond || delays.length === maxAttempts)) break
    delays.push(delay)
  }
  return delays
}

/** The delays one after another; they may never end. */
function* delaysOf(form: ScheduleForm, countedFrom: 'previous' | 'first'): Generator<number> {
  if (Array.isArray(form)) yield* form.map(ms)
  else if ('list' in form) yield* listThen(form, countedFrom)
  else {
    yield ms(form.first)
    yield* retryDelays(form, countedFrom)
  }
}

type Repeating = Extract<ScheduleForm, { list: string[] }>
type Series = Exclude<ScheduleForm, string[] | Repeating>

function* listThen({ list, then, attempts }: Repeating, countedFrom: string): Generator<number> {
  const listed = list.map(ms)
  yield* listed.slice(0, attempts)
  const end = countedFrom === 'first' ? (listed.at(-1) ?? 0) : 0
  for (let more = 1; more <= (attempts ?? Number.POSITIVE_INFINITY) - listed.length; more += 1) {
    yield countedFrom === 'first' ? end + more * ms(then) : ms(then)
  }
}

function retryDelays(form: Series, countedFrom: string): number[] {
  const retries = Math.min(form.attempts, maxAttempts) - 1
  const each = (delay: (retry: number) => number): number[] =>
    Array.from({ length: retries }, (_, retry) => delay(retry))
  if ('exponential' in form) {
    const { base, factor, cap } = form.exponential
    return each((retry) => capped(ms(base) * factor ** retry, cap))
  }
  if ('linear' in form) {
    const { step, cap } = form.linear
    return each((retry) => capped(ms(step) * (retry + 1), cap))
  }
  const delays = spread(ms(form.spread.over), retries)
  if (countedFrom === 'previous') return delays
  let at = 0
  return delays.map((delay) => {
    at += delay
    return at
  })
}

const capped = (delay: number, cap: string | undefined): number =>
  Math.round(Math.min(delay, cap === undefined ? Number.MAX_SAFE_INTEGER : ms(cap)))

/** What the first of the derived delays is at least, where there is time for it. */
const shortest = 1_000

/**
 * So many delays that together last so long: each twice the one before it, or less, so that the first one is not below a second.
 * The ends are rounded to milliseconds, not the delays, so that the sum is exact.
 */
function spread(over: number, count: number): number[] {
  const sum = (factor: number, terms: number): number =>
    factor === 1 ? terms : (factor ** terms - 1) / (factor - 1)
  const factor = steepest((each) => over / sum(each, count) >= shortest)
  const end = (retry: number): number => Math.round((over * sum(factor, retry)) / sum(factor, count))
  return Array.from({ length: count }, (_, retry) => end(retry + 1) - end(retry))
}

/** The greatest factor between 1 and 2 that will do, where every smaller one does as well; 1, where none does. */
function steepest(willDo: (factor: number) => boolean): number {
  if (willDo(2)) return 2
  let [low, high] = [1, 2]
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (willDo(middle)) low = middle
    else high = middle
  }
  return low
}
