import type { Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'
import { storeFailure } from './failures.ts'
import { createReader } from './reader.ts'
import type { Database } from './sqlite.ts'
import { createWriteQueue } from './write-queue.ts'
import { createWriter } from './writer.ts'

/** The store over an open database. */
export function createStore(database: Database, path: string): Store {
  const failed = (error: unknown): HooksError => storeFailure(path, error)
  const queue = createWriteQueue(database, failed)
  const writer = createWriter(database)
  const reader = createReader(database)
  let open = true
  const demandOpen = (): void => {
    if (!open) throw new HooksError('store-unusable', `The store '${path}' is closed.`)
  }
  const now = <T>(work: () => T): T => {
    demandOpen()
    try {
      return work()
    } catch (error) {
      throw failed(error)
    }
  }
  const soon = async <T>(write: () => T): Promise<T> => {
    demandOpen()
    return queue.add(write)
  }
  return {
    path,
    keep: (delivery) => soon(() => writer.keep(delivery)),
    keepAttempt: (attempt, answered) => soon(() => writer.keepAttempt(attempt, answered)),
    answer: (id, status) => soon(() => writer.answer(id, status)),
    find: (id) => now(() => reader.find(id)),
    list: (query) => now(() => reader.list(query)),
    prune: (before) => now(() => writer.prune(before)),
    stats: () => now(() => reader.stats()),
    close: async () => {
      const wasOpen = open
      open = false
      await queue.flushed()
      if (!wasOpen) return
      tidy(database)
      database.close()
    },
  }
}

/**
 * Brings the log into the file, where nobody else is just using it. SQLite does so by itself when the last connection closes,
 * but with the installed one that is only when its statements are collected as garbage.
 */
function tidy(database: Database): void {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // What is in the log is as durable as what is in the file; whoever opens the store next finds it.
  }
}
