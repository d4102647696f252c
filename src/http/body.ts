/** JSON as a value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What reading a body as JSON gave; a body that is none is a value too. */
export type JsonReading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly why: string }

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** The body as text, with U+FFFD for what is no UTF-8. A view only: never sent, signed or stored. */
export const textOf = (body: Uint8Array): string => lenient.decode(body)

/** The body as text, or undefined where it is no UTF-8 and so cannot be written as text without loss. */
export function exactTextOf(body: Uint8Array): string | undefined {
  try {
    return strict.decode(body)
  } catch {
    return undefined
  }
}

/** Reads a body as JSON. A view only: the bytes stay as they are. */
export function readJson(body: Uint8Array): JsonReading {
  try {
    return { ok: true, value: JSON.parse(strict.decode(body)) }
  } catch (error) {
    return { ok: false, why: error instanceof SyntaxError ? error.message : 'it is no UTF-8 text' }
  }
}

/** JSON leaves these as they are; escaped, no terminal, log or line reader can take them for anything else. */
const beyondAscii = /[^\x20-\x7e\n]/g

/** Any value as JSON in pure ASCII: on one line, or indented by so many spaces. */
export const asciiJson = (value: unknown, indent = 0): string =>
  (JSON.stringify(value, undefined, indent) ?? 'null').replace(
    beyondAscii,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
