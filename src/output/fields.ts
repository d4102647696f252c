import { escapeLine } from './escape.ts'
import { pad, roomOf, widthOf, wrapWords } from './fit.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'

/** A line of a page: what it is about, and what there is to say; several values stand on lines of their own. */
export interface Field {
  readonly label: string
  readonly value: string | readonly string[]
}

/**
 * The fields of a page, one below the other. On a terminal: aligned, long values wrapped at spaces, an empty line between
 * groups. In a pipe: a label, a tab and a value on each line. A field without a value is left out.
 */
export function fieldLines(groups: readonly (readonly Field[])[], style: Style): string[] {
  const labels = groups.flat().map(({ label }) => widthOf(escapeLine(label)))
  const widest = labels.reduce((most, width) => Math.max(most, width), 0)
  const drawn = groups
    .map((fields) => fields.flatMap((field) => drawField(field, widest, style)))
    .filter((lines) => lines.length > 0)
  return style.terminal ? drawn.flatMap((lines, at) => (at > 0 ? ['', ...lines] : lines)) : drawn.flat()
}

function drawField({ label, value }: Field, widest: number, style: Style): string[] {
  const values = typeof value === 'string' ? [value] : value
  if (!style.terminal) return values.map((each) => tabbed([label, each]))
  const room = Math.max(20, roomOf(style) - widest - 2)
  return values
    .flatMap((each) => wrapWords(escapeLine(each), room))
    .map((line, at) => `${style.dim(pad(at === 0 ? escapeLine(label) : '', widest))}  ${line}`)
}
