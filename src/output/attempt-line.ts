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

/** The columns of an event's id, of an offset (`+10 h 36 m`), of what was answered, and of most reasons. */
const widths = { id: 18, offset: 11, status: 3, duration: 7, answer: 22, why: 21 }
/** A shorter beginning of an answer says nothing. */
const leastAnswer = 6

/**
 * One attempt on one line, as wide as the terminal at most: number, offset, status, milliseconds, what was answered, and why it was
 * made then. In a pipe: `attempt`, event id, number, of how many, offset in milliseconds, outcome, status, milliseconds and why,
 * separated by tabs.
 */
export function attemptLine(view: AttemptView, style: Style): string {
  const why = whyPhrase(view, style.symbols)
  if (!style.terminal) return pipedLine(view, why)
  const mark = (view.met ?? view.outcome === 'accepted') ? 'yes' : 'no'
  const place = [
    pad(String(view.number), String(view.of).length, 'right'),
    pad(offsetText(view.offsetMs), widths.offset),
  ]
  const result = `${style.symbols[mark]} ${pad(String(view.status ?? '-'), widths.status)}`
  const duration = pad(formatDuration(view.durationMs), widths.duration, 'right')
  const room = roomOf(style) - widthOf(['', ...place, result, duration, ''].join('  '))
  const id = view.among ? [idText(view, Math.min(widths.id, Math.max(leastAnswer, room - 2)), style)] : []
  const left = room - (view.among ? widthOf(id.join('')) + 2 : 0)
  const head = ['', ...id, ...place].join('  ')
  return `${head}  ${style[mark](result)}  ${style.dim(duration)}  ${tailOf(view, { why, room: left }, style)}`.trimEnd()
}

/** An id's beginning and its end, since those of one time begin alike. */
const idText = ({ eventId }: AttemptView, width: number, { symbols }: Style): string =>
  pad(shortenMiddle(escapeLine(eventId ?? '-'), width, symbols.ellipsis), width)

/** What was answered, and why it was asked then; where there is no room for both, a status says enough of an answer. */
function tailOf(
  view: AttemptView,
  { why, room }: { readonly why: string; readonly room: number },
  { dim, symbols }: Style,
): string {
  const answer = answerText(view)
  if (room < leastAnswer) return ''
  if (why === '') return shortenEnd(answer, room, symbols.ellipsis)
  const width = Math.min(widths.answer, room - 2 - widths.why)
  if (width < leastAnswer) {
    return view.status === null
      ? shortenEnd(answer, room, symbols.ellipsis)
      : dim(shortenEnd(why, room, symbols.ellipsis))
  }
  const shown = pad(shortenEnd(answer, width, symbols.ellipsis), width)
  return `${shown}  ${dim(shortenEnd(why, room - width - 2, symbols.ellipsis))}`
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
