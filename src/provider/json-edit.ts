import type { Path } from './path.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Puts a value, as JSON, into a JSON text at a path and leaves every other character as it is: numbers that no double can hold,
 * spacing, escapes and the order of keys survive. The text must be valid JSON.
 *
 * @returns the new text, or undefined where the path leads nowhere; with `add`, missing fields (and the item behind an
 *   array's last) are made
 */
export function editJson(
  text: string,
  path: Path,
  put: { readonly json: string; readonly add: boolean },
): string | undefined {
  let span: Span = valueSpan(text, skipSpace(text, 0))
  for (const [depth, step] of path.entries()) {
    const children = childSpans(text, span, step)
    const child = typeof step === 'number' ? children[step] : children.at(-1)
    if (child) {
      span = child
      continue
    }
    const fits =
      typeof step === 'number'
        ? text[span.start] === '[' && step === children.length
        : text[span.start] === '{'
    if (!put.add || !fits) return undefined
    return insertLast(text, span, { step, json: wrap(path.slice(depth + 1), put.json) })
  }
  return text.slice(0, span.start) + put.json + text.slice(span.end)
}

/** The spans of an array's items, or of an object's values that bear the key (the last one counts, as for JSON.parse). */
function childSpans(text: string, { start, end }: Span, step: string | number): Span[] {
  const open = typeof step === 'number' ? '[' : '{'
  if (text[start] !== open) return []
  const spans: Span[] = []
  let at = skipSpace(text, start + 1)
  while (at < end - 1) {
    let key: string | undefined
    if (open === '{') {
      const keySpan = valueSpan(text, at)
      key = JSON.parse(text.slice(keySpan.start, keySpan.end))
      at = skipSpace(text, skipSpace(text, keySpan.end) + 1)
    }
    const span = valueSpan(text, at)
    if (open === '[' || key === step) spans.push(span)
    at = skipSpace(text, span.end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return spans
}

/** The fields that a path still lacks, around the value. */
const wrap = (missing: Path, json: string): string =>
  missing.reduceRight<string>(
    (inner, step) => (typeof step === 'number' ? `[${inner}]` : `{${JSON.stringify(step)}:${inner}}`),
    json,
  )

function insertLast(
  text: string,
  { start, end }: Span,
  child: { step: string | number; json: string },
): string {
  const empty = skipSpace(text, start + 1) === end - 1
  const key = typeof child.step === 'string' ? `${JSON.stringify(child.step)}:` : ''
  const behind = empty ? start + 1 : skipSpaceBack(text, end - 2) + 1
  return `${text.slice(0, behind)}${empty ? '' : ','}${key}${child.json}${text.slice(behind)}`
}

/** Where the value that begins at `start` ends. */
function valueSpan(text: string, start: number): Span {
  let depth = 0
  let at = start
  do {
    const character = text[at]
    if (character === '"') at = stringEnd(text, at)
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else if (depth === 0) return { start, end: plainEnd(text, at) }
    at++
  } while (depth > 0 && at < text.length)
  return { start, end: at }
}

/** The closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function plainEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at++
  return at
}

const isSpace = (character: string | undefined): boolean =>
  character !== undefined && /[ \t\n\r]/.test(character)

function skipSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text[at])) at++
  return at
}

function skipSpaceBack(text: string, start: number): number {
  let at = start
  while (isSpace(text[at])) at--
  return at
}
