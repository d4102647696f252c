import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { Context, Stream } from '../../src/context.ts'
import type { Store } from '../../src/delivery/store.ts'
import { send } from '../../src/host/http/send.ts'
import { serve } from '../../src/host/http/serve.ts'
import { inMemory, openStore } from '../../src/host/store/open.ts'
import { withHeaders } from '../../src/http/headers.ts'
import { main } from '../../src/main.ts'
import { plainStyle } from '../../src/output/style.ts'
import type { VirtualClock } from '../../src/time/virtual-clock.ts'
import { testHost } from './host.ts'

/** A person at terminals of one machine. Time, chance, ports, files and settings are made up, and the same each time. */
export interface Session {
  /** Types a line at a terminal and waits for its end; gives all that is then shown. */
  type(line: string): Promise<string>
  /** Types a line at a terminal of its own, and waits until something is shown. */
  start(line: string): Promise<Lasting>
  /** Has a port of this machine answered by what listens at another one. */
  connect(port: number, url: string): void
}

/** A command that lasts. */
export interface Lasting {
  shown(): string
  interrupt(): void
  /** Lets time pass until it ends. */
  end(): Promise<void>
}

/** The columns of the terminals. */
const width = 100
const start = '2026-11-22T12:04:31Z'

/** What passes until the next line is typed. */
const pause = '2s'

export function session(): Session {
  vi.stubEnv('TZ', 'UTC')
  onTestFinished(() => void vi.unstubAllEnvs())
  const host = testHost({
    terminal: true,
    width,
    start,
    providersFolder: '/home/ada/.config/hooks/providers',
  })
  const { clock } = host
  const net = network(clock)
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  const context: Context = {
    ...host.context,
    version,
    send: net.send,
    serve: net.serve,
    openStore: stores(clock),
    userSettings: { ...host.context.userSettings, path: '/home/ada/.config/hooks/config.json' },
  }
  return {
    connect: (port, url) => net.ports.set(port, Number(new URL(url).port)),
    type: async (line) => {
      const screen = createScreen()
      await run(parse(line), { ...context, ...screen.streams, interrupted: new AbortController().signal })
      await clock.advance(pause)
      return screen.shown()
    },
    start: async (line) => {
      const screen = createScreen()
      const interruption = new AbortController()
      onTestFinished(() => interruption.abort())
      const ended = run(parse(line), { ...context, ...screen.streams, interrupted: interruption.signal })
      await Promise.race([screen.written, ended])
      return {
        shown: screen.shown,
        interrupt: () => interruption.abort(),
        end: async () => {
          await clock.advance('1m')
          await ended
        },
      }
    },
  }
}

/** A line as a shell understands it. */
interface Typed {
  readonly env: Readonly<Record<string, string>>
  readonly words: readonly string[]
  /** The files that stand for standard input and output. */
  readonly input: string | undefined
  readonly output: string | undefined
}

function parse(line: string): Typed {
  const all = (line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  )
  const words = all.filter((word, at) => !/^[<>]$/.test(word) && !/^[<>]$/.test(all[at - 1] ?? ''))
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const behind = (sign: string): string | undefined =>
    all.includes(sign) ? all[all.indexOf(sign) + 1] : undefined
  const env = words
    .slice(0, first)
    .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])
  return { env: Object.fromEntries(env), words: words.slice(first), input: behind('<'), output: behind('>') }
}

/** Runs what was typed: our program, or what of a shell's own words an example needs. */
async function run({ env, words, input, output }: Typed, context: Context): Promise<void> {
  const [program = '', ...operands] = words
  const { files } = context
  const piped = createPipe()
  const style = plainStyle({ width })
  const own = output === undefined ? context : { ...context, out: piped.stream, outStyle: style }
  if (program === 'hooks') {
    const read = (path: string) => files.read(path === '-' && input !== undefined ? input : path)
    await main(operands, { ...own, env: { ...context.env, ...env }, files: { ...files, read } })
  } else if (program === 'echo') own.out.write(`${operands.join(' ')}\n`)
  else if (program === 'printf' && operands[0] === '%s') own.out.write(operands[1] ?? '')
  else throw new Error(`No session can run '${program}'.`)
  if (output !== undefined) await files.write(output, piped.bytes())
}

function createScreen() {
  let text = ''
  let tell = (): void => undefined
  const written = new Promise<void>((resolve) => {
    tell = resolve
  })
  const stream: Stream = {
    write: (content) => {
      text += Buffer.from(content).toString()
      tell()
    },
    isTerminal: true,
    isClosed: false,
    width,
  }
  return { streams: { out: stream, err: stream }, shown: () => text, written }
}

function createPipe() {
  const parts: Buffer[] = []
  const write = (content: string | Uint8Array): void => void parts.push(Buffer.from(content))
  const stream: Stream = { write, isTerminal: false, isClosed: false, width: 80 }
  return { stream, bytes: () => Buffer.concat(parts) }
}

/** A machine whose ports are all free: what is served and sent goes over whatever port the system gives. */
function network(clock: VirtualClock) {
  const ports = new Map<number, number>()
  const closed = 1
  const serveHere: Context['serve'] = async (options) => {
    const server = await serve({ ...options, port: 0 })
    const port = options.port || 41_017
    ports.set(port, server.port)
    const close = async (): Promise<void> => {
      ports.delete(port)
      await server.close()
    }
    return { port, url: `http://${options.host}:${port}`, close }
  }
  const sendHere: Context['send'] = async (request) => {
    const url = new URL(request.url)
    url.port = String(ports.get(Number(url.port)) ?? closed)
    const headers = withHeaders([['Host', request.url.host]], request.headers)
    const sent = await send({ ...request, url, headers })
    if (sent.kind !== 'answered') return { ...sent, durationMs: 3 }
    const date = new Date(clock.now()).toUTCString()
    const answered = sent.response.headers.map(
      ([name, value]) => [name, name === 'Date' ? date : value] as const,
    )
    return { ...sent, response: { ...sent.response, headers: answered }, durationMs: 12 }
  }
  return { ports, serve: serveHere, send: sendHere }
}

/** Stores by path, in memory; to keep a delivery takes a moment. */
function stores(clock: VirtualClock): Context['openStore'] {
  const opened = new Map<string, Promise<Store>>()
  return async ({ path = '', memory = false }) => {
    const known = memory ? undefined : opened.get(path)
    const opening = known ?? openStore(inMemory)
    if (!memory) opened.set(path, opening)
    const store = await opening
    const keep: Store['keep'] = async (delivery) => {
      const kept = await store.keep(delivery)
      await clock.advance('2ms')
      return kept
    }
    return { ...store, path, keep, close: async () => undefined }
  }
}
