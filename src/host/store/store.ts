import type { Store } from '../../delivery/store.ts'
import { HooksError } from '../../errors.ts'
import { storeFailure } from './failures.ts'
import { createJournal } from './journal.ts'
import { createReader } from './reader.ts'
import { createRuns } from './runs.ts'
import type { Database } from './sqlite.ts'
import { createWriteQueue } from './write-queue.ts'
import { createWriter } from './writer.ts'

/** The store over an open database. */
export function createStore(database: Database, path: string): Store {
  const { now, soon, close } = createGate(database, path)
  const writer = createWriter(database)
  const reader = createReader(database)
  const runs = createRuns(database)
  return {
    path,
    keep: (delivery) => soon(() => writer.keep(delivery)),
    keepAttempt: (attempt, answered) => soon(() => writer.keepAttempt(attempt, answered)),
    answer: (id, status) => soon(() => writer.answer(id, status)),
    end: (id, ending) => soon(() => writer.end(id, ending)),
    keepRun: (run) => soon(() => runs.keep(run)),
    keepRunItem: (run, place, item) => soon(() => runs.keepItem(run, place, item)),
    runs: (id) => now(() => runs.find(id)),
    find: (id) => now(() => reader.find(id)),
    list: (query) => now(() => reader.list(query)),
    prune: (before) => now(() => writer.prune(before)),
    stats: () => now(() => reader.stats()),
    journal: (name) => createJournal(database, name, soon),
    close,
  }
}

/** The way to a database: at once, or in the next transaction; closed once it is closed. */
function createGate(database: Database, path: string) {
  const failed = (error: unknown): HooksError => storeFailure(path, error)
  const queue = createWriteQueue(database, failed)
  let open = true
  const demandOpen = (): void => {
    if (!open) throw new HooksError('store-unusable', `The store '${path}' is closed.`)
  }
  return {
    now: <T>(work: () => T): T => {
      demandOpen()
      try {
        return work()
      } catch (error) {
        throw failed(error)
      }
    },
    soon: async <T>(write: () => T): Promise<T> => {
      demandOpen()
      return queue.add(write)
    },
    close: async (): Promise<void> => {
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
