import type { Stream } from '../../context.ts'
import type { Style, Symbols } from '../../output/style.ts'
import { asciiSymbols, plainStyle, unicodeSymbols } from '../../output/style.ts'
import type { Surroundings } from '../platform-paths.ts'

/** The style of a stream: colours where it shows them, symbols that its terminal can draw. `chalk` is loaded only for colours. */
export async function terminalStyle(stream: Stream, around: Surroundings): Promise<Style> {
  const symbols = symbolsFor(around)
  const plain = plainStyle({ terminal: stream.isTerminal, symbols })
  const style = showsColours(stream, around.env) ? { ...plain, ...(await colours()) } : plain
  // The width is asked each time, since a window can be resized.
  return Object.defineProperty(style, 'width', { get: () => stream.width, enumerable: true })
}

async function colours(): Promise<Pick<Style, 'yes' | 'no' | 'look' | 'dim' | 'bold'>> {
  const { Chalk } = await import('chalk')
  // The sixteen basic colours are enough, and are the user's own: the terminal's theme decides how they look.
  const chalk = new Chalk({ level: 1 })
  return { yes: chalk.green, no: chalk.red, look: chalk.yellow, dim: chalk.dim, bold: chalk.bold }
}

/** `FORCE_COLOR` decides where it is set; else colours are for terminals, unless `NO_COLOR`, `CI` or a dumb terminal. */
export function showsColours(stream: Pick<Stream, 'isTerminal'>, env: Surroundings['env']): boolean {
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR)
  return stream.isTerminal && !env.NO_COLOR && !isCi(env) && env.TERM !== 'dumb'
}

export const isCi = ({ CI }: Surroundings['env']): boolean => Boolean(CI) && CI !== 'false' && CI !== '0'

/** Unicode symbols where the locale says UTF-8; on Windows, where the terminal is a modern one. */
export function symbolsFor({ platform, env }: Surroundings): Symbols {
  if (platform === 'win32') {
    return env.WT_SESSION || env.TERM_PROGRAM || env.ConEmuTask ? unicodeSymbols : asciiSymbols
  }
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return /utf-?8/i.test(locale) && env.TERM !== 'linux' ? unicodeSymbols : asciiSymbols
}
