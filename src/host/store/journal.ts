import type { Journal, JournalChange } from '../../delivery/journal.ts'
import { HooksError } from '../../errors.ts'
import { cryptoRandom } from '../random.ts'
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

/** The key of the entry that says who has it. */
const holderKey = ''

/** One of the journals in a database; `soon` writes in the store's next transaction. */
export function createJournal(
  database: Database,
  name: string,
  soon: <T>(write: () => T) => Promise<T>,
): Journal {
  const holder = cryptoRandom.bytes(16).join('.')
  const all = database.statement('SELECT key, value FROM journal WHERE name = ? ORDER BY place')
  const one = database.statement('SELECT value FROM journal WHERE name = ? AND key = ?')
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
    open: () =>
      soon(() => {
        change([holderKey, holder])
        const entries = all.all(stored(name)).map((row) => [text(row.key), text(row.value)] as const)
        return entries.filter(([key]) => key !== holderKey)
      }),
    write: (changes) =>
      soon(() => {
        const held = one.get(stored(name), stored(holderKey))
        if (held === undefined || text(held.value) !== holder) throw takenOver(name)
        for (const each of changes) change(each)
      }),
  }
}

const takenOver = (name: string): HooksError =>
  new HooksError(
    'store-unusable',
    `Another process has taken over the ${name}.`,
    'Only one can go on with what the store has of it; give the other one a store of its own (HOOKS_STORE), or --ephemeral.',
  )
