import type { Outcome } from '../delivery/delivery.ts'
import { headerValue } from '../http/headers.ts'
import type { Response } from '../http/message.ts'
import { redactUrl } from '../http/redact.ts'
import type { Unreachable } from '../http/send.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { shortenMiddle } from './fit.ts'
import { formatSize } from './size.ts'

/** What came of sending, as far as a hint needs it. */
export interface HintFacts {
  readonly outcome: Outcome
  readonly status: number | null
  readonly to: string
  readonly response: Response | null
  readonly unreachable?:
    | { readonly why: Unreachable; readonly addresses: readonly string[] }
    | null
    | undefined
  /** What was sent, in bytes. */
  readonly bytes?: number | undefined
  /** Which statuses the provider takes for success: `2xx`, `200`. */
  readonly success?: string | undefined
  /** How long the provider waits. */
  readonly timeoutMs?: number | undefined
  /** How long the user let it take, where that is not the provider's limit. */
  readonly withinMs?: number | undefined
  /** When the provider would try again. */
  readonly retryInMs?: number | undefined
}

/** One sentence on what to do, tied to what came of sending; undefined where there is nothing to do. All escaped. */
export function hintFor(facts: HintFacts): string | undefined {
  if (facts.outcome === 'accepted') return undefined
  if (facts.outcome === 'unreachable') return unreachableHint(facts)
  const hint = facts.outcome === 'timed-out' ? lateHint(facts) : statusHint(facts)
  const again =
    facts.retryInMs === undefined
      ? ''
      : ` The provider would try again in ${formatDuration(facts.retryInMs)}.`
  return hint + again
}

const signatureHint =
  'does it have the secret that was signed with, and verify the raw body, before anything parses it?'

const byStatus: Readonly<Record<number, (facts: HintFacts) => string>> = {
  400: () =>
    `The handler takes the request for malformed; where that is its word for a wrong signature: ${signatureHint}`,
  401: () => `The handler refuses the signature: ${signatureHint}`,
  403: () => `The handler (or what guards it, such as a CSRF check) refuses the request: ${signatureHint}`,
  404: ({ to }) => `The server has nothing at ${pathOf(to)}: check the path of the URL.`,
  405: ({ to, response }) =>
    `There is something at ${pathOf(to)}, but it takes no POST${allowed(response)}: check the path and the handler's method.`,
  408: () =>
    'The server gave up reading the request: something in front of the handler may hold the body back.',
  410: ({ to }) => `What was at ${pathOf(to)} is gone for good: check the path of the URL.`,
  411: () => 'The server wants a Content-Length, which was sent: something in front of the handler drops it.',
  413: ({ bytes }) =>
    `The body${bytes === undefined ? '' : ` of ${formatSize(bytes)}`} is above the limit of the handler's body parser: raise it.`,
  415: ({ response }) =>
    `The handler does not read this content type${header(response, 'Accept-Post', (value) => `, but takes ${value}`)}: let it take the raw body of any type.`,
  429: ({ response }) =>
    `The handler limits the rate${header(response, 'Retry-After', (value) => ` (Retry-After: ${value})`)}: take webhooks out of its limit.`,
  502: () =>
    'What stands in front of the handler reached nothing behind it: start the handler, or give its own URL.',
  503: () =>
    'The handler is not ready, or what stands in front of it reached nothing: start it, or give its own URL.',
  504: () =>
    'What stands in front of the handler had no answer from it in time: answer first, and work afterwards.',
}

function statusHint(facts: HintFacts): string {
  const { status, response, success = '2xx' } = facts
  if (status === null) return 'The handler gave no status.'
  if (status >= 200 && status < 300) {
    return `The provider counts only ${escapeLine(success)} as success, so ${status} is a failure to it: answer with ${escapeLine(success)}.`
  }
  if (status >= 300 && status < 400) {
    return `A redirect${header(response, 'Location', (value) => ` (here to ${value})`)} is never followed: give the URL that answers itself.`
  }
  const known = byStatus[status]
  if (known) return known(facts)
  if (status >= 500) return 'The handler failed: its own log says why.'
  return `The handler refuses the request with ${status}: its own log says why.`
}

function lateHint({ timeoutMs, withinMs }: HintFacts): string {
  const provider =
    timeoutMs === undefined
      ? 'The provider waits no longer'
      : `The provider waits ${formatDuration(timeoutMs)} at most`
  const limit = withinMs === undefined ? provider : `No whole answer came within ${formatDuration(withinMs)}`
  return `${limit}: answer at once, and do the work afterwards.`
}

function unreachableHint({ to, unreachable }: HintFacts): string {
  switch (unreachable?.why) {
    case 'refused':
      return refusedHint(to, unreachable.addresses)
    case 'unknown-host':
      return 'Check the spelling of the host name, or give its address.'
    case 'unroutable':
      return 'There is no way to this address from here: check it, and the network.'
    case 'reset':
      return 'The connection was closed without an answer: did the handler crash, or is something else listening at this port?'
    case 'tls':
      return /^https:/i.test(to)
        ? 'Most local servers speak plain HTTP: try http:// instead of https://, or give a certificate that is trusted here.'
        : 'The server may want TLS: try https:// instead of http://.'
    case 'invalid-http':
      return /^http:/i.test(to)
        ? 'What listens there speaks something else: check the port, or try https:// instead of http://.'
        : 'What listens there speaks something else: check the port.'
    case 'interrupted':
      return 'It was interrupted before an answer came; the handler may have received it all the same.'
    default:
      return 'Check the URL, and whether the handler can be reached from here.'
  }
}

/** A server on the other address family is the commonest reason for a refusal, next to none at all. */
function refusedHint(to: string, addresses: readonly string[]): string {
  const start = 'Start your handler, or give another --to'
  if (!URL.canParse(to)) return `${start}.`
  const url = new URL(to)
  const host = url.hostname
  const only = (address: string): boolean =>
    host === address ||
    (host === 'localhost' && addresses.length > 0 && addresses.every((each) => each === address))
  if (only('127.0.0.1')) url.hostname = '[::1]'
  else if (only('::1') || host === '[::1]') url.hostname = '127.0.0.1'
  else return `${start}.`
  const family = url.hostname === '[::1]' ? 'IPv6' : 'IPv4'
  return `${start}; should it listen on ${family} only, that is ${shortValue(url.href)}`
}

const shortValue = (text: string): string => shortenMiddle(escapeLine(redactUrl(text)), 120, '...')

const pathOf = (to: string): string => {
  const url = URL.canParse(to) ? new URL(to) : undefined
  return shortValue(url ? url.pathname : to)
}

/** A header of the answer, put into words; nothing where it is not there. */
function header(response: Response | null, name: string, tell: (value: string) => string): string {
  const value = response ? headerValue(response.headers, name) : undefined
  return value ? tell(shortValue(value)) : ''
}

const allowed = (response: Response | null): string =>
  header(response, 'Allow', (value) => ` (it takes ${value})`)
