import type { DatabaseSyncInstance } from '@photostructure/sqlite'

export type Database = DatabaseSyncInstance

/** How long SQLite waits for another process to finish writing. */
const busyMs = 5_000

/** Opens a database with the SQLite of Node, or where Node has none with the one that is installed. */
export async function openDatabase(path: string): Promise<Database> {
  const { DatabaseSync } = (await builtIn()) ?? (await import('@photostructure/sqlite'))
  return new DatabaseSync(path, { timeout: busyMs })
}

async function builtIn(): Promise<typeof import('node:sqlite') | undefined> {
  const { emitWarning } = process
  // Some versions of Node call their SQLite experimental, on standard error. What we use of it is stable.
  process.emitWarning = (warning: string | Error, ...more: never[]) => {
    if (![...more].some((each) => isExperimental(each))) emitWarning.call(process, warning, ...more)
  }
  try {
    return await import('node:sqlite')
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}

const isExperimental = (option: unknown): boolean => option === 'ExperimentalWarning'
