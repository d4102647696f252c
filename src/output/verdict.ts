import type { Verdict } from '../provider/verdict.ts'
import { escapeLine } from './escape.ts'
import { indented } from './fit.ts'
import { isUnverified, marked, markOfVerdict, wordOfVerdict } from './mark.ts'
import type { Style } from './style.ts'

/** A verdict in full: what was found, why, and below it the remedy. */
export function verdictView(verdict: Verdict, style: Style): string {
  const first = marked(markOfVerdict(verdict), verdictSentence(verdict, style), style)
  return verdict.ok || !verdict.hint
    ? first
    : [first, ...indented(escapeLine(verdict.hint), style)].join('\n')
}

/** A verdict as one sentence: `verified with the current secret`, `wrong-signature → body-changed: …`. */
function verdictSentence(verdict: Verdict, { terminal, symbols }: Style): string {
  if (verdict.ok) {
    const weak = verdict.weak === undefined ? '' : ` (weak: ${escapeLine(verdict.weak)})`
    return `verified with the ${verdict.key} secret${weak}`
  }
  const explained = verdict.reason === 'wrong-secret' || verdict.reason === 'body-changed'
  const kind = terminal && explained ? `wrong-signature ${symbols.arrow} ` : ''
  const word = isUnverified(verdict) ? wordOfVerdict(verdict) : verdict.reason
  return `${kind}${word}: ${escapeLine(verdict.detail)}`
}
