import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** What a handler was sent, with its header lines as they stood on the wire. */
export interface Taken {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

export interface Answer {
  readonly status?: number
  /** Header lines; no others are sent but `Content-Length` and `Connection`. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
}

export interface Handler {
  readonly url: string
  readonly taken: readonly Taken[]
}

/** A handler on this machine that answers so, or closes the connection without an answer; gone when the test ends. */
export async function handler(
  answer: (taken: Taken) => Answer | 'reset' | Promise<Answer | 'reset'> = () => ({ body: 'OK' }),
): Promise<Handler> {
  const taken: Taken[] = []
  const url = await listening(async (request, response) => {
    const one = { ...headOf(request), body: await bodyOf(request) }
    taken.push(one)
    const given = await answer(one)
    if (given === 'reset') return void request.socket.destroy()
    const { status = 200, headers = [], body = '' } = given
    response.sendDate = false
    response.writeHead(status, ['Content-Length', String(Buffer.byteLength(body)), ...headers.flat()])
    response.end(body)
  })
  return { url, taken }
}

/** Serves on a free port of this machine until the test ends; gives the URL without a path. */
export async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP server')
  return `http://127.0.0.1:${address.port}`
}

/** All of a request's body. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

function headOf({ method = '', url = '', rawHeaders }: IncomingMessage): Omit<Taken, 'body'> {
  const headers = rawHeaders.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : [],
  )
  return { method, target: url, headers }
}
