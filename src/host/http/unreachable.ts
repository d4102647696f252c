import type { Unreachable } from '../../http/send.ts'
import { codeOf } from '../system-error.ts'

/** What a failed exchange left behind. */
export interface Failure {
  readonly error: unknown
  readonly url: URL
  readonly addresses: readonly string[]
  /** Whether TCP stood and TLS did not yet. */
  readonly handshaking: boolean
  /** Whether the other side had ended the connection. */
  readonly ended: boolean
  /** The status, where the answer's head had come. */
  readonly status: number | undefined
}

const byCode: Readonly<Record<string, Unreachable>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'unroutable',
  ENETUNREACH: 'unroutable',
  EHOSTDOWN: 'unroutable',
  ENETDOWN: 'unroutable',
  EADDRNOTAVAIL: 'unroutable',
  ETIMEDOUT: 'unroutable',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  // The answer ended before it was whole.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'invalid-http',
}

/** Where several addresses failed differently, the first of these tells most. */
const telling: readonly Unreachable[] = ['refused', 'reset', 'unroutable']

/** Why an exchange failed, from the errors' codes. */
export function whyOf({ error, handshaking, ended }: Failure): Unreachable {
  // Errors of the parser have no code. It also complains of an answer that merely ends too early.
  if (isParserError(error)) return ended ? 'reset' : 'invalid-http'
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error]
  const causes = errors.map((each) => byCode[codeOf(each) ?? ''] ?? 'other')
  const why = telling.find((each) => causes.includes(each)) ?? causes[0] ?? 'other'
  // TLS has dozens of codes, and they occur nowhere else.
  return why === 'other' && handshaking ? 'tls' : why
}

const isParserError = (error: unknown): boolean => error instanceof Error && error.name === 'HTTPParserError'

/** The same in words, for people: the rest of a sentence. May hold text from the other side. */
export function detailOf(why: Unreachable, failure: Failure): string {
  const { error, url, addresses, status } = failure
  const message = error instanceof Error ? error.message : String(error)
  const where = addresses.length > 0 ? addresses.join(' and ') : url.hostname
  const details: Readonly<Record<Unreachable, string>> = {
    refused: `connection refused on ${where}`,
    'unknown-host': `no address is known for ${url.hostname}`,
    unroutable: `no way leads to ${where}`,
    reset: `the connection was closed ${status ? `in the middle of the answer (${status})` : 'before an answer came'}`,
    tls: `TLS failed: ${message}`,
    'invalid-http': `what was answered is no HTTP: ${message}`,
    interrupted: 'interrupted',
    other: message,
  }
  return details[why]
}
