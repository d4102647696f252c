import { escapeLine } from './escape.ts'
import { roomOf, shareColumns, shortenEnd, shortenMiddle, widthOf } from './fit.ts'
import type { Style } from './style.ts'

/** What stands in one place of a table. */
export interface Cell {
  readonly text: string
  /** Colours the text once it is fitted. */
  readonly paint?: ((text: string) => string) | undefined
  /** What a pipe gets instead: the exact value. */
  readonly piped?: string | undefined
}

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => Cell | string
  readonly align?: 'left' | 'right'
  /** May be shortened, to no less than this many columns. */
  readonly shrink?: number
  /** What is left out of a text that is shortened: its middle (of ids and URLs), or its end (of sentences). */
  readonly shorten?: 'middle' | 'end'
  /** What is dropped where there is no room: the highest first; a column without one stays. */
  readonly priority?: number
}

export interface Table<Row> {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
}

interface Measured<Row> {
  readonly column: Column<Row>
  readonly cells: readonly Cell[]
  readonly width: number
}

const between = 2

/**
 * A table. On a terminal: aligned, with dim titles, fitted to its width. In a pipe: no titles, one row a line, separated by
 * tabs. All is escaped, so nothing in a value can break a row. No rows, no text.
 */
export function table<Row>({ columns, rows }: Table<Row>, style: Style): string {
  if (rows.length === 0) return ''
  const cells = columns.map(({ cell }) => rows.map((row) => toCell(cell(row))))
  if (!style.terminal) {
    return rows
      .map((_, at) => tabbed(cells.map((column) => column[at]?.piped ?? column[at]?.text ?? '')))
      .join('\n')
  }
  const measured = columns.map((column, at) => measure(column, cells[at] ?? []))
  return draw(dropUntilFit(measured, roomOf(style)), style)
}

/** Values as one line of a pipe's table. */
export const tabbed = (values: readonly string[]): string => values.map(escapeLine).join('\t')

const toCell = (cell: Cell | string): Cell => (typeof cell === 'string' ? { text: cell } : cell)

function measure<Row>(column: Column<Row>, cells: readonly Cell[]): Measured<Row> {
  const escaped = cells.map((cell) => ({ ...cell, text: escapeLine(cell.text) }))
  const width = escaped.reduce((most, { text }) => Math.max(most, widthOf(text)), widthOf(column.title))
  return { column, cells: escaped, width }
}

/** The columns that fit with everything shrunk as far as it may be, at the widths that the room allows. */
function dropUntilFit<Row>(all: readonly Measured<Row>[], room: number): Measured<Row>[] {
  let kept = [...all]
  const gaps = (): number => between * (kept.length - 1)
  const least = ({ column, width }: Measured<Row>): number => Math.min(width, column.shrink ?? width)
  while (kept.reduce((sum, each) => sum + least(each), gaps()) > room) {
    const priority = Math.max(...kept.map(({ column }) => column.priority ?? 0))
    const last = kept.findLastIndex(({ column }) => column.priority === priority)
    if (last < 0) {
      const widths = shareColumns(
        kept.map(({ width }) => ({ width, least: 1 })),
        room - gaps(),
      )
      return kept.map((each, at) => ({ ...each, width: widths[at] ?? 1 }))
    }
    kept = kept.filter((_, at) => at !== last)
  }
  const widths = shareColumns(
    kept.map((each) => ({ width: each.width, least: least(each) })),
    room - gaps(),
  )
  return kept.map((each, at) => ({ ...each, width: widths[at] ?? each.width }))
}

function draw<Row>(columns: readonly Measured<Row>[], style: Style): string {
  const line = (cellOf: (column: Measured<Row>) => Cell): string =>
    columns
      .map((column, at) => drawCell({ column, cell: cellOf(column), last: at === columns.length - 1 }, style))
      .join(' '.repeat(between))
      .trimEnd()
  const titles = line(({ column }) => ({ text: column.title, paint: style.dim }))
  const rows = columns[0]?.cells.map((_, row) => line(({ cells }) => cells[row] ?? { text: '' })) ?? []
  return [titles, ...rows].join('\n')
}

function drawCell<Row>(place: { column: Measured<Row>; cell: Cell; last: boolean }, style: Style): string {
  const { column, cell, last } = place
  const shorten = column.column.shorten === 'end' ? shortenEnd : shortenMiddle
  const text = shorten(cell.text, column.width, style.symbols.ellipsis)
  const painted = cell.paint && text ? cell.paint(text) : text
  const gap = ' '.repeat(Math.max(0, column.width - widthOf(text)))
  if (column.column.align === 'right') return gap + painted
  return last ? painted : painted + gap
}
