import type { Waiting } from '../endpoint/wait.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { roomOf, shortenEnd } from './fit.ts'
import { marked } from './mark.ts'
import type { Style } from './style.ts'

const reasons = {
  'rate-limited': 'limits the rate',
  failed: 'failed',
  broken: 'did not answer',
} as const satisfies Record<Waiting['why'], string>

/** Why a call waits, and how long still, in one line that fits. */
export function waitingText(title: string, { why, after, leftMs }: Waiting, style: Style): string {
  const left = formatDuration(Math.ceil(leftMs / 1_000) * 1_000)
  const text = escapeLine(`${title} ${reasons[why]} (${after}): going on in ${left}`)
  return marked(
    'look',
    style.terminal ? shortenEnd(text, roomOf(style) - 3, style.symbols.ellipsis) : text,
    style,
  )
}
