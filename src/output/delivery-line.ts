import type { Outcome } from '../delivery/delivery.ts'
import { redactUrl } from '../http/redact.ts'
import type { Unreachable } from '../http/send.ts'
import type { Verdict } from '../provider/verdict.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { pad, roomOf, shortenEnd, shortenMiddle, widthOf } from './fit.ts'
import type { LineLayout } from './line-layout.ts'
import { layoutFor } from './line-layout.ts'
import type { Mark } from './mark.ts'
import { isUnverified, markOfVerdict, wordOfOutcome, wordOfVerdict } from './mark.ts'
import { formatSize } from './size.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'
import { formatClock, formatDateTime, isoTime } from './times.ts'

/** A delivery that has come and been answered. Times are milliseconds since 1970. */
export interface ReceivedView {
  readonly at: number
  readonly type: string | null
  readonly eventId: string | null
  readonly provider: string | null
  readonly bytes: number
  readonly verdict: Verdict | null
  /** The status that the sender was given. */
  readonly answered: number | null
  /** What came of passing it on. */
  readonly forwarded?: ForwardedView | undefined
  /** When the first delivery of the same event came. */
  readonly duplicateOfAt?: number | null | undefined
  readonly unknownType: boolean
  /** From the request's end to the answer. */
  readonly durationMs: number
  /** When the provider would try again, seeing this answer. */
  readonly retryInMs?: number | undefined
}

export interface ForwardedView {
  readonly outcome: Outcome
  readonly status: number | null
  readonly durationMs: number
  readonly to: string
  readonly unreachable?: { readonly why: Unreachable } | null
}

/** Something to say of a delivery, at length and in short; a sentence may also be cut. */
interface Note {
  readonly mark?: Mark
  readonly long: string
  readonly short: string
  readonly cut?: boolean
}

/** A shorter beginning of a note says nothing. */
const leastNote = 6

const half = 12 * 3_600_000

/**
 * A received delivery as one line, which is never wider than the terminal. In a pipe: time, verdict, type, event id,
 * provider, bytes, status, milliseconds and notes, separated by tabs.
 */
export const deliveryLine = (view: ReceivedView, style: Style): string =>
  style.terminal ? terminalLine(view, style) : pipedLine(view)

function pipedLine(view: ReceivedView): string {
  const { at, verdict, type, eventId, provider, bytes, answered, forwarded, durationMs } = view
  const status = forwarded ? forwarded.status : answered
  return tabbed([
    isoTime(at),
    wordOfVerdict(verdict),
    type ?? '',
    eventId ?? '',
    provider ?? '',
    String(bytes),
    String(status ?? ''),
    String(Math.round(forwarded?.durationMs ?? durationMs)),
    notesOf(view, isoTime)
      .map(({ long }) => long)
      .join('; '),
  ])
}

function terminalLine(view: ReceivedView, style: Style): string {
  const layout = layoutFor(roomOf(style))
  const { plain, painted } = fixedPart(view, layout, style)
  const room = roomOf(style) - widthOf(plain) - 2
  const tail = room > 0 ? drawNotes(notesOf(view, clockNear(view.at)), room, style) : ''
  return tail ? `${painted}  ${tail}` : painted.trimEnd()
}

/** The columns, which stand in the same places on every line; once without colours, to be measured. */
function fixedPart(view: ReceivedView, layout: LineLayout, style: Style): { plain: string; painted: string } {
  const mark = markOfVerdict(view.verdict)
  const text = (value: string | null, width: number): string =>
    pad(shortenMiddle(escapeLine(value ?? '-'), width, style.symbols.ellipsis), width)
  const same = (value: string): string => value
  const statusPaint = isGood(view) ? style.yes : isUnverified(view.verdict) ? style.look : style.no
  const duration = formatDuration(view.forwarded?.durationMs ?? view.durationMs)
  const columns = [
    { text: formatClock(view.at), paint: style.dim, shown: true },
    {
      text: `${style.symbols[mark]} ${text(view.type, layout.type)}`,
      paint: markOnly(mark, style),
      shown: true,
    },
    { text: idText(view.eventId, layout.id, style), paint: same, shown: layout.id > 0 },
    { text: text(view.provider, layout.provider), paint: style.dim, shown: layout.provider > 0 },
    { text: pad(formatSize(view.bytes), layout.size, 'right'), paint: style.dim, shown: layout.size > 0 },
    { text: statusText(view, style), paint: statusPaint, shown: true },
    { text: pad(duration, layout.duration, 'right'), paint: style.dim, shown: layout.duration > 0 },
  ].filter(({ shown }) => shown)
  return {
    plain: columns.map((column) => column.text).join('  '),
    painted: columns.map((column) => column.paint(column.text)).join('  '),
  }
}

/** An id that is too long is cut at its end, since its beginning is enough to find it by. */
const idText = (id: string | null, width: number, { symbols }: Style): string =>
  pad(shortenEnd(escapeLine(id ?? '-'), width, symbols.ellipsis), width)

/** Colours the symbol that a text begins with. */
const markOnly =
  (mark: Mark, { symbols, ...style }: Style) =>
  (text: string): string =>
    style[mark](symbols[mark]) + text.slice(symbols[mark].length)

const isGood = ({ forwarded, answered }: ReceivedView): boolean =>
  forwarded ? forwarded.outcome === 'accepted' : answered !== null && answered >= 200 && answered < 300

/** `→ 200` as the handler answered, `  200` as we did. */
function statusText({ forwarded, answered }: ReceivedView, { symbols }: Style): string {
  const arrow = forwarded && forwarded.status !== null ? symbols.arrow : ' '.repeat(symbols.arrow.length)
  return `${arrow} ${pad(String(forwarded?.status ?? answered ?? '-'), 3)}`
}

/** The time of day, with the date where that is another one's. */
const clockNear =
  (at: number) =>
  (ms: number): string =>
    Math.abs(at - ms) < half ? formatClock(ms) : formatDateTime(ms)

function notesOf(view: ReceivedView, time: (ms: number) => string): Note[] {
  const { verdict, duplicateOfAt, unknownType, forwarded, retryInMs } = view
  const notes: Note[] = []
  if (isUnverified(verdict)) notes.push({ mark: 'look', long: 'unverified', short: 'unverified' })
  else if (verdict && !verdict.ok) {
    notes.push({ long: `${verdict.reason}: ${escapeLine(verdict.detail)}`, short: verdict.reason, cut: true })
  } else if (verdict?.ok && verdict.key === 'previous') {
    notes.push({ long: 'signed with the previous secret', short: 'previous secret' })
  }
  if (forwarded) notes.push(...forwardNotes(forwarded))
  if (retryInMs !== undefined) {
    const wait = formatDuration(retryInMs)
    notes.push({ mark: 'look', long: `would be tried again in ${wait}`, short: `again in ${wait}` })
  }
  if (verdict?.ok && verdict.weak !== undefined) {
    notes.push({ mark: 'look', long: `weak: ${escapeLine(verdict.weak)}`, short: 'weak', cut: true })
  }
  if (duplicateOfAt != null) {
    notes.push({ mark: 'look', long: `duplicate of ${time(duplicateOfAt)}`, short: 'duplicate' })
  }
  if (unknownType) notes.push({ mark: 'look', long: 'type is not documented', short: 'unknown type' })
  return notes
}

function forwardNotes({ outcome, durationMs, to, unreachable }: ForwardedView): Note[] {
  const word = wordOfOutcome[outcome]
  if (outcome === 'timed-out') {
    return [{ mark: 'no', long: `the handler ${word} after ${formatDuration(durationMs)}`, short: word }]
  }
  if (outcome !== 'unreachable') return []
  const silent =
    unreachable?.why === 'reset'
      ? 'the handler closed without an answer'
      : `nothing answers at ${escapeLine(redactUrl(to))}`
  return [{ mark: 'no', long: silent, short: word, cut: true }]
}

/** The notes in what room there is: each at length where the short forms of those behind it still fit. */
function drawNotes(notes: readonly Note[], room: number, style: Style): string {
  const { ellipsis } = style.symbols
  const drawn: string[] = []
  let left = room
  for (const [at, note] of notes.entries()) {
    const front = note.mark ? style.symbols[note.mark].length + 1 : 0
    if (left < front + leastNote) break
    const behind = notes.slice(at + 1).reduce((sum, each) => sum + each.short.length + 4, 0)
    const text = shortenEnd(fitNote(note, left - front - behind, ellipsis), left - front, ellipsis)
    drawn.push(note.mark ? `${style[note.mark](style.symbols[note.mark])} ${text}` : text)
    left -= front + widthOf(text) + 2
  }
  return drawn.join('  ')
}

function fitNote({ long, short, cut }: Note, room: number, ellipsis: string): string {
  if (widthOf(long) <= room) return long
  return cut && room >= short.length + 12 ? shortenEnd(long, room, ellipsis) : short
}
