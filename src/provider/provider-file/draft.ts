import type { Fixture, Profile } from '../profile.ts'
import type { Fault } from './fault.ts'

/** A file as far as its parts have the right shape: what the rules look at. */
export interface Draft {
  readonly profile: { readonly [Word in keyof Profile]?: Profile[Word] | undefined }
  /** The samples, with their place in the file's list. */
  readonly events: readonly { readonly index: number; readonly item: Fixture }[]
  /** The names of the providers that ship. */
  readonly builtIn: readonly string[]
}

/** Finds one kind of mistake. What it needs and is not there was told already: it finds nothing then. */
export type Rule = (draft: Draft) => Fault[]
