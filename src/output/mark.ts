import type { Outcome } from '../delivery/delivery.ts'
import type { Verdict } from '../provider/verdict.ts'
import type { Style } from './style.ts'

/** The three things that a symbol says: yes, no, look here. */
export type Mark = 'yes' | 'no' | 'look'

/** A text behind its symbol, in its colour; in a pipe the text alone. */
export const marked = (mark: Mark, text: string, style: Style): string =>
  style.terminal ? `${style[mark](style.symbols[mark])} ${text}` : text

/** Whether a verdict is neither yes nor no, since nobody could check the signature. */
export const isUnverified = (verdict: Verdict | null): boolean =>
  verdict === null || (!verdict.ok && verdict.reason === 'no-secret')

/** A verdict's symbol. What was not verified is never a yes. */
export function markOfVerdict(verdict: Verdict | null): Mark {
  if (verdict === null || isUnverified(verdict)) return 'look'
  return verdict.ok ? 'yes' : 'no'
}

/** A verdict in one word: `verified`, `unverified`, or the reason. */
export function wordOfVerdict(verdict: Verdict | null): string {
  if (verdict === null || isUnverified(verdict)) return 'unverified'
  return verdict.ok ? 'verified' : verdict.reason
}

export const wordOfOutcome = {
  accepted: 'accepted',
  refused: 'refused',
  'timed-out': 'timed out',
  unreachable: 'unreachable',
} as const satisfies Record<Outcome, string>
