import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Json } from '../../../src/http/body.ts'
import { mistakesOf, smallFile } from '../support/provider-files.ts'

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex')

const timed = {
  signs: '{timestamp}.{body}',
  separator: ',',
  headers: { 'Acme-Signature': 't={timestamp},v1={signature}' },
  timestamp: { unit: 's', tolerance: '5m' },
}
const at = '2026-03-15T10:05:00Z'
const right = {
  secret: 'S',
  at,
  body: '{"id":"evt_1"}',
  headers: { 'acme-signature': `t=1773569100,v1=${hmac('S', '1773569100.{"id":"evt_1"}')}` },
}

const remedy = 'Mend the vector, or what signature says of key, signs or encoding.'
const mistakes = (signature: Json, vector: Json) =>
  mistakesOf(smallFile({ signature, vectors: [vector] }), { trial: true })

test('a vector that is right', () => {
  expect(mistakes(timed, right)).toEqual([])
})

test('vectors are tried only where that is asked for', () => {
  expect(mistakesOf(smallFile({ signature: timed, vectors: [{ ...right, secret: 'T' }] }))).toEqual([])
})

test('another secret, or another rule than the one that is described', () => {
  const ours = hmac('T', '1773569100.{"id":"evt_1"}')
  expect(mistakes(timed, { ...right, secret: 'T' })).toEqual([
    {
      path: 'vectors[0].headers.Acme-Signature',
      message: `Signed with its secret, Acme-Signature is 't=1773569100,v1=${ours}', and not what stands here.`,
      remedy,
    },
  ])
  expect(mistakes({ ...timed, signs: '{timestamp}{body}' }, right)).toMatchObject([
    { path: 'vectors[0].headers.Acme-Signature' },
  ])
})

test('a secret that has not the form that is described', () => {
  const hex = { ...timed, key: { encoding: 'hex' } }
  expect(mistakes(hex, right)).toMatchObject([{ path: 'vectors[0]', remedy }])
})

test('a rotation that the file does not describe', () => {
  expect(mistakes(timed, { ...right, previousSecret: 'T' })).toMatchObject([{ path: 'vectors[0]', remedy }])
})

test('a public key only verifies', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
  const signature = { algorithm: 'ed25519', encoding: 'base64' }
  const value = sign(null, Buffer.from('x'), privateKey).toString('base64')
  const vector = { secret: pem, verifyOnly: true, body: 'x', headers: { 'Acme-Signature': value } }
  expect(mistakes(signature, vector)).toEqual([])
  expect(mistakes(signature, { ...vector, body: 'y' })).toEqual([
    {
      path: 'vectors[0]',
      message:
        'Verified with its secret, it is not accepted: no known secret gives the signature in Acme-Signature for this body.',
      remedy,
    },
  ])
  expect(mistakes(signature, { ...vector, verifyOnly: false })).toMatchObject([
    { path: 'vectors[0].verifyOnly' },
  ])
})

test('ECDSA signs differently each time, so it is only verified', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const signature = { algorithm: 'ecdsa-p256-sha256' }
  const value = sign('sha256', Buffer.from('x'), privateKey).toString('base64')
  const vector = { secret: pem, body: 'x', headers: { 'Acme-Signature': value } }
  expect(mistakes(signature, vector)).toEqual([])
  expect(mistakes(signature, { ...vector, body: 'y' })).toMatchObject([{ path: 'vectors[0]' }])
})

test('a signature in the payload', () => {
  const signature = {
    signs: '{bodyWithout:sig}',
    headers: null,
    inBody: { key: 'sig', value: '{signature}' },
  }
  const value = hmac('S', '{"a":1}')
  const vector = { secret: 'S', body: `{"a":1,"sig":"${value}"}`, headers: {} }
  expect(mistakes(signature, vector)).toEqual([])
  expect(mistakes(signature, { ...vector, body: '{"a":1,"sig":"00"}' })).toEqual([
    {
      path: 'vectors[0].body',
      message: `Signed with its secret, the body is '{"a":1,"sig":"${value}"}'.`,
      remedy,
    },
  ])
})

test('a URL that is signed', () => {
  const signature = { signs: '{url}{body}' }
  const url = 'https://acme.example/hooks?a=1'
  const vector = { secret: 'S', url, body: 'x', headers: { 'Acme-Signature': hmac('S', `${url}x`) } }
  expect(mistakes(signature, vector)).toEqual([])
  expect(mistakes(signature, { ...vector, url: 'https://acme.example/' })).toMatchObject([
    { path: 'vectors[0].headers.Acme-Signature' },
  ])
})
