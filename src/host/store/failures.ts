import { HooksError } from '../../errors.ts'
import { codeOf, inWords } from '../system-error.ts'

/** SQLite's own result codes, of which the lowest byte says the kind. */
const sqlite = {
  error: 1,
  busy: 5,
  locked: 6,
  readonly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notDatabase: 26,
} as const

/** What is in the file is not what was written there. */
export class Damage extends Error {
  override readonly name = 'Damage'
}

/** SQLite's result code, where it was SQLite that failed and tells it. */
export function resultOf(error: unknown): number | undefined {
  if (codeOf(error) !== 'ERR_SQLITE_ERROR' || typeof error !== 'object' || error === null) return undefined
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

/** Whether only the one statement failed, so that the others of its transaction hold. */
export const isConstraint = (error: unknown): boolean => resultOf(error) === sqlite.constraint

/** Whether a file is no database at all, or its head is damaged. */
export const isNoDatabase = (error: unknown): boolean => resultOf(error) === sqlite.notDatabase

/** Whether another process is writing just now. */
export const isBusy = (error: unknown): boolean =>
  [sqlite.busy, sqlite.locked].some((code) => code === resultOf(error))

const another = 'Name another file with HOOKS_STORE, or mend its permissions.'

/** Any failure of a store as the error that the user sees. */
export function storeFailure(path: string, error: unknown): HooksError {
  if (error instanceof HooksError) return error
  const made = described(path, error)
  made.cause = error
  return made
}

function described(path: string, error: unknown): HooksError {
  if (error instanceof Damage) return damaged(path)
  switch (resultOf(error)) {
    // Our statements are right, so a table or column is not as we made it.
    case sqlite.error:
    case sqlite.corrupt:
    case sqlite.notDatabase:
      return damaged(path)
    case sqlite.full:
      return new HooksError(
        'store-unusable',
        `The disk of the store '${path}' is full.`,
        'Make room; hooks deliveries prune --older-than 7d removes old deliveries.',
      )
    case sqlite.busy:
    case sqlite.locked:
      return new HooksError(
        'store-unusable',
        `The store '${path}' is held by another program.`,
        'Try again in a moment.',
      )
    case sqlite.readonly:
    case sqlite.cannotOpen:
      return new HooksError('store-unusable', `The store '${path}' cannot be written.`, another)
    default:
      return new HooksError(
        'store-unusable',
        `The store '${path}' cannot be used: ${inWords(error)}.`,
        another,
      )
  }
}

const damaged = (path: string): HooksError =>
  new HooksError(
    'store-damaged',
    `The store '${path}' is damaged.`,
    "Move it away to begin a new one; sqlite3's .recover can save what is readable. Nothing was changed.",
  )
