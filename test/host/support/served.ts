import { onTestFinished } from 'vitest'
import { serve } from '../../../src/host/http/serve.ts'
import type { Request } from '../../../src/http/message.ts'
import type { Refusal, Reply, Serve, ServeOptions, Server } from '../../../src/http/serve.ts'

export interface Served {
  readonly url: string
  readonly server: Server
  /** All requests that were handed over, and all that were refused. */
  readonly requests: Request[]
  readonly refusals: Refusal[]
}

export const okReply: Reply = { status: 200, headers: [['X-Reply', 'yes']], body: Buffer.from('ok') }

/** A real server on a free port that notes what it gets; closed when the test ends. */
export async function served(options: Partial<ServeOptions> = {}, serveBy: Serve = serve): Promise<Served> {
  const requests: Request[] = []
  const refusals: Refusal[] = []
  const server = await serveBy({
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 1_000,
    ...options,
    handle: async (request) => {
      requests.push(request)
      return options.handle ? options.handle(request) : okReply
    },
    refused: (refusal) => refusals.push(refusal),
  })
  onTestFinished(() => server.close())
  return { url: server.url, server, requests, refusals }
}

/** A request as text. */
export const post = (body: string, ...lines: string[]): string =>
  ['POST /hooks HTTP/1.1', 'Host: test', ...lines, `Content-Length: ${body.length}`, '', body].join('\r\n')
