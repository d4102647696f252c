import type { Context } from '../../context.ts'

/** Work that ends sooner than this shows nothing: a flicker tells nobody anything. */
const delayMs = 300

/** A terminal, with its columns, where it knows them. */
type Terminal = NodeJS.WritableStream & { readonly columns?: number }

/** Shows a spinner beside long work. `stream` is where; undefined shows nothing, as off a terminal or in CI. */
export function createWaiting(stream: Terminal | undefined): Context['waiting'] {
  // On a terminal that does not know its columns the spinner would clear infinitely many lines.
  if (!stream || stream.columns === 0) return (_text, work) => work
  return async (text, work) => {
    let stop: (() => void) | 'ended' | undefined
    const show = async (): Promise<void> => {
      const { default: ora } = await import('ora')
      if (stop === 'ended') return
      // Ctrl-C must reach us and the cursor must survive it, so standard input and cursor are left alone.
      const spinner = ora({ text, stream, isEnabled: true, discardStdin: false, hideCursor: false }).start()
      stop = () => spinner.stop()
    }
    const timer = setTimeout(() => void show(), delayMs)
    try {
      return await work
    } finally {
      clearTimeout(timer)
      if (typeof stop === 'function') stop()
      stop = 'ended'
    }
  }
}
