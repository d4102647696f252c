import type { CommandContext } from '../../command-line/command.ts'
import type { Waiting } from '../../endpoint/wait.ts'
import { waitingText } from '../../output/endpoint-waiting.ts'
import { roomOf } from '../../output/fit.ts'

/** Says that a call waits: on a terminal as a count-down in one line, which is gone at its end; else in one sentence. */
export function waitingTalk(
  title: string,
  { err, errStyle, talk }: Pick<CommandContext, 'err' | 'errStyle' | 'talk'>,
): (waiting: Waiting) => void {
  let width = 0
  return (waiting) => {
    if (!err.isTerminal) {
      if (waiting.leftMs === waiting.wholeMs) talk((style) => waitingText(title, waiting, style))
      return
    }
    const text = waiting.leftMs > 0 ? waitingText(title, waiting, errStyle) : ''
    err.write(`\r${' '.repeat(width)}\r${text}`)
    width = Math.min(text.length, roomOf(errStyle) - 1)
  }
}
