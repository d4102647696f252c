import type { HooksError } from '../errors.ts'
import { escapeLine } from './escape.ts'
import { jsonLine } from './json.ts'
import type { Style } from './style.ts'

/** An error in two lines: what happened, and what to do next. */
export function errorText({ message, hint }: HooksError, style: Style): string {
  const first = `${style.terminal ? style.no(style.symbols.no) : 'error:'} ${escapeLine(message)}`
  return hint ? `${first}\n  ${escapeLine(hint)}` : first
}

/** An error as one line of JSON. */
export const errorJson = ({ code, message, hint }: HooksError): string =>
  jsonLine({ kind: 'error', code, message, hint })
