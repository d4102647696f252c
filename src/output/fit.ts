import type { Style } from './style.ts'

/** Latin, Greek and Cyrillic letters and our own symbols: one column each, and nothing that joins. */
const simple = /^[\x20-\x7e\u00a1-\u02ff\u0370-\u0482\u2026\u2190-\u2193\u25cf\u2713\u2717]*$/
const zero = /^\p{M}/u
/** East Asian wide characters, and what is drawn as an emoji. */
const wide =
  /^(?:[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u

/** Beyond this many characters a text is wider than any terminal, and is not measured. */
const tooLongToMeasure = 4_096

let segmenter: Intl.Segmenter | undefined

/** What a reader sees as one character: it is kept or left out as a whole. */
function charactersOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function widthOfCharacter(character: string): number {
  if (wide.test(character)) return 2
  return zero.test(character) ? 0 : 1
}

/** How many columns a text takes on a terminal. The text is escaped and has no colours. */
export function widthOf(text: string): number {
  if (text.length > tooLongToMeasure || simple.test(text)) return text.length
  return charactersOf(text).reduce((sum, character) => sum + widthOfCharacter(character), 0)
}

/** The columns that there are; a terminal that does not know says 0. */
export const roomOf = (style: Style): number => (style.width > 0 ? style.width : 80)

/** A text that is too wide, with its middle left out: `evt_01JQ…4M8C6`. */
export function shortenMiddle(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text
  const room = width - widthOf(ellipsis)
  if (room < 2) return shortenEnd(text, width, ellipsis)
  const tail = Math.floor(room / 2)
  const [start, end] = endsOf(text, width)
  const last = takeColumns(charactersOf(end).reverse(), tail).reverse()
  return takeColumns(charactersOf(start), room - tail).join('') + ellipsis + last.join('')
}

/** A text that is too wide, with its end left out; for sentences. */
export function shortenEnd(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text
  const mark = ellipsis.slice(0, Math.max(0, width))
  return takeColumns(charactersOf(endsOf(text, width)[0]), width - widthOf(mark)).join('') + mark
}

/** A text with spaces behind it (before it: `right`) up to a width. A wider one stays as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'left' ? text + gap : gap + text
}

/**
 * Shares columns out: from each the width that it wants, less where the sum is above `room`; the widest gives first, none
 * goes below its least.
 */
export function shareColumns(wants: readonly { width: number; least: number }[], room: number): number[] {
  const widths = wants.map(({ width, least }) => Math.min(width, Math.max(room, least)))
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over--) {
    const spare = widths.map((width, at) => (width > (wants[at]?.least ?? 0) ? width : 0))
    const widest = spare.indexOf(Math.max(...spare))
    if (!spare[widest]) break
    widths[widest] = spare[widest] - 1
  }
  return widths
}

/** A sentence as lines of at most `width` columns, broken at spaces, each indented as it is. A wider word stays whole. */
export function wrapWords(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? ''
  const [first = '', ...words] = text.slice(indent.length).split(' ')
  const lines: string[] = []
  let line = indent + first
  for (const word of words) {
    if (widthOf(line) + 1 + widthOf(word) <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}

/** Both ends of a text, each with enough characters to fill a width: a huge text is never taken apart as a whole. */
function endsOf(text: string, width: number): readonly [string, string] {
  const enough = 16 * width + 64
  return text.length <= enough ? [text, text] : [text.slice(0, enough), text.slice(-enough)]
}

function takeColumns(characters: readonly string[], room: number): string[] {
  const taken: string[] = []
  let left = room
  for (const character of characters) {
    left -= widthOfCharacter(character)
    if (left < 0) break
    taken.push(character)
  }
  return taken
}

/** A sentence below another one: indented, and on a terminal broken between words where it is too long for one line. */
export function indented(text: string, style: Style): string[] {
  const indent = '  '
  return style.terminal ? wrapWords(indent + text, roomOf(style)) : [indent + text]
}
