import type { Outcome } from '../delivery/delivery.ts'
import type { Unreachable } from '../http/send.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { pad, roomOf, shortenEnd, shortenMiddle, widthOf } from './fit.ts'
import { layoutFor } from './line-layout.ts'
import { wordOfOutcome } from './mark.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'
import { formatClock, isoTime } from './times.ts'

/** An attempt that a sandbox has made. Times are milliseconds since 1970, on its clock. */
export interface SandboxAttemptView {
  readonly at: number
  readonly type: string
  readonly eventId: string | null
  /** Of the endpoint. */
  readonly endpoint: string
  readonly number: number
  readonly of: number
  readonly outcome: Outcome
  readonly status: number | null
  readonly unreachable: { readonly why: Unreachable } | null
  readonly durationMs: number
  /** When the next one is due; null where none is. */
  readonly next: number | null
}

/**
 * An attempt as one line, as wide as the terminal at most. In a pipe: `attempt`, time, outcome, type, event id, endpoint, number, of how many,
 * status, milliseconds and the time of the next one, separated by tabs.
 */
export function sandboxAttemptLine(view: SandboxAttemptView, style: Style): string {
  const { at, type, eventId, outcome, status, durationMs, next } = view
  if (!style.terminal) {
    const figures = [
      String(view.number),
      String(view.of),
      String(status ?? ''),
      String(Math.round(durationMs)),
    ]
    const due = next === null ? '' : isoTime(next)
    return tabbed(['attempt', isoTime(at), outcome, type, eventId ?? '', view.endpoint, ...figures, due])
  }
  const { symbols } = style
  const layout = layoutFor(roomOf(style))
  const mark = outcome === 'accepted' ? 'yes' : 'no'
  const name = pad(shortenMiddle(escapeLine(type), layout.type, symbols.ellipsis), layout.type)
  const id = pad(shortenEnd(escapeLine(eventId ?? '-'), layout.id, symbols.ellipsis), layout.id)
  const answer = `${symbols.arrow} ${pad(String(status ?? '-'), 3)}`
  const duration = layout.duration > 0 ? `  ${pad(formatDuration(durationMs), layout.duration, 'right')}` : ''
  const middle = layout.id > 0 ? `${name}  ${id}` : name
  const plain = `${formatClock(at)}  ${symbols[mark]} ${middle}  ${answer}${duration}`
  const painted = `${style.dim(formatClock(at))}  ${style[mark](symbols[mark])} ${middle}  ${style[mark](answer)}${style.dim(duration)}`
  const room = roomOf(style) - widthOf(plain) - 2
  const note = shortenEnd(noteOf(view), Math.max(0, room), symbols.ellipsis)
  return note === ''
    ? painted.trimEnd()
    : `${painted}  ${mark === 'yes' ? style.dim(note) : style.look(note)}`
}

function noteOf({ outcome, number, of, next, at, status, unreachable }: SandboxAttemptView): string {
  const again = next === null ? 'not tried again' : `again in ${formatDuration(next - at)}`
  const silent = unreachable?.why === 'unroutable' ? 'not sent: not this machine' : wordOfOutcome[outcome]
  const what = outcome === 'accepted' || status !== null ? [] : [silent]
  const count = number > 1 || outcome !== 'accepted' ? [`attempt ${number} of ${of}`] : []
  return [...what, ...count, ...(outcome === 'accepted' ? [] : [again])].join(', ')
}
