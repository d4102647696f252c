import { once } from 'node:events'
import type { Agent, IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { connect } from 'node:net'

export interface Answered {
  readonly status: number | undefined
  readonly body: string
}

interface Post {
  readonly url: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly agent?: Agent
}

/** Sends one request and reads its answer. Rejects where none comes. */
export async function post({ url, body, ...options }: Post): Promise<Answered> {
  const outgoing = request(url, { method: 'POST', ...options })
  outgoing.end(body)
  const [answer]: IncomingMessage[] = await once(outgoing, 'response')
  const parts: Buffer[] = []
  for await (const part of answer ?? []) parts.push(part)
  return { status: answer?.statusCode, body: String(Buffer.concat(parts)) }
}

/** Writes bytes to a server as they are, and gives all that it writes until it closes. */
export async function rawRequest(url: string, bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.end(bytes)
  const parts: Buffer[] = []
  for await (const part of socket) parts.push(part)
  return String(Buffer.concat(parts))
}
