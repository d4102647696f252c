import type { HooksError } from '../errors.ts'
import { escapeBlock, escapeLine } from './escape.ts'
import { indented } from './fit.ts'
import { jsonLine } from './json.ts'
import type { Style } from './style.ts'

/** An error in two lines: what happened, and what to do next. Only a bug has more: its stack. */
export function errorText({ code, message, hint }: HooksError, style: Style): string {
  const text = code === 'bug' ? escapeBlock(message) : escapeLine(message)
  const first = `${style.terminal ? style.no(style.symbols.no) : 'error:'} ${text}`
  return hint ? [first, ...indented(escapeLine(hint), style)].join('\n') : first
}

/** What stops nothing, but is to be mended. */
export function warningText({ message, hint }: HooksError, style: Style): string {
  const first = `${style.look(style.terminal ? style.symbols.look : 'warning:')} ${escapeLine(message)}`
  return hint ? [first, ...indented(escapeLine(hint), style)].join('\n') : first
}

/** An error as one line of JSON. */
export const errorJson = ({ code, message, hint }: HooksError): string =>
  jsonLine({ kind: 'error', code, message, hint })
