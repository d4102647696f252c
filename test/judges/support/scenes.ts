import { composeRequest } from '../../../src/delivery/compose.ts'
import { seededRandom } from '../../../src/host/random.ts'
import type { Request } from '../../../src/http/message.ts'
import { makeEvent } from '../../../src/provider/event.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { catalog } from '../../provider/support/profiles.ts'
import { now } from '../../provider/support/requests.ts'
import type { Judge } from './judges.ts'
import { octokit, razorpay, stripe } from './judges.ts'

/** A provider with the package that judges its deliveries. */
export interface Scene {
  readonly name: string
  readonly profile: Profile
  readonly judge: Judge
  /** The header that bears the signature, and the one that bears the time that is signed along, if any. */
  readonly header: string
  readonly timeHeader?: string
}

/** Which package judges which provider: written out by hand, since the product must not say by what it is judged. */
const judges: Record<string, Pick<Scene, 'judge' | 'header' | 'timeHeader'>> = {
  example: { judge: razorpay('X-Webhook-Signature'), header: 'X-Webhook-Signature' },
  firma: timed('X-Firma-Signature'),
  'firma@2026-04': timed('X-Firma-Signature'),
  'firma@2026-08': timed('X-Firma-Signature'),
  firsthand: timed('X-FirstHand-Signature'),
  'firsthand@2026-03': timed('X-FirstHand-Signature'),
  headshotpro: { judge: octokit('X-HeadshotPro-Signature'), header: 'X-HeadshotPro-Signature' },
  'headshotpro@timestamped': {
    judge: octokit('X-HeadshotPro-Signature', 'X-HeadshotPro-Timestamp'),
    header: 'X-HeadshotPro-Signature',
    timeHeader: 'X-HeadshotPro-Timestamp',
  },
  pixelpatrol: { judge: razorpay('X-PixelPatrol-Signature'), header: 'X-PixelPatrol-Signature' },
  'pixelpatrol@prefixed': { judge: octokit('X-PixelPatrol-Signature'), header: 'X-PixelPatrol-Signature' },
}

function timed(header: string): Pick<Scene, 'judge' | 'header' | 'timeHeader'> {
  return { judge: stripe(header), header, timeHeader: header }
}

export const judged = Object.keys(judges)

export const scenes: readonly Scene[] = Object.entries(judges).map(([name, scene]) => ({
  name,
  profile: catalog.profile(name),
  ...scene,
}))

/** Every event type of every provider and dialect, each with its judge. */
export const allTypes = scenes.flatMap((scene) =>
  catalog.types(scene.name).map((type) => ({ ...scene, type })),
)

export interface Sending {
  readonly secret: string
  readonly previousSecret?: string
  /** Instead of the event's own. */
  readonly body?: Uint8Array
}

/** The delivery of an event as `trigger` makes it: a live event, composed and signed. */
export function deliveryOf({ profile, name }: Scene, type: string, sending: Sending): Request {
  const fixture = catalog.fixture(name, type)
  if (!fixture) throw new Error(`${name} has no ${type}.`)
  const random = seededRandom(`${name} ${type}`)
  const event = makeEvent(profile, fixture, { random, at: now - 1_234 })
  const { body = event.body, secret, previousSecret } = sending
  const to = new URL('http://127.0.0.1:3000/hooks?a=1')
  return composeRequest({
    profile,
    event: { ...event, body },
    to,
    secret,
    previousSecret,
    at: now + 321,
    random,
  }).request
}
