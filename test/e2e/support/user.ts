import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import type { Ended, Launch, Running } from './running.ts'
import { launch } from './running.ts'

const program = join(import.meta.dirname, '../../../bin/hooks.js')

/** A test that needs a terminal as util-linux makes one, or a device that only Linux has. */
export const onLinux = test.runIf(process.platform === 'linux')

type Options = Pick<Launch, 'input' | 'unread'> & {
  /** Variables beside those that every user has. */
  readonly env?: Readonly<Record<string, string>>
  /** Another Node to run the program with. */
  readonly node?: string
}

/** A user with a home of their own and the built program, which knows nothing of whoever runs the tests. */
export interface User {
  readonly home: string
  readonly env: Readonly<Record<string, string>>
  /** Runs `hooks` to its end. */
  hooks(args: readonly string[], options?: Options): Promise<Ended>
  /** The JSON document that `hooks … --json` prints. */
  json(...args: string[]): Promise<ReturnType<typeof JSON.parse>>
  /** Starts `hooks`. */
  start(args: readonly string[], options?: Options): Running
  /**
   * Starts it, or a line of the shell, on a terminal of 120 columns. What the terminal is given is standard output; what is
   * typed goes through the terminal.
   */
  onTerminal(args: readonly string[] | string, options?: Pick<Options, 'env' | 'unread'>): Running
  /** Starts a line of bash; `hooks` is found on its path. */
  bash(line: string, options?: Options & { readonly operands?: readonly string[] }): Running
  /** Writes a file below home and gives its path. */
  file(name: string, content: string | Uint8Array): string
}

export function user(): User {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'hooks-e2e-')))
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))
  const env = environment(home)
  const around = ({ env: more, input, unread }: Options): Launch => ({
    env: { ...env, ...more },
    cwd: home,
    ...(input !== undefined && { input }),
    ...(unread !== undefined && { unread }),
  })
  const start: User['start'] = (args, options = {}) =>
    launch(options.node ?? process.execPath, [program, ...args], around(options))
  const hooks: User['hooks'] = (args, options) => start(args, options).ended
  return {
    home,
    env,
    hooks,
    start,
    json: async (...args) => JSON.parse((await hooks([...args, '--json'])).out),
    onTerminal: (args, options = {}) => {
      const line =
        typeof args === 'string' ? args : [process.execPath, program, ...args].map(quoted).join(' ')
      const words = ['-qec', `stty cols 120 rows 40; exec ${line}`, '/dev/null']
      return launch('script', words, { ...around(options), input: 'open' })
    },
    bash: (line, { operands = [], ...options } = {}) =>
      launch('bash', ['--norc', '-c', line, 'bash', ...operands], around(options)),
    file: (name, content) => {
      const path = join(home, name)
      writeFileSync(path, content)
      return path
    },
  }
}

/** Only what a user of a fresh machine has, with a path on which `hooks` and its Node come first. */
function environment(home: string): Record<string, string> {
  const bin = join(home, 'bin')
  mkdirSync(bin)
  symlinkSync(program, join(bin, 'hooks'))
  const path = [bin, dirname(process.execPath), process.env.PATH].join(delimiter)
  return {
    PATH: path,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    HOOKS_STORE: join(home, 'store.db'),
    SHELL: '/bin/sh',
    TERM: 'xterm',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
