import type { Ending } from '../delivery/delivery.ts'
import type { EndpointChange } from '../delivery/engine/dispatcher.ts'
import type { Policy } from '../delivery/engine/policy.ts'
import { redactUrl } from '../http/redact.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { indented, roomOf, shortenEnd, shortenMiddle } from './fit.ts'
import { marked } from './mark.ts'
import { becauseWords, counted } from './policy-words.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'

/** What is about to be sent on a schedule. */
export interface RetryHead {
  /** What is sent, where it is one event. */
  readonly event: { readonly id: string | null; readonly type: string | null } | undefined
  readonly count: number
  readonly provider: string | null
  readonly to: string
  /** When each attempt is made if nothing moves it: milliseconds after the event. */
  readonly offsets: readonly number[]
  /** What the figures are that the provider does not publish. */
  readonly assumed: keyof typeof assumedWords | undefined
  /** How many times as fast as the real one the clock goes; null where the waiting is skipped. */
  readonly speed: number | null
}

/** What goes where, and how often it is tried over which time; an empty line behind it. */
export function retryHead(head: RetryHead, style: Style): string {
  const { event, count, provider, offsets } = head
  const what = event
    ? [event.id, event.type].flatMap((text) => (text === null ? [] : [escapeLine(text)])).join('  ')
    : counted(count, 'event')
  const from = `${[what, escapeLine(provider ?? 'a provider that is not known')].filter(Boolean).join('  ')} `
  const to = ` ${escapeLine(redactUrl(head.to))}`
  const room = Math.max(12, roomOf(style) - from.length - style.symbols.arrow.length)
  const line = from + style.dim(style.symbols.arrow) + shortenMiddle(to, room, style.symbols.ellipsis)
  const spanMs = offsets.at(-1) ?? 0
  const span = spanMs === 0 ? ', one right after the other' : ` over ${formatDuration(spanMs)}`
  const tries =
    offsets.length === 1 ? 'one attempt, and no retry' : `up to ${counted(offsets.length, 'attempt')}${span}`
  const doubt = head.assumed === undefined ? '' : ` (${assumedWords[head.assumed]})`
  const waiting = spanMs === 0 ? '' : `; ${speedWords(head.speed)}`
  return [line, ...indented(tries + doubt + waiting, style).map((each) => each.trim()), '', ''].join('\n')
}

const assumedWords = {
  unknown: 'assumed: its provider is not known',
  assumed: 'assumed: the provider does not publish it',
  approximate: 'an approximation: only their number and sum are published',
} as const

function speedWords(speed: number | null): string {
  if (speed === null) return 'the waiting is skipped'
  return speed === 1 ? 'the waiting is real' : `the waiting is ${speed} times as fast as real`
}

/** What became of a delivery. */
export interface EndView {
  readonly eventId: string | null
  readonly among: boolean
  readonly ending: Ending
  readonly attempts: number
  /** How many the schedule has. */
  readonly of: number
  readonly deadLetterMs?: number | undefined
  /** How long it really took, in milliseconds. */
  readonly tookMs?: number | undefined
}

/**
 * The consequence as one line: `✓ delivered on attempt 3 of 6, 6 m after the event`. In a pipe: `replayed`, event id, how it ended,
 * attempts, and milliseconds on the schedule's clock, separated by tabs.
 */
export function endLine(view: EndView, style: Style): string {
  const { ending, eventId, attempts } = view
  if (!style.terminal) {
    const end = ending.deadLettered ? 'dead-lettered' : ending.end
    return tabbed(['replayed', eventId ?? '', end, String(attempts), String(ending.atMs)])
  }
  const subject = view.among ? `${shortenEnd(escapeLine(eventId ?? '-'), 30, style.symbols.ellipsis)}  ` : ''
  const took = view.tookMs === undefined ? '' : ` (took ${formatDuration(view.tookMs)})`
  const [first = '', ...more] = indented(subject + consequence(view) + took, style)
  const mark = ending.end === 'delivered' ? 'yes' : 'no'
  return [marked(mark, first.trimStart(), style), ...more].join('\n')
}

/** What became of a delivery, as a clause. */
function consequence({ ending, attempts, of, deadLetterMs }: EndView): string {
  const late = ending.atMs < 1_000 ? '' : `, ${formatDuration(ending.atMs)} after the event`
  switch (ending.end) {
    case 'delivered':
      return `delivered on attempt ${attempts} of ${of}${late}`
    case 'given-up':
      return `given up after ${counted(attempts, 'attempt')}${late}: ${fate(ending, deadLetterMs)}`
    case 'stopped':
      return `stopped by the answer to attempt ${attempts}${late}: ${fate(ending, deadLetterMs)}`
    case 'endpoint-disabled':
      return attempts === 0
        ? 'never sent: the endpoint would be disabled by then'
        : `no more tries after attempt ${attempts}${late}: the endpoint would be disabled`
  }
}

function fate({ deadLettered }: Ending, deadLetterMs: number | undefined): string {
  if (!deadLettered) return 'the event is failed and can be replayed by hand'
  return `it is a dead letter${deadLetterMs === undefined ? '' : `, kept for ${formatDuration(deadLetterMs)}`}`
}

/** What happens to the endpoint, and what that costs, as one line. */
export function endpointLine(change: EndpointChange, policy: Policy, style: Style): string {
  if (!style.terminal) return tabbed(['endpoint', '', change.to, '', String(change.at), change.because])
  if (change.to === 'enabled') return marked('yes', 'the endpoint would be on again', style)
  const { newEvents, retries } = policy.health
  const off =
    change.to === 'disabled'
      ? `the endpoint would be disabled: ${becauseWords(change.because, policy)}`
      : `the endpoint would be off for ${formatDuration((change.until ?? change.at) - change.at)}: ${becauseWords(change.because, policy)}`
  const costs = [
    newEvents === 'dropped' ? 'events that happen then are lost' : 'events that happen then wait',
    retries === 'cancelled' ? 'what waits is not tried again' : 'what waits goes on later',
  ]
  const until = change.to === 'disabled' ? ', until you enable it' : ''
  const [first = '', ...more] = indented(`${off}; ${costs.join(', and ')}${until}`, style)
  return [marked('look', first.trimStart(), style), ...more].join('\n')
}

/** How several deliveries ended. */
export interface Counts {
  readonly delivered: number
  readonly failed: number
  readonly unreachable: number
  readonly left: number
}

/** `3 delivered, 1 failed, 1 unreachable`. */
export const countsText = ({ delivered, failed, unreachable, left }: Counts): string =>
  [
    `${delivered} delivered`,
    `${failed} failed`,
    `${unreachable} unreachable`,
    ...(left > 0 ? [`${left} not finished`] : []),
  ].join(', ')
