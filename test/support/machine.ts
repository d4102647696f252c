import { onTestFinished, vi } from 'vitest'
import type { Context, Stream } from '../../src/context.ts'
import type { ExitCode } from '../../src/errors.ts'
import { send } from '../../src/host/http/send.ts'
import { main } from '../../src/main.ts'
import type { VirtualClock } from '../../src/time/virtual-clock.ts'
import type { TestHostOptions } from './host.ts'
import { testHost } from './host.ts'

export interface MachineOptions extends TestHostOptions {
  /** Ports that are not those of the test host. */
  readonly ports?: Partial<Context>
}

/** What a test reads out of JSON, and compares. */
// biome-ignore lint/suspicious/noExplicitAny: a wrong guess at what is in it fails the test
export type Json = any

/** The values of lines of JSON. */
export const ndjson = (text: string): Json[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** What came of a command. Ports of this machine are written as `50000`, so that texts are the same each time. */
export interface Ran {
  readonly exit: ExitCode
  readonly out: string
  readonly err: string
}

/** A command that still runs. */
export interface Running {
  /** What it wrote until now, as `Ran` tells it. */
  out(): string
  err(): string
  /** Resolves as soon as the text stands in what it wrote; rejects where it ends before. */
  until(text: string | RegExp): Promise<void>
  /** The URL that it says it listens on. */
  listening(): Promise<string>
  /** What `| head` does: nobody reads standard output any more. */
  closeOutput(): void
  /** What Ctrl-C does. */
  interrupt(): void
  /** Interrupts it, and waits for its end. */
  stop(): Promise<Ran>
  readonly ended: Promise<Ran>
}

export interface Machine {
  /** Runs a command to its end. Whatever it keeps, the next one finds. The line is split at its spaces; `more` is not. */
  run(line: string, ...more: string[]): Promise<Ran>
  /** Runs a command, and reads what it wrote to standard output as one JSON document. */
  json(line: string, ...more: string[]): Promise<Json>
  /** All that a command wrote to standard output, byte for byte. */
  bytes(line: string, ...more: string[]): Promise<Uint8Array>
  /** Starts a command; it is interrupted when the test ends. */
  start(line: string, ...more: string[]): Running
  readonly clock: VirtualClock
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly context: Context
}

/** A user's machine, in UTC: one command after the other, or several at once, over the same store, files and settings. */
export function machine({ ports = {}, ...options }: MachineOptions = {}): Machine {
  vi.stubEnv('TZ', 'UTC')
  onTestFinished(() => void vi.unstubAllEnvs())
  const host = testHost(options)
  const context: Context = { ...host.context, send: steadySend, ...ports }
  const start = (line: string, more: readonly string[]) =>
    startCommand([...line.split(' ').filter(Boolean), ...more], context)
  return {
    run: (line, ...more) => start(line, more).ended,
    json: async (line, ...more) => {
      const { out, err } = await start(line, more).ended
      if (out === '') throw new Error(`It wrote nothing but ${JSON.stringify(err)}.`)
      return JSON.parse(out)
    },
    bytes: async (line, ...more) => {
      const running = start(line, more)
      await running.ended
      return running.bytes()
    },
    start: (line, ...more) => {
      const running = start(line, more)
      onTestFinished(() => running.stop().then(() => undefined))
      return running
    },
    clock: host.clock,
    files: host.files,
    context,
  }
}

/** Really sends, but tells the same duration each time. */
const steadySend: Context['send'] = async (request) => ({ ...(await send(request)), durationMs: 12 })

function startCommand(argv: readonly string[], context: Context): Running & { bytes(): Uint8Array } {
  const watchers = new Set<() => void>()
  const look = (): void => {
    for (const watcher of watchers) watcher()
  }
  const out = capture(context.out, look)
  const err = capture(context.err, look)
  const interruption = new AbortController()
  const own = { ...context, out: out.stream, err: err.stream, interrupted: interruption.signal }
  const texts = () => ({ out: tidy(out.text()), err: tidy(err.text()) })
  let over = false
  const ended = main(argv, own).then((exit) => {
    over = true
    look()
    return { exit, ...texts() }
  })
  const find = <T>(found: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const watcher = (): void => {
        const value = found()
        if (value !== undefined) resolve(value)
        else if (over) reject(new Error(`It ended with ${JSON.stringify(texts())}.`))
        else return
        watchers.delete(watcher)
      }
      watchers.add(watcher)
      watcher()
    })
  const written = (): string => out.text() + err.text()
  return {
    out: () => texts().out,
    err: () => texts().err,
    bytes: out.bytes,
    until: (text) => find(() => (has(written(), text) ? null : undefined)).then(() => undefined),
    listening: () => find(() => /http:\/\/(127\.0\.0\.1|\[::1\]|localhost):\d+/.exec(written())?.[0]),
    closeOutput: out.close,
    interrupt: () => interruption.abort(),
    stop: () => {
      interruption.abort()
      return ended
    },
    ended,
  }
}

const has = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)

/** What is not the same each time: ports that the system gave away, which have five digits, and the time in our server's answers. */
const tidy = (text: string): string =>
  text
    .replaceAll(/(127\.0\.0\.1|\[::1\]|localhost|…):[3-6]\d{4}\b/g, '$1:50000')
    .replaceAll(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, 'Sun, 15 Mar 2026 10:05:00 GMT')

function capture({ isTerminal, width }: Stream, look: () => void) {
  const parts: Buffer[] = []
  let isClosed = false
  const stream: Stream = {
    write: (content: string | Uint8Array) => {
      if (isClosed) return
      parts.push(Buffer.from(content))
      look()
    },
    isTerminal,
    get isClosed() {
      return isClosed
    },
    width,
  }
  return {
    stream,
    text: () => Buffer.concat(parts).toString(),
    bytes: () => new Uint8Array(Buffer.concat(parts)),
    close: () => {
      isClosed = true
    },
  }
}
