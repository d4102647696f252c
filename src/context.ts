import type { Store } from './delivery/store.ts'
import type { Send } from './http/send.ts'
import type { Serve } from './http/serve.ts'
import type { Style } from './output/style.ts'
import type { Folder } from './provider/catalog.ts'
import type { Random } from './provider/generator.ts'
import type { Clock } from './time/clock.ts'

/** One of the two streams that a command writes to. */
export interface Stream {
  write(content: string | Uint8Array): void
  readonly isTerminal: boolean
  /** Whether nobody reads any more what is written: the pipe was closed. */
  readonly isClosed: boolean
  /** Columns; 80 where it is no terminal. */
  readonly width: number
}

export interface Files {
  /** Reads a file; `-` is standard input. Rejects with `unreadable-file`. */
  read(path: string): Promise<Uint8Array>
  /** Writes a file of its own (mode 0600), its folders too. Rejects with `cannot-write`. */
  write(path: string, content: Uint8Array | string): Promise<void>
  /** The same for a new file only: false where something is in its place already. */
  create(path: string, content: Uint8Array | string): Promise<boolean>
  remove(path: string): Promise<void>
  /** The nearest file of that name in this folder or one above it, with its text; undefined where there is none. */
  findUp(name: string): Promise<{ readonly path: string; readonly text: string } | undefined>
}

/** The user's own settings (`hooks config`), one flat table of dotted keys. */
export interface UserSettings {
  readonly path: string
  all(): Promise<Readonly<Record<string, unknown>>>
  set(key: string, value: unknown): Promise<void>
  unset(key: string): Promise<void>
}

/** The provider files that the user has installed (`hooks providers add`), each named after its provider. */
export interface UserProviders {
  /** Where the file of a provider is, or would be. */
  path(name: string): string
  /** The providers whose files are there. */
  names(): string[]
}

/** What the user made of a text in his editor. */
export interface Edited {
  readonly content: Uint8Array
  /** Where it is, for his eyes only, until it is discarded. */
  readonly path: string
  discard(): Promise<void>
}

/** Everything of the world that a command may touch; made by `host/`, and in memory by the tests. */
export interface Context {
  readonly version: string
  /** Where a bug is reported. */
  readonly bugsUrl: string
  readonly clock: Clock
  readonly random: Random
  /** Chance that is the same for the same seed. */
  seeded(seed: string): Random
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: Stream
  readonly err: Stream
  readonly outStyle: Style
  readonly errStyle: Style
  readonly files: Files
  readonly userSettings: UserSettings
  readonly userProviders: UserProviders
  /** The documents that ship with the product. */
  readonly fixtures: Folder
  /** How a provider file at a path names the JSON Schema that ships: by a relative path, or by a URL. */
  schemaFor(path: string): string
  readonly send: Send
  readonly serve: Serve
  /** Opens the store at a path (default: the user's); `memory` keeps nothing. Rejects with a `store-…` code. */
  openStore(where: { readonly path?: string | undefined; readonly memory?: boolean }): Promise<Store>
  /** Aborted when the user interrupts (Ctrl-C) or the process is asked to end. */
  readonly interrupted: AbortSignal
  /** Asks the user, and gives the line that is typed; undefined where there is no terminal to ask at. */
  ask(question: string): Promise<string | undefined>
  /**
   * Has the user change a text in his editor, in a file of that name; undefined where there is no editor or no terminal. Rejects
   * with `invalid-value` where the editor fails.
   */
  edit(content: Uint8Array, name: string): Promise<Edited | undefined>
  /** Shows that something takes long, on a terminal only; ends with the work. */
  waiting<T>(text: string, work: Promise<T>): Promise<T>
}
