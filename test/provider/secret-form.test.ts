import { describe, expect, test } from 'vitest'
import type { Profile } from '../../src/provider/profile.ts'
import type { SecretProblem } from '../../src/provider/secret-form.ts'
import { refusedSecret, secretForm, secretProblem } from '../../src/provider/secret-form.ts'
import { acme } from './support/profiles.ts'

const text = acme()
const base64 = acme({ signature: { key: { encoding: 'base64', prefix: 'whsec_' } } })
const hex = acme({ signature: { key: { encoding: 'hex' } } })
const pair = acme({
  signature: {
    algorithm: 'ed25519',
    key: { encoding: 'base64', prefix: 'whpk_', privatePrefix: 'whsk_', form: 'raw' },
  },
})
const pem = acme({ signature: { algorithm: 'ecdsa-p256-sha256', key: { encoding: 'pem' } } })

const counts = { fatal: false, what: 'has white space around it, which counts as a part of it' }
const around = { fatal: true, what: 'there is white space around it' }
const nothing = { fatal: true, what: 'it is nothing but white space' }
const publicKey = `whpk_${Buffer.alloc(32, 1).toString('base64')}`

describe('a secret', () => {
  test.each<[string, readonly Profile[], string, SecretProblem | undefined]>([
    ['any text', [text], 'any text at all', undefined],
    ['a text with white space before it', [text], ' text', counts],
    ['a text with a newline behind it', [text], 'text\n', counts],
    ['a text with white space in it', [text], 'te xt', undefined],
    ['nothing', [text], '', { fatal: true, what: 'it is empty' }],
    ['white space', [text], ' \t\n\u00a0', nothing],
    ['base64', [base64], 'AQID', undefined],
    ['base64 behind its prefix', [base64], 'whsec_AQID', undefined],
    ['base64 with white space', [base64], ' whsec_AQID', around],
    ['no base64', [base64], 'whsec_not base64', { fatal: true, what: "behind 'whsec_' stands no base64" }],
    ['the prefix alone', [base64], 'whsec_', { fatal: true, what: "behind 'whsec_' stands no base64" }],
    ['hex in capitals', [hex], 'AB', { fatal: true, what: 'it is no hex' }],
    ['a public key', [pair], publicKey, undefined],
    ['a public key with white space, which means nothing', [pair], ` ${publicKey}\n`, undefined],
    ['half a key', [pair], 'whpk_AQID', { fatal: true, what: 'it is no Ed25519 key as base64' }],
    ['what one of several can use', [base64, pair], publicKey, undefined],
    ['what none of several can use', [base64, pair], '!', { fatal: true, what: 'it is no base64' }],
    ['for anyone', [], 'text', undefined],
    ['for anyone, with white space', [], 'text ', counts],
    ['for anyone, white space', [], ' ', nothing],
  ])('%s', (_, ...[profiles, secret, problem]) => {
    expect(secretProblem(profiles, secret)).toEqual(problem)
  })
})

test('what a provider uses, in words', () => {
  expect([text, base64, hex, pair, pem].map(secretForm)).toEqual([
    'the secret as it stands',
    "base64 behind 'whsec_'",
    'hex',
    "a pair of Ed25519 keys, as base64 behind 'whpk_' (the private one behind 'whsk_')",
    'a pair of P-256 keys, as PEM',
  ])
})

test('what is said of one that is refused', () => {
  const said = [
    refusedSecret(base64, 'it is wrong'),
    refusedSecret(base64, 'it is wrong', { from: 'HERE', instead: 'acme@two' }),
  ]
  expect(said.map(({ code, message, hint }) => ({ code, message, hint }))).toEqual([
    {
      code: 'invalid-value',
      message: 'The secret is none that Acme would give: it is wrong.',
      hint: "Acme uses base64 behind 'whsec_'. Copy it again from where it is shown.",
    },
    {
      code: 'invalid-value',
      message: 'The secret from HERE is none that Acme would give: it is wrong.',
      hint: "Acme uses base64 behind 'whsec_'. It fits acme@two: --provider acme@two",
    },
  ])
})
