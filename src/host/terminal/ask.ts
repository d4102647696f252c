import { createInterface } from 'node:readline'

/** Where a question is asked. */
export interface Dialogue {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** Ends it without an answer. */
  readonly signal: AbortSignal
}

/** Asks a question, and gives the line that is typed; undefined where the input ends before, or the user interrupts. */
export function askLine(question: string, { input, output, signal }: Dialogue): Promise<string | undefined> {
  // The terminal stays as it is, so that Ctrl-C reaches us as it always does.
  const lines = createInterface({ input, terminal: false })
  return new Promise((resolve) => {
    const end = (): void => lines.close()
    signal.addEventListener('abort', end, { once: true })
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    lines.once('close', () => {
      signal.removeEventListener('abort', end)
      resolve(undefined)
    })
    if (signal.aborted) end()
    else output.write(question)
  })
}
