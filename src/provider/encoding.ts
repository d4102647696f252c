export type Encoding = 'hex' | 'base64' | 'base64url' | 'utf8'

export const encode = (bytes: Uint8Array, encoding: Encoding): string => Buffer.from(bytes).toString(encoding)

/**
 * Decodes strictly: undefined for whatever the encoding would not have written (upper-case hex, missing padding, idle bits that
 * are set).
 */
export function decode(text: string, encoding: Encoding): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding)
  return bytes.toString(encoding) === text ? bytes : undefined
}
