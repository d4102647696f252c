import { chmodSync, closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'
import { codeOf } from '../system-error.ts'
import { isBusy, isNoDatabase, storeFailure } from './failures.ts'
import { migrate } from './schema.ts'
import type { Database } from './sqlite.ts'
import { busyMs, openDatabase } from './sqlite.ts'
import { createStore } from './store.ts'

/** A store that is kept nowhere. */
export const inMemory = ':memory:'

/** Opens the store in a file, and makes it where there is none. Rejects with a `store-…` code. */
export async function openStore(path: string): Promise<Store> {
  try {
    if (path !== inMemory) prepareFile(path)
    const database = await openReady(path)
    // By now it is known to be ours.
    if (path !== inMemory) restrict(path)
    return createStore(database, path)
  } catch (error) {
    throw isNoDatabase(error) && !beginsAsDatabase(path)
      ? notAStore(path, 'a file of another kind')
      : storeFailure(path, error)
  }
}

/** Opens a database, with the schema and the settings of a store. */
export async function openReady(path: string): Promise<Database> {
  const begun = performance.now()
  for (;;) {
    const database = await openDatabase(path)
    try {
      prepareDatabase(database, path)
      return database
    } catch (error) {
      database.close()
      // SQLite does not wait for a process that is just switching a new file to WAL, so we do.
      if (!isBusy(error) || performance.now() - begun > busyMs) throw error
      await pause(20)
    }
  }
}

function prepareDatabase(database: Database, path: string): void {
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON')
  migrate(database, path)
  // FULL: what is committed has been written through to the disk.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
}

/** Sees that there is a file which may be a store. */
function prepareFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  createFile(path)
  const found = statSync(path)
  if (!found.isFile()) throw notAStore(path, found.isDirectory() ? 'a folder' : 'no file')
  if (found.size === 0) restrict(path)
  // SQLite takes a file that is shorter than a page for an empty one, and would write over it.
  else if (found.size < smallestPage) throw notAStore(path, 'a file of another kind')
}

/** Only its owner may read it; SQLite makes its side files alike. Where it is another's file, that one decides. */
function restrict(path: string): void {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error
  }
}

function createFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'EISDIR') throw error
  }
}

const smallestPage = 512
const signature = 'SQLite format 3\0'

/**
 * Whether SQLite has made a file. Only for one that SQLite refuses: to close a file that it has open, in whatever way that was
 * opened, would undo its locks.
 */
function beginsAsDatabase(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(signature.length)
    readSync(file, head, 0, head.length, 0)
    return head.toString('latin1') === signature
  } finally {
    closeSync(file)
  }
}

const notAStore = (path: string, what: string): HooksError =>
  new HooksError(
    'store-unusable',
    `'${path}' is no store: it is ${what}.`,
    'Name another file with HOOKS_STORE.',
  )
