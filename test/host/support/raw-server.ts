import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP server that does what it is told with each connection; closed when the test ends. */
export async function rawServer(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: portOf(server), open: () => sockets.size }
}

export interface RawServer {
  readonly port: number
  /** How many connections are open. */
  open(): number
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP server')
  return address.port
}

/** A port at which nothing listens: one that was free a moment ago. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A server that reads one request to its end and answers with these bytes; then `after` (by default: closes). */
export function answering(
  answer: string | Uint8Array,
  after: (socket: Socket) => void = (socket) => socket.end(),
): (socket: Socket) => void {
  return (socket) => {
    const read = wholeRequest()
    socket.on('data', (bytes) => {
      if (!read(bytes)) return
      socket.write(answer, 'latin1')
      after(socket)
    })
  }
}

/** Collects bytes; gives the whole request, as latin-1, once its body is as long as its `Content-Length`. */
export function wholeRequest(): (bytes: Buffer) => string | undefined {
  let text = ''
  return (bytes) => {
    text += bytes.toString('latin1')
    const end = text.indexOf('\r\n\r\n')
    const length = Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0)
    return end >= 0 && text.length >= end + 4 + length ? text : undefined
  }
}
