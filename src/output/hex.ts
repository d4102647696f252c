const perLine = 16

/** Bytes as a hex dump, 16 to a line: `00000010  7b 22 61 …  |{"a…|`. `from` is the offset of the first byte. */
export function hexLines(bytes: Uint8Array, from = 0): string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += perLine)
    lines.push(hexLine(bytes.subarray(at, at + perLine), from + at))
  return lines
}

/** How many lines `hexLines` makes of so many bytes. */
export const hexLineCount = (bytes: number): number => Math.ceil(bytes / perLine)

/** How many bytes stand on so many lines. */
export const hexBytes = (lines: number): number => lines * perLine

function hexLine(bytes: Uint8Array, offset: number): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const text = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('')
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(3 * perLine - 1)}  |${text}|`
}
