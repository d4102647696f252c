import type { CommandContext } from '../../command-line/command.ts'
import { redactUrl } from '../../http/redact.ts'
import { escapeLine } from '../../output/escape.ts'
import { countsText } from '../../output/retry.ts'
import type { Round } from './replay-round.ts'
import type { Arrived } from './sending.ts'

/** Says how many go where, before the first does. A single delivery needs no word, nor does a script. */
export function announce(round: Round, resumed: boolean, context: CommandContext): void {
  if (context.json) return
  const { run, items, to } = round
  const where = escapeLine(redactUrl(to.href))
  const left = items.filter(({ done }) => !done).length
  if (resumed) context.talk(() => `${run} is taken up: ${leftText(left, items.length)}, to ${where}.`)
  else if (items.length > 1)
    context.talk(
      () => `${items.length} deliveries go to ${where}. Ctrl-C stops; hooks replay --resume goes on.`,
    )
}

/** The end of a round: the counts, and how what is left is taken up. */
export function sumUp({ run, items }: Round, arrived: readonly Arrived[], context: CommandContext): void {
  const count = (how: Arrived['how']): number => arrived.filter((each) => each.how === how).length
  const counts = {
    delivered: count('delivered'),
    failed: count('failed'),
    unreachable: count('unreachable'),
    left: count('left'),
  }
  if (items.length > 1 && !context.json) context.talk(() => `${countsText(counts)}.`)
  if (counts.left > 0 && run !== null) {
    context.talk(
      () => `Interrupted: ${leftText(counts.left, items.length)}. To go on: hooks replay --resume ${run}`,
    )
  }
}

const leftText = (left: number, of: number): string =>
  of === 1 ? 'it has not come to its end' : `${left} of ${of} are left`
