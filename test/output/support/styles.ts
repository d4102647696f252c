import type { Style } from '../../../src/output/style.ts'
import { asciiSymbols, plainStyle } from '../../../src/output/style.ts'

const esc = String.fromCharCode(0x1b)

export const pipe: Style = plainStyle()

/** A terminal without colours. */
export const terminal = (width = 120): Style => plainStyle({ terminal: true, width })

export const asciiTerminal = (width = 120): Style =>
  plainStyle({ terminal: true, width, symbols: asciiSymbols })

/** A terminal with colours. */
export function colourTerminal(width = 120): Style {
  const sgr =
    (on: number, off: number) =>
    (text: string): string =>
      `${esc}[${on}m${text}${esc}[${off}m`
  return {
    ...terminal(width),
    yes: sgr(32, 39),
    no: sgr(31, 39),
    look: sgr(33, 39),
    dim: sgr(2, 22),
    bold: sgr(1, 22),
  }
}

/** A view without the colours that a style gives. */
export const withoutColours = (text: string): string => text.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), '')

/** What a terminal must never be given; tab and line feed are ours. */
const forbidden = /(?![\t\n])\p{Cc}|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u

/** The first forbidden character in a view, if there is one. */
export const forbiddenIn = (view: string): string | undefined => forbidden.exec(withoutColours(view))?.[0]

/** The widest line, in columns as a simple terminal counts them. */
export const widestLine = (view: string): number =>
  Math.max(
    ...withoutColours(view)
      .split('\n')
      .map((line) => [...line].length),
  )

/** A view at several widths, each checked to keep to its own. */
export function atWidths(widths: readonly number[], view: (style: Style) => string): string {
  return widths
    .map((width) => {
      const shown = view(terminal(width))
      const widest = widestLine(shown)
      return `${'-'.repeat(width)}${widest > width ? ` too wide: ${widest}` : ''}\n${shown}`
    })
    .join('\n')
}
