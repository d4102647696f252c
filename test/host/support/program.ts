import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** What came of a process. */
export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly child: ChildProcess
  /** Resolves as soon as standard output has this text. */
  until(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

export interface Program {
  /** Starts it. The environment is only what is given, and a home of its own. */
  start(operands: readonly string[], options?: Pick<SpawnOptions, 'env' | 'stdio'>): Running
  /** The folder that is its home. */
  readonly home: string
  remove(): void
}

/** The test program over the real host, bundled as the product is, in a package of its own. */
export async function buildProgram(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'hooks-program-'))
  const home = join(folder, 'home')
  mkdirSync(home)
  for (const name of ['package.json', 'fixtures'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../programs/host.ts', import.meta.url)),
    platform: 'node',
    external: ['@photostructure/sqlite', 'node:sqlite'],
    logLevel: 'silent',
  })
  const names = { entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' }
  await bundle.write({ dir: join(folder, 'dist'), format: 'cjs', ...names })
  await bundle.close()
  const file = join(folder, 'dist', 'host.cjs')
  return {
    home,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    start: (operands, { env, stdio } = {}) =>
      watch(
        spawn(process.execPath, [file, ...operands], { env: { HOME: home, ...env }, stdio: stdio ?? 'pipe' }),
      ),
  }
}

function watch(child: ChildProcess): Running {
  let out = ''
  let err = ''
  let look = (): void => undefined
  child.stdout?.on('data', (part) => {
    out += part
    look()
  })
  child.stderr?.on('data', (part) => {
    err += part
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    child,
    until: (text) =>
      new Promise((resolve) => {
        look = () => {
          if (out.includes(text)) resolve()
        }
        look()
      }),
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, out, err }))
    }),
  }
}
