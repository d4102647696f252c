import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { UserProviders } from '../context.ts'
import { codeOf, failure } from './system-error.ts'

const ending = '.json'

/** The provider files of a folder, which need not be there. */
export const createUserProviders = (folder: string): UserProviders => ({
  path: (name) => join(folder, name + ending),
  names: () =>
    filesIn(folder)
      .filter((file) => file.endsWith(ending) && !file.startsWith('.'))
      .map((file) => file.slice(0, -ending.length)),
})

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw failure('unreadable-file', `Cannot read the providers of your own in '${folder}'`, error)
  }
}
