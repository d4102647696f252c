import { createHash, createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { Vector } from '../../src/provider/profile.ts'

type Headers = Record<string, string>

/** The headers that each provider's documents call for, written out apart from the engine that the product signs with. */
export const schemes: Record<string, (vector: Vector) => Headers> = {
  discord: signDiscord,
  example: signBody('X-Webhook-Signature'),
  firma: signFirma,
  'firma@2026-04': signFirma,
  'firma@2026-08': signFirma,
  firsthand: signFirsthand,
  'firsthand@2026-03': signFirsthand,
  github: signBody('X-Hub-Signature-256', 'sha256='),
  'github@sha1': ({ secret, body }) => ({
    'X-Hub-Signature': `sha1=${hmac(secret, body, { hash: 'sha1' })}`,
  }),
  headshotpro: signBody('X-HeadshotPro-Signature', 'sha256='),
  'headshotpro@timestamped': ({ secret, body, at }) => ({
    'X-HeadshotPro-Signature': `sha256=${hmac(secret, `${unix(at)}.${body}`)}`,
    'X-HeadshotPro-Timestamp': unix(at),
  }),
  pixelpatrol: signBody('X-PixelPatrol-Signature'),
  'pixelpatrol@ping': signPing,
  'pixelpatrol@prefixed': signBody('X-PixelPatrol-Signature', 'sha256='),
  sendgrid: signSendgrid,
  shopify: ({ secret, body }) => ({ 'X-Shopify-Hmac-SHA256': hmac(secret, body, { encoding: 'base64' }) }),
  slack: ({ secret, body, at }) => ({
    'X-Slack-Request-Timestamp': unix(at),
    'X-Slack-Signature': `v0=${hmac(secret, `v0:${unix(at)}:${body}`)}`,
  }),
  'standard-webhooks': signStandard('webhook'),
  'standard-webhooks@asymmetric': signStandardAsymmetric,
  stripe: signStripe,
  svix: signStandard('svix'),
  twilio: (vector) => signTwilio(vector, sortedParameters(vector.body)),
  'twilio@json': (vector) => {
    const hash = createHash('sha256').update(vector.body).digest('hex')
    return new URL(vector.url ?? '').searchParams.get('bodySHA256') === hash ? signTwilio(vector, '') : {}
  },
}

/** Whole seconds since 1970, as text. */
export function unix(at: string): string {
  return String(Math.floor(Date.parse(at) / 1_000))
}

function hmac(
  key: string | Uint8Array,
  text: string,
  { hash = 'sha256', encoding = 'hex' }: { hash?: string; encoding?: 'hex' | 'base64' } = {},
): string {
  return createHmac(hash, key).update(Buffer.from(text, 'utf8')).digest(encoding)
}

function signBody(header: string, prefix = '') {
  return ({ secret, body }: Vector): Headers => ({ [header]: `${prefix}${hmac(secret, body)}` })
}

/** Only the body bears the signature, so the headers of a vector are none where that one is right. */
function signPing({ secret, body }: Vector): Headers {
  const { _pixelpatrol_signature: given, ...rest } = JSON.parse(body)
  const wanted = `sha256=${hmac(secret, JSON.stringify(rest))}`
  return given === wanted ? {} : { _pixelpatrol_signature: wanted }
}

function signFirma({ secret, previousSecret, body, at }: Vector): Headers {
  const sign = (key: string) => `t=${unix(at)},v1=${hmac(key, `${unix(at)}.${body}`)}`
  const old = previousSecret === undefined ? {} : { 'X-Firma-Signature-Old': sign(previousSecret) }
  return { 'X-Firma-Signature': sign(secret), ...old }
}

function signFirsthand({ secret, body, at }: Vector): Headers {
  return { 'X-FirstHand-Signature': `t=${unix(at)},v1=${hmac(secret, `${unix(at)}.${body}`)}` }
}

/** Of the official event a v0 stands behind the signature, which is none. */
function signStripe({ secret, previousSecret, body, at, headers }: Vector): Headers {
  const keys = previousSecret === undefined ? [secret] : [secret, previousSecret]
  const v1 = keys.map((key) => `v1=${hmac(key, `${unix(at)}.${body}`)}`)
  const v0 = headers['Stripe-Signature']?.match(/v0=\w+/)?.[0] ?? []
  return { 'Stripe-Signature': [`t=${unix(at)}`, ...v1, v0].flat().join(',') }
}

function signStandard(name: string) {
  return ({ secret, previousSecret, body, at, id }: Vector): Headers => {
    const keys = previousSecret === undefined ? [secret] : [secret, previousSecret]
    const signatures = keys.map((key) => {
      const bytes = Buffer.from(key.replace('whsec_', ''), 'base64')
      return `v1,${hmac(bytes, `${id}.${unix(at)}.${body}`, { encoding: 'base64' })}`
    })
    return standardHeaders(name, { id, at, signature: signatures.join(' ') })
  }
}

function signStandardAsymmetric({ secret, body, at, id, headers }: Vector): Headers {
  const text = `${id}.${unix(at)}.${body}`
  const bytes = Buffer.from(secret.replace(/^wh[ps]k_/, ''), 'base64')
  const given = headers['webhook-signature']?.replace('v1a,', '') ?? ''
  const signature = secret.startsWith('whpk_')
    ? ifGenuine(given, { encoding: 'base64', text, publicKey: bytes })
    : signEd25519(bytes, text, 'base64')
  return standardHeaders('webhook', { id, at, signature: `v1a,${signature}` })
}

function standardHeaders(
  name: string,
  { id = '', at, signature }: { id: string | undefined; at: string; signature: string },
): Headers {
  return { [`${name}-id`]: id, [`${name}-timestamp`]: unix(at), [`${name}-signature`]: signature }
}

/** Private keys are PKCS #8 in hex; the public one is its 32 bytes. */
function signDiscord({ secret, body, at, headers }: Vector): Headers {
  const text = unix(at) + body
  const bytes = Buffer.from(secret, 'hex')
  const given = headers['X-Signature-Ed25519'] ?? ''
  const signature =
    bytes.length === 32
      ? ifGenuine(given, { encoding: 'hex', text, publicKey: bytes })
      : signEd25519(bytes.subarray(-32), text, 'hex')
  return { 'X-Signature-Ed25519': signature, 'X-Signature-Timestamp': unix(at) }
}

function signEd25519(seed: Uint8Array, text: string, encoding: 'hex' | 'base64'): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed.subarray(0, 32)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return sign(null, Buffer.from(text), key).toString(encoding)
}

/** The signature that is given, where it is genuine: who has the public key alone can make none. */
function ifGenuine(
  given: string,
  { encoding, text, publicKey }: { encoding: 'hex' | 'base64'; text: string; publicKey: Uint8Array },
): string {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, Buffer.from(given, encoding))
    ? given
    : 'no signature of this text'
}

/** ECDSA gives another signature each time, so a vector's own is checked. */
function signSendgrid({ secret, body, at, headers }: Vector): Headers {
  const given = headers['X-Twilio-Email-Event-Webhook-Signature'] ?? ''
  const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' })
  const genuine = verify('sha256', Buffer.from(unix(at) + body), key, Buffer.from(given, 'base64'))
  return {
    'X-Twilio-Email-Event-Webhook-Signature': genuine ? given : 'no signature of this text',
    'X-Twilio-Email-Event-Webhook-Timestamp': unix(at),
  }
}

function signTwilio({ secret, url = '' }: Vector, parameters: string): Headers {
  return { 'X-Twilio-Signature': hmac(secret, url + parameters, { hash: 'sha1', encoding: 'base64' }) }
}

/** Names in their order, the values of each in theirs and without repetition, all in one. */
function sortedParameters(body: string): string {
  const form = new URLSearchParams(body)
  const names = [...new Set(form.keys())].sort((a, b) => Number(a > b) - Number(a < b))
  return names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value)).join('')
}
