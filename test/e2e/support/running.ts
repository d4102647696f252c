import { execa } from 'execa'
import { onTestFinished } from 'vitest'

/** What came of a process: its exit code, or the signal that ended it, and all that it wrote. */
export interface Ended {
  readonly exit: number | string | undefined
  readonly out: string
  readonly err: string
}

export interface Launch {
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** What standard input gives before it ends; without it there is nothing to read. `open` leaves it open, to `type`. */
  readonly input?: string | Uint8Array | 'open'
  /** A stream whose reader is gone before the process could write. */
  readonly unread?: 'stdout' | 'stderr'
}

/** A process that runs. It is killed at the end of the test, should it still run. */
export interface Running {
  /** Everything that it wrote to standard output until now. */
  bytes(): Buffer
  /** Resolves as soon as what it wrote (to either stream) fits; rejects where it ends before. */
  until(text: string | RegExp): Promise<RegExpExecArray>
  /** Writes to its standard input. */
  type(text: string): void
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

/** Starts a program, as execa does. */
export function launch(file: string, args: readonly string[], { input, unread, ...around }: Launch): Running {
  const child = execa(file, args, {
    ...around,
    extendEnv: false,
    reject: false,
    buffer: false,
    stdin: input === undefined ? 'ignore' : 'pipe',
  })
  const out = gather(child.stdout, look)
  const err = gather(child.stderr, look)
  const watchers = new Set<(over: boolean) => void>()
  function look(): void {
    for (const watcher of watchers) watcher(false)
  }
  // Gone before the program has even been read from the disk.
  if (unread !== undefined) child[unread].destroy()
  if (input !== undefined && input !== 'open') child.stdin?.end(input)
  const ended = child.then(({ exitCode, signal }): Ended => {
    for (const watcher of watchers) watcher(true)
    return { exit: exitCode ?? signal, out: String(out()), err: String(err()) }
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    bytes: out,
    until: (text) => watchFor(asPattern(text), { watchers, written: () => String(out()) + String(err()) }),
    type: (text) => void child.stdin?.write(text),
    signal: (name) => void child.kill(name),
    ended,
  }
}

function gather(stream: NodeJS.ReadableStream, look: () => void): () => Buffer {
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => {
    parts.push(part)
    look()
  })
  return () => Buffer.concat(parts)
}

interface Watched {
  readonly watchers: Set<(over: boolean) => void>
  readonly written: () => string
}

function watchFor(pattern: RegExp, { watchers, written }: Watched): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const watcher = (over: boolean): void => {
      const found = pattern.exec(written())
      if (found) resolve(found)
      else if (over) reject(new Error(`It ended without ${pattern}; it wrote: ${written()}`))
      else return
      watchers.delete(watcher)
    }
    watchers.add(watcher)
    watcher(false)
  })
}

const asPattern = (text: string | RegExp): RegExp =>
  typeof text === 'string' ? new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')) : text
