import type { Style } from './style.ts'
import { asciiSymbols } from './style.ts'

/** What lines and curves are drawn with. */
export interface Glyphs {
  readonly line: string
  /** Where a line begins. */
  readonly begin: string
  readonly thickLine: string
  /** A cell of a curve: from nearly empty to full. */
  readonly levels: readonly string[]
  /** Left of a curve, and below that. */
  readonly edge: string
  readonly corner: string
  /** Marks a moment. */
  readonly pointer: string
}

const unicode: Glyphs = {
  line: '─',
  begin: '├',
  thickLine: '━',
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  edge: '│',
  corner: '└',
  pointer: '▲',
}

const ascii: Glyphs = {
  line: '-',
  begin: '|',
  thickLine: '=',
  levels: ['.', ':', '#'],
  edge: '|',
  corner: '+',
  pointer: '^',
}

/** The glyphs that the style's terminal can draw: plain ones where its symbols are plain. */
export const glyphsFor = ({ symbols }: Style): Glyphs => (symbols.dot === asciiSymbols.dot ? ascii : unicode)
