/**
 * Header lines as they stood on the wire: order, case and duplicates kept. A value is latin-1, one character a byte, so
 * that nothing is lost where a sender writes UTF-8 or worse.
 */
export type Headers = readonly Header[]
export type Header = readonly [name: string, value: string]

/** An HTTP request as it came or will go. `target` is what stands behind the method: path and query. */
export interface Request {
  readonly method: string
  readonly target: string
  readonly headers: Headers
  readonly body: Uint8Array
}

/** An HTTP answer. `truncated` says that the body was longer than what was kept of it. */
export interface Response {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly body: Uint8Array
  readonly truncated: boolean
}
