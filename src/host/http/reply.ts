import type { ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { endToEnd } from '../../http/headers.ts'
import type { Refusal, Reply } from '../../http/serve.ts'
import { limits } from './limits.ts'

/** An answer in plain words. */
export const textReply = (status: number, text: string): Reply => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=utf-8']],
  body: Buffer.from(`${text}\n`),
})

/** Sends an answer; `last` closes the connection behind it. */
export function writeReply(response: ServerResponse, reply: Reply, last: boolean): void {
  writeHead(response, reply, last)
  response.end(reply.body)
}

/**
 * Refuses a request whose body has not been read. The sender may still be sending: closing at once would reset the connection,
 * and the answer would be lost on the way. So the answer goes out whole, and the rest is thrown away for a moment.
 */
export async function refuse(response: ServerResponse, { status, why }: Refusal): Promise<void> {
  const reply = textReply(status, `The request is refused: ${why}.`)
  writeHead(response, reply, true)
  response.write(reply.body)
  const request = response.req.resume()
  await finished(request, { signal: AbortSignal.timeout(limits.lingerMs) }).catch(() => undefined)
  response.end()
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply, last: boolean): void {
  const bodiless = status === 204 || status === 304
  response.writeHead(status, [
    ...endToEnd(headers).flat(),
    ...(bodiless ? [] : ['Content-Length', String(body.length)]),
    ...(last ? ['Connection', 'close'] : []),
  ])
}
