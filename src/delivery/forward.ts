import { endToEnd } from '../http/headers.ts'
import { redactUrl } from '../http/redact.ts'
import type { Reply } from '../http/serve.ts'
import type { Carrier, Tried } from './deliver.ts'
import { tryOnce } from './deliver.ts'
import type { Attempt } from './delivery.ts'
import type { Received } from './receive.ts'
import { jsonReply } from './receive.ts'

/** How much of a handler's answer is given back to the sender. */
const maxAnswer = 25_000_000

/**
 * Passes what was received on to a handler, its bytes and headers unchanged but for those that belong to one connection, within
 * the provider's time limit.
 */
export function forward(
  { delivery, profile }: Received,
  to: URL,
  carrier: Omit<Carrier, 'store'>,
): Promise<Tried> {
  const { method, target, headers, body } = delivery.request
  const request = { method, headers: endToEnd(headers), body }
  return tryOnce(
    { delivery, profile, to: forwardUrl(to, target), request, number: 1, maxResponseBytes: maxAnswer },
    carrier,
  )
}

/** The URL as the user gave it; where it names no path, with that of the request. The host is never the request's choice. */
function forwardUrl(to: URL, target: string): URL {
  if (to.pathname !== '/' || to.search !== '') return to
  const [path = '/', ...query] = target.split('?')
  const url = new URL(to)
  url.pathname = path
  url.search = query.join('?')
  return url
}

/** What the sender is answered: what the handler answered, or 504 and 502 where it did not. */
export function forwardedReply({ outcome, response, unreachable, to }: Attempt): Reply {
  if (response) {
    return { status: response.status, headers: endToEnd(response.headers), body: response.body }
  }
  const where = redactUrl(to)
  if (outcome === 'timed-out') return jsonReply(504, { error: 'timed-out', to: where })
  if (unreachable?.why === 'interrupted') return jsonReply(503, { error: 'interrupted' })
  return jsonReply(502, { error: 'unreachable', to: where, message: unreachable?.detail })
}
