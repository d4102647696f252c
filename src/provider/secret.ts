import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Key, PairKind } from './algorithms.ts'
import { schemeOf } from './algorithms.ts'
import { decode } from './encoding.ts'
import type { Profile } from './profile.ts'

type SignatureRule = Pick<Profile['signature'], 'algorithm' | 'key'>

/** The key that a secret stands for, or why it stands for none. */
export type KeyReading =
  | { readonly ok: true; readonly key: Key }
  | { readonly ok: false; readonly why: string }

const no = (why: string): KeyReading => ({ ok: false, why })

/** Makes the key out of a secret's text, as the provider's rule says. Never throws. */
export function readKey(rule: SignatureRule, secret: string): KeyReading {
  if (secret === '') return no('it is empty')
  const { pair } = schemeOf(rule.algorithm)
  return pair === undefined ? readShared(rule.key, secret) : readPair(rule.key, secret, pair)
}

type KeyRule = SignatureRule['key']

function readShared({ encoding, prefix = '' }: KeyRule, secret: string): KeyReading {
  if (encoding === 'utf8' || encoding === 'pem') {
    return { ok: true, key: { kind: 'shared', bytes: Buffer.from(secret) } }
  }
  const behind = prefix !== '' && secret.startsWith(prefix)
  const bytes = decode(behind ? secret.slice(prefix.length) : secret, encoding)
  if (!bytes || bytes.length === 0)
    return no(behind ? `behind '${prefix}' stands no ${encoding}` : `it is no ${encoding}`)
  return { ok: true, key: { kind: 'shared', bytes } }
}

/** The kinds of key pairs, as people call them. */
export const kindNames = { ed25519: 'Ed25519', ec: 'P-256', rsa: 'RSA' } as const

/** How a key of a pair is written, in words. */
export const writtenAs = (encoding: KeyRule['encoding']): string =>
  encoding === 'pem' || encoding === 'utf8' ? 'PEM' : encoding

/** Either half of a pair: from the private one the public one follows. */
function readPair(rule: KeyRule, secret: string, kind: Exclude<PairKind, undefined>): KeyReading {
  const text = secret.trim()
  const isPrivate = rule.privatePrefix !== undefined && text.startsWith(rule.privatePrefix)
  const prefix = (isPrivate ? rule.privatePrefix : rule.prefix) ?? ''
  const bare = text.startsWith(prefix) ? text.slice(prefix.length) : text
  const key = bare.includes('-----BEGIN') ? pemKey(bare) : encodedKey(rule, bare, { kind, isPrivate })
  if (!key) return no(`it is no ${kindNames[kind]} key as ${writtenAs(rule.encoding)}`)
  if (key.asymmetricKeyType !== kind) return no(`it is a key of another kind: ${key.asymmetricKeyType}`)
  if (key.type === 'public') return { ok: true, key: { kind: 'pair', private: undefined, public: key } }
  return { ok: true, key: { kind: 'pair', private: key, public: createPublicKey(key) } }
}

const pemKey = (text: string): KeyObject | undefined =>
  attempt(() => (text.includes('PRIVATE KEY') ? createPrivateKey(text) : createPublicKey(text)))

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const rawPublic = Buffer.from('302a300506032b6570032100', 'hex')
const rawPrivate = Buffer.from('302e020100300506032b657004220420', 'hex')

function encodedKey(
  { encoding }: KeyRule,
  text: string,
  { kind, isPrivate }: { kind: string; isPrivate: boolean },
): KeyObject | undefined {
  const bytes = encoding === 'pem' ? undefined : decode(text, encoding)
  if (!bytes) return undefined
  // Raw: 32 bytes of either half, or the 64 of a private key with its public one behind it.
  if (kind === 'ed25519' && (bytes.length === 32 || bytes.length === 64)) {
    const der = Buffer.concat([isPrivate ? rawPrivate : rawPublic, bytes.subarray(0, 32)])
    return derKey(der)
  }
  return derKey(Buffer.from(bytes))
}

const derKey = (key: Buffer): KeyObject | undefined =>
  attempt(() => createPrivateKey({ key, format: 'der', type: 'pkcs8' })) ??
  attempt(() => createPublicKey({ key, format: 'der', type: 'spki' }))

/** What node:crypto cannot read it tells by throwing. */
function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
