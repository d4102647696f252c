import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../context.ts'
import { HooksError } from '../../errors.ts'
import { failure } from '../system-error.ts'

interface Around {
  readonly env: Context['env']
  readonly platform: string
  /** Whether a person sits there who can use an editor. */
  readonly isTerminal: boolean
}

/** The user's editor, which `VISUAL` or `EDITOR` names with its arguments. */
export function createEdit({ env, platform, isTerminal }: Around): Context['edit'] {
  const editor = env.VISUAL || env.EDITOR
  return async (content, name) => {
    if (!editor || !isTerminal) return undefined
    try {
      const folder = await mkdtemp(join(tmpdir(), 'hooks-'))
      const path = join(folder, name)
      await writeFile(path, content, { mode: 0o600, flag: 'wx' })
      const ended = await run(editor, path, platform)
      const discard = (): Promise<void> => rm(folder, { recursive: true, force: true })
      if (ended !== 0) {
        await discard()
        throw new HooksError(
          'invalid-value',
          `The editor '${editor}' ended with ${ended}, so nothing was sent.`,
        )
      }
      return { content: new Uint8Array(await readFile(path)), path, discard }
    } catch (error) {
      if (error instanceof HooksError) throw error
      throw failure('cannot-write', `The payload cannot be edited with '${editor}'`, error)
    }
  }
}

/** The editor's own words are the shell's; the path never is one of them. */
function run(editor: string, path: string, platform: string): Promise<number> {
  const child =
    platform === 'win32'
      ? spawn(`${editor} "${path}"`, { stdio: 'inherit', shell: true })
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
