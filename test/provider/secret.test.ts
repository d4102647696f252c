import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode } from '../../src/provider/encoding.ts'
import { readKey } from '../../src/provider/secret.ts'
import { acme } from './support/profiles.ts'

/** The rule of a signature with this rule for its key. */
const ruleWith = (key: Record<string, string>, algorithm = 'hmac-sha256') =>
  acme({ signature: { key, algorithm } }).signature

describe('a shared key', () => {
  test.each([
    [{ encoding: 'utf8' }, 'whsec_é', [0x77, 0x68, 0x73, 0x65, 0x63, 0x5f, 0xc3, 0xa9]],
    [{ encoding: 'utf8', prefix: 'whsec_' }, ' ', [0x20]],
    [{ encoding: 'hex' }, '00ff', [0x00, 0xff]],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_AP8=', [0x00, 0xff]],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'AP8=', [0x00, 0xff]],
    [{ encoding: 'base64url', prefix: 'k.' }, 'k.-_8', [0xfb, 0xff]],
  ])('by the rule %j of %s', (rule, secret, bytes) => {
    expect(readKey(ruleWith(rule), secret)).toEqual({
      ok: true,
      key: { kind: 'shared', bytes: Buffer.from(bytes) },
    })
  })

  test.each([
    [{ encoding: 'utf8' }, '', 'it is empty'],
    [{ encoding: 'hex' }, '', 'it is empty'],
    [{ encoding: 'hex' }, 'xyz', 'it is no hex'],
    [{ encoding: 'hex' }, '0', 'it is no hex'],
    [{ encoding: 'hex' }, 'AB', 'it is no hex'],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_', "behind 'whsec_' stands no base64"],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_AP8', "behind 'whsec_' stands no base64"],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_AP8=\n', "behind 'whsec_' stands no base64"],
    [{ encoding: 'base64url' }, 'a+b/', 'it is no base64url'],
  ])('by the rule %j is not %j', (rule, secret, why) => {
    expect(readKey(ruleWith(rule), secret)).toEqual({ ok: false, why })
  })
})

describe('a key pair', () => {
  const pairs = {
    ed25519: generateKeyPairSync('ed25519'),
    'ecdsa-p256-sha256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'rsa-sha256': generateKeyPairSync('rsa', { modulusLength: 1024 }),
  }
  const kinds = { ed25519: 'ed25519', 'ecdsa-p256-sha256': 'ec', 'rsa-sha256': 'rsa' }
  const names = new Map([
    ['ed25519', 'Ed25519'],
    ['ec', 'P-256'],
    ['rsa', 'RSA'],
  ])

  test.each(Object.entries(pairs))('of %s is read out of both halves as PEM', (algorithm, pair) => {
    const rule = ruleWith({ encoding: 'pem' }, algorithm)
    const halves = [
      readKey(rule, String(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))),
      readKey(rule, String(pair.publicKey.export({ format: 'pem', type: 'spki' }))),
    ]
    const found = halves.map((half) => {
      if (!half.ok || half.key.kind !== 'pair') return half
      return {
        signs: half.key.private?.equals(pair.privateKey),
        verifies: half.key.public.equals(pair.publicKey),
      }
    })
    expect(found).toEqual([
      { signs: true, verifies: true },
      { signs: undefined, verifies: true },
    ])
  })

  test('is not taken for one of another kind, and no text for any', () => {
    const refusals = Object.keys(pairs).map((algorithm) => {
      const others = Object.entries(pairs).filter(([name]) => name !== algorithm)
      const texts = others.map(([, { publicKey }]) =>
        String(publicKey.export({ format: 'pem', type: 'spki' })),
      )
      return ['no key', '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----', ...texts].map((text) =>
        readKey(ruleWith({ encoding: 'pem' }, algorithm), text),
      )
    })
    const refused = (why: string) => ({ ok: false, why })
    expect(refusals).toEqual(
      Object.entries(kinds).map(([algorithm, kind]) => [
        refused(`it is no ${names.get(kind)} key as PEM`),
        refused(`it is no ${names.get(kind)} key as PEM`),
        ...Object.entries(kinds)
          .filter(([name]) => name !== algorithm)
          .map(([, other]) => refused(`it is a key of another kind: ${other}`)),
      ]),
    )
  })
})

describe.each(['hex', 'base64', 'base64url'] as const)('%s', (encoding) => {
  test('bytes survive, and only what is written so is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(Uint8Array.from(decode(encode(bytes, encoding), encoding) ?? [])).toEqual(bytes)
      }),
    )
  })

  test('whatever is read would be written the same again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-fA-F+/_=-]{0,9}$/), (text) => {
        const bytes = decode(text, encoding)
        if (bytes) expect(encode(bytes, encoding)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })
})

test('text is any text but half a letter', () => {
  expect([decode('é 😀', 'utf8'), decode('\ud800', 'utf8')]).toEqual([Buffer.from('é 😀'), undefined])
})
