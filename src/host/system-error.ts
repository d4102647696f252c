import type { ErrorCode } from '../errors.ts'
import { HooksError } from '../errors.ts'

/** The code of a system's or library's error (`ENOENT`), where it has one. All decisions rest on it, never on the text. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'something else is in its place',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'it is a link that leads in a circle',
  EIO: 'the disk reports an error',
}

/** Why the system refused, in words. */
export function inWords(error: unknown): string {
  const code = codeOf(error)
  const known = code === undefined ? undefined : words[code]
  return known ?? (error instanceof Error ? error.message : String(error))
}

/** An error that says what could not be done, and why the system refused. */
export function failure(code: ErrorCode, what: string, cause: unknown): HooksError {
  const error = new HooksError(code, `${what}: ${inWords(cause)}.`)
  error.cause = cause
  return error
}
