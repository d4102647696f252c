import { formatDuration } from '../time/duration.ts'
import { widthOf } from './fit.ts'
import { glyphsFor } from './glyphs.ts'
import { painted } from './painted.ts'
import type { Style } from './style.ts'

/** Where a time stands on a line of so many columns: more room for what comes early, so that minutes show beside days. */
export interface LogScale {
  readonly columns: number
  columnOf(ms: number): number
}

/**
 * @param times what is to be shown on it, in milliseconds, in any order
 * @param columns at least 2
 */
export function logScale(times: readonly number[], columns: number): LogScale {
  const shown = times.filter((ms) => ms > 0)
  const [step, total] = [Math.min(...shown), Math.max(...shown)]
  const most = Math.log1p(total / step)
  return {
    columns,
    columnOf: (ms) =>
      shown.length === 0 ? 0 : Math.round((Math.log1p(Math.min(ms, total) / step) / most) * (columns - 1)),
  }
}

/** An attempt on a time line. */
export interface TimeMark {
  readonly number: number
  readonly atMs: number
  /** Between which times jitter puts it. */
  readonly minMs: number
  readonly maxMs: number
}

/** `2h36m`, as users write a duration. */
export const shortDuration = (ms: number): string =>
  ms === 0 ? '0s' : formatDuration(ms).replaceAll(' ', '')

/**
 * Attempts on a time line: their times above it, their numbers below. Labels that would overlap go to a second row, and are left
 * out where there is no room in that either. The thick part of the line is where jitter may put an attempt.
 */
export function timeLine(marks: readonly TimeMark[], scale: LogScale, style: Style): string[] {
  const { columns } = scale
  const delayed = (marks[0]?.atMs ?? 0) > 0
  const times = [
    ...(delayed ? [{ at: 0, text: 'event' }] : []),
    ...marks.map(({ atMs }) => ({ at: scale.columnOf(atMs), text: shortDuration(atMs) })),
  ]
  const numbers = marks.map(({ number, atMs }) => ({ at: scale.columnOf(atMs), text: String(number) }))
  const lower = place(endsFirst(times), { columns, gap: 2 })
  const upper = place(lower.left, { columns, gap: 2 })
  const below = place(endsFirst(numbers), { columns, gap: 1 })
  return [
    ...(upper.text === '' ? [] : [style.dim(upper.text)]),
    style.dim(lower.text),
    lineOf(marks, scale, style),
    below.text,
  ]
}

/** The line alone. */
export function lineOf(marks: readonly TimeMark[], scale: LogScale, style: Style): string {
  const glyphs = glyphsFor(style)
  const ends = marks.flatMap(({ atMs, maxMs }) => [atMs, maxMs]).map(scale.columnOf)
  const cells: string[] = Array.from({ length: Math.max(...ends) + 1 }, () => glyphs.line)
  for (const { minMs, maxMs } of marks.filter((mark) => mark.minMs < mark.maxMs)) {
    cells.fill(glyphs.thickLine, scale.columnOf(minMs), scale.columnOf(maxMs) + 1)
  }
  cells[0] = glyphs.begin
  for (const { atMs } of marks) cells[scale.columnOf(atMs)] = style.symbols.dot
  return painted(cells.map((text) => ({ text, paint: text === style.symbols.dot ? style.yes : style.dim })))
}

interface Label {
  /** The column that it belongs to. */
  readonly at: number
  readonly text: string
}

/** Both ends of a scale matter most. */
const endsFirst = (labels: readonly Label[]): Label[] => [
  ...labels.slice(0, 1),
  ...(labels.length > 1 ? labels.slice(-1) : []),
  ...labels.slice(1, -1),
]

/** Labels in a row, each centred on its column as far as the row allows; those that would overlap are left. */
export function place(
  labels: readonly Label[],
  { columns, gap }: { columns: number; gap: number },
): { text: string; left: Label[] } {
  const row: string[] = Array.from({ length: columns }, () => ' ')
  const left: Label[] = []
  for (const label of labels) {
    const width = widthOf(label.text)
    const start = Math.max(0, Math.min(label.at - Math.floor((width - 1) / 2), columns - width))
    const around = row.slice(Math.max(0, start - gap), start + width + gap)
    if (width > columns || around.some((cell) => cell !== ' ')) left.push(label)
    else for (const [at, character] of [...label.text].entries()) row[start + at] = character
  }
  return { text: row.join('').trimEnd(), left }
}
