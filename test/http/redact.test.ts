import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSensitiveHeader, mask, redactHeaders, redactUrl } from '../../src/http/redact.ts'

test('which headers bear secrets', () => {
  const yes = [
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Set-Cookie',
    'X-Api-Key',
    'X-ApiKey',
    'api_key',
    'X-Acme-Signature-256',
    'Webhook-Signature',
    'X-Acme-Sig',
    'X-Gitlab-Token',
    'X-Auth',
    'X-Session-Id',
    'Client-Secret',
  ]
  const no = [
    'Host',
    'Content-Type',
    'User-Agent',
    'Idempotency-Key',
    'X-Author',
    'X-Signal',
    'X-Event-Id',
    'Webhook-Id',
  ]
  expect([...yes, ...no].filter(isSensitiveHeader)).toEqual(yes)
})

test.each([
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLw3f2a', 'whsec_…3f2a'],
  ['sha256=5257a869e7ecebeda32affa62cdca3fa', 'sha256=…a3fa'],
  ['Bearer 0123456789abcdef', 'Bearer …cdef'],
  ['0123456789abcdef', '0123…cdef'],
  ['0123456789abcde', '…'],
  ['whsec_short', 'whsec_…'],
  ['', '…'],
  ['t=1773576271,v1=5257a869e7ecebeda32affa62cdca3fa', 't=1773576271,v1=…a3fa'],
  ['v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=', 'v1,K5oZ…pI4='],
  ['sid=0123456789abcdef; Path=/; pin=123456', 'sid=…cdef; Path=…; pin=…'],
])('%s is masked as %s', (value, masked) => {
  expect(mask(value)).toBe(masked)
})

test('a mask tells at most eight characters of a secret, and none of a short one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-f0-9]{1,80}$/), (secret) => {
      const told = mask(`sk_${secret}`).replace('sk_', '').replace('…', '').length
      expect(told).toBe(secret.length < 16 ? 0 : 4)
    }),
  )
})

test('headers keep their order, case and duplicates', () => {
  const headers = [
    ['host', 'localhost'],
    ['COOKIE', 'sid=1'],
    ['X-Acme', '0123456789abcdef'],
    ['cookie', 'a=0123456789abcdef'],
  ] as const
  expect(redactHeaders(headers, ['x-acme'])).toEqual([
    ['host', 'localhost'],
    ['COOKIE', 'sid=...'],
    ['X-Acme', '0123...cdef'],
    ['cookie', 'a=...cdef'],
  ])
  expect(redactHeaders(headers.slice(2, 3))).toEqual([['X-Acme', '0123456789abcdef']])
})

test.each([
  ['http://localhost:3000/hooks?a=1#x', 'http://localhost:3000/hooks?a=1#x'],
  ['https://me:pa@ss@localhost/a@b', 'https://…@localhost/a@b'],
  ['https://me@localhost', 'https://…@localhost'],
  ['/hooks?token=0123456789abcdef&a=b&api_key=x&sig=y#t', '/hooks?token=0123…cdef&a=b&api_key=…&sig=…#t'],
  ['not a url', 'not a url'],
])('%s is shown as %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown)
})
