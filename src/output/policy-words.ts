import type { EndpointChange } from '../delivery/engine/dispatcher.ts'
import type { HealthPolicy, Policy } from '../delivery/engine/policy.ts'
import { formatDuration } from '../time/duration.ts'

/** A number for people: `13,920`. */
export const formatCount = (count: number): string => Math.round(count).toLocaleString('en-US')

/** A number of things: `1 event`, `13,920 events`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** A share for people: `5 %`, `0.25 %`. */
export const formatShare = (share: number): string => `${Number((share * 100).toFixed(2))} %`

/** What switches an endpoint off, in a few words; none where nothing does. */
export function disablingWords({ health, afterLast }: Pick<Policy, 'health' | 'afterLast'>): string[] {
  const limits = limitWords(health)
  const off = offWords(health.temporary)
  return [
    ...(limits.length > 0 ? [`${off} ${limits.join(' or ')}`] : []),
    ...(afterLast === 'endpoint-disabled' ? ['disabled after the last attempt'] : []),
  ]
}

function limitWords({ consecutiveFailures, failedEvents, failingForMs, ratio }: HealthPolicy): string[] {
  return [
    ...(consecutiveFailures === undefined
      ? []
      : [`after ${counted(consecutiveFailures, 'failure')} in a row`]),
    ...(failedEvents === undefined ? [] : [`after ${counted(failedEvents, 'failed event')} in a row`]),
    ...(failingForMs === undefined ? [] : [`once it fails for ${formatDuration(failingForMs)}`]),
    ...(ratio === undefined
      ? []
      : [
          `once ${formatShare(ratio.failures)} of at least ${ratio.volume} attempts within ${formatDuration(ratio.withinMs)} fail`,
        ]),
  ]
}

function offWords(temporary: HealthPolicy['temporary']): string {
  if (temporary === undefined) return 'disabled'
  const { forMs, factor, capMs } = temporary
  const cap = capMs === undefined ? '' : `, up to ${formatDuration(capMs)}`
  const longer = factor === 1 ? '' : ` (${factor} times as long each time${cap})`
  return `off for ${formatDuration(forMs)}${longer}`
}

/** What becomes of an event whose last attempt failed. */
export function afterLastWords({
  afterLast,
  deadLetterMs,
}: Pick<Policy, 'afterLast' | 'deadLetterMs'>): string {
  switch (afterLast) {
    case 'failed':
      return 'given up'
    case 'endpoint-disabled':
      return 'given up, and the endpoint is disabled'
    case 'dead-letter':
      return deadLetterMs === undefined
        ? 'kept as a dead letter'
        : `kept as a dead letter for ${formatDuration(deadLetterMs)}`
  }
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
      return 'an answer asked for it'
    case 'by-hand':
      return 'somebody switched it off'
    case 'time':
      return 'its time came'
  }
}
