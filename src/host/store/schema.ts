import { HooksError } from '../../errors.ts'
import { journalStep } from './journal.ts'
import type { Database } from './sqlite.ts'
import { inTransaction } from './sqlite.ts'

/** Marks the file as ours, in its header: "hook". */
const applicationId = 0x686f6f6b

/**
 * What leads from one version of the schema to the next; the version is the number of steps taken. A step that has been
 * released is never changed: a change is a further step.
 *
 * Texts are stored as JSON writes them within its quotes, since SQLite's own end at a NUL (see `values.ts`).
 */
const steps: readonly string[] = [
  `CREATE TABLE deliveries (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    at INTEGER NOT NULL,
    provider TEXT,
    event_id TEXT,
    type TEXT,
    unknown_type INTEGER NOT NULL,
    verdict TEXT,
    signature TEXT,
    sent_to TEXT,
    answered INTEGER,
    duplicate_of TEXT,
    replay_of TEXT,
    method TEXT NOT NULL,
    target TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_by_event ON deliveries (event_id, provider) WHERE event_id IS NOT NULL;
  CREATE INDEX deliveries_by_type ON deliveries (type);
  CREATE INDEX deliveries_by_time ON deliveries (at);
  CREATE TABLE attempts (
    delivery TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sent_to TEXT NOT NULL,
    headers TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused', 'timed-out', 'unreachable')),
    duration_ms REAL NOT NULL,
    status INTEGER,
    status_text TEXT,
    response_headers TEXT,
    response_body BLOB,
    response_truncated INTEGER,
    why TEXT,
    detail TEXT,
    PRIMARY KEY (delivery, number)
  ) STRICT;`,
  `ALTER TABLE deliveries ADD COLUMN tampered TEXT;
  ALTER TABLE deliveries ADD COLUMN ended TEXT;
  ALTER TABLE attempts ADD COLUMN scheduled TEXT;
  CREATE TABLE runs (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    options TEXT NOT NULL,
    body BLOB
  ) STRICT;
  CREATE TABLE run_items (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    original TEXT NOT NULL,
    delivery TEXT,
    done INTEGER NOT NULL,
    PRIMARY KEY (run, place)
  ) STRICT;`,
  journalStep,
]

/** The version that this program writes. */
export const schemaVersion = steps.length

/**
 * Brings a database to our version, or leaves it as it is. Rejects with `store-unusable` what is another program's, and with
 * `store-newer` what a later version of ours has made.
 */
export function migrate(database: Database, path: string): void {
  const version = inTransaction(database, 'DEFERRED', () => stateOf(database, path))
  if (version === schemaVersion) return
  // Room that is freed can be given back. This holds only when it is said before anything is written.
  if (version === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL')
  inTransaction(database, 'IMMEDIATE', () => {
    // Another process may have done it while this one waited for its turn.
    for (const step of steps.slice(stateOf(database, path))) database.exec(step)
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`)
  })
}

/** The version of the schema; 0 where there is nothing yet. In a transaction, for all that it reads must be of one moment. */
function stateOf(database: Database, path: string): number {
  const version = pragma(database, 'user_version')
  const isOurs = pragma(database, 'application_id') === applicationId
  if (!isOurs && (version !== 0 || count(database) > 0)) {
    throw new HooksError(
      'store-unusable',
      `'${path}' is the database of another program.`,
      'Name another file with HOOKS_STORE.',
    )
  }
  if (version > schemaVersion) {
    throw new HooksError(
      'store-newer',
      `The store '${path}' has version ${version}, and this program knows only ${schemaVersion}.`,
      'Use the newer version of hooks that made it, or name another file with HOOKS_STORE. Nothing was changed.',
    )
  }
  return version
}

const pragma = (database: Database, name: 'user_version' | 'application_id'): number =>
  Number(database.statement(`PRAGMA ${name}`).get()?.[name])

const count = (database: Database): number =>
  Number(database.statement('SELECT count(*) AS objects FROM sqlite_schema').get()?.objects)
