import { verify as octokitVerify, sign } from '@octokit/webhooks-methods'
import Razorpay from 'razorpay'
import Stripe from 'stripe'
import { textOf } from '../../../src/http/body.ts'
import { headerValue } from '../../../src/http/headers.ts'
import type { Headers } from '../../../src/http/message.ts'

/** What a judge is asked about: a request as it stands on the wire, the secret, and the time in milliseconds since 1970. */
export interface Case {
  readonly headers: Headers
  readonly body: Uint8Array
  readonly secret: string
  readonly now: number
}

/** What a judge says: `accepts`, `refuses`, or `throws NAME` for an error that is not its own way to refuse. */
export type Ruling = 'accepts' | 'refuses' | `throws ${string}`

/** The verifier of an official package, with the header that it looks at. */
export interface Judge {
  readonly name: string
  rule(asked: Case): Promise<Ruling>
  /** The signature headers that the package makes for a text; `now` is the time of signing. */
  make(text: string, signing: { readonly secret: string; readonly now: number }): Promise<Headers>
}

const { webhooks } = new Stripe('sk_test_x')
const { signature } = webhooks
if (!signature) throw new Error('The package stripe has lost its verifyHeader.')

/** `t=…,v1=…` over time and body, at most five minutes old; the same construction under a header of any name. */
export const stripe = (header: string): Judge => ({
  name: 'stripe',
  rule: async ({ headers, body, secret, now }) => {
    const value = headerValue(headers, header) ?? ''
    return ruling(() => signature.verifyHeader(Buffer.from(body), value, secret, 300, undefined, now))
  },
  make: async (payload, { secret, now }) => {
    const timestamp = Math.floor(now / 1_000)
    return [[header, webhooks.generateTestHeaderString({ payload, secret, timestamp })]]
  },
})

/** The event that the package reads out of a delivery, once it has accepted it. */
export const constructEvent = (header: string, { headers, body, secret, now }: Case): object =>
  webhooks.constructEvent(Buffer.from(body), headerValue(headers, header) ?? '', secret, 300, undefined, now)

/** `sha256=…` over the body, or, with a header for the time, over time and body. The package takes no bytes, only text. */
export const octokit = (header: string, timeHeader?: string): Judge => {
  const content = (time: string | undefined, text: string): string =>
    timeHeader === undefined ? text : `${time}.${text}`
  return {
    name: 'octokit',
    rule: async ({ headers, body, secret }) => {
      const time = timeHeader && headerValue(headers, timeHeader)
      const value = headerValue(headers, header) ?? ''
      return ruling(() => octokitVerify(secret, content(time, textOf(body)), value))
    },
    make: async (text, { secret, now }) => {
      const time = String(Math.floor(now / 1_000))
      const value = await sign(secret, content(time, text))
      return [[header, value], ...(timeHeader === undefined ? [] : [[timeHeader, time] as const])]
    },
  }
}

/** Bare hex over the body. The package makes none itself: octokit's is taken, without its prefix. */
export const razorpay = (header: string): Judge => ({
  name: 'razorpay',
  rule: async ({ headers, body, secret }) =>
    ruling(() => Razorpay.validateWebhookSignature(textOf(body), headerValue(headers, header) ?? '', secret)),
  make: async (text, { secret }) => [[header, (await sign(secret, text)).replace('sha256=', '')]],
})

async function ruling(ask: () => boolean | Promise<boolean>): Promise<Ruling> {
  try {
    return (await ask()) ? 'accepts' : 'refuses'
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return 'refuses'
    return `throws ${error instanceof Error ? error.name : typeof error}`
  }
}
