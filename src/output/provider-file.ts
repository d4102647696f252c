import type { Problem } from '../provider/provider-file/fault.ts'
import { escapeLine } from './escape.ts'
import { roomOf, wrapWords } from './fit.ts'
import { marked } from './mark.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'

/** All that is wrong with a provider file: where, what, and below it the remedy. In a pipe a line for each. */
export function problemsView(path: string, problems: readonly Problem[], style: Style): string {
  if (!style.terminal) {
    return problems
      .map(({ path: place, line, message, remedy }) => tabbed([String(line), place, message, remedy]))
      .join('\n')
  }
  const count = problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`
  const told = problems.flatMap(({ path: place, line, message, remedy }) => [
    '',
    `${style.bold(`line ${line}`)}  ${escapeLine(place)}`.trimEnd(),
    ...indented(message, style),
    ...indented(remedy, style).map(style.dim),
  ])
  return [marked('no', `${escapeLine(path)} has ${count}.`, style), ...told].join('\n')
}

const indented = (text: string, style: Style): string[] =>
  wrapWords(escapeLine(text), Math.max(20, roomOf(style) - 2)).map((line) => `  ${line}`)

/** What a provider file holds, in a line. */
export interface FileSummary {
  readonly name: string
  readonly events: number
  readonly vectors: number
}

export function soundView(path: string, { name, events, vectors }: FileSummary, style: Style): string {
  const tried = vectors === 0 ? 'no vectors to try' : `${counted(vectors, 'vector')} tried`
  const text = `${escapeLine(path)} describes ${escapeLine(name)}: ${counted(events, 'event type')}, ${tried}.`
  return marked('yes', text, style)
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** What was done; on a terminal, what may be done next stands below it. */
export function doneView(text: string, next: readonly string[], style: Style): string {
  const below = style.terminal ? next.map((line) => style.dim(`  ${escapeLine(line)}`)) : []
  return [marked('yes', escapeLine(text), style), ...below].join('\n')
}
