import type { KeyObject } from 'node:crypto'
import { createHmac, sign as signWithKey, timingSafeEqual, verify as verifyWithKey } from 'node:crypto'
import type { Profile } from './profile.ts'

export type Algorithm = Profile['signature']['algorithm']

/** A key that is ready for use: the bytes of a shared one, or one or both halves of a pair. */
export type Key =
  | { readonly kind: 'shared'; readonly bytes: Uint8Array }
  | { readonly kind: 'pair'; readonly private: KeyObject | undefined; readonly public: KeyObject }

/** Which kind of key pair an algorithm takes; undefined where the key is shared. */
export type PairKind = 'ed25519' | 'ec' | 'rsa' | undefined

interface Scheme {
  readonly pair: PairKind
  /** Bytes of a signature, where they are always as many. */
  readonly length: number | undefined
  /** Undefined where the key cannot sign: a public one. */
  readonly sign: (key: Key, content: Uint8Array) => Uint8Array | undefined
  readonly fits: (key: Key, content: Uint8Array, given: Uint8Array) => boolean
  /** The same for many signatures of one content: what does not depend on the signature is worked out once. */
  readonly fitting: (key: Key, content: Uint8Array) => (given: Uint8Array) => boolean
}

const scheme = (rest: Omit<Scheme, 'fits' | 'fitting'>, fitting: Scheme['fitting']): Scheme => ({
  ...rest,
  fitting,
  fits: (key, content, given) => fitting(key, content)(given),
})

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

function shared(
  length: number | undefined,
  make: (key: Uint8Array, content: Uint8Array) => Uint8Array,
): Scheme {
  const sign: Scheme['sign'] = (key, content) =>
    key.kind === 'shared' ? make(key.bytes, content) : undefined
  return scheme({ pair: undefined, length, sign }, (key, content) => {
    const wanted = sign(key, content)
    return (given) => wanted !== undefined && equal(given, wanted)
  })
}

const hmac = (hash: string, length: number): Scheme =>
  shared(length, (key, content) => createHmac(hash, key).update(content).digest())

/** @param hash undefined where the algorithm brings its own */
function pair(kind: Exclude<PairKind, undefined>, hash: string | undefined, length?: number): Scheme {
  const sign: Scheme['sign'] = (key, content) =>
    key.kind === 'pair' && key.private ? signWithKey(hash, content, key.private) : undefined
  return scheme(
    { pair: kind, length, sign },
    (key, content) => (given) => key.kind === 'pair' && verifyWithKey(hash, content, key.public, given),
  )
}

const schemes: Record<Algorithm, Scheme> = {
  'hmac-sha1': hmac('sha1', 20),
  'hmac-sha256': hmac('sha256', 32),
  'hmac-sha384': hmac('sha384', 48),
  'hmac-sha512': hmac('sha512', 64),
  ed25519: pair('ed25519', undefined, 64),
  // The signature is DER, whose length varies.
  'ecdsa-p256-sha256': pair('ec', 'sha256'),
  'rsa-sha256': pair('rsa', 'sha256'),
  // The secret itself, in the open: it proves who knows it, and nothing about the body.
  token: shared(undefined, (key) => key),
}

/** What an algorithm does with a key. */
export const schemeOf = (algorithm: Algorithm): Scheme => schemes[algorithm]
