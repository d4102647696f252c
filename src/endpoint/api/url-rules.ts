import type { Problem } from './api.ts'
import { placesOf } from './asked.ts'
import type { Api } from './describe.ts'
import { bodyTemplate } from './describe.ts'

/** What is let through although the provider refuses it. */
export interface Allowed {
  readonly http: boolean
  readonly privateHosts: boolean
}

/** What the provider has against the URL of an endpoint, if anything: not https, or an address within a private network. */
export function urlProblem(api: Api, url: string, allowed: Allowed): Problem | undefined {
  const { protocol, hostname } = new URL(url)
  const { create } = api.section.routes
  const field = placesOf((create && bodyTemplate(create)) ?? {}).get('url') ?? 'url'
  if (api.rules.https === 'required' && !allowed.http && protocol !== 'https:') {
    return insecure(field, 'must use HTTPS')
  }
  const refused = api.rules.privateHosts === 'refused' && !allowed.privateHosts && isPrivateHost(hostname)
  return refused ? insecure(field, 'must not point to a private address') : undefined
}

const insecure = (field: string, must: string): Problem => ({
  kind: 'insecure-url',
  message: `${field} ${must}`,
  fields: [{ field, message: `${field} ${must}` }],
})

/** The names and blocks of loopback, private and link-local addresses, as a URL writes them. */
const privateHosts = [
  /^localhost\.?$/,
  /\.(localhost|local|internal)\.?$/,
  /^(0|10|127)\./,
  /^169\.254\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^\[::1?\]$/,
  /^\[f[cd]/,
  /^\[fe[89ab]/,
  /^\[::ffff:/,
]

/** Whether a host lies on this machine or in a private network; names are not looked up. */
export const isPrivateHost = (hostname: string): boolean =>
  privateHosts.some((pattern) => pattern.test(hostname))
