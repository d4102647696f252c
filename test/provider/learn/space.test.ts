import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../../src/http/body.ts'
import { withHeaders } from '../../../src/http/headers.ts'
import type { Request } from '../../../src/http/message.ts'
import { providerDocument } from '../../../src/provider/learn/document.ts'
import { learnScheme } from '../../../src/provider/learn/learn.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { readProviderFile } from '../../../src/provider/provider-file.ts'
import { signRequest } from '../../../src/provider/sign.ts'
import { verify } from '../../../src/provider/verify.ts'
import { acme, shipped } from '../support/profiles.ts'
import { now } from '../support/requests.ts'

type Signature = Profile['signature']

const url = 'https://shop.example/hooks?of=acme'
const bare: Signature = {
  algorithm: 'hmac-sha256',
  key: { encoding: 'utf8' },
  signs: '{body}',
  encoding: 'hex',
  headers: { 'Acme-Signature': '{signature}' },
}

/** A request as a sender with this rule makes it. */
function sentBy(signature: Signature, { secret, number }: { secret: string; number: number }): Request {
  const body = bytesOf(JSON.stringify({ id: `evt_${number}`, type: 'order.paid', total: number * 1.5 }))
  const profile = { ...acme(), signature }
  const headers = [
    ['Content-Type', 'application/json'],
    ['Acme-Event', 'order.paid'],
    ['Acme-Api', '{3}'],
  ] as const
  const signing = {
    body,
    method: 'POST',
    url,
    headers,
    id: `evt_${number}`,
    secret,
    at: now + number * 1_000,
  }
  const signed = signRequest(profile, signing)
  return {
    method: 'POST',
    target: '/hooks?of=acme',
    headers: withHeaders(headers, signed.headers),
    body: signed.body,
  }
}

/** What is learnt from the first delivery, as a file that is read again, and whether it holds of the second and of no other. */
function learntFrom(signature: Signature, secret: string) {
  const request = sentBy(signature, { secret, number: 1 })
  const { scheme, tried } = learnScheme({ request, secrets: [secret], at: now, publicUrl: new URL(url) })
  if (!scheme) return { tried }
  const document = providerDocument({ name: 'acme', request, at: now, scheme })
  const reading = readProviderFile(bytesOf(JSON.stringify(document)), shipped)
  if (!reading.ok) return { problems: reading.problems, signature: scheme.signature }
  const verified = (each: Request, known = secret): boolean =>
    verify(reading.profile, { request: each, url, secrets: { current: [known], previous: [] }, now }).ok
  const next = sentBy(signature, { secret, number: 2 })
  return {
    first: verified(request),
    second: verified(next),
    otherSecret: verified(
      next,
      secret.replace(/[a-f]/, (letter) => (letter === 'a' ? 'b' : 'a')),
    ),
  }
}

const right = { first: true, second: true, otherSecret: false }

describe('what one delivery shows', () => {
  const hex = 'd0a1c2b3e4f5061728394a5b6c7d8e9f'
  const base64 = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRob'
  const stamped = { 'Acme-Signature': '{signature}', 'Acme-Timestamp': '{timestamp}' }
  const time = { unit: 's' } as const

  test.each<[string, Partial<Signature>, string?]>([
    ['SHA-1', { algorithm: 'hmac-sha1' }],
    ['SHA-384 in base64', { algorithm: 'hmac-sha384', encoding: 'base64' }],
    ['SHA-512 in base64url', { algorithm: 'hmac-sha512', encoding: 'base64url' }],
    ['behind a prefix', { headers: { 'Acme-Signature': 'sha256={signature}' } }],
    ['behind a word', { headers: { Authorization: 'HMAC-SHA256 {signature}' } }],
    ['in quotes', { headers: { 'Acme-Signature': 'sig="{signature}"' } }],
    [
      'in a list with commas',
      {
        separator: ',',
        headers: { S: 't={timestamp},v1={signature}' },
        signs: '{timestamp}.{body}',
        timestamp: time,
      },
    ],
    [
      'in a list with commas and spaces',
      {
        separator: ',',
        headers: { S: 't={timestamp}, v1={signature}' },
        signs: '{timestamp}.{body}',
        timestamp: time,
      },
    ],
    [
      'in a list with semicolons, the signature first',
      {
        separator: ';',
        headers: { S: 'sig={signature};ts={timestamp}' },
        signs: '{timestamp}:{body}',
        timestamp: time,
      },
    ],
    [
      'in a list with spaces',
      {
        separator: ' ',
        headers: { S: 'v1,{signature} t,{timestamp}' },
        signs: '{timestamp}{body}',
        encoding: 'base64',
        timestamp: time,
      },
    ],
    [
      'a list with an id in it',
      {
        separator: ',',
        headers: { S: 'id={id},t={timestamp},v1={signature}' },
        signs: '{id}.{timestamp}.{body}',
        timestamp: time,
      },
    ],
    [
      'a time that is not signed, in a list',
      { separator: ',', headers: { S: 't={timestamp},v1={signature}' }, timestamp: time },
    ],
    [
      'a time in milliseconds, a newline behind it',
      { headers: stamped, signs: '{timestamp}\n{body}', timestamp: { unit: 'ms' } },
    ],
    ['a time in words', { headers: stamped, signs: '{timestamp}|{body}', timestamp: { unit: 'iso' } }],
    ['a time behind the body', { headers: stamped, signs: '{body}.{timestamp}', timestamp: time }],
    ['a time in the payload', { signs: '{timestamp}.{body}', timestamp: { unit: 's', path: 'sent_at' } }],
    [
      'a version before all',
      {
        headers: { ...stamped, 'Acme-Signature': 'v2={signature}' },
        signs: 'v2:{timestamp}:{body}',
        timestamp: time,
      },
    ],
    ['the URL', { signs: '{url}{body}' }],
    ['URL and method', { signs: '{method}\n{url}\n{body}' }],
    [
      'URL, method and time',
      { headers: stamped, signs: '{timestamp}.{method}.{url}.{body}', timestamp: time },
    ],
    ['the URL alone', { signs: '{url}' }],
    ['method and time', { headers: stamped, signs: '{method}.{timestamp}.{body}', timestamp: time }],
    ['a hash of the body', { signs: '{bodyHash}' }],
    ['a time and a hash of the body', { headers: stamped, signs: '{timestamp}.{bodyHash}', timestamp: time }],
    ['method, URL and a hash of the body', { signs: '{method}\n{url}\n{bodyHash}' }],
    ['a header', { signs: '{header:Acme-Api}:{body}' }],
    [
      'a time, and the header of the type',
      { headers: stamped, signs: '{timestamp}.{header:Acme-Event}.{body}', timestamp: time },
    ],
    ['an id and no time', { headers: { ...bare.headers, 'Acme-Delivery': '{id}' }, signs: '{id}.{body}' }],
    [
      'a time, then an id',
      {
        headers: { ...stamped, 'Acme-Message-Id': '{id}' },
        signs: '{timestamp}.{id}.{body}',
        timestamp: time,
      },
    ],
    [
      'in the payload',
      { headers: {}, inBody: { key: 'signature', value: '{signature}' }, signs: '{bodyWithout:signature}' },
    ],
    [
      'in the payload, behind a prefix',
      { headers: {}, inBody: { key: 'hmac', value: 'sha256={signature}' }, signs: '{bodyWithout:hmac}' },
    ],
    ['a key in hex', { key: { encoding: 'hex' } }, hex],
    ['a key in base64', { key: { encoding: 'base64' } }, base64],
    ['a key in base64 behind a prefix', { key: { encoding: 'base64', prefix: 'whsec_' } }, `whsec_${base64}`],
    [
      'a key in hex behind a prefix of two words',
      { key: { encoding: 'hex', prefix: 'sk_live_' } },
      `sk_live_${hex}`,
    ],
    [
      'a key in base64url behind a prefix',
      { key: { encoding: 'base64url', prefix: 'k.' } },
      'k.ab-_cdefghijklmnopqr',
    ],
    ['the prefix is a part of the key', {}, `whsec_${base64}`],
  ])('%s', (_, own, secret = 'a secret of ours') => {
    expect(learntFrom({ ...bare, ...own }, secret)).toEqual(right)
  })

  test.each<[string, Partial<Signature>]>([
    ['bare', { encoding: 'utf8', headers: { 'Acme-Token': '{signature}' } }],
    ['as a bearer', { encoding: 'utf8', headers: { Authorization: 'Bearer {signature}' } }],
    ['in base64', { encoding: 'base64', headers: { Authorization: 'Basic {signature}' } }],
  ])('a token %s', (_, own) => {
    const signature: Signature = { ...bare, algorithm: 'token', ...own }
    expect(learntFrom(signature, 'a:secret:of:ours')).toEqual(right)
    expect(learntFrom(signature, 'short')).toEqual({ tried: expect.objectContaining({ tries: 0 }) })
  })
})

/** Any rule that one delivery may show, but for what only its sender could know. */
const anySignature: fc.Arbitrary<Signature> = fc
  .record({
    algorithm: fc.constantFrom('hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'),
    encoding: fc.constantFrom('hex', 'base64'),
    front: fc.constantFrom('', 'sha256=', 'v1=', 'v0=', 'Signature '),
    unit: fc.constantFrom('s', 'ms', 'iso'),
    place: fc.constantFrom('none', 'header', 'list'),
    separator: fc.constantFrom(',', ';', ' '),
    between: fc.constantFrom('.', ':', '', '\n', '|', ','),
    id: fc.boolean(),
  } as const)
  .map(({ algorithm, encoding, front, unit, place, separator, between, id }): Signature => {
    const list = place === 'list'
    const own = list ? `t={timestamp}${separator}${front.trim() || 'v1='}{signature}` : `${front}{signature}`
    const fields = [...(id ? ['{id}'] : []), ...(place === 'none' ? [] : ['{timestamp}']), '{body}']
    return {
      ...bare,
      algorithm,
      encoding,
      signs: fields.join(between),
      headers: {
        'X-Acme-Signature': own,
        ...(place === 'header' ? { 'X-Acme-Timestamp': '{timestamp}' } : {}),
        ...(id ? { 'X-Acme-Event-Id': '{id}' } : {}),
      },
      ...(list ? { separator } : {}),
      ...(place === 'none' ? {} : { timestamp: { unit } }),
    }
  })
  .filter(({ headers }) => !JSON.stringify(headers).includes('Signature{'))

test('whatever a sender combines', () => {
  fc.assert(
    fc.property(anySignature, fc.stringMatching(/^[a-f0-9]{24,40}$/), (signature, secret) => {
      expect(learntFrom(signature, `${secret}a`)).toEqual(right)
    }),
    { numRuns: 400 },
  )
})

describe('nothing is found, and it says what was tried', () => {
  const request = sentBy(
    { ...bare, headers: { ...bare.headers, 'Acme-Id': '{id}' } },
    { secret: 'right', number: 1 },
  )

  test('with another secret', () => {
    expect(learnScheme({ request, secrets: ['wrong'], at: now })).toMatchSnapshot()
  })

  test('with a body that was changed', () => {
    const changed = { ...request, body: bytesOf('{"id":"evt_1"}') }
    expect(learnScheme({ request: changed, secrets: ['right'], at: now }).scheme).toBeUndefined()
  })

  test('without anything that looks like a signature', () => {
    const plain = {
      ...request,
      headers: [
        ['Host', 'x'],
        ['X-Event', 'order.paid'],
      ] as const,
    }
    expect(learnScheme({ request: plain, secrets: ['right'], at: now })).toMatchSnapshot()
  })
})

describe('a large body', () => {
  const big = (text: string): Request => ({
    ...sentBy(
      {
        ...bare,
        signs: '{timestamp}.{id}.{body}',
        timestamp: { unit: 's' },
        headers: { 'A-Signature': 'v1={signature}', 'A-Time': '{timestamp}', 'A-Id': '{id}' },
      },
      { secret: 's', number: 1 },
    ),
    body: bytesOf(text),
  })
  const json = JSON.stringify({
    signature: 'ab'.repeat(32),
    all: Array.from({ length: 40_000 }, (_, at) => `item ${at} of many`),
  })
  const form = Array.from({ length: 60_000 }, (_, at) => `field${at}=value${at}`).join('&')

  test.each([
    ['JSON with a field that looks like a signature', json],
    ['a form', form],
    ['ten times as much', 'x'.repeat(10_000_000)],
  ])('%s takes no longer than two seconds', (_, text) => {
    const begin = performance.now()
    const { scheme, tried } = learnScheme({ request: big(text), secrets: ['whsec_AQIDBAUG'], at: now })
    expect(scheme).toBeUndefined()
    expect([tried.tries >= 24, tried.cut]).toEqual([true, true])
    expect(performance.now() - begin).toBeLessThan(2_000)
  })

  test('the likely schemes are among those that are tried', () => {
    const signature = {
      ...bare,
      signs: '{timestamp}.{body}',
      timestamp: { unit: 's' },
      headers: { 'A-Signature': 'v1={signature}', 'A-Time': '{timestamp}' },
    } as const
    const profile = { ...acme(), signature }
    const body = bytesOf(json)
    const { headers } = signRequest(profile, {
      body,
      method: 'POST',
      url,
      headers: [],
      id: undefined,
      secret: 'whsec_AQIDBAUG',
      at: now,
    })
    const request = { method: 'POST', target: '/', headers, body }
    expect(learnScheme({ request, secrets: ['whsec_AQIDBAUG'], at: now }).scheme?.signature.signs).toBe(
      '{timestamp}.{body}',
    )
  })
})

test('whatever comes: it never throws', () => {
  const anyValue = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.stringMatching(/^(t=1\d{9}[,; ]?|v1[=,]|[0-9a-f]{40,64}|"|=|,|;| |\{|\})*$/),
    fc.base64String({ maxLength: 120 }),
  )
  const anyHeaders = fc.array(
    fc.tuple(fc.constantFrom('X-Signature', 'X-Id', 'X-Timestamp', 'Authorization', 'x', ''), anyValue),
    { maxLength: 6 },
  )
  const deep = `${'{"signature":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  const anyBody = fc.oneof(
    fc.uint8Array(),
    fc.json().map(bytesOf),
    fc.constant(bytesOf(deep)),
    fc
      .record({ signature: anyValue, type: anyValue, id: anyValue, created: anyValue })
      .map((value) => bytesOf(JSON.stringify(value))),
  )
  fc.assert(
    fc.property(anyHeaders, anyBody, fc.string({ minLength: 1 }), (headers, body, secret) => {
      const request = { method: 'POST', target: '/?a=b', headers, body }
      const { scheme } = learnScheme({ request, secrets: [secret], at: now })
      if (scheme) providerDocument({ name: 'acme', request, at: now, scheme })
    }),
    { numRuns: 1_000 },
  )
})
