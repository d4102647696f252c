import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Composition } from '../../src/delivery/compose.ts'
import { composeRequest, resign } from '../../src/delivery/compose.ts'
import { seededRandom } from '../../src/host/random.ts'
import { bytesOf } from '../../src/http/body.ts'
import { headerValue } from '../../src/http/headers.ts'
import { acme, catalog } from '../provider/support/profiles.ts'
import { now } from '../provider/support/requests.ts'

const body = '{"a":"é"}'
const composition = (profile: Composition['profile'], rest: Partial<Composition> = {}): Composition => ({
  profile,
  event: { id: 'evt_1', type: 'a.b', body: bytesOf(body) },
  to: new URL('http://127.0.0.1:3000/hooks/in?a=1&b=%20'),
  secret: 'S',
  at: now + 789,
  random: seededRandom('seed'),
  ...rest,
})

const json = ['Content-Type', 'application/json']
const hmac = (content: string, secret = 'S'): string =>
  createHmac('sha256', secret).update(content).digest('hex')
const timed = (secret?: string): string => `t=1773569100,v1=${hmac(`1773569100.${body}`, secret)}`
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const firma = [json, ['X-Firma-Event', 'a.b'], ['X-Firma-Delivery', uuid], ['X-Firma-Signature', timed()]]
const firsthand = [json, ['X-FirstHand-Event-Id', 'evt_1'], ['X-FirstHand-Signature', timed()]]

/** The headers that each provider's documents show, in this order. */
const headers = {
  example: [json, ['X-Webhook-Signature', hmac(body)]],
  firma,
  'firma@2026-04': firma,
  'firma@2026-08': firma,
  firsthand,
  'firsthand@2026-03': firsthand,
  headshotpro: [json, ['X-HeadshotPro-Signature', `sha256=${hmac(body)}`]],
  'headshotpro@timestamped': [
    json,
    ['X-HeadshotPro-Signature', `sha256=${hmac(`1773569100.${body}`)}`],
    ['X-HeadshotPro-Timestamp', '1773569100'],
  ],
  pixelpatrol: [
    json,
    ['X-PixelPatrol-Timestamp', '1773569100789'],
    ['X-PixelPatrol-Event', 'a.b'],
    ['X-PixelPatrol-Signature', hmac(body)],
  ],
  'pixelpatrol@ping': [json],
  'pixelpatrol@prefixed': [
    json,
    ['X-PixelPatrol-Event', 'a.b'],
    ['X-PixelPatrol-Delivery-ID', uuid],
    ['User-Agent', 'PixelPatrol-Webhook/1.0'],
    ['X-PixelPatrol-Signature', `sha256=${hmac(body)}`],
  ],
}

/** The bodies of those that bear the signature themselves. */
const bodies: Record<string, string> = {
  'pixelpatrol@ping': `{"a":"é","_pixelpatrol_signature":"sha256=${hmac(body)}"}`,
}

test.each(Object.entries(headers))('%s sends', (name, lines) => {
  const sent = bytesOf(bodies[name] ?? body)
  expect(composeRequest(composition(catalog.profile(name)))).toEqual({
    to: new URL('http://127.0.0.1:3000/hooks/in?a=1&b=%20'),
    request: { method: 'POST', target: '/hooks/in?a=1&b=%20', headers: lines, body: sent },
  })
})

test('all of them are looked at', () => {
  expect(Object.keys(headers)).toEqual(catalog.names)
})

test('a header may bear the time of the event, which a further attempt leaves as it was', () => {
  const profile = acme({ headers: { 'Acme-Created': '{createdAt}', 'Acme-Sent': '{timestamp}' } })
  const event = { id: 'evt_1', type: 'a.b', body: bytesOf(body), at: now - 60_000 }
  const { request } = composeRequest(composition(profile, { event }))
  const again = resign(
    request.headers,
    composition(profile, { event: { ...event, at: now }, at: now + 5_000 }),
  )
  const timesOf = ({ headers }: typeof request) =>
    ['Acme-Created', 'Acme-Sent'].map((name) => headerValue(headers, name))
  expect([timesOf(request), timesOf(again.request)]).toEqual([
    ['1773569040', '1773569100'],
    ['1773569040', '1773569105'],
  ])
})

test('during a rotation both secrets sign', () => {
  const { request } = composeRequest(composition(catalog.profile('firma'), { previousSecret: 'OLD' }))
  expect(request.headers).toEqual([...firma, ['X-Firma-Signature-Old', timed('OLD')]])
})

test('further headers take the place of those that bear their name, the signature’s included, or stand last', () => {
  const own = [
    ['content-type', 'text/plain'],
    ['X-Webhook-Signature', 'mine'],
    ['X-New', '\xe9'],
  ] as const
  const { request } = composeRequest(composition(catalog.profile('example'), { headers: own }))
  expect(request.headers).toEqual(own)
})

test('an event without an id leaves its header empty', () => {
  const event = { id: null, type: 'a', body: bytesOf('{}') }
  const { request } = composeRequest(composition(catalog.profile('firsthand'), { event }))
  expect(headerValue(request.headers, 'X-FirstHand-Event-Id')).toBe('')
})

test('each attempt has an id of its own', () => {
  const profile = catalog.profile('firma')
  const random = seededRandom('seed')
  const ids = [1, 2].map(() =>
    headerValue(composeRequest(composition(profile, { random })).request.headers, 'X-Firma-Delivery'),
  )
  expect(new Set(ids).size).toBe(2)
})

describe('a URL that is signed', () => {
  const profile = acme({ signature: { signs: '{url}', query: { sha: '{bodyHash}' } } })
  const sha = createHash('sha256').update(body).digest('hex')
  const signedUrl = (url: string) => [['Acme-Signature', `t=1773569100,v1=${hmac(url)}`]]

  test('is the one that it is sent to, with what the provider adds', () => {
    const { request, to } = composeRequest(composition(profile))
    const url = `http://127.0.0.1:3000/hooks/in?a=1&b=+&sha=${sha}`
    expect([to.href, request.target, request.headers.slice(-1)]).toEqual([
      url,
      url.slice('http://127.0.0.1:3000'.length),
      signedUrl(url),
    ])
  })

  test('is the public one, where there is one', () => {
    const { request, to } = composeRequest(
      composition(profile, { publicUrl: new URL('https://acme.test/hooks') }),
    )
    expect([to.host, request.headers.slice(-1)]).toEqual([
      '127.0.0.1:3000',
      signedUrl(`https://acme.test/hooks?sha=${sha}`),
    ])
  })
})
