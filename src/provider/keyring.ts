import { familyName } from './catalog.ts'
import type { KnownSecret } from './diagnose.ts'
import type { Secrets } from './verify.ts'

/** One secret as the user gave it. */
export interface KeyringEntry extends KnownSecret {
  /** The provider (or dialect) that it is for; any, where it names none. */
  readonly provider?: string | undefined
  readonly previous?: boolean
  /** Where it stands among the places that secrets come from; a lower level goes before a higher one. */
  readonly level: number
}

/** The secrets that are known, by provider. */
export interface Keyring {
  /** Those of the strongest place that has any for this provider. */
  secretsFor(provider: string): Secrets
  /** The one to sign with. */
  signingSecret(provider: string): string | undefined
  /** The same with the old ones behind them, and where each is from. */
  entriesFor(provider: string): readonly KeyringEntry[]
  /** All the others, for telling whose secret was used. */
  othersThan(provider: string): readonly KnownSecret[]
  /** All of them, the strongest first. */
  readonly entries: readonly KeyringEntry[]
  /** Where secrets were found, the strongest first: what a person is told. */
  readonly names: readonly string[]
}

export function createKeyring(entries: readonly KeyringEntry[]): Keyring {
  const sorted = entries.toSorted((a, b) => a.level - b.level)
  const fits = (entry: KeyringEntry, provider: string): boolean =>
    entry.provider === undefined || entry.provider === provider || entry.provider === familyName(provider)

  const chosen = (provider: string, previous: boolean): KeyringEntry[] => {
    const fitting = sorted.filter((entry) => fits(entry, provider) && (entry.previous ?? false) === previous)
    const strongest = fitting.filter(({ level }) => level === fitting[0]?.level)
    // What names this very dialect goes before what is for all of its provider.
    const exact = ({ provider: of }: KeyringEntry): number => (of === provider ? 0 : 1)
    return strongest.toSorted((a, b) => exact(a) - exact(b))
  }
  const entriesFor = (provider: string): KeyringEntry[] =>
    [false, true].flatMap((previous) => chosen(provider, previous))
  const texts = (entries: readonly KeyringEntry[]): string[] => entries.map(({ secret }) => secret)

  return {
    secretsFor: (provider) => ({
      current: texts(chosen(provider, false)),
      previous: texts(chosen(provider, true)),
    }),
    signingSecret: (provider) => chosen(provider, false)[0]?.secret,
    entriesFor,
    othersThan: (provider) => {
      const used = new Set(entriesFor(provider))
      return sorted.filter((entry) => !used.has(entry))
    },
    entries: sorted,
    names: [...new Set(sorted.map(({ of }) => of))],
  }
}
