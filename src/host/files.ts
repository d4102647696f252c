import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { addAbortSignal } from 'node:stream'
import type { Files } from '../context.ts'
import { codeOf, failure } from './system-error.ts'

/** Loaded only where a file is really read or written: it takes longer than the search for a settings file. */
const disk = () => import('node:fs/promises')

interface Around {
  /** Opened only when `-` is read. */
  readonly stdin: () => Readable
  readonly cwd: () => string
  readonly interrupted: AbortSignal
}

/** The real files, relative to the working folder. */
export function createFiles({ stdin, cwd, interrupted }: Around): Files {
  let input: Promise<Uint8Array> | undefined
  return {
    read: (path) => {
      if (path !== '-') return readOne(path)
      input ??= readInput(stdin(), interrupted)
      return input
    },
    write: writeWhole,
    create: createNew,
    remove: async (path) => {
      const { rm } = await disk()
      await rm(path, { force: true }).catch((error) => {
        throw failure('cannot-write', `Cannot remove '${path}'`, error)
      })
    },
    findUp: (name) => findUp(name, cwd),
  }
}

async function readOne(path: string): Promise<Uint8Array> {
  const { readFile } = await disk()
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    throw failure('unreadable-file', `Cannot read '${path}'`, error)
  }
}

/** Standard input ends once, so it is read once; whoever asks again is given the same. */
async function readInput(stdin: Readable, interrupted: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of addAbortSignal(interrupted, stdin)) chunks.push(Buffer.from(chunk))
  } catch (error) {
    if (interrupted.aborted) throw failure('interrupted', 'Interrupted', error)
    throw failure('unreadable-file', 'Cannot read standard input', error)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * Writes a new file beside the old one and puts it in its place, so that nobody ever sees half of it. What is no file, such
 * as a pipe or a device, is written to directly.
 */
async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const { mkdir, realpath, rename, rm, stat, writeFile } = await disk()
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const present = await stat(path).catch(() => undefined)
    if (present && !present.isFile()) return await writeFile(path, content)
    const target = present ? await realpath(path) : path
    const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`
    try {
      await writeFile(draft, content, { mode: 0o600, flag: 'wx' })
      await rename(draft, target)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  } catch (error) {
    throw failure('cannot-write', `Cannot write '${path}'`, error)
  }
}

async function createNew(path: string, content: Uint8Array | string): Promise<boolean> {
  const refuse = (error: unknown): never => {
    throw failure('cannot-write', `Cannot write '${path}'`, error)
  }
  const { mkdir, writeFile } = await disk()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(refuse)
  try {
    await writeFile(path, content, { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? false : refuse(error)
  }
}

async function findUp(name: string, cwd: () => string): ReturnType<Files['findUp']> {
  for (let folder = resolve(cwd()); ; folder = dirname(folder)) {
    const path = join(folder, name)
    try {
      return { path, text: readFileSync(path, 'utf8') }
    } catch (error) {
      const code = codeOf(error) ?? ''
      if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) {
        throw failure('unreadable-file', `Cannot read '${path}'`, error)
      }
    }
    if (folder === dirname(folder)) return undefined
  }
}
