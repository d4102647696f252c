import type { Stream } from '../../context.ts'
import { codeOf } from '../system-error.ts'

/** What this needs of `process.stdout` and `process.stderr`. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(content: string | Uint8Array): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * One of the two streams. A reader that went away (`| head -1`) is no error: what is written from then on is dropped, quietly.
 * Anything else that goes wrong is told to `failed`, once.
 */
export function outputStream(output: Output, failed: (error: Error) => void): Stream {
  let open = true
  output.on('error', (error) => {
    if (open && !isGone(error)) failed(error)
    open = false
  })
  return {
    write: (text) => {
      if (open) output.write(text)
    },
    isTerminal: output.isTTY === true,
    get isClosed() {
      return !open
    },
    get width() {
      return output.columns || 80
    },
  }
}

/** A closed pipe, or a terminal that was closed. */
const isGone = (error: Error): boolean => ['EPIPE', 'EIO', 'ECONNRESET'].includes(codeOf(error) ?? '')
