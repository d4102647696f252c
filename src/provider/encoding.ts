export type Encoding = 'hex' | 'base64' | 'base64url' | 'utf8'

const shapes: Record<Encoding, RegExp> = {
  hex: /^(?:[0-9a-f]{2})*$/,
  base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  base64url: /^[A-Za-z0-9_-]*$/,
  utf8: /^/,
}

export const encode = (bytes: Uint8Array, encoding: Encoding): string => Buffer.from(bytes).toString(encoding)

/** Decodes strictly: undefined for whatever the encoding would not have written (upper-case hex, missing padding). */
export function decode(text: string, encoding: Encoding): Uint8Array | undefined {
  return shapes[encoding].test(text) ? Buffer.from(text, encoding) : undefined
}
