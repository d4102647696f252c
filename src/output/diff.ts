import type { BodyDiff, DeliveryDiff, FieldChange } from '../delivery/diff.ts'
import type { Json } from '../http/body.ts'
import { mask, sensitiveHeaders } from '../http/redact.ts'
import { escapeLine, headerText } from './escape.ts'
import { roomOf, shortenEnd } from './fit.ts'
import { hexLines } from './hex.ts'
import type { Style } from './style.ts'

/** A value in a pipe is cut only where it is beyond all use. */
const longestPiped = 2_000

/**
 * How two deliveries differ: below each name what stood on the left (`-`) and on the right (`+`). Sensitive headers are
 * masked, unless `reveal`, and those in `sensitive` too.
 */
export function diffView(
  diff: DeliveryDiff,
  style: Style,
  { reveal = false, sensitive = [] }: { reveal?: boolean; sensitive?: readonly string[] } = {},
): string {
  const isSecret = sensitiveHeaders(sensitive)
  const headers = diff.headers.map(({ name, left, right }) => {
    const show = (value: string): string =>
      reveal || !isSecret(name) ? headerText(value) : mask(headerText(value), style.symbols.ellipsis)
    return {
      name: `header ${name}`,
      left: left === null ? null : show(left),
      right: right === null ? null : show(right),
    }
  })
  const lines = [...diff.fields, ...headers].flatMap((change) => changeLines(change, style))
  const body = bodyLines(diff.body, style)
  return lines.length + body.length > 0 ? [...lines, ...body].join('\n') : 'They do not differ.'
}

function changeLines({ name, left, right }: FieldChange, style: Style): string[] {
  return [
    style.bold(escapeLine(name)),
    ...(left === null ? [] : [sideLine('-', left, style)]),
    ...(right === null ? [] : [sideLine('+', right, style)]),
  ]
}

function sideLine(side: '-' | '+', value: string, style: Style): string {
  const paint = side === '-' ? style.no : style.yes
  const room = style.terminal ? roomOf(style) - 4 : longestPiped
  return paint(`  ${side} ${shortenEnd(escapeLine(value), room, style.symbols.ellipsis)}`)
}

function bodyLines(body: BodyDiff, style: Style): string[] {
  if (body.kind === 'same') return []
  if (body.kind === 'json') {
    if (body.changes.length === 0)
      return ['The bodies are the same JSON, in other bytes (spaces, order or escapes).']
    return body.changes.flatMap(({ path, left, right }) =>
      changeLines({ name: `body ${path}`, left: jsonText(left), right: jsonText(right) }, style),
    )
  }
  const { at, leftLength, rightLength } = body
  const sizes = leftLength === rightLength ? `${leftLength} bytes` : `${leftLength} and ${rightLength} bytes`
  return [
    style.bold(`body differs from byte ${at} on (${sizes})`),
    ...hexLines(body.left).map((line) => sideLine('-', withoutOffset(line), style)),
    ...hexLines(body.right).map((line) => sideLine('+', withoutOffset(line), style)),
  ]
}

function jsonText(value: Json | undefined): string | null {
  if (value === undefined) return null
  try {
    return JSON.stringify(value)
  } catch {
    // The runtime gives up on nesting of some thousand levels.
    return '(nested too deeply to show)'
  }
}

/** What is shown lies around the difference, at an offset that is not known here. */
const withoutOffset = (line: string): string => line.slice(10)
