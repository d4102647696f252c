import { parseDuration } from '../../../time/duration.ts'
import type { DeliverySection, ScheduleForm } from '../../delivery-section.ts'
import { figureOf } from '../../figure.ts'
import type { Path } from '../../path.ts'
import { maxAttempts, maxScheduleMs, scheduleDelays } from '../../schedule-delays.ts'
import type { Rule } from '../draft.ts'
import type { Fault } from '../fault.ts'
import { placeOf } from './place.ts'

/** A schedule, and where it stands in the file. */
interface Place {
  readonly form: ScheduleForm
  readonly path: Path
  readonly delivery: DeliverySection
}

const onSchedule =
  (check: (place: Place) => Fault[]): Rule =>
  ({ profile: { delivery } }) =>
    delivery
      ? check({
          form: figureOf<ScheduleForm>(delivery.schedule),
          path: placeOf(delivery.schedule, ['delivery', 'schedule']),
          delivery,
        })
      : []

const ms = (text: string | undefined): number => parseDuration(text ?? '0') ?? 0

/** Counted from the first attempt, each retry comes after the one before it. */
export const scheduleForward = onSchedule(({ form, path, delivery }) => {
  if (figureOf(delivery.countedFrom) !== 'first') return []
  if (!Array.isArray(form) && !('list' in form)) return []
  const [delays, place] = Array.isArray(form) ? [form, path] : [form.list, [...path, 'list']]
  return delays.flatMap((delay, at) =>
    at < 2 || ms(delay) >= ms(delays[at - 1])
      ? []
      : [
          {
            path: [...place, at],
            message: `The schedule runs backwards: ${delay} stands behind ${delays[at - 1]}, both counted from the first attempt.`,
            remedy: 'Put them in order, or write "countedFrom": "previous".',
          },
        ],
  )
})

/** A series has a limit that is above its beginning, and more than one attempt where it is to fill a time. */
export const seriesSound = onSchedule(({ form, path }) => {
  if (Array.isArray(form) || 'list' in form) return []
  if ('spread' in form) return form.attempts > 1 ? [] : [loneSpread(form.spread.over, path)]
  const [kind, word, from, cap] =
    'exponential' in form
      ? ['exponential', 'base', form.exponential.base, form.exponential.cap]
      : ['linear', 'step', form.linear.step, form.linear.cap]
  if (cap === undefined || ms(cap) >= ms(from)) return []
  const message = `The delays begin with ${from}, and are to be ${cap} at most.`
  return [{ path: [...path, kind, 'cap'], message, remedy: `Write a cap that is not below the ${word}.` }]
})

const loneSpread = (over: string, path: Path): Fault => ({
  path: [...path, 'attempts'],
  message: `A single attempt cannot be spread over ${over}.`,
  remedy: 'Count the first attempt as well: three retries make four attempts.',
})

/** A schedule has an end that somebody lives to see. */
export const scheduleEnds = onSchedule((place) => {
  const { form, path, delivery } = place
  if (!Array.isArray(form) && 'list' in form) {
    const fault = endless(form, place)
    if (fault) return [fault]
  }
  const count = Array.isArray(form) ? form.length : (form.attempts ?? 0)
  if (count > maxAttempts) return [tooMany(String(count), Array.isArray(form) ? path : [...path, 'attempts'])]
  const countedFrom = figureOf(delivery.countedFrom)
  const whole = endOf(scheduleDelays(form, { countedFrom, maxAgeMs: maxAgeOf(delivery) }), countedFrom)
  if (whole <= maxScheduleMs) return []
  const message = 'The schedule lasts longer than ten years.'
  return [{ path, message, remedy: 'Write a cap, a maxAge or fewer attempts.' }]
})

/** When the last of these is due. */
const endOf = (delays: readonly number[], countedFrom: 'previous' | 'first'): number =>
  countedFrom === 'first' ? Math.max(...delays) : delays.reduce((sum, delay) => sum + delay, 0)

const maxAgeOf = ({ maxAge }: DeliverySection): number | undefined =>
  maxAge === undefined ? undefined : parseDuration(figureOf(maxAge))

const tooMany = (count: string, path: Path): Fault => ({
  path,
  message: `${count} attempts are too many.`,
  remedy: `Write ${maxAttempts} at most.`,
})

/** What is wrong with the end of a list that is repeated. */
function endless(
  { list, then, attempts }: Extract<ScheduleForm, { list: string[] }>,
  { path, delivery }: Place,
): Fault | undefined {
  if (attempts !== undefined) {
    if (attempts >= list.length) return undefined
    const message = `The list has ${list.length} attempts, and there are to be ${attempts} in all.`
    return { path: [...path, 'attempts'], message, remedy: 'Write more of them, or a shorter list.' }
  }
  const maxAgeMs = maxAgeOf(delivery)
  if (maxAgeMs === undefined || ms(then) === 0) {
    const message = `The schedule never ends: it goes on every ${then}.`
    return {
      path: [...path, 'then'],
      message,
      remedy: 'Write beside it how many "attempts" there are in all.',
    }
  }
  const listed = endOf(list.map(ms), figureOf(delivery.countedFrom))
  const count = list.length + Math.floor((maxAgeMs - listed) / ms(then))
  return count > maxAttempts ? tooMany(String(count), [...path, 'then']) : undefined
}
