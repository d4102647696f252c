import { isConstraint } from './failures.ts'
import type { Transactions } from './sqlite.ts'
import { inTransaction } from './sqlite.ts'

/** Gathers writes, so that all that wait when a transaction begins share it, and its one wait for the disk. */
export interface WriteQueue {
  /** Writes in the next transaction. Resolves when that is durable, with what `write` returned. */
  add<T>(write: () => T): Promise<T>
  /** Resolves when nothing waits any more. */
  flushed(): Promise<void>
}

interface Waiting {
  /** Writes; what it returns tells the writer, after the commit, how it went. */
  readonly write: () => () => void
  readonly fail: (error: unknown) => void
}

/** @param failed makes the error of a failure that the writer is given */
export function createWriteQueue(database: Transactions, failed: (error: unknown) => Error): WriteQueue {
  let waiting: Waiting[] = []
  let next: Promise<void> | undefined
  const flush = (): void => {
    const batch = waiting
    waiting = []
    next = undefined
    try {
      const results = inTransaction(database, 'IMMEDIATE', () => batch.map(({ write }) => write()))
      for (const tell of results) tell()
    } catch (error) {
      for (const { fail } of batch) fail(error)
    }
  }
  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown): void => reject(failed(error))
        waiting.push({ fail, write: () => attempt(write, { resolve, fail }) })
        // After the requests that are readable now have been read, so that theirs are in the same batch.
        next ??= new Promise((done) => setImmediate(() => done(flush())))
      }),
    flushed: async () => {
      while (next !== undefined) await next
    },
  }
}

function attempt<T>(write: () => T, to: { resolve: (value: T) => void; fail: Waiting['fail'] }): () => void {
  try {
    const value = write()
    return () => to.resolve(value)
  } catch (error) {
    // A rule that one write breaks is its own fault; any other failure is the whole transaction's.
    if (!isConstraint(error)) throw error
    return () => to.fail(error)
  }
}
