import type { Server as HttpServer } from 'node:http'
import { isIPv6 } from 'node:net'
import { HooksError } from '../../errors.ts'
import type { ServeOptions } from '../../http/serve.ts'
import { codeOf } from '../system-error.ts'

type Place = Pick<ServeOptions, 'host' | 'port'>

/** Where a server is bound. */
export interface Bound {
  readonly url: string
  readonly port: number
}

/** Binds a server. Rejects with `port-in-use` or `cannot-listen`. */
export function bind(server: HttpServer, { host, port }: Place): Promise<Bound> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(failureOf(error, { host, port }))
    server.once('error', fail)
    server.listen({ host, port }, () => {
      server.off('error', fail)
      resolve(boundTo(server))
    })
  })
}

function boundTo(server: HttpServer): Bound {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('An HTTP server is bound to no TCP port.')
  // A wildcard is no address to send to; loopback is one of those that it stands for.
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address.address] ?? address.address
  return {
    url: `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${address.port}`,
    port: address.port,
  }
}

function failureOf(error: Error, { host, port }: Place): HooksError {
  const freePort = 'Give another --port; --port 0 takes any free one.'
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new HooksError('port-in-use', `Port ${port} on ${host} is in use by another program.`, freePort)
    case 'EACCES':
    case 'EPERM':
      return new HooksError(
        'cannot-listen',
        `Port ${port} on ${host} may not be used by this user.`,
        freePort,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new HooksError('cannot-listen', `This machine has no address '${host}'.`, 'Give another --host.')
    default:
      return new HooksError('cannot-listen', `Cannot listen on port ${port} of ${host}: ${error.message}.`)
  }
}
