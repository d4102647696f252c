import type { Socket } from 'node:net'
import { connect } from 'node:net'

export interface RawClient {
  readonly socket: Socket
  /** What came until now, as latin-1. */
  received(): string
  /** Resolves as soon as what came fits. Rejects where the connection ends before. */
  until(pattern: RegExp): Promise<string>
  /** Resolves with all that came when the server has closed. */
  closed(): Promise<string>
}

/** A TCP connection to a server, which sends `bytes` at once. */
export function rawClient(url: string, bytes: string | Uint8Array = ''): RawClient {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''))
  let text = ''
  let isClosed = false
  let look = (): void => undefined
  socket.on('data', (part) => {
    text += part.toString('latin1')
    look()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
    look()
  })
  socket.write(bytes, 'latin1')
  const wait = (fits: () => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (fits()) resolve(text)
        else if (isClosed) reject(new Error(`The connection ended with ${JSON.stringify(text)}.`))
      }
      look()
    })
  return {
    socket,
    received: () => text,
    until: (pattern) => wait(() => pattern.test(text)),
    closed: () => wait(() => isClosed),
  }
}
