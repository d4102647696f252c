import type { EndpointChange } from '../delivery/engine/dispatcher.ts'
import type { Policy } from '../delivery/engine/policy.ts'
import type { Outage, OutageReport } from '../delivery/outage/outage.ts'
import { formatDuration } from '../time/duration.ts'
import type { Rate } from '../time/rate.ts'
import type { Mark } from './mark.ts'
import { counted, formatCount, formatShare } from './policy-words.ts'

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
  const { events, medianMs, maxMs } = report.late
  return {
    mark: 'look',
    text: `Nothing is lost, but ${ofAll(events, report)} ${events === 1 ? 'comes' : 'come'} late: half of them by ${formatDuration(medianMs ?? 0)} or more, the last by ${formatDuration(maxMs ?? 0)}.`,
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

/** What led to a change of the endpoint. */
export function becauseWords(because: EndpointChange['because'], { health, schedule }: Policy): string {
  switch (because) {
    case 'consecutive-failures':
      return `${counted(health.consecutiveFailures ?? 0, 'failure')} in a row`
    case 'failed-events':
      return `${counted(health.failedEvents ?? 0, 'failed event')} in a row`
    case 'failing-for':
      return `it failed for ${formatDuration(health.failingForMs ?? 0)}`
    case 'failure-ratio':
      return `${formatShare(health.ratio?.failures ?? 0)} of failures within ${formatDuration(health.ratio?.withinMs ?? 0)}`
    case 'last-attempt':
      return schedule.delays.length === 1
        ? 'an attempt failed'
        : `an event failed ${schedule.delays.length} times`
    case 'answer':
      return 'as the answer asks for'
    case 'by-hand':
    case 'time':
      return 'by itself'
  }
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

/** Why events are lost, the commonest reason first. */
export function lossWords({ policy }: Outage, { lost }: OutageReport): string {
  const attempts = policy.schedule.delays.length
  const dead = lost.deadLettered > 0 ? ' and kept as dead letters' : ''
  const reasons: readonly (readonly [number, string])[] = [
    [
      lost.givenUp,
      attempts === 1
        ? `are not tried again${dead}`
        : `were given up after ${counted(attempts, 'attempt')}${dead}`,
    ],
    [lost.stopped, 'were ended by an answer'],
    [lost.cancelled, 'waited for a retry when it went off'],
    [lost.dropped, 'happened while it was off'],
  ]
  const told = reasons.filter(([count]) => count > 0).toSorted(([a], [b]) => b - a)
  return told.length === 1
    ? `they ${told[0]?.[1] ?? ''}`
    : told.map(([count, words]) => `${formatCount(count)} ${words}`).join(', ')
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
