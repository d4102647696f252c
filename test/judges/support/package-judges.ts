import { webcrypto } from 'node:crypto'
import { parse } from 'node:querystring'
import { EventWebhook } from '@sendgrid/eventwebhook'
import '@shopify/shopify-api/adapters/node'
import { ApiVersion, shopifyApi } from '@shopify/shopify-api'
import { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request.js'
import { verifyKey } from 'discord-interactions'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { WebhookVerificationError as SvixError, Webhook as SvixWebhook } from 'svix'
import {
  getExpectedTwilioSignature,
  validateRequest,
  validateRequestWithBody,
} from 'twilio/lib/webhooks/webhooks.js'
import { vi } from 'vitest'
import { textOf } from '../../../src/http/body.ts'
import { headerValue } from '../../../src/http/headers.ts'
import type { Headers } from '../../../src/http/message.ts'
import type { Case, Ruling } from './judges.ts'
import { octokit, stripe } from './judges.ts'

/** The same with the URL, which some providers sign. */
export interface UrlCase extends Case {
  readonly url: string
}

/** What is to be signed by a package. */
export interface Making {
  readonly text: string
  readonly secret: string
  /** The time of signing, in milliseconds since 1970. */
  readonly now: number
  readonly id: string
  readonly url: string
}

/** The verifier of an official package; not every package signs as well. */
export interface PackageJudge {
  readonly name: string
  rule(asked: UrlCase): Promise<Ruling>
  make?(making: Making): Promise<Headers>
}

/** Three headers over id, time and body; the package knows no clock but the system's. */
const standard = (
  name: 'standardwebhooks' | 'svix',
  header: string,
  {
    verify,
    sign,
  }: {
    verify: (secret: string, body: Buffer, headers: Record<string, string>) => unknown
    sign: (secret: string, making: Making) => string
  },
): PackageJudge => ({
  name,
  rule: async ({ headers, body, secret, now }) =>
    ruling(() => {
      atTime(now, () => verify(secret, Buffer.from(body), Object.fromEntries(headers)))
      return true
    }),
  make: async (making) => [
    [`${header}-id`, making.id],
    [`${header}-timestamp`, String(Math.floor(making.now / 1_000))],
    [`${header}-signature`, sign(making.secret, making)],
  ],
})

export const standardwebhooks = standard('standardwebhooks', 'webhook', {
  verify: (secret, body, headers) => new Webhook(secret).verify(body, headers, { jsonParse: false }),
  sign: (secret, { id, now, text }) => new Webhook(secret).sign(id, new Date(now), text),
})

export const svix = standard('svix', 'svix', {
  verify: (secret, body, headers) => new SvixWebhook(secret).verify(body, headers),
  sign: (secret, { id, now, text }) => new SvixWebhook(secret).sign(id, new Date(now), text),
})

/** A judge that wants no URL, asked by those that have one. */
const withoutUrl = ({ name, rule, make }: ReturnType<typeof stripe>): PackageJudge => ({
  name,
  rule,
  make: ({ text, ...signing }) => make(text, signing),
})

export const stripeEvents = withoutUrl(stripe('Stripe-Signature'))
export const octokitEvents = withoutUrl(octokit('X-Hub-Signature-256'))

export const slackBolt: PackageJudge = {
  name: 'bolt',
  rule: async ({ headers, body, secret, now }) => {
    const header = (name: string): string => headerValue(headers, name) ?? ''
    return ruling(() =>
      isValidSlackRequest({
        signingSecret: secret,
        body: textOf(body),
        headers: {
          'x-slack-signature': header('x-slack-signature'),
          // As its own receivers do.
          'x-slack-request-timestamp': Number(header('x-slack-request-timestamp')),
        },
        nowMilliseconds: now,
      }),
    )
  },
}

export const shopify: PackageJudge = {
  name: 'shopify',
  rule: async ({ headers, body, secret, url }) => {
    const { webhooks } = shopifyApi({
      apiKey: 'key of the app',
      apiSecretKey: secret,
      apiVersion: ApiVersion.April26,
      hostName: 'app.example.com',
      isEmbeddedApp: false,
      logger: { level: 0 },
    })
    const rawRequest = { method: 'POST', url, headers: Object.fromEntries(headers) }
    return ruling(
      async () => (await webhooks.validate({ rawBody: textOf(body), rawRequest, rawResponse: {} })).valid,
    )
  },
}

const twilioHeader = 'X-Twilio-Signature'

/** The parameters as a framework parses them; one that comes several times is a list. */
const parameters = (form: string) => ({ ...parse(form) })

export const twilioForm: PackageJudge = {
  name: 'twilio',
  rule: async ({ headers, body, secret, url }) =>
    ruling(() =>
      validateRequest(secret, headerValue(headers, twilioHeader) ?? '', url, parameters(textOf(body))),
    ),
  make: async ({ text, secret, url }) => [
    [twilioHeader, getExpectedTwilioSignature(secret, url, parameters(text))],
  ],
}

export const twilioJson: PackageJudge = {
  name: 'twilio, JSON',
  rule: async ({ headers, body, secret, url }) =>
    ruling(() =>
      validateRequestWithBody(secret, headerValue(headers, twilioHeader) ?? '', url, textOf(body)),
    ),
  make: async ({ secret, url }) => [[twilioHeader, getExpectedTwilioSignature(secret, url, {})]],
}

export const discordInteractions: PackageJudge = {
  name: 'discord-interactions',
  rule: async ({ headers, body, secret }) => {
    const header = (name: string): string => headerValue(headers, name) ?? ''
    return ruling(() =>
      verifyKey(body, header('x-signature-ed25519'), header('x-signature-timestamp'), secret),
    )
  },
}

export const sendgridEvents: PackageJudge = {
  name: 'eventwebhook',
  rule: async ({ headers, body, secret }) => {
    const header = (name: string): string =>
      headerValue(headers, `x-twilio-email-event-webhook-${name}`) ?? ''
    const events = new EventWebhook()
    return ruling(() =>
      events.verifySignature(
        events.convertPublicKeyToECDSA(secret),
        Buffer.from(body),
        header('signature'),
        header('timestamp'),
      ),
    )
  },
}

/** For what no package of the makers verifies: the older signature with SHA-1. */
export const webcryptoSha1: PackageJudge = {
  name: 'WebCrypto',
  rule: async ({ headers, body, secret }) => {
    const given = /^sha1=([0-9a-f]{40})$/.exec(headerValue(headers, 'x-hub-signature') ?? '')?.[1]
    const algorithm = { name: 'HMAC', hash: 'SHA-1' }
    return ruling(async () => {
      if (given === undefined) return false
      const key = await webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['verify'])
      return webcrypto.subtle.verify('HMAC', key, Buffer.from(given, 'hex'), body)
    })
  },
}

/** The same for the asymmetric signature of Standard Webhooks; ages are not judged. */
export const webcryptoEd25519: PackageJudge = {
  name: 'WebCrypto',
  rule: async ({ headers, body, secret }) => {
    const header = (name: string): string => headerValue(headers, `webhook-${name}`) ?? ''
    const items = header('signature').split(' ')
    const given = items.flatMap((item) => /^v1a,([A-Za-z0-9+/]{85}[AQgw]==)$/.exec(item)?.[1] ?? [])
    const text = Buffer.from(`${header('id')}.${header('timestamp')}.`, 'latin1')
    return ruling(async () => {
      const bytes = Buffer.from(secret.replace('whpk_', ''), 'base64')
      const key = await webcrypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify'])
      const rulings = given.map((each) => {
        const signature = Buffer.from(each, 'base64')
        return webcrypto.subtle.verify('Ed25519', key, signature, Buffer.concat([text, body]))
      })
      return (await Promise.all(rulings)).includes(true)
    })
  },
}

function atTime<T>(now: number, run: () => T): T {
  vi.useFakeTimers({ now, toFake: ['Date'] })
  try {
    return run()
  } finally {
    vi.useRealTimers()
  }
}

async function ruling(ask: () => boolean | Promise<boolean>): Promise<Ruling> {
  try {
    return (await ask()) ? 'accepts' : 'refuses'
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SvixError) return 'refuses'
    return `throws ${error instanceof Error ? error.name : typeof error}`
  }
}
