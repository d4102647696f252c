import type { Render } from '../../command-line/command.ts'
import type { Progress } from '../../delivery/expectations.ts'
import { redactUrl } from '../../http/redact.ts'
import { escapeLine } from '../../output/escape.ts'
import { marked } from '../../output/mark.ts'
import type { Keyring } from '../../provider/keyring.ts'

/** What a run of `listen` came to. */
export interface Totals {
  received: number
  verified: number
  refused: number
  duplicates: number
}

interface Listening {
  readonly url: string
  readonly keyring: Keyring
  readonly forwardTo: URL | undefined
  readonly noStore: boolean
}

/** The line at the beginning: where, verified with what, passed on to where. */
export const banner =
  ({ url, keyring, forwardTo, noStore }: Listening): Render =>
  (style) => {
    const { symbols, dim, look } = style
    const verifying =
      keyring.names.length > 0
        ? `verifying with ${keyring.names.map(escapeLine).join(', ')}`
        : look('no secret is known: nothing will be verified')
    const parts = [
      style.terminal ? `${symbols.dot} ${style.bold(url)}` : url,
      verifying,
      ...(forwardTo ? [`${symbols.arrow} ${redactUrl(forwardTo.href)}`] : []),
      ...(noStore ? [look('nothing is kept')] : []),
      dim('Ctrl-C stops'),
    ]
    return `${parts.join('   ')}\n\n`
  }

/** The last lines: how many came and what they were, and what is missing of the expected ones. */
export const summary =
  (totals: Totals, { kept, missing }: { kept: boolean; missing: readonly Progress[] }): Render =>
  (style) => {
    const counts = [
      `${totals.received} received`,
      `${totals.verified} verified`,
      `${totals.refused} refused`,
      ...(totals.duplicates > 0 ? [`${totals.duplicates} duplicate${totals.duplicates > 1 ? 's' : ''}`] : []),
    ].join(', ')
    const where = kept && totals.received > 0 ? ' All are kept: hooks deliveries list' : ''
    const lines = missing.map(({ type, count, seen }) =>
      marked('no', `expected ${count} verified ${escapeLine(type)}, got ${seen}`, style),
    )
    return ['', ...lines, `${counts}.${where}`].join('\n')
  }
