import { mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { UserSettings } from '../context.ts'
import { HooksError } from '../errors.ts'
import { codeOf, failure } from './system-error.ts'

type Table = Readonly<Record<string, unknown>>

/**
 * The user's settings in a JSON file. Reading them is plain, since every command does it and loading `conf` alone takes
 * longer than most commands; `conf` does what is hard: changing them atomically.
 */
export function createUserSettings(path: string): UserSettings {
  const change = async (
    edit: (table: { set(key: string, value: unknown): void; delete(key: string): void }) => void,
  ) => {
    // A broken file is refused here, before anything could overwrite it.
    readTable(path)
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const { default: Conf } = await import('conf')
      const extension = 'json'
      const configName = basename(path, `.${extension}`)
      edit(
        new Conf({
          cwd: dirname(path),
          configName,
          fileExtension: extension,
          configFileMode: 0o600,
          accessPropertiesByDotNotation: false,
        }),
      )
    } catch (error) {
      throw failure('cannot-write', `Cannot write the settings '${path}'`, error)
    }
  }
  return {
    path,
    all: async () => readTable(path),
    set: (key, value) => change((table) => table.set(key, value)),
    unset: (key) => change((table) => table.delete(key)),
  }
}

function readTable(path: string): Table {
  const text = readText(path)
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (isTable(value)) return value
  } catch {
    // Said below: in either case it is not what it should be.
  }
  throw new HooksError(
    'invalid-settings',
    `The settings '${path}' are no JSON object.`,
    'Mend the file, or remove it to begin anew.',
  )
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw failure('invalid-settings', `Cannot read the settings '${path}'`, error)
  }
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
