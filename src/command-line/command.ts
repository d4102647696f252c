import type { Context } from '../context.ts'
import type { Store } from '../delivery/store.ts'
import type { ExitCode } from '../errors.ts'
import type { Style } from '../output/style.ts'
import type { Catalog } from '../provider/catalog.ts'
import type { Values } from './kinds.ts'
import type { Settings } from './settings.ts'

/** One flag of a command, as data: help, completion, checking and types all come from it. */
export type Flag = SwitchFlag | ValueFlag | ChoiceFlag

interface FlagFacts {
  readonly does: string
  readonly short?: string
}

/** A flag without a value. */
export interface SwitchFlag extends FlagFacts {
  readonly kind: 'switch'
}

interface ValueFacts extends FlagFacts {
  /** May be given often; its value is a list. */
  readonly many?: true
  readonly required?: true
  readonly default?: string
  /** Which setting fills it where it is not given. */
  readonly setting?: string
}

export interface ValueFlag extends ValueFacts {
  readonly kind: keyof Values
  /** What stands for the value in help: `URL`. */
  readonly value: string
}

/** A flag that takes one of a few words. */
export interface ChoiceFlag extends ValueFacts {
  readonly kind: 'choice'
  readonly choices: readonly string[]
}

/** What stands behind the command's name: `ID…`. */
export type Argument = ArgumentFacts &
  ({ readonly kind: keyof Values } | { readonly kind: 'choice'; readonly choices: readonly string[] })

interface ArgumentFacts {
  readonly name: string
  readonly does: string
  readonly many?: true
  readonly required?: true
}

type Worth<F> = F extends { choices: readonly (infer C)[] }
  ? C
  : F extends { kind: infer K extends keyof Values }
    ? Values[K]
    : never
type Amount<F, V> = F extends { many: true }
  ? V[]
  : F extends { required: true } | { default: string }
    ? V
    : V | undefined

/** The checked value of a flag or an argument. */
export type Checked<F> = F extends { kind: 'switch' } ? boolean : Amount<F, Worth<F>>
export type CheckedAll<T> = { readonly [K in keyof T]: Checked<T[K]> }

/** How a person sees a value: text that may end without a newline. */
export type Render = (style: Style) => string

/** What a one-shot command gives: a value for scripts, a view of it for people, and the answer to "did it work?". */
export interface Result {
  readonly exit?: ExitCode
  /** What `--json` prints. */
  readonly value?: unknown
  readonly view?: Render
  /** Text that goes to stdout as it is, `--json` or not: an export, a script. */
  readonly raw?: string | Uint8Array
}

/** One thing that a live command tells. */
export interface Tagged {
  readonly kind: string
  readonly [field: string]: unknown
}

/** What a command gets beside its options. */
export interface CommandContext extends Context {
  readonly settings: Settings
  readonly catalog: Catalog
  /** The provider that is meant because a file of the project describes it: its word is not the user's. */
  readonly projectProvider: string | undefined
  /** The whole command line, for completing it. */
  readonly table: Table
  /** Whether `--json` was given. */
  readonly json: boolean
  /** The user's store; opened when it is first asked for, closed when the command ends. */
  store(): Promise<Store>
  /** Prints a tagged event: as a line of JSON with `--json`, else as its view, where it has one. */
  report(event: Tagged, view?: Render): void
  /** Says something to the person beside the answer (stderr). */
  talk(view: Render): void
}

export interface Example {
  readonly line: string
  readonly does: string
}

export interface Command<
  A extends Readonly<Record<string, Argument>> = Readonly<Record<string, Argument>>,
  F extends Readonly<Record<string, Flag>> = Readonly<Record<string, Flag>>,
> {
  /** More than the summary, where that is not enough. */
  readonly about?: string
  readonly args: A
  readonly flags: F
  readonly examples: readonly Example[]
  /** Ends by itself on Ctrl-C, with an answer of its own; any other command ends with 130 then. */
  readonly live?: true
  /** Is content with the providers that ship: those of the user are not read for it. */
  readonly builtInOnly?: true
  run(input: { args: CheckedAll<A>; flags: CheckedAll<F> }, context: CommandContext): Promise<Result>
}

/** A command with the types of its options lost: what the table holds. */
export interface AnyCommand extends Omit<Command, 'run'> {
  run(input: { args: never; flags: never }, context: CommandContext): Promise<Result>
}

/** Only infers the types of the options from their data. */
export const defineCommand = <
  const A extends Readonly<Record<string, Argument>>,
  const F extends Readonly<Record<string, Flag>>,
>(
  command: Command<A, F>,
): Command<A, F> => command

/**
 * One word of the command line: a command, a group of commands, or both (then the group's words go before the command's arguments).
 * The path of its file spells the same words.
 */
export interface Entry {
  readonly summary: string
  readonly load?: () => Promise<AnyCommand>
  readonly commands?: Table
  readonly hidden?: true
}

export type Table = Readonly<Record<string, Entry>>
