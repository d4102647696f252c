import { exactTextOf } from '../http/body.ts'
import { escapeBlock, escapeLine } from './escape.ts'
import { hexBytes, hexLineCount, hexLines } from './hex.ts'
import { jsonTokens } from './json-tokens.ts'
import type { Style } from './style.ts'

/** In a preview, what is shown of one line or one string. */
const previewCharacters = 1_000

/** Deeper levels are not indented further: the text would grow with the square of the depth. */
const deepestIndent = 24

interface Limits {
  readonly lines: number
  readonly characters: number
}

/**
 * A body for people: JSON is laid out as it stands (numbers, escapes, order and duplicate keys untouched), other text is
 * shown as it is, bytes as a hex dump; all escaped. With `maxLines` it is a preview: what is longer ends with how much more
 * there is, and very long lines are cut. Takes linear time, however deep the JSON.
 */
export function prettyPayload(
  body: Uint8Array,
  style: Style,
  { maxLines }: { maxLines?: number } = {},
): string {
  if (body.length === 0) return style.terminal ? style.dim('(empty)') : ''
  const limits = {
    lines: maxLines ?? Number.POSITIVE_INFINITY,
    characters: maxLines === undefined ? Number.POSITIVE_INFINITY : previewCharacters,
  }
  const text = exactTextOf(body)
  if (text === undefined || text.includes('\0')) return hexPayload(body, limits, style)
  if (isJson(text)) return takeLines(jsonLines(text, limits, style), limits, style)
  return plainText(text, limits, style)
}

function isJson(text: string): boolean {
  if (!/^[ \t\r\n]*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function hexPayload(body: Uint8Array, limits: Limits, style: Style): string {
  const lines = hexLines(body.subarray(0, hexBytes(limits.lines)))
  return [...lines, ...more(hexLineCount(body.length) - lines.length, style)].join('\n')
}

function takeLines(lines: Iterable<string>, limits: Limits, style: Style): string {
  const taken: string[] = []
  let left = 0
  for (const line of lines) {
    if (taken.length < limits.lines) taken.push(line)
    else left++
  }
  return [...taken, ...more(left, style)].join('\n')
}

const more = (lines: number, { dim, symbols }: Style): string[] =>
  lines > 0 ? [dim(`${symbols.ellipsis} ${lines} more ${lines === 1 ? 'line' : 'lines'}`)] : []

function plainText(text: string, limits: Limits, style: Style): string {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const taken = lines.slice(0, limits.lines)
  const shown = taken.map((line) => escapeBlock(clip(line, limits)) + rest(line, limits, style))
  return [...shown, ...more(lines.length - taken.length, style)].join('\n')
}

function* jsonLines(text: string, limits: Limits, style: Style): Generator<string> {
  let line = ''
  let depth = 0
  let opened = false
  const indent = (): string => '  '.repeat(Math.min(depth, deepestIndent))
  for (const { kind, token } of jsonTokens(text)) {
    if (kind === 'close') depth--
    // An empty object or list stays on its line.
    if (kind === 'close' ? !opened : opened) {
      yield line
      line = indent()
    }
    opened = kind === 'open'
    if (opened) depth++
    if (kind === 'key') line += style.dim(escapeLine(clip(token, limits))) + rest(token, limits, style)
    else if (kind === 'colon') line += ': '
    else if (kind === 'comma') {
      yield `${line},`
      line = indent()
    } else line += escapeLine(clip(token, limits)) + rest(token, limits, style)
  }
  yield line
}

/** The start of a long text; never half a character. */
function clip(text: string, { characters }: Limits): string {
  if (text.length <= characters) return text
  const start = text.slice(0, characters)
  return /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start
}

function rest(text: string, limits: Limits, { dim, symbols }: Style): string {
  const left = text.length - clip(text, limits).length
  return left > 0 ? dim(`${symbols.ellipsis} ${left} more characters`) : ''
}
