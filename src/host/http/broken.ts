import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Refusal } from '../../http/serve.ts'
import { codeOf } from '../system-error.ts'
import { limits } from './limits.ts'

const byCode: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, why: `its headers are larger than ${limits.headBytes} bytes` },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, why: 'its chunk extensions are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, why: 'it did not come within the time limit' },
  HPE_INVALID_EOF_STATE: { status: 400, why: 'it was cut off' },
}

/** The first byte of a TLS connection: a handshake record. */
const tlsHandshake = 0x16

/** Why what came is no request; undefined where the sender merely went away. */
export function refusalOfBroken(error: Error): Refusal | undefined {
  const code = codeOf(error) ?? ''
  if (code === 'ECONNRESET' || code === 'EPIPE') return undefined
  const packet = 'rawPacket' in error && error.rawPacket instanceof Uint8Array ? error.rawPacket : undefined
  if (packet?.[0] === tlsHandshake) return { status: 400, why: 'it is https, and this is plain http' }
  return byCode[code] ?? { status: 400, why: `it is no valid HTTP (${code})` }
}

/**
 * Answers what is no request, and closes. Requests that came whole before it on the same connection are answered first.
 */
export async function answerBroken(
  socket: Duplex,
  refusal: Refusal,
  before: ServerResponse[],
): Promise<void> {
  await Promise.all(before.map((response) => once(response, 'close')))
  const text = `The request is refused: ${refusal.why}.\n`
  if (!socket.writable) return void socket.destroy()
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
  setTimeout(() => socket.destroy(), limits.lingerMs).unref()
}
