import { headerValue } from '../http/headers.ts'
import type { Headers } from '../http/message.ts'
import { isLoopback } from './mail.ts'

/**
 * Why a request may come from a page on the web rather than from this machine: its `Host` is none of ours (a name that was made to
 * point here), or its `Origin` is somewhere else. Undefined where it is welcome.
 */
export function strangerIn(headers: Headers, ownHost: string): string | undefined {
  const host = headerValue(headers, 'host') ?? ''
  if (!isOurs(`http://${host}`, ownHost)) return `The Host '${host}' is not this sandbox`
  const origin = headerValue(headers, 'origin')
  if (origin !== undefined && !isOurs(origin, ownHost)) return `Calls from '${origin}' are not taken`
  return undefined
}

/**
 * Whether a URL is of this machine, or of the address that the sandbox listens on. Where that is one of a network, any address will
 * do: only a name can be made to point here.
 */
function isOurs(url: string, ownHost: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  if (isLoopback(hostname) || hostname === ownHost) return true
  return !isLoopback(ownHost) && /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/.test(hostname)
}
