import { posix } from 'node:path'
import type { Context, Stream, UserProviders, UserSettings } from '../../src/context.ts'
import type { Store } from '../../src/delivery/store.ts'
import { HooksError } from '../../src/errors.ts'
import { send } from '../../src/host/http/send.ts'
import { serve } from '../../src/host/http/serve.ts'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { seededRandom } from '../../src/host/random.ts'
import { inMemory, openStore } from '../../src/host/store/open.ts'
import { plainStyle } from '../../src/output/style.ts'
import type { VirtualClock } from '../../src/time/virtual-clock.ts'
import { virtualClock } from '../../src/time/virtual-clock.ts'

export interface TestHostOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Files by path, as text or bytes; `./a` and `a` are one. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly stdin?: string | Uint8Array
  /** Both streams are terminals (without colours, with Unicode symbols); pipes by default. */
  readonly terminal?: boolean
  readonly width?: number
  readonly seed?: string
  /** When the clock begins; an ISO time. */
  readonly start?: string
  readonly settings?: Readonly<Record<string, unknown>>
  /** Where the user's own providers are installed. */
  readonly providersFolder?: string
}

export interface TestHost {
  readonly context: Context
  /** What went to standard output and standard error until now. */
  out(): string
  err(): string
  /** All of standard output, byte for byte. */
  outBytes(): Uint8Array
  /** The files as they are now. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly clock: VirtualClock
  /** What Ctrl-C does. */
  interrupt(): void
}

/**
 * A host in memory: time, chance, files, settings and terminal are made up and the same each time. Requests are really sent
 * and served, and take real time. The store is one in memory, the same for all who open it; another one only for a path, `HOOKS_STORE` or `memory`.
 */
export function testHost(options: TestHostOptions = {}): TestHost {
  const { terminal = false, width = 80, seed = 'test', start = '2026-03-15T10:05:00Z' } = options
  const clock = virtualClock(start)
  const out = capture({ terminal, width })
  const err = capture({ terminal, width })
  const interruption = new AbortController()
  const files = new PathMap(
    Object.entries(options.files ?? {}).map(([path, content]) => [path, bytesOf(content)]),
  )
  const style = plainStyle({ terminal, width })
  const context: Context = {
    bugsUrl: 'https://bugs.test',
    version: '0.0.0-test',
    clock,
    random: seededRandom(seed),
    seeded: seededRandom,
    env: options.env ?? {},
    out: out.stream,
    err: err.stream,
    outStyle: style,
    errStyle: style,
    files: filesIn(files, bytesOf(options.stdin ?? '')),
    userSettings: settingsIn(new Map(Object.entries(options.settings ?? {}))),
    userProviders: providersIn(files, options.providersFolder ?? '/home/test/.config/hooks/providers'),
    fixtures: fixturesFolder(),
    schemaFor: () => './node_modules/hooks-cli/fixtures/provider.schema.json',
    send,
    serve,
    openStore: sharedStore(options.env?.HOOKS_STORE),
    interrupted: interruption.signal,
    ask: async () => undefined,
    edit: async () => undefined,
    waiting: (_text, work) => work,
  }
  return {
    context,
    out: () => out.bytes().toString(),
    err: () => err.bytes().toString(),
    outBytes: () => new Uint8Array(out.bytes()),
    files,
    clock,
    interrupt: () => interruption.abort(),
  }
}

/** Files by path; `./a` and `a` are one. */
class PathMap extends Map<string, Uint8Array> {
  override get(path: string): Uint8Array | undefined {
    return super.get(posix.normalize(path))
  }
  override has(path: string): boolean {
    return super.has(posix.normalize(path))
  }
  override set(path: string, content: Uint8Array): this {
    return super.set(posix.normalize(path), content)
  }
  override delete(path: string): boolean {
    return super.delete(posix.normalize(path))
  }
}

const bytesOf = (content: string | Uint8Array): Uint8Array => new Uint8Array(Buffer.from(content))

function capture({ terminal, width }: { terminal: boolean; width: number }) {
  const written: Buffer[] = []
  const stream: Stream = {
    write: (content: string | Uint8Array) => void written.push(Buffer.from(content)),
    isTerminal: terminal,
    isClosed: false,
    width,
  }
  return { stream, bytes: () => Buffer.concat(written) }
}

function filesIn(files: Map<string, Uint8Array>, stdin: Uint8Array): Context['files'] {
  return {
    read: async (path) => {
      const content = path === '-' ? stdin : files.get(path)
      if (!content) throw new HooksError('unreadable-file', `Cannot read '${path}': it does not exist.`)
      return content
    },
    write: async (path, content) => void files.set(path, bytesOf(content)),
    create: async (path, content) => {
      if (files.has(path)) return false
      files.set(path, bytesOf(content))
      return true
    },
    remove: async (path) => void files.delete(path),
    findUp: async (name) => {
      const content = files.get(name)
      return content && { path: name, text: Buffer.from(content).toString() }
    },
  }
}

/** The provider files that are installed: those of the files in memory that lie in a folder. */
function providersIn(files: ReadonlyMap<string, unknown>, folder: string): UserProviders {
  return {
    path: (name) => `${folder}/${name}.json`,
    names: () =>
      [...files.keys()]
        .filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.json'))
        .map((path) => path.slice(folder.length + 1, -'.json'.length)),
  }
}

function settingsIn(table: Map<string, unknown>): UserSettings {
  return {
    path: '/home/test/.config/hooks/config.json',
    all: async () => Object.fromEntries(table),
    set: async (key, value) => void table.set(key, value),
    unset: async (key) => void table.delete(key),
  }
}

/** Every command of a test opens and closes the store; in memory it must outlive that. */
function sharedStore(file: string | undefined): Context['openStore'] {
  let shared: Promise<Store> | undefined
  return async ({ path = file, memory }) => {
    if (memory) return openStore(inMemory)
    if (path !== undefined) return openStore(path)
    shared ??= openStore(inMemory)
    return { ...(await shared), close: async () => undefined }
  }
}
