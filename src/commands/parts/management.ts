import type { CommandContext } from '../../command-line/command.ts'
import type { Operation } from '../../endpoint/api/api.ts'
import { routeOf } from '../../endpoint/api/asking.ts'
import type { Api } from '../../endpoint/api/describe.ts'
import { describeApi, insteadOf } from '../../endpoint/api/describe.ts'
import type { Client } from '../../endpoint/client.ts'
import { createClient } from '../../endpoint/client.ts'
import { HooksError } from '../../errors.ts'
import { redactUrl } from '../../http/redact.ts'
import type { Profile } from '../../provider/profile.ts'
import type { ApiKey } from './api-key.ts'
import { apiKeyFor } from './api-key.ts'
import { waitingTalk } from './waiting-talk.ts'

/** The flags that say where a management API is, and with which key. */
export const apiFlags = {
  provider: {
    kind: 'provider',
    value: 'NAME',
    does: 'the provider, one of its dialects, or a provider file',
    required: true,
    setting: 'provider',
  },
  apiKey: {
    kind: 'secret',
    value: 'KEY',
    does: 'the key for its API; - reads it from standard input (default: HOOKS_API_KEY)',
  },
  apiUrl: {
    kind: 'url',
    value: 'URL',
    does: "in the place of the API's own base URL, whole (default: HOOKS_API_URL)",
  },
  maxWait: {
    kind: 'duration',
    value: 'D',
    does: 'how long one call may wait for a rate limit',
    default: '60s',
  },
} as const

/** The values of `apiFlags`. */
export interface ApiWishes {
  readonly provider: string
  readonly apiKey: string | undefined
  readonly apiUrl: URL | undefined
  readonly maxWait: number
}

/** A provider's management API, ready to be called. */
export interface Management {
  readonly profile: Profile
  readonly api: Api
  readonly client: Client
  readonly key: Omit<ApiKey, 'key'>
}

/**
 * Opens the management API of a provider for what is to be done there. Nothing is sent yet.
 *
 * @throws HooksError `not-supported` where the provider has no such API, with what to do instead; `no-api-key`
 */
export async function openManagement(
  wishes: ApiWishes,
  context: CommandContext,
  operation: Operation,
): Promise<Management> {
  const profile = context.catalog.profile(wishes.provider)
  const api = apiOf(profile, operation)
  const key = await apiKeyFor(profile.name, wishes.apiKey, context)
  const baseUrl = baseUrlOf(api, { wishes, key, context })
  const { send, waiting, clock, random, interrupted } = context
  const client = createClient({
    api,
    baseUrl,
    userAgent: `hooks/${context.version}`,
    key: key.key,
    keyFrom: key.from,
    send: (request) => waiting(`waiting for ${baseUrl.host}`, send(request)),
    clock,
    random,
    maxWaitMs: wishes.maxWait,
    told: waitingTalk(api.title, context),
    signal: interrupted,
  })
  return { profile, api, client, key: { from: key.from, rank: key.rank, isGeneral: key.isGeneral } }
}

function apiOf(profile: Profile, operation: Operation): Api {
  const api = describeApi(profile)
  if (!api) {
    const instead = insteadOf(profile, operation)
    throw new HooksError(
      'not-supported',
      instead === undefined
        ? `How to call the API of ${profile.title} is not described here.`
        : `${profile.title} has no API to manage webhooks with.`,
      instead ?? profile.api.about,
    )
  }
  // One endpoint can be found in the list of all.
  routeOf(api, operation === 'show' && !api.supports('show') ? 'list' : operation)
  return api
}

interface Asking {
  readonly wishes: ApiWishes
  readonly key: ApiKey
  readonly context: CommandContext
}

/** Where the API is: by flag, environment, settings, else where its provider has it. */
function baseUrlOf(api: Api, { wishes, key, context }: Asking): URL {
  const [setting] = wishes.apiUrl ? [] : context.settings.values('apiUrl')
  const text = wishes.apiUrl?.href ?? setting?.value ?? api.baseUrl
  if (!URL.canParse(text)) {
    throw new HooksError(
      'usage',
      text === '' ? `It is not known where the API of ${api.title} is.` : `'${redactUrl(text)}' is no URL.`,
      'Give --api-url, or set HOOKS_API_URL.',
    )
  }
  const url = new URL(text)
  if (isLocal(url)) return url
  const isOfProject = setting
    ? setting.rank === 1
    : !wishes.apiUrl && context.projectProvider === api.provider
  // A file that came with a project must not send elsewhere a key that is none of the project's.
  if (isOfProject && key.rank !== 1 && key.from !== '--api-key') {
    throw new HooksError(
      'invalid-settings',
      `${setting?.from ?? 'The provider file of this project'} would send the API key from ${key.from} to ${url.origin}.`,
      `If that is meant: --api-url ${redactUrl(text)}, or set HOOKS_API_URL.`,
    )
  }
  if (url.protocol === 'http:') {
    context.talk((style) => style.look(`The API key goes to ${url.origin} unencrypted: it is no https.`))
  }
  return url
}

/** Whether a URL is of this machine. */
export const isLocal = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname)
