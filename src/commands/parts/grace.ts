import type { CommandContext } from '../../command-line/command.ts'

/** How long what is under way may still take once the user stops a live command, in milliseconds. */
const graceMs = 2_000

/** Aborted some time after the user's Ctrl-C, unless it was stopped before: a handler that is about to answer shall be heard. */
export function afterGrace({ interrupted, clock }: CommandContext, stopped: AbortSignal): AbortSignal {
  const ends = new AbortController()
  const end = (): void => void clock.sleep(graceMs, stopped).then(() => ends.abort())
  interrupted.addEventListener('abort', end, { once: true })
  return ends.signal
}
