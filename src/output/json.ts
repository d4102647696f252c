import { asciiJson, exactTextOf } from '../http/body.ts'

/** A value as one line of JSON, in pure ASCII. */
export const jsonLine = (value: unknown): string => asciiJson(value)

/** A value as an indented JSON document, in pure ASCII. */
export const jsonDocument = (value: unknown): string => asciiJson(value, 2)

/** The field that bears a body in JSON: its text, or base64 where it is no UTF-8 and a text would lose something. */
export function bodyField(body: Uint8Array): { readonly body: string } | { readonly bodyBase64: string } {
  const text = exactTextOf(body)
  return text === undefined ? { bodyBase64: Buffer.from(body).toString('base64') } : { body: text }
}
