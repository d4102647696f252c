import { decode } from './encoding.ts'
import type { Profile } from './profile.ts'

type KeyRule = Profile['signature']['key']

/** The key that a secret stands for, or why it stands for none. */
export type KeyReading =
  | { readonly ok: true; readonly key: Uint8Array }
  | { readonly ok: false; readonly why: string }

/** Makes the key out of a secret's text, as the provider's rule says. */
export function readKey(rule: KeyRule, secret: string): KeyReading {
  if (secret === '') return { ok: false, why: 'it is empty' }
  if (rule.encoding === 'utf8') return { ok: true, key: Buffer.from(secret) }
  const { prefix = '' } = rule
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret
  const key = decode(text, rule.encoding)
  if (!key || key.length === 0) return { ok: false, why: `behind '${prefix}' it is no ${rule.encoding}` }
  return { ok: true, key }
}
