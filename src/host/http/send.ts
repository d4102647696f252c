import type { LookupFunction } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { HooksError } from '../../errors.ts'
import {
  endToEnd,
  hasHeader,
  headerValue,
  isHeaderName,
  isHeaderValue,
  withoutHeaders,
} from '../../http/headers.ts'
import type { Outgoing, Send } from '../../http/send.ts'
import { createConnection } from './connection.ts'
import { exchange } from './exchange.ts'

const maxResponseHeadBytes = 65_536

/**
 * `localhost` is this machine over either family (RFC 6761, 6.3), whatever its hosts file says: a handler may listen on one
 * alone.
 */
const bothLoopbacks: LookupFunction = (_hostname, _options, found) =>
  found(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ])

/** How the port is made; only tests look names up in their own way. */
export const createSend =
  ({ lookup }: { readonly lookup?: LookupFunction } = {}): Send =>
  async (request) => {
    const headers = headersToSend(request)
    // undici's main module loads fetch, WebSocket and caches as well: the Client alone starts in little more than half the time.
    // Its parser is WebAssembly: to optimise that takes longer than most runs, and a process waits for it before it ends.
    setFlagsFromString('--liftoff-only')
    const { default: ClientOf } = await import('undici/lib/dispatcher/client.js')
    const tls = request.url.protocol === 'https:' ? await import('node:tls') : undefined
    const own = request.url.hostname === 'localhost' ? bothLoopbacks : undefined
    const connection = createConnection({ tls, lookup: lookup ?? own })
    const client = new ClientOf(request.url.origin, {
      connect: connection.connect,
      // One request for each connection, which says so (`Connection: close`).
      pipelining: 0,
      maxHeaderSize: maxResponseHeadBytes,
      // One limit holds for the whole exchange, and it is ours.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    return exchange({ request, headers, client, connection })
  }

/** Sends one request over a connection of its own. */
export const send: Send = createSend()

/**
 * The lines that are sent. What frames the message or belongs to another connection is left out, and there is only one
 * `Host`; undici writes it first. Rejects what would break out of its line.
 */
function headersToSend({ headers }: Outgoing): string[] {
  const lines = endToEnd(headers)
  const broken = lines.find(([name, value]) => !isHeaderName(name) || !isHeaderValue(value))
  if (broken)
    throw new HooksError(
      'invalid-value',
      `The header ${JSON.stringify(broken[0])} cannot be sent as it stands.`,
    )
  const host = hasHeader(lines, 'host') ? ['Host', headerValue(lines, 'host') ?? ''] : []
  return [...host, ...withoutHeaders(lines, ['host']).flat()]
}
