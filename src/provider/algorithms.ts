import { createHmac } from 'node:crypto'
import type { Profile } from './profile.ts'

export type Algorithm = Profile['signature']['algorithm']

interface Rule {
  /** The name that the hash has in node:crypto. */
  readonly hash: string
  /** Bytes of a signature. */
  readonly length: number
}

const rules: Record<Algorithm, Rule> = {
  'hmac-sha1': { hash: 'sha1', length: 20 },
  'hmac-sha256': { hash: 'sha256', length: 32 },
  'hmac-sha384': { hash: 'sha384', length: 48 },
  'hmac-sha512': { hash: 'sha512', length: 64 },
}

/** The signature of `content` under `key`. */
export const computeSignature = (algorithm: Algorithm, key: Uint8Array, content: Uint8Array): Uint8Array =>
  createHmac(rules[algorithm].hash, key).update(content).digest()

/** How many bytes a signature has. */
export const signatureLength = (algorithm: Algorithm): number => rules[algorithm].length
