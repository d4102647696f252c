import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify as verifyWithKey,
} from 'node:crypto'
import { verify as octokitVerify } from '@octokit/webhooks-methods'
import { describe, expect, test } from 'vitest'
import { composeRequest } from '../../src/delivery/compose.ts'
import { seededRandom } from '../../src/host/random.ts'
import type { Json } from '../../src/http/body.ts'
import { bytesOf, textOf } from '../../src/http/body.ts'
import { headerValue, withHeaders } from '../../src/http/headers.ts'
import type { Headers, Request } from '../../src/http/message.ts'
import { makeEvent } from '../../src/provider/event.ts'
import type { Profile } from '../../src/provider/profile.ts'
import { fixtureSchema } from '../../src/provider/profile.ts'
import type { Secrets } from '../../src/provider/verify.ts'
import { verify } from '../../src/provider/verify.ts'
import { acme, shipped } from '../provider/support/profiles.ts'
import { now } from '../provider/support/requests.ts'
import { turnBit } from './support/bits.ts'

const seconds = '1773569100'
const text = '{"b":1.0,"a":"Zürich 😀"}'
const url = 'https://hooks.example.test/in?a=1&b=%20'
const key = Buffer.from('9d61b19deffd5a60ba844af492ec2cc4fbffbe3ff0', 'hex')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const pem = (pair: typeof rsa) => ({
  secret: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
})

/** What a scheme made by hand puts on a request. */
interface Judged {
  readonly headers: Headers
  readonly body?: string
}

interface Word {
  /** The words of the profile that are looked at. */
  readonly signature: Json
  readonly secret?: string
  /** The other half of a pair, where the provider has one. */
  readonly publicKey?: string
  readonly previousSecret?: string
  /** The request as node:crypto makes it, by a rule that is written out here. */
  readonly judge: (secrets: readonly string[]) => Judged
  /** Where a signature is another each time: whether it is one of what is signed. */
  readonly genuine?: (headers: Headers) => boolean
}

type Kind = readonly [hash: string, encoding: 'hex' | 'base64url']
const hmac = (secret: string | Uint8Array, content: string, [hash, encoding]: Kind = ['sha256', 'hex']) =>
  createHmac(hash, secret).update(content).digest(encoding)

const plain = { separator: null, signs: '{body}', timestamp: null }
const alone = (rule: Json): Json => ({
  ...plain,
  headers: { 'Acme-Signature': '{signature}' },
  ...Object(rule),
})

const words: Record<string, Word> = {
  'HMAC with SHA-1': {
    signature: alone({ algorithm: 'hmac-sha1' }),
    judge: ([secret = '']) => ({ headers: [['Acme-Signature', hmac(secret, text, ['sha1', 'hex'])]] }),
  },
  'HMAC with SHA-384': {
    signature: alone({ algorithm: 'hmac-sha384' }),
    judge: ([secret = '']) => ({ headers: [['Acme-Signature', hmac(secret, text, ['sha384', 'hex'])]] }),
  },
  'HMAC with SHA-512, in base64url': {
    signature: alone({ algorithm: 'hmac-sha512', encoding: 'base64url' }),
    judge: ([secret = '']) => ({
      headers: [['Acme-Signature', hmac(secret, text, ['sha512', 'base64url'])]],
    }),
  },
  'a shared token': {
    signature: alone({
      algorithm: 'token',
      encoding: 'utf8',
      headers: { 'Acme-Signature': null, 'Acme-Token': 'Bearer {signature}' },
    }),
    secret: 'token-0123',
    judge: ([secret = '']) => ({ headers: [['Acme-Token', `Bearer ${secret}`]] }),
  },
  'a key in hex, behind a prefix that is cut': {
    signature: alone({ key: { encoding: 'hex', prefix: 'key_' } }),
    secret: `key_${key.toString('hex')}`,
    judge: () => ({ headers: [['Acme-Signature', hmac(key, text)]] }),
  },
  'a key in base64url': {
    signature: alone({ key: { encoding: 'base64url' } }),
    secret: key.toString('base64url'),
    judge: () => ({ headers: [['Acme-Signature', hmac(key, text)]] }),
  },
  'a key in base64': {
    signature: alone({ key: { encoding: 'base64' } }),
    secret: key.toString('base64'),
    judge: () => ({ headers: [['Acme-Signature', hmac(key, text)]] }),
  },
  'a prefix that is a part of the key': {
    signature: alone({}),
    secret: 'whsec_c2VjcmV0',
    judge: () => ({ headers: [['Acme-Signature', hmac('whsec_c2VjcmV0', text)]] }),
  },
  RSA: {
    signature: alone({ algorithm: 'rsa-sha256', key: { encoding: 'pem' }, encoding: 'base64' }),
    ...pem(rsa),
    judge: ([secret = '']) => ({
      headers: [['Acme-Signature', sign('sha256', bytesOf(text), secret).toString('base64')]],
    }),
  },
  'ECDSA on P-256': {
    signature: alone({ algorithm: 'ecdsa-p256-sha256', key: { encoding: 'pem' }, encoding: 'base64' }),
    ...pem(ec),
    judge: ([secret = '']) => ({
      headers: [['Acme-Signature', sign('sha256', bytesOf(text), secret).toString('base64')]],
    }),
    genuine: (headers) =>
      verifyWithKey(
        'sha256',
        bytesOf(text),
        createPublicKey(pem(ec).publicKey),
        Buffer.from(headerValue(headers, 'Acme-Signature') ?? '', 'base64'),
      ),
  },
  'the signature in the body': {
    signature: {
      ...plain,
      headers: { 'Acme-Signature': null },
      signs: '{bodyWithout:sig}',
      inBody: { key: 'sig', value: 'sha256={signature}' },
    },
    judge: ([secret = '']) => ({
      headers: [],
      // What is signed is the JSON written anew; what is sent keeps the bytes that it had.
      body: `${text.slice(0, -1)},"sig":"sha256=${hmac(secret, JSON.stringify(JSON.parse(text)))}"}`,
    }),
  },
  'a list with ; and a time': list(
    ';',
    'ts={timestamp};h1={signature}',
    (time, [first, second]) => `ts=${time};h1=${first};h1=${second}`,
  ),
  'a list with commas and a repeated key': list(
    ',',
    't={timestamp},v1={signature}',
    (time, [first, second]) => `t=${time},v1=${first},v1=${second}`,
  ),
  'a list with spaces': list(
    ' ',
    't={timestamp} v1,{signature}',
    (time, [first, second]) => `t=${time} v1,${first} v1,${second}`,
  ),
  'the time in the body': {
    signature: {
      ...plain,
      signs: '{timestamp}.{body}',
      headers: { 'Acme-Signature': '{signature}' },
      timestamp: { unit: 'ms', path: 'meta.sent', tolerance: '5m' },
    },
    judge: ([secret = '']) => {
      const body = `${text.slice(0, -1)},"meta":{"sent":1773569100000}}`
      return { headers: [['Acme-Signature', hmac(secret, `1773569100000.${body}`)]], body }
    },
  },
  'an ISO time in a header of its own': {
    signature: {
      ...plain,
      signs: '{timestamp}\n{body}',
      headers: { 'Acme-Signature': '{signature}', 'Acme-Time': '{timestamp}' },
      timestamp: { unit: 'iso', tolerance: '5m', future: 'refused' },
    },
    judge: ([secret = '']) => ({
      headers: [
        ['Acme-Signature', hmac(secret, `2026-03-15T10:05:00.000Z\n${text}`)],
        ['Acme-Time', '2026-03-15T10:05:00.000Z'],
      ],
    }),
  },
  'method and URL': {
    signature: alone({ signs: '{method} {url}\n{body}' }),
    judge: ([secret = '']) => ({ headers: [['Acme-Signature', hmac(secret, `POST ${url}\n${text}`)]] }),
  },
  'a hash of the body in the URL': {
    signature: alone({ signs: '{url}', query: { digest: '{bodyHash}' } }),
    judge: ([secret = '']) => {
      const digest = createHash('sha256').update(text).digest('hex')
      return { headers: [['Acme-Signature', hmac(secret, `${url.replace('%20', '+')}&digest=${digest}`)]] }
    },
  },
  'a hash of the body in its place': {
    signature: alone({ signs: '{method}\n{url}\n{bodyHash}' }),
    judge: ([secret = '']) => {
      const digest = createHash('sha256').update(text).digest('hex')
      return { headers: [['Acme-Signature', hmac(secret, `POST\n${url}\n${digest}`)]] }
    },
  },
  'an id and a time of any header': {
    signature: {
      ...plain,
      signs: '{header:Acme-Event}:{id}:{timestamp}:{body}',
      headers: { 'Acme-Msg': 'id-{id}', 'Acme-At': '<{timestamp}>', 'Acme-Signature': 'v1={signature}' },
      timestamp: { unit: 's', tolerance: '5m' },
    },
    judge: ([secret = '']) => ({
      headers: [
        ['Acme-Signature', `v1=${hmac(secret, `a.b:evt_1:${seconds}:${text}`)}`],
        ['Acme-Msg', 'id-evt_1'],
        ['Acme-At', `<${seconds}>`],
      ],
    }),
  },
}

/** A header that lists a signature of each secret. */
function list(
  separator: string,
  template: string,
  join: (time: string, signatures: readonly string[]) => string,
): Word {
  return {
    signature: { separator, signs: '{timestamp}^{body}', headers: { 'Acme-Signature': template } },
    previousSecret: 'the one before',
    judge: (secrets) => {
      const signatures = secrets.map((secret) => hmac(secret, `${seconds}^${text}`))
      return { headers: [['Acme-Signature', join(seconds, signatures)]] }
    },
  }
}

describe.each(Object.entries(words))('%s', (_what, word) => {
  const { secret = 'Sécret – 1', publicKey = secret, previousSecret, judge } = word
  const profile = acme({
    signature: word.signature,
    ...(previousSecret === undefined ? {} : { rotation: { both: 'list', source: 'guide' } }),
  })
  const { request } = composeRequest({
    profile,
    event: { id: 'evt_1', type: 'a.b', body: bytesOf(text) },
    to: new URL('http://127.0.0.1:3000/in?a=1&b=%20'),
    publicUrl: new URL(url),
    secret,
    previousSecret,
    at: now,
    random: seededRandom('seed'),
  })
  const made = judge(previousSecret === undefined ? [secret] : [secret, previousSecret])
  const verdictOn = (asked: Request, current: string) => {
    const secrets: Secrets = { current: [current], previous: [] }
    const signedUrl = url.split('?')[0] + asked.target.slice(asked.target.indexOf('?'))
    return verify(profile, { request: asked, url: signedUrl, secrets, now }).ok
  }

  test('is signed as node:crypto signs it', () => {
    const names = Object.keys(profile.signature.headers)
    const sent = {
      headers: request.headers.filter(([name]) => names.includes(name)),
      body: textOf(request.body),
    }
    if (word.genuine) expect(word.genuine(request.headers)).toBe(true)
    else expect(sent).toEqual({ headers: made.headers, body: made.body ?? text })
  })

  test('is verified as node:crypto makes it, and not with a bit changed', () => {
    const headers = withHeaders(request.headers, made.headers)
    const genuine = { ...request, headers, body: bytesOf(made.body ?? text) }
    const spoilt = made.headers.map(([name, value]): Request => {
      const end = value.replace(/[0-9A-Za-z](?=[^0-9A-Za-z]*$)/, (digit) => (digit === '1' ? '2' : '1'))
      return { ...genuine, headers: withHeaders(headers, [[name, end]]) }
    })
    const ofBody = { ...genuine, body: turnBit(genuine.body, 8 * 3) }
    expect({
      genuine: verdictOn(genuine, publicKey),
      previous: previousSecret === undefined || verdictOn(genuine, previousSecret),
      spoilt: spoilt.map((each) => verdictOn(each, publicKey)),
      ofBody: verdictOn(ofBody, publicKey),
    }).toEqual({
      genuine: true,
      previous: true,
      spoilt: previousSecret === undefined ? made.headers.map(() => false) : [true],
      // A token says nothing of the body.
      ofBody: profile.signature.algorithm === 'token',
    })
  })
})

/** The rule of the page: the HMAC of the JSON written anew without the key that bears it; judged by a package's own verifier. */
describe('a test ping, which alone of its provider has its signature in the body', () => {
  const name = 'pixelpatrol@ping'
  const profile: Profile = shipped.profile(name)
  const fixture = fixtureSchema.parse(shipped.fixture(name, 'webhook.test.ping'))
  const random = seededRandom('ping')
  const { request } = composeRequest({
    profile,
    event: makeEvent(profile, fixture, { random, at: now }),
    to: new URL('http://127.0.0.1:3000/hooks'),
    secret: 'S',
    at: now,
    random,
  })
  const judged = async (body: string, secret: string): Promise<boolean> => {
    const { _pixelpatrol_signature: given, ...rest } = JSON.parse(body)
    return await octokitVerify(secret, JSON.stringify(rest), given)
  }
  const ours = (body: string, secret: string): boolean =>
    verify(profile, {
      request: { ...request, body: bytesOf(body) },
      secrets: { current: [secret], previous: [] },
      now,
    }).ok
  const sent = textOf(request.body)

  test.each([
    ['as it is sent', sent, { secret: 'S', genuine: true }],
    ['with another secret', sent, { secret: 'T', genuine: false }],
    ['with a letter changed', sent.replace('This', 'That'), { secret: 'S', genuine: false }],
    [
      'with a digit of the signature changed',
      sent.replace(/[0-9a-f]"}$/, (end) => (end[0] === '0' ? '1"}' : '0"}')),
      { secret: 'S', genuine: false },
    ],
    ['laid out anew', JSON.stringify(JSON.parse(sent), null, 2), { secret: 'S', genuine: true }],
    ['with a key more', sent.replace('"event"', '"more":1,"event"'), { secret: 'S', genuine: false }],
  ])('%s', async (_what, body, { secret, genuine }) => {
    expect([await judged(body, secret), ours(body, secret)]).toEqual([genuine, genuine])
  })
})
