import type { Journal, JournalChange } from '../../delivery/journal.ts'
import type { Database } from './sqlite.ts'
import { stored, text } from './values.ts'

/** The table of all journals. */
export const journalStep = `CREATE TABLE journal (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (name, key)
  ) STRICT;`

/** How the store reads at once, and writes in its next transaction. */
interface Access {
  readonly now: <T>(read: () => T) => T
  readonly soon: <T>(write: () => T) => Promise<T>
}

/** One of the journals in a database. */
export function createJournal(database: Database, name: string, { now, soon }: Access): Journal {
  const all = database.statement('SELECT key, value FROM journal WHERE name = ? ORDER BY place')
  const put = database.statement(
    `INSERT INTO journal (name, key, value) VALUES (?, ?, ?)
    ON CONFLICT (name, key) DO UPDATE SET value = excluded.value`,
  )
  const remove = database.statement('DELETE FROM journal WHERE name = ? AND key = ?')
  const change = ([key, value]: JournalChange): void => {
    if (value === undefined) remove.run(stored(name), stored(key))
    else put.run(stored(name), stored(key), stored(value))
  }
  return {
    entries: () => now(() => all.all(stored(name)).map((row) => [text(row.key), text(row.value)] as const)),
    write: (changes) => soon(() => changes.forEach(change)),
  }
}
