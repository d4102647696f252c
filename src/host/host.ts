import type { Context, Files, Stream } from '../context.ts'
import { exitCodes } from '../errors.ts'
import { realClock } from './clock.ts'
import { fixturesFolder, packageFacts, schemaFor } from './package-files.ts'
import { providersPath, settingsPath, storePath } from './platform-paths.ts'
import { cryptoRandom, seededRandom } from './random.ts'
import { inWords } from './system-error.ts'
import { interruptionOf } from './terminal/interrupt.ts'
import { outputStream } from './terminal/stream.ts'
import { isCi, terminalStyle } from './terminal/terminal-style.ts'
import { createWaiting } from './terminal/waiting.ts'
import { createUserProviders } from './user-providers.ts'
import { createUserSettings } from './user-settings.ts'

/**
 * The world, as a command receives it. What is heavy (HTTP, SQLite, colours, spinner, settings) is loaded by the first use.
 */
export async function createHost(): Promise<Context> {
  const { env, platform } = process
  const around = { env, platform }
  const err = outputStream(process.stderr, () => undefined)
  const out = outputStream(process.stdout, (error) => outputLost(err, error))
  const interrupted = interruptionOf(process)
  return {
    ...packageFacts(),
    clock: realClock,
    random: cryptoRandom,
    seeded: seededRandom,
    env,
    out,
    err,
    outStyle: await terminalStyle(out, around),
    errStyle: await terminalStyle(err, around),
    files: lazyFiles(async () => {
      const { createFiles } = await import('./files.ts')
      return createFiles({ stdin: () => process.stdin, cwd: () => process.cwd(), interrupted })
    }),
    userSettings: createUserSettings(settingsPath(around)),
    userProviders: createUserProviders(providersPath(around)),
    fixtures: fixturesFolder(),
    schemaFor: (path) => schemaFor(path, process.cwd()),
    send: async (request) => (await sender())(request),
    serve: async (options) => (await import('./http/serve.ts')).serve(options),
    openStore: async ({ path, memory }) => {
      const { openStore } = await import('./store/open.ts')
      return openStore(memory ? ':memory:' : (path ?? (env.HOOKS_STORE || storePath(around))))
    },
    interrupted,
    ask: asking(err, interrupted),
    edit: async (content, name) => {
      const { createEdit } = await import('./terminal/editor.ts')
      return createEdit({ ...around, isTerminal: process.stdin.isTTY && out.isTerminal })(content, name)
    },
    waiting: createWaiting(err.isTerminal && !isCi(env) ? process.stderr : undefined),
  }
}

/** Asks at the terminal, where there is one on both sides. Standard input is not touched before. */
const asking =
  (err: Stream, signal: AbortSignal): Context['ask'] =>
  async (question) => {
    if (!err.isTerminal || !process.stdin.isTTY) return undefined
    const { askLine } = await import('./terminal/ask.ts')
    return askLine(question, { input: process.stdin, output: process.stderr, signal })
  }

/** The files, loaded by their first use. */
function lazyFiles(load: () => Promise<Files>): Files {
  let loaded: Promise<Files> | undefined
  const files = (): Promise<Files> => {
    loaded ??= load()
    return loaded
  }
  return {
    read: async (path) => (await files()).read(path),
    write: async (path, content) => (await files()).write(path, content),
    create: async (path, content) => (await files()).create(path, content),
    remove: async (path) => (await files()).remove(path),
    findUp: async (name) => (await files()).findUp(name),
  }
}

const sender = async () => (await import('./http/send.ts')).send

/** An answer that did not reach its reader whole is a failure of the world, whatever the command itself found. */
function outputLost(err: Stream, error: Error): void {
  err.write(`Cannot write to standard output: ${inWords(error)}.\n`)
  process.once('exit', () => {
    process.exitCode ||= exitCodes.world
  })
}
