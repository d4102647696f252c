import type { Outcome } from '../delivery/delivery.ts'
import type { Unreachable } from '../http/send.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { pad, roomOf, shortenEnd, shortenMiddle, widthOf } from './fit.ts'
import { wordOfOutcome } from './mark.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'
import type { Reasoned } from './why.ts'
import { whyPhrase } from './why.ts'

/** An attempt of a schedule. */
export interface AttemptView extends Reasoned {
  readonly eventId: string | null
  /** Whether attempts of several events stand among each other, so that each line must name its own. */
  readonly among: boolean
  /** How many the schedule has. */
  readonly of: number
  /** Milliseconds on the schedule's clock, since the event. */
  readonly offsetMs: number
  readonly outcome: Outcome
  readonly status: number | null
  readonly statusText: string
  readonly unreachable: Unreachable | undefined
  readonly durationMs: number
  /** Whether the answer was as the user wished; undefined where only the provider's rule counts. */
  readonly met?: boolean | undefined
}

/** When an attempt is made, after the event, to the second: `+6 m`. */
export const offsetText = (ms: number): string =>
  ms < 500 ? '+0 s' : `+${formatDuration(Math.round(ms / 1_000) * 1_000)}`

/** The columns of an event's id, of an offset (`+10 h 36 m`) and of what was answered. */
const widths = { id: 18, offset: 11, status: 3, duration: 7, answer: 22 }

/**
 * One attempt on one line, as wide as the terminal at most: number, offset, status, milliseconds, what was answered, and why it was
 * made then. In a pipe: `attempt`, event id, number, of how many, offset in milliseconds, outcome, status, milliseconds and why,
 * separated by tabs.
 */
export function attemptLine(view: AttemptView, style: Style): string {
  const why = whyPhrase(view, style.symbols)
  if (!style.terminal) return pipedLine(view, why)
  const { ellipsis } = style.symbols
  const mark = (view.met ?? view.outcome === 'accepted') ? 'yes' : 'no'
  const id = shortenMiddle(escapeLine(view.eventId ?? '-'), widths.id, ellipsis)
  const before = [
    ...(view.among ? [pad(id, widths.id)] : []),
    pad(String(view.number), String(view.of).length, 'right'),
    pad(offsetText(view.offsetMs), widths.offset),
  ]
  const result = `${style.symbols[mark]} ${pad(String(view.status ?? '-'), widths.status)}`
  const duration = pad(formatDuration(view.durationMs), widths.duration, 'right')
  const fixed = ['', ...before, result, duration].join('  ')
  const answer = pad(shortenEnd(answerText(view), widths.answer, ellipsis), why === '' ? 0 : widths.answer)
  const tail = shortenEnd([answer, why].join('  ').trimEnd(), roomOf(style) - widthOf(fixed) - 2, ellipsis)
  const [shownAnswer, shownWhy] = [tail.slice(0, answer.length), tail.slice(answer.length)]
  const head = ['', ...before].join('  ')
  const painted = `${head}  ${style[mark](result)}  ${style.dim(duration)}`
  return `${painted}  ${shownAnswer}${shownWhy.trim() === '' ? '' : style.dim(shownWhy)}`.trimEnd()
}

function pipedLine(view: AttemptView, why: string): string {
  const { eventId, number, of, offsetMs, outcome, status, durationMs } = view
  const figures = [String(number), String(of), String(offsetMs), outcome, String(status ?? '')]
  return tabbed(['attempt', eventId ?? '', ...figures, String(Math.round(durationMs)), why])
}

const silence: Readonly<Record<Unreachable, string>> = {
  refused: 'connection refused',
  'unknown-host': 'unknown host',
  unroutable: 'no way there',
  reset: 'closed without an answer',
  tls: 'TLS failed',
  'invalid-http': 'no HTTP',
  interrupted: 'interrupted',
  other: 'unreachable',
}

/** What was answered, in a few words. */
function answerText({ outcome, statusText, unreachable }: AttemptView): string {
  if (unreachable) return silence[unreachable]
  return outcome === 'timed-out' ? wordOfOutcome[outcome] : escapeLine(statusText)
}
