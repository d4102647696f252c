import type { Response } from '../../http/message.ts'
import { linesOf } from './lines.ts'

/** Collects an answer as it comes. */
export interface Answer {
  /** Takes the head; one of an interim answer (1xx) is passed over. */
  head(status: number, statusText: string, rawHeaders: unknown): void
  /** Takes a part of the body; false when there is more than what is kept. */
  part(bytes: Uint8Array): boolean
  /** The status, as soon as the head came. */
  readonly status: number | undefined
  /** What came until now; undefined before the head. */
  response(): Response | undefined
}

export function createAnswer(maxBytes: number): Answer {
  const parts: Uint8Array[] = []
  let top: Pick<Response, 'status' | 'statusText' | 'headers'> | undefined
  let left = maxBytes
  let truncated = false
  return {
    head: (status, statusText, rawHeaders) => {
      if (status >= 200) top = { status, statusText, headers: linesOf(textsOf(rawHeaders)) }
    },
    part: (bytes) => {
      parts.push(bytes.subarray(0, left))
      truncated ||= bytes.length > left
      left = Math.max(0, left - bytes.length)
      return !truncated
    },
    get status() {
      return top?.status
    },
    response: () => top && { ...top, body: new Uint8Array(Buffer.concat(parts)), truncated },
  }
}

/** undici gives bytes, which are kept as one character each. */
function textsOf(raw: unknown): string[] {
  if (!Array.isArray(raw)) return []
  return raw.map((each) => (Buffer.isBuffer(each) ? each.toString('latin1') : String(each)))
}
