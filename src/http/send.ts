import type { Headers, Response } from './message.ts'

/** One request to be sent, as it shall stand on the wire. `Host`, `Connection` and `Content-Length` come by themselves. */
export interface Outgoing {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array
  /** Real time for the whole exchange, from before connecting to the end of the answer. */
  readonly timeoutMs: number
  /** Of that, what connecting may take, TLS included; no limit of its own where it is left out. */
  readonly connectTimeoutMs?: number | undefined
  /** What is kept of the answer's body; the rest is dropped. */
  readonly maxResponseBytes?: number
  readonly signal?: AbortSignal | undefined
}

/** Why nothing answered. */
export type Unreachable =
  | 'refused'
  | 'unknown-host'
  | 'unroutable'
  | 'reset'
  | 'tls'
  | 'invalid-http'
  | 'interrupted'
  | 'other'

/** What came of sending. A handler that is down or slow is a result, not an error. */
export type Sent =
  | { readonly kind: 'answered'; readonly response: Response; readonly durationMs: number }
  | { readonly kind: 'timed-out'; readonly durationMs: number; readonly status?: number }
  | {
      readonly kind: 'unreachable'
      readonly why: Unreachable
      readonly detail: string
      /** The addresses that were tried, as far as they are known. */
      readonly addresses: readonly string[]
      readonly durationMs: number
    }

/** Sends one request and never follows a redirect. */
export type Send = (request: Outgoing) => Promise<Sent>
