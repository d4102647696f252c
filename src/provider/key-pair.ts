import type { KeyObject } from 'node:crypto'
import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto'
import { schemeOf } from './algorithms.ts'
import { encode } from './encoding.ts'
import type { Random } from './generator.ts'
import type { Profile } from './profile.ts'
import { readKey } from './secret.ts'

type KeyRule = Profile['signature']['key']

/** A key pair as texts, in the form that a provider gives its keys. */
export interface KeyPair {
  readonly privateKey: string
  readonly publicKey: string
}

/** Makes a key pair for a provider that signs with one. Undefined where it does not, or with RSA, whose keys openssl makes. */
export function makeKeyPair({ signature: rule }: Profile, random: Random): KeyPair | undefined {
  const { pair } = schemeOf(rule.algorithm)
  const key = pair === 'ed25519' ? newEd25519(random) : pair === 'ec' ? newP256(random) : undefined
  if (!key) return undefined
  return { privateKey: write(rule.key, key, true), publicKey: write(rule.key, createPublicKey(key), false) }
}

/** The pair that a private key is one half of, in the provider's form; undefined where the text is none. */
export function pairOf({ signature: rule }: Profile, privateKey: string): KeyPair | undefined {
  const reading = readKey(rule, privateKey)
  if (!reading.ok || reading.key.kind !== 'pair' || !reading.key.private) return undefined
  return { privateKey, publicKey: write(rule.key, reading.key.public, false) }
}

function newEd25519(random: Random): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), random.bytes(32)])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function newP256(random: Random): KeyObject {
  const curve = createECDH('prime256v1')
  const secret = Buffer.from(random.bytes(32))
  // Below the order of the curve, which begins with 32 ones.
  secret[0] = 0x7f & (secret[0] ?? 0)
  curve.setPrivateKey(secret)
  const point = curve.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const jwk = { kty: 'EC', crv: 'P-256', d: secret.toString('base64url'), x: x ?? '', y: y ?? '' }
  return createPrivateKey({ key: jwk, format: 'jwk' })
}

function write(
  { encoding, form, prefix = '', privatePrefix }: KeyRule,
  key: KeyObject,
  isPrivate: boolean,
): string {
  if (encoding === 'pem' || encoding === 'utf8') {
    return String(key.export({ format: 'pem', type: isPrivate ? 'pkcs8' : 'spki' }))
  }
  const der = Buffer.from(key.export({ format: 'der', type: isPrivate ? 'pkcs8' : 'spki' }))
  if (!isPrivate) return prefix + encode(form === 'raw' ? der.subarray(-32) : der, encoding)
  // Raw, a private key cannot be told from a public one, unless its prefix says which it is.
  return privatePrefix === undefined
    ? encode(der, encoding)
    : privatePrefix + encode(der.subarray(-32), encoding)
}
