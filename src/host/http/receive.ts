import type { IncomingMessage } from 'node:http'
import type { Request } from '../../http/message.ts'
import type { Refusal } from '../../http/serve.ts'
import { limits } from './limits.ts'
import { linesOf } from './lines.ts'

/** What reading a body gave. */
export type BodyReading =
  | { readonly kind: 'whole'; readonly body: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'cut-off' }

/** Reads a body up to a limit, and not a byte further. */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<BodyReading> {
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve) => {
    const take = (chunk: Buffer): void => {
      length += chunk.length
      if (length <= maxBytes) return void chunks.push(chunk)
      chunks.length = 0
      message.off('data', take)
      resolve({ kind: 'too-large' })
    }
    message.on('data', take)
    message.once('end', () => resolve({ kind: 'whole', body: new Uint8Array(Buffer.concat(chunks)) }))
    message.once('close', () => resolve({ kind: 'cut-off' }))
  })
}

/** Why a request is refused by its head alone, if it is. */
export function refusalOf(message: IncomingMessage, maxBytes: number): Refusal | undefined {
  const { headers, rawHeaders } = message
  const lines = rawHeaders.length / 2
  if (lines > limits.headerLines) {
    return { status: 431, why: `it has ${lines} header lines; ${limits.headerLines} are the limit` }
  }
  const hosts = linesOf(rawHeaders).filter(([name]) => name.toLowerCase() === 'host').length
  if (hosts !== 1 && message.httpVersion === '1.1') {
    return { status: 400, why: `it has ${hosts === 0 ? 'no' : 'more than one'} Host header` }
  }
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    return { status: 417, why: 'it expects what nobody can give' }
  }
  const coding = headers['transfer-encoding']
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked') {
    return { status: 501, why: 'its transfer coding is none that can be undone' }
  }
  return Number(headers['content-length'] ?? 0) > maxBytes ? tooLarge(maxBytes) : undefined
}

export const tooLarge = (maxBytes: number): Refusal => ({
  status: 413,
  why: `its body is larger than the limit of ${maxBytes} bytes`,
})

/** The request as it stood on the wire. */
export function requestOf(message: IncomingMessage, body: Uint8Array): Request {
  return {
    method: message.method ?? '',
    target: targetOf(message.url ?? '/'),
    headers: linesOf(message.rawHeaders),
    body,
  }
}

/** Path and query; a proxy's form of the target (`http://host/path`) is cut to them. */
function targetOf(url: string): string {
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  return rest === url || rest.startsWith('/') ? rest : `/${rest}`
}
