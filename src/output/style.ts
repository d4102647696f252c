/** What colours and symbols mean. Every function returns its text, coloured only where the stream shows colours. */
export interface Style {
  /** Whether this goes to a person at a terminal; a pipe gets no colour, no symbols and tab-separated tables. */
  readonly terminal: boolean
  readonly width: number
  readonly yes: (text: string) => string
  readonly no: (text: string) => string
  readonly look: (text: string) => string
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
  readonly symbols: Symbols
}

export interface Symbols {
  readonly yes: string
  readonly no: string
  readonly look: string
  readonly dot: string
  readonly arrow: string
  readonly ellipsis: string
  /** Spaces fields of one line. */
  readonly middot: string
  readonly times: string
}

export const unicodeSymbols: Symbols = {
  yes: '✓',
  no: '✗',
  look: '!',
  dot: '●',
  arrow: '→',
  ellipsis: '…',
  middot: '·',
  times: '×',
}
export const asciiSymbols: Symbols = {
  yes: '+',
  no: 'x',
  look: '!',
  dot: '*',
  arrow: '->',
  ellipsis: '...',
  middot: '-',
  times: 'x',
}

/** A style without colours, for pipes and tests. */
export function plainStyle({ terminal = false, width = 80, symbols = unicodeSymbols } = {}): Style {
  const same = (text: string): string => text
  return { terminal, width, yes: same, no: same, look: same, dim: same, bold: same, symbols }
}
