import type { LookupFunction, Socket } from 'node:net'
import { connect as connectTcp, isIP } from 'node:net'
import type { buildConnector } from 'undici'

/** The connection of one exchange: how to make it, and what came of that. */
export interface Connection {
  /** Makes it; undici's Client calls this. */
  readonly connect: buildConnector.connector
  /** The addresses that were tried, in order. */
  readonly addresses: ReadonlySet<string>
  /** Whether TCP stands and TLS is still to come. */
  readonly isHandshaking: () => boolean
  /** Whether it stands, TLS included. */
  readonly isMade: () => boolean
  /** Whether the other side has ended it. */
  readonly hasEnded: () => boolean
  /** Ends it in whatever state it is. Without this an unanswered attempt would hold the process for minutes. */
  destroy(): void
}

export interface Means {
  /** Loaded only where it is needed. */
  readonly tls: typeof import('node:tls') | undefined
  /** How a name becomes addresses; the system's way by default. */
  readonly lookup: LookupFunction | undefined
}

/** A connection of our own making, since undici's own does not tell which addresses it tried. */
export function createConnection(means: Means): Connection {
  const addresses = new Set<string>()
  let socket: Socket | undefined
  let handshaking = false
  let isMade = false
  let ended = false
  const connect: buildConnector.connector = (options, callback) => {
    const made = open(options, means)
    socket = made
    // An attempt that fails at once is told only as a failure.
    for (const event of ['connectionAttempt', 'connectionAttemptFailed']) {
      made.on(event, (address: string) => addresses.add(address))
    }
    made.once('end', () => {
      ended = true
    })
    made.once('connect', () => {
      handshaking = means.tls !== undefined
    })
    const failed = (error: Error): void => callback(error, null)
    made.once('error', failed)
    made.once(means.tls ? 'secureConnect' : 'connect', () => {
      handshaking = false
      isMade = true
      made.off('error', failed)
      callback(null, made)
    })
  }
  return {
    connect,
    addresses,
    isHandshaking: () => handshaking,
    isMade: () => isMade,
    hasEnded: () => ended,
    destroy: () => socket?.destroy(),
  }
}

function open({ hostname, port }: buildConnector.Options, { tls, lookup }: Means): Socket {
  const target = {
    host: hostname,
    port: Number(port || (tls ? 443 : 80)),
    noDelay: true,
    // Both families are tried: `localhost` may be either.
    autoSelectFamily: true,
    ...(lookup && { lookup }),
  }
  if (!tls) return connectTcp(target)
  // An address is no name that could be asked for.
  const name = isIP(hostname) ? {} : { servername: hostname }
  return tls.connect({ ...target, ...name, ALPNProtocols: ['http/1.1'] })
}
