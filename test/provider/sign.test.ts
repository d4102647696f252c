import { createHash, createHmac, generateKeyPairSync, verify as verifyWithKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { bytesOf, textOf } from '../../src/http/body.ts'
import type { Signing } from '../../src/provider/sign.ts'
import { signatureHeaders, signRequest } from '../../src/provider/sign.ts'
import { withSignedQuery } from '../../src/provider/signed-query.ts'
import { refusalOf } from '../support/refusal.ts'
import { acme } from './support/profiles.ts'
import { now } from './support/requests.ts'

const body = '{"b":2, "a":"é"}'
const signing = (rest: Partial<Signing> = {}): Signing => ({
  body: bytesOf(body),
  method: 'POST',
  url: 'https://acme.test/hooks?a=1',
  headers: [
    ['x-trace', 'one\xe9'],
    ['X-Trace', 'two'],
  ],
  id: 'evt_1',
  secret: 'S',
  at: now + 789,
  ...rest,
})

const hmac = (hash: string, content: string | Uint8Array, key: string | Uint8Array = 'S') =>
  createHmac(hash, key).update(content)

/** Headers by a profile with such a signature. */
const headersBy = (signature: Json, rest: Partial<Signing> = {}, profile: Json = {}) =>
  signatureHeaders(acme({ signature, ...(typeof profile === 'object' ? profile : {}) }), signing(rest))

test('time and body, in one header', () => {
  const signature = hmac('sha256', `1773569100.${body}`).digest('hex')
  expect(headersBy({})).toEqual([['Acme-Signature', `t=1773569100,v1=${signature}`]])
})

test.each([
  ['hmac-sha1', 'sha1'],
  ['hmac-sha256', 'sha256'],
  ['hmac-sha384', 'sha384'],
  ['hmac-sha512', 'sha512'],
] as const)('%s, in every encoding', (algorithm, hash) => {
  const encodings = ['hex', 'base64', 'base64url'] as const
  const rule = {
    algorithm,
    signs: '{body}',
    separator: null,
    headers: { 'Acme-Signature': null, S: '{signature}' },
  }
  expect(encodings.map((encoding) => headersBy({ ...rule, encoding }))).toEqual(
    encodings.map((encoding) => [['S', hmac(hash, body).digest(encoding)]]),
  )
})

/** What is signed, as its template says, and by hand. */
const contents: [signs: string, content: string | Uint8Array][] = [
  ['{body}', body],
  ['v0:{timestamp}:{body}', `v0:1773569100:${body}`],
  ['{id}.{timestamp}.{body}', `evt_1.1773569100.${body}`],
  ['{method} {url}\n{body}', `POST https://acme.test/hooks?a=1\n${body}`],
  [
    '{header:X-Trace}|{header:missing}|é',
    Buffer.concat([Buffer.from('one\xe9,two||', 'latin1'), Buffer.from('é')]),
  ],
  ['{timestamp}.{bodyHash}', `1773569100.${createHash('sha256').update(body).digest('hex')}`],
  ['{bodyWithout:b}', '{"a":"é"}'],
  ['{bodyWithout:none}', '{"b":2,"a":"é"}'],
  ['{nobody.knows}', ''],
  ['nothing', 'nothing'],
]

test.each(contents)('signs %j', (signs, content) => {
  expect(headersBy({ signs })).toEqual([
    ['Acme-Signature', `t=1773569100,v1=${hmac('sha256', content).digest('hex')}`],
  ])
})

test('the parameters of a form, sorted, each once, nothing between', () => {
  const form = bytesOf('b=2&a=%C3%A9&c=&b=1&b=2&A=x+y')
  const signature = hmac('sha256', 'Ax yaéb1b2c').digest('hex')
  expect(headersBy({ signs: '{form}' }, { body: form })).toEqual([
    ['Acme-Signature', `t=1773569100,v1=${signature}`],
  ])
})

test('a URL to which a hash of the body is added', () => {
  const { signature: rule } = acme({ signature: { query: { bodySHA256: '{bodyHash}' } } })
  const url = withSignedQuery(rule, new URL('https://acme.test/hooks?a=1'), bytesOf(body))
  expect(url.href).toBe(
    `https://acme.test/hooks?a=1&bodySHA256=${createHash('sha256').update(body).digest('hex')}`,
  )
})

test.each([
  ['s', '1773569100'],
  ['ms', '1773569100789'],
  ['iso', '2026-03-15T10:05:00.789Z'],
] as const)('the time in %s, in a header of its own', (unit, time) => {
  const headers = { 'Acme-Signature': null, Time: '{timestamp}', Sign: 'v0={signature}', Id: '{id}' }
  expect(headersBy({ headers, separator: null, timestamp: { unit } })).toEqual([
    ['Time', time],
    ['Sign', `v0=${hmac('sha256', `${time}.${body}`).digest('hex')}`],
    ['Id', 'evt_1'],
  ])
})

test('a key behind a prefix', () => {
  const secret = `whsec_${Buffer.from('the key').toString('base64')}`
  expect(headersBy({ key: { encoding: 'base64', prefix: 'whsec_' } }, { secret })).toEqual([
    ['Acme-Signature', `t=1773569100,v1=${hmac('sha256', `1773569100.${body}`, 'the key').digest('hex')}`],
  ])
})

test('a token stands in the open', () => {
  const rule = { algorithm: 'token', encoding: 'utf8', separator: null, timestamp: null }
  const headers = { 'Acme-Signature': null, 'X-Token': '{signature}' }
  expect(headersBy({ ...rule, headers }, { secret: 'open é' })).toEqual([['X-Token', 'open é']])
})

test.each(['ed25519', 'ecdsa-p256-sha256', 'rsa-sha256'] as const)('%s, by the private key', (algorithm) => {
  const pairs = {
    ed25519: () => generateKeyPairSync('ed25519'),
    'ecdsa-p256-sha256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'rsa-sha256': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  }
  const { privateKey, publicKey } = pairs[algorithm]()
  const rule = {
    algorithm,
    key: { encoding: 'pem' },
    encoding: 'base64',
    separator: null,
    headers: { 'Acme-Signature': null, S: '{signature}' },
  }
  const secret = String(privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const [[name, value] = ['', '']] = headersBy(rule, { secret })
  const hash = algorithm === 'ed25519' ? undefined : 'sha256'
  const content = Buffer.from(`1773569100.${body}`)
  expect([name, verifyWithKey(hash, content, publicKey, Buffer.from(value, 'base64'))]).toEqual(['S', true])
  expect(
    refusalOf(() => headersBy(rule, { secret: String(publicKey.export({ format: 'pem', type: 'spki' })) })),
  ).toEqual({
    code: 'invalid-value',
    message: 'This is the public key of Acme: it verifies, but cannot sign.',
    hint: 'Give the private key of a pair of your own, and its public key to the handler.',
  })
})

describe('during a rotation', () => {
  const of = (key: string) => hmac('sha256', `1773569100.${body}`, key).digest('hex')
  const previousSecret = 'OLD'

  test('both signatures are items of the list', () => {
    const rotation = { both: 'list', source: 'guide' }
    expect(headersBy({}, { previousSecret }, { rotation })).toEqual([
      ['Acme-Signature', `t=1773569100,v1=${of('S')},v1=${of('OLD')}`],
    ])
  })

  test('the previous one has a header of its own', () => {
    const rotation = { both: 'previous-header', source: 'guide' }
    const previous = { 'Acme-Old': 't={timestamp},v1={signature}' }
    expect(headersBy({ previous }, { previousSecret }, { rotation })).toEqual([
      ['Acme-Signature', `t=1773569100,v1=${of('S')}`],
      ['Acme-Old', `t=1773569100,v1=${of('OLD')}`],
    ])
    expect(headersBy({ previous }, {}, { rotation })).toEqual([
      ['Acme-Signature', `t=1773569100,v1=${of('S')}`],
    ])
  })

  test.each([{}, { rotation: { both: 'never', source: 'guide' } }])(
    'a provider that never sends two: %j',
    (profile) => {
      expect(refusalOf(() => headersBy({}, { previousSecret }, profile))).toEqual({
        code: 'not-supported',
        message: 'Acme does not send two signatures: its documents describe no such rotation.',
        hint: 'Leave --old-secret out.',
      })
    },
  )
})

test.each([
  ['', 'it is empty'],
  ['zz', 'it is no hex'],
])('the secret %j is none that the provider would give', (secret, why) => {
  expect(refusalOf(() => headersBy({ key: { encoding: 'hex' } }, { secret }))).toEqual({
    code: 'invalid-value',
    message: `The secret is none that Acme would give: ${why}.`,
    hint: 'Acme uses hex. Copy it again from where it is shown.',
  })
})

describe('a signature in the payload', () => {
  const rule = {
    signs: '{bodyWithout:signature}',
    separator: null,
    headers: { 'Acme-Signature': null },
    inBody: { key: 'signature', value: 'sha256={signature}' },
    timestamp: null,
  }
  const signed = (text: string, signature: Json = rule) => {
    const result = signRequest(acme({ signature }), signing({ body: bytesOf(text) }))
    return { headers: result.headers, body: textOf(result.body) }
  }

  test('stands last, and every other character stays', () => {
    const signature = hmac('sha256', '{"b":2,"a":"é"}').digest('hex')
    expect(signed(body)).toEqual({
      headers: [],
      body: `{"b":2, "a":"é","signature":"sha256=${signature}"}`,
    })
  })

  test('replaces an older one', () => {
    const signature = hmac('sha256', '{"a":1}').digest('hex')
    expect(signed('{"signature":"x","a":1}').body).toBe(`{"signature":"sha256=${signature}","a":1}`)
  })

  test('cannot be put into what is no JSON', () => {
    expect([signed('a=1').body, signed('[1]').body]).toEqual(['a=1', '[1]'])
  })

  test('the time in the payload is that of signing', () => {
    const timed = { timestamp: { unit: 'ms', path: 'sent.at' }, signs: '{timestamp}.{body}' }
    const withTime = `{"b":2, "a":"é","sent":{"at":${now + 789}}}`
    const signature = hmac('sha256', `${now + 789}.${withTime}`).digest('hex')
    expect(signed(body, timed)).toEqual({
      headers: [['Acme-Signature', `t=${now + 789},v1=${signature}`]],
      body: withTime,
    })
  })
})
