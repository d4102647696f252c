import { headerValue } from '../http/headers.ts'
import type { Request } from '../http/message.ts'
import type { Profile } from './profile.ts'
import { bodyHash } from './signed-content.ts'
import { parseTemplate, writeText } from './template.ts'

type SignatureRule = Profile['signature']

/** What a provider adds to the URL before it signs it: names and values. */
function queryOf({ query }: SignatureRule, body: Uint8Array): [name: string, value: string][] {
  const hash = bodyHash(body)
  return Object.entries(query ?? {}).map(([name, template]) => [
    name,
    writeText(parseTemplate(template), (field) => (field === 'bodyHash' ? hash : undefined)),
  ])
}

/** The URL with what the provider adds to it. */
export function withSignedQuery(rule: SignatureRule, url: URL, body: Uint8Array): URL {
  const result = new URL(url)
  for (const [name, value] of queryOf(rule, body)) result.searchParams.set(name, value)
  return result
}

/** Whether the URL of a request has what the provider adds: where it is a hash of the body, the body is the one that was sent. */
export function queryFits(rule: SignatureRule, { target, body }: Pick<Request, 'target' | 'body'>): boolean {
  if (rule.query === undefined) return true
  const given = new URLSearchParams(target.split('?').slice(1).join('?'))
  return queryOf(rule, body).every(([name, value]) => given.get(name) === value)
}

/** The URL that a provider signed, as far as the receiver can tell: its public one, or the one that the request names. */
export function signedUrl(
  { target, headers }: Pick<Request, 'target' | 'headers'>,
  publicUrl: URL | undefined,
): string {
  if (!publicUrl) return `http://${headerValue(headers, 'host') ?? 'localhost'}${target}`
  const query = target.split('?').slice(1).join('?')
  return publicUrl.search === '' && query !== '' ? `${publicUrl.href}?${query}` : publicUrl.href
}
