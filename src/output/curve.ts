import { glyphsFor } from './glyphs.ts'
import { painted } from './painted.ts'
import type { Style } from './style.ts'
import { place, shortDuration } from './time-line.ts'

/** Something that grew and shrank over time. */
export interface DrawnCurve {
  /** The value of each step. */
  readonly values: readonly number[]
  /** What stands beside the top. */
  readonly top: string
  /** How the column of a step is painted. */
  paint(step: number): (text: string) => string
}

/** A moment that is marked on the axis. */
export interface CurveMark {
  readonly atMs: number
  readonly symbol: string
  readonly paint: (text: string) => string
}

export interface CurveShape {
  readonly columns: number
  readonly rows: number
  /** How wide what stands beside the curve may be. */
  readonly beside: number
}

/** A curve, row by row from the top, filled below. What is not nothing shows at least as the lowest level. */
export function curveLines({ values, top, paint }: DrawnCurve, shape: CurveShape, style: Style): string[] {
  const { levels, edge } = glyphsFor(style)
  const { columns, rows, beside } = shape
  const most = Math.max(...values, 1)
  const cells = Array.from({ length: columns }, (_, column) => {
    const step = Math.floor((column * values.length) / columns)
    const value = highestIn(values, step, Math.floor(((column + 1) * values.length) / columns))
    return { step, units: value === 0 ? 0 : Math.max(1, Math.round((value / most) * rows * levels.length)) }
  })
  return Array.from({ length: rows }, (_, index) => {
    const below = (rows - 1 - index) * levels.length
    const glyphs = cells.map(({ step, units }) => {
      const level = Math.min(units - below, levels.length)
      return { text: level > 0 ? (levels[level - 1] ?? ' ') : ' ', paint: paint(step) }
    })
    const label = index === 0 ? top : ''
    const end = glyphs.findLastIndex(({ text }) => text !== ' ') + 1
    return style.dim(`${label.padStart(beside)} ${edge}`) + painted(glyphs.slice(0, end))
  })
}

/** The axis below curves: marks on it, and times below it, the first marks first. */
export function axisLines(
  { untilMs, marks }: { untilMs: number; marks: readonly CurveMark[] },
  { columns, beside }: CurveShape,
  style: Style,
): string[] {
  const { corner, line } = glyphsFor(style)
  const columnOf = (ms: number): number => Math.min(columns - 1, Math.floor((ms / untilMs) * columns))
  const glyphs = Array.from({ length: columns }, () => ({ text: line, paint: style.dim }))
  for (const { atMs, symbol, paint } of marks.toReversed()) glyphs[columnOf(atMs)] = { text: symbol, paint }
  const times = [...marks.map(({ atMs }) => atMs), 0, untilMs]
  const labels = times.map((ms) => ({ at: columnOf(ms), text: shortDuration(ms) }))
  const unique = labels.filter(({ text }, at) => labels.findIndex((each) => each.text === text) === at)
  return [
    `${' '.repeat(beside)} ${style.dim(corner)}${painted(glyphs)}`,
    `${' '.repeat(beside + 2)}${style.dim(place(unique, { columns, gap: 2 }).text)}`,
  ]
}

function highestIn(values: readonly number[], from: number, to: number): number {
  let highest = values[from] ?? 0
  for (let step = from + 1; step < to; step++) highest = Math.max(highest, values[step] ?? 0)
  return highest
}
