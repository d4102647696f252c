import { exactTextOf } from '../http/body.ts'

/** JSON leaves these as they are; escaped, no terminal, log or line reader can take them for anything else. */
const beyondAscii = /[^\x20-\x7e\n]/g

const toEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A value as one line of JSON, in pure ASCII. */
export const jsonLine = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replace(beyondAscii, toEscape)

/** A value as an indented JSON document, in pure ASCII. */
export const jsonDocument = (value: unknown): string =>
  (JSON.stringify(value, undefined, 2) ?? 'null').replace(beyondAscii, toEscape)

/** The field that bears a body in JSON: its text, or base64 where it is no UTF-8 and a text would lose something. */
export function bodyField(body: Uint8Array): { readonly body: string } | { readonly bodyBase64: string } {
  const text = exactTextOf(body)
  return text === undefined ? { bodyBase64: Buffer.from(body).toString('base64') } : { body: text }
}
