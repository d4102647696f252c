import { composeRequest } from '../../../src/delivery/compose.ts'
import { seededRandom } from '../../../src/host/random.ts'
import type { Request } from '../../../src/http/message.ts'
import type { Encoding } from '../../../src/provider/encoding.ts'
import { makeEvent } from '../../../src/provider/event.ts'
import { makeKeyPair } from '../../../src/provider/key-pair.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { shipped } from '../../provider/support/profiles.ts'
import { now } from '../../provider/support/requests.ts'
import type { PackageJudge } from './package-judges.ts'
import {
  discordInteractions,
  octokitEvents,
  sendgridEvents,
  shopify,
  slackBolt,
  standardwebhooks,
  stripeEvents,
  svix,
  twilioForm,
  twilioJson,
  webcryptoEd25519,
  webcryptoSha1,
} from './package-judges.ts'

/** What signs a delivery, and what its receiver has been given. */
export interface Keys {
  readonly signing: string
  readonly verifying: string
}

/** A provider with the package of its makers that judges its deliveries. */
export interface KnownScene {
  readonly name: string
  readonly profile: Profile
  readonly judge: PackageJudge
  /** The headers of signature, time and id, as far as there are any. */
  readonly header: string
  readonly timeHeader?: string
  readonly idHeader?: string
  /** What stands before the signature in its header, and how it is written. */
  readonly before: string
  readonly encoding: Encoding
  readonly signsUrl?: true
  /** A secret in the provider's form, made of any 32 bytes. */
  readonly keysOf: (bytes: Uint8Array) => Keys
}

type Written = Omit<KnownScene, 'name' | 'profile' | 'keysOf'> & { keysOf?: KnownScene['keysOf'] }

const standard = (name: string): Omit<Written, 'judge' | 'before'> => ({
  header: `${name}-signature`,
  timeHeader: `${name}-timestamp`,
  idHeader: `${name}-id`,
  encoding: 'base64',
})

const shared = (secretOf: (bytes: Buffer) => string): KnownScene['keysOf'] => {
  return (bytes) => {
    const secret = secretOf(Buffer.from(bytes))
    return { signing: secret, verifying: secret }
  }
}
const asText = shared((bytes) => bytes.toString('base64url'))
const behindPrefix = shared((bytes) => `whsec_${bytes.toString('base64')}`)

/** Which package judges which provider, written out by hand: the product must not say by what it is judged. */
const written: Record<string, Written> = {
  discord: {
    judge: discordInteractions,
    header: 'X-Signature-Ed25519',
    timeHeader: 'X-Signature-Timestamp',
    before: '',
    encoding: 'hex',
  },
  github: {
    judge: octokitEvents,
    header: 'X-Hub-Signature-256',
    before: 'sha256=',
    encoding: 'hex',
    keysOf: asText,
  },
  'github@sha1': {
    judge: webcryptoSha1,
    header: 'X-Hub-Signature',
    before: 'sha1=',
    encoding: 'hex',
    keysOf: asText,
  },
  sendgrid: {
    judge: sendgridEvents,
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    timeHeader: 'X-Twilio-Email-Event-Webhook-Timestamp',
    before: '',
    encoding: 'base64',
  },
  shopify: {
    judge: shopify,
    header: 'X-Shopify-Hmac-SHA256',
    before: '',
    encoding: 'base64',
    keysOf: asText,
  },
  slack: {
    judge: slackBolt,
    header: 'X-Slack-Signature',
    timeHeader: 'X-Slack-Request-Timestamp',
    before: 'v0=',
    encoding: 'hex',
    keysOf: asText,
  },
  'standard-webhooks': {
    ...standard('webhook'),
    judge: standardwebhooks,
    before: 'v1,',
    keysOf: behindPrefix,
  },
  'standard-webhooks@asymmetric': { ...standard('webhook'), judge: webcryptoEd25519, before: 'v1a,' },
  stripe: {
    judge: stripeEvents,
    header: 'Stripe-Signature',
    timeHeader: 'Stripe-Signature',
    before: 'v1=',
    encoding: 'hex',
    keysOf: asText,
  },
  svix: { ...standard('svix'), judge: svix, before: 'v1,', keysOf: behindPrefix },
  twilio: {
    judge: twilioForm,
    header: 'X-Twilio-Signature',
    before: '',
    encoding: 'base64',
    signsUrl: true,
    keysOf: asText,
  },
  'twilio@json': {
    judge: twilioJson,
    header: 'X-Twilio-Signature',
    before: '',
    encoding: 'base64',
    signsUrl: true,
    keysOf: asText,
  },
}

/** Keys of a pair in the form that the product makes them in. */
const pairOf =
  (profile: Profile): KnownScene['keysOf'] =>
  (bytes) => {
    const pair = makeKeyPair(profile, { bytes: () => bytes })
    if (!pair) throw new Error(`${profile.name} signs with no pair that can be made.`)
    return { signing: pair.privateKey, verifying: pair.publicKey }
  }

export const knownScenes: readonly KnownScene[] = Object.entries(written).map(([name, scene]) => {
  const profile = shipped.profile(name)
  return { keysOf: pairOf(profile), ...scene, name, profile }
})

/** Every event type of each of them. */
export const knownTypes = knownScenes.flatMap((scene) =>
  shipped.types(scene.name).map((type) => ({ ...scene, type })),
)

/** A delivery as `trigger` makes it, and the URL that it goes to. */
export interface Delivery {
  readonly request: Request
  readonly url: string
}

export interface Sending {
  readonly secret: string
  readonly previousSecret?: string
  /** Instead of the event's own. */
  readonly body?: Uint8Array
  readonly at?: number
}

/** A live event of a type, composed and signed. */
export function deliver({ profile, name }: KnownScene, type: string, sending: Sending): Delivery {
  const fixture = shipped.fixture(name, type)
  if (!fixture) throw new Error(`${name} has no ${type}.`)
  const random = seededRandom(`${name} ${type}`)
  const { at = now + 321, secret, previousSecret } = sending
  const event = makeEvent(profile, fixture, { random, at: at - 1_555 })
  const to = new URL('https://hooks.example.com/in/here?a=1&b=x%20y')
  const composed = composeRequest({
    profile,
    event: { ...event, body: sending.body ?? event.body },
    to,
    secret,
    previousSecret,
    at,
    random,
  })
  return { request: composed.request, url: composed.to.href }
}
