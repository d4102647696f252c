declare module 'express' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

  interface Request extends IncomingMessage {
    readonly body: unknown
    get(name: string): string | undefined
  }
  interface Response extends ServerResponse {
    sendStatus(status: number): this
  }
  type Middleware = (request: Request, response: Response, next: () => void) => void
  interface Application extends RequestListener {
    post(path: string, ...handlers: Middleware[]): this
  }
  const express: { (): Application; raw(options: { readonly type: string }): Middleware }
  export = express
}
