import type { Headers, Request } from './message.ts'

/** What a server answers. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

/** A request that never became one: broken HTTP, or a body above the limit. */
export interface Refusal {
  readonly status: number
  readonly why: string
}

export interface ServeOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly maxBodyBytes: number
  readonly handle: (request: Request) => Promise<Reply>
  readonly refused?: (refusal: Refusal) => void
}

export interface Server {
  /** Where it listens, as a URL without a path. */
  readonly url: string
  readonly port: number
  /** Takes no new request, lets those in flight end, then closes. */
  close(): Promise<void>
}

/** Binds a port and serves. Rejects with `port-in-use` or `cannot-listen` where it cannot. */
export type Serve = (options: ServeOptions) => Promise<Server>
