import { exitCodes } from '../../errors.ts'

/** What this needs of `process`. */
export interface Signalled {
  on(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown
  exit(code: number): void
}

/** Package managers pass on a Ctrl-C that the terminal has sent already: two so close together are one. */
const sameMs = 100

/** Aborted by the first Ctrl-C or request to end; the second ends the process at once. */
export function interruptionOf(process: Signalled): AbortSignal {
  const controller = new AbortController()
  let first = 0
  const interrupt = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now()
      controller.abort()
    } else if (performance.now() - first > sameMs) {
      process.exit(exitCodes.interrupted)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  return controller.signal
}
