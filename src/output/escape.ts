import { exactTextOf } from '../http/body.ts'
import { widthOf } from './fit.ts'
import { hexLines } from './hex.ts'

/**
 * What a terminal must not be given: control characters, what changes the direction of text, what breaks a line, what is
 * not to be seen, lone surrogates, and a fifth accent on one letter (a pile of them draws over the lines above). An emoji
 * keeps the selector that makes it one.
 */
const unsafe =
  /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<!\p{Extended_Pictographic})\ufe0f|\p{M}(?<=\p{M}{5})/gu

const plain = /^[\x20-\x7e]*$/
const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])
const tabStop = 4

/**
 * A text from outside as one line that is safe to show: whatever is unsafe stands as a visible escape (`\x1b`, `\n`,
 * `\u202e`, `\u{e0001}`). Escaping twice changes nothing more.
 */
export const escapeLine = (text: string): string => (plain.test(text) ? text : text.replace(unsafe, visible))

/** The same for a text of several lines: line breaks stay, tabs become spaces. A carriage return shows as `\r`. */
export const escapeBlock = (text: string): string =>
  plain.test(text) ? text : text.split('\n').map(escapeExpanded).join('\n')

/** A header's value (latin-1, one character a byte) for people: read as UTF-8 where its bytes are that, and escaped. */
export const headerText = (value: string): string =>
  plain.test(value) ? value : escapeLine(exactTextOf(Buffer.from(value, 'latin1')) ?? value)

/** The first `limit` bytes for people: text where they are UTF-8 (escaped, line breaks stay), else a hex dump. */
export function bytesToText(bytes: Uint8Array, limit: number): string {
  const text = exactTextOf(bytes.subarray(0, wholeCharacters(bytes, limit)))
  if (text === undefined || text.includes('\0')) return hexLines(bytes.subarray(0, limit)).join('\n')
  return escapeBlock(text)
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code > 0xffff) return `\\u{${hex}}`
  return named.get(character) ?? (code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`)
}

function escapeExpanded(line: string): string {
  const [first = '', ...rest] = line.split('\t').map(escapeLine)
  let expanded = first
  let column = widthOf(first)
  for (const piece of rest) {
    const gap = tabStop - (column % tabStop)
    expanded += ' '.repeat(gap) + piece
    column += gap + widthOf(piece)
  }
  return expanded
}

/** Where to cut so that no UTF-8 character is cut in two. */
function wholeCharacters(bytes: Uint8Array, limit: number): number {
  let end = Math.min(limit, bytes.length)
  if (end === bytes.length) return end
  for (let back = 0; back < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80; back++) end--
  return end
}
