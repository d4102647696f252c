import type { Headers } from './message.ts'

const sensitive =
  /authorization|cookie|signature|token|secret|passw|passphrase|pwd|credential|hmac|jwt|(api|access|auth|private)[-_]?key|^key$|(^|[-_])(auth|session|sig)($|[-_])/

/** What a word, a prefix or a scheme in front of a secret looks like: `whsec_`, `sha256=`, `Bearer `. */
const front = /^[A-Za-z0-9]{1,8}[_= ]/

/** What is no secret in a list: the time of a signature and its version. */
const harmless = /^(?:(?:t|ts|timestamp)=\d{1,13}|v\d)$/

/** A secret of fewer characters would be told by its ends. */
const longEnough = 16
const shown = 4

/** Whether a header (or a field of a query) is known, or by its name likely, to bear a secret or a signature. */
export const isSensitiveHeader = (name: string): boolean => sensitive.test(name.toLowerCase())

/** The same, with names that are sensitive besides: what a provider signs with. */
export function sensitiveHeaders(extraNames: Iterable<string> = []): (name: string) => boolean {
  const extra = new Set([...extraNames].map((name) => name.toLowerCase()))
  return (name) => isSensitiveHeader(name) || extra.has(name.toLowerCase())
}

/**
 * A secret with all but its ends left out: `whsec_…3f2a`, `abcd…3f2a`, and nothing but `…` of a short one. Of a list each item
 * is masked: `t=1773576271,v1=…3f2a`.
 */
export const mask = (value: string, ellipsis = '…'): string =>
  value
    .split(/([,;] ?)/)
    .map((item, at) => (at % 2 === 1 || harmless.test(item) ? item : maskItem(item, ellipsis)))
    .join('')

function maskItem(item: string, ellipsis: string): string {
  const prefix = front.exec(item)?.[0] ?? ''
  if (item.length - prefix.length < longEnough) return prefix + ellipsis
  return (prefix || item.slice(0, shown)) + ellipsis + item.slice(-shown)
}

/**
 * The headers with the values masked of those that are sensitive, and of those that `extraNames` names. They stay headers:
 * three dots stand for what is left out.
 */
export function redactHeaders(headers: Headers, extraNames: Iterable<string> = []): Headers {
  const isSecret = sensitiveHeaders(extraNames)
  return headers.map(([name, value]) => [name, isSecret(name) ? mask(value, '...') : value])
}

/** A URL (or its path and query) without its user and password, and with sensitive values of its query masked. */
export const redactUrl = (url: string): string =>
  url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1…@')
    .replace(/([?&][^=&#]*=)([^&#]*)/g, (whole, name: string, value: string) =>
      isSensitiveHeader(name.slice(1, -1)) ? name + mask(value) : whole,
    )
