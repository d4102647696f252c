import type { EndpointChange } from '../delivery/engine/dispatcher.ts'
import type { Outage, OutageReport } from '../delivery/outage/outage.ts'
import { formatDuration } from '../time/duration.ts'
import type { Rate } from '../time/rate.ts'
import type { Mark } from './mark.ts'
import { becauseWords, counted, formatCount, formatShare } from './policy-words.ts'

/** An outage that was simulated, and what came of it. */
export interface SimulatedOutage {
  readonly outage: Outage
  readonly report: OutageReport
}

/** What an outage comes to in a sentence, the consequence first. */
export function outageVerdict({ outage, report }: SimulatedOutage): {
  readonly mark: Mark
  readonly text: string
} {
  const { policy, lastsMs } = outage
  const disabled = disabledIn(report)
  if (disabled !== undefined) {
    const when = `${momentWords(disabled.at, lastsMs)} (${becauseWords(disabled.because, policy)})`
    return {
      mark: 'no',
      text: `The endpoint is disabled ${when}, and stays so until you enable it: ${missingWords(report)}.`,
    }
  }
  if (report.lost.events > 0)
    return { mark: 'no', text: `${capital(missingWords(report))}: ${lossWords(outage, report)}.` }
  if (report.late.events === 0) return { mark: 'yes', text: 'Nothing is lost, and nothing comes late.' }
  const { events } = report.late
  return {
    mark: 'look',
    text: `Nothing is lost, but ${ofAll(events, report)} ${events === 1 ? 'comes' : 'come'} late, ${latenessWords(report)}.`,
  }
}

/** `An outage of 3 h at 20 events a minute`. */
export function outageWords({ lastsMs, rate, forMs, failRate }: Outage): string {
  const chance = failRate === 0 ? '' : `, and ${formatShare(failRate)} of all other attempts fail`
  return `An outage of ${formatDuration(lastsMs)} at ${rateWords(rate)}; ${formatDuration(forMs)} of events are looked at${chance}.`
}

const units = new Map([
  [1_000, 'a second'],
  [60_000, 'a minute'],
  [3_600_000, 'an hour'],
  [86_400_000, 'a day'],
])

const rateWords = ({ events, perMs }: Rate): string =>
  `${events} ${events === 1 ? 'event' : 'events'} ${units.get(perMs) ?? `in ${formatDuration(perMs)}`}`

/** When it is disabled for good; undefined where it is not. */
export const disabledIn = ({ changes }: OutageReport): EndpointChange | undefined =>
  changes.find(({ to }) => to === 'disabled')

/** `2 m 27 s into the outage`, `5 m after the handler is back`. */
export function momentWords(atMs: number, outageEnd: number): string {
  if (atMs === 0) return 'at once'
  if (atMs < outageEnd) return `${formatDuration(atMs)} into the outage`
  return atMs === outageEnd
    ? 'when the handler is back'
    : `${formatDuration(atMs - outageEnd)} after the handler is back`
}

/** `13,870 of 13,920 events are lost, 50 wait until then`. */
function missingWords(report: OutageReport): string {
  const { lost, waiting } = report
  const isAre = (count: number): string => (count === 1 ? 'is' : 'are')
  const waits = waiting === 0 ? '' : `${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for that`
  if (lost.events === 0)
    return waits === ''
      ? 'nothing is lost'
      : `${ofAll(waiting, report)} ${waiting === 1 ? 'waits' : 'wait'} for that`
  return `${ofAll(lost.events, report)} ${isAre(lost.events)} lost${waits && `, ${waits}`}`
}

const ofAll = (count: number, { events }: OutageReport): string =>
  count === events ? `all ${counted(count, 'event')}` : `${formatCount(count)} of ${counted(events, 'event')}`

/** Why events are lost, the commonest reason first: `they were given up after 6 attempts`. */
export function lossWords({ policy }: Outage, { lost }: OutageReport): string {
  const attempts = policy.schedule.delays.length
  const letters = lost.givenUp === 1 ? 'a dead letter' : 'dead letters'
  const dead = lost.deadLettered > 0 ? ` and kept as ${letters}` : ''
  const be = (count: number): string => (count === 1 ? 'was' : 'were')
  const givenUp = attempts === 1 ? 'not tried again' : `given up after ${counted(attempts, 'attempt')}`
  const reasons: readonly (readonly [number, string])[] = [
    [lost.givenUp, `${be(lost.givenUp)} ${givenUp}${dead}`],
    [lost.stopped, `${be(lost.stopped)} ended by an answer`],
    [lost.cancelled, 'waited for a retry when it went off'],
    [lost.dropped, 'happened while it was off'],
  ]
  const told = reasons.filter(([count]) => count > 0).toSorted(([one], [other]) => other - one)
  const [only] = told
  if (only && told.length === 1) return `${lost.events === 1 ? 'it' : 'they'} ${only[1]}`
  return told.map(([count, words]) => `${formatCount(count)} ${words}`).join(', ')
}

/** How late events come: `half of them by 1 h or more, the latest by 3 h`; in detail with the latest twentieth too. */
export function latenessWords({ late }: OutageReport, { inDetail = false } = {}): string {
  const [median, p95, most] = [late.medianMs, late.p95Ms, late.maxMs].map((ms) => formatDuration(ms ?? 0))
  if (late.events === 1) return `by ${most}`
  if (median === most) return `half of them by ${most}, none by more`
  const twentieth = inDetail && p95 !== median && p95 !== most ? `, 5 % by ${p95} or more` : ''
  return `half of them by ${median} or more${twentieth}, the latest by ${most}`
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
