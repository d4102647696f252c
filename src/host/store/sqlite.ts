import { Damage, resultOf } from './failures.ts'

/** A value as it stands in a row. */
export type Value = string | number | Uint8Array | null
/** A row as SQLite gives it: its values by column. */
export type Row = Readonly<Record<string, unknown>>

/** A prepared statement. Parameters are given in order, or as one table by name. */
export interface Statement {
  run(...parameters: (Value | Readonly<Record<string, Value>>)[]): { readonly changes: number | bigint }
  get(...parameters: (Value | Readonly<Record<string, Value>>)[]): Row | undefined
  all(...parameters: (Value | Readonly<Record<string, Value>>)[]): Row[]
}

/** An open database. */
export interface Database {
  exec(sql: string): void
  /** Prepares a statement, the first time that it is asked for. */
  statement(sql: string): Statement
  readonly isTransaction: boolean
  close(): void
}

/** What a transaction needs of a database. */
export type Transactions = Pick<Database, 'exec' | 'isTransaction'>

/** Does work as a whole or, where it throws, not at all. `IMMEDIATE` is for work that writes. */
export function inTransaction<T>(database: Transactions, kind: 'DEFERRED' | 'IMMEDIATE', work: () => T): T {
  database.exec(`BEGIN ${kind}`)
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has already rolled back where it could not go on.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** How long SQLite waits for another process to finish writing. */
export const busyMs = 5_000

/** Opens a database with the SQLite of Node, or where Node has none with the one that is installed. */
export async function openDatabase(path: string): Promise<Database> {
  const { DatabaseSync } = (await builtIn()) ?? (await import('./installed-sqlite.ts'))
  const database = new DatabaseSync(path, { timeout: busyMs })
  const statements = new Map<string, Statement>()
  return {
    exec: (sql) => database.exec(sql),
    statement: (sql) => {
      const statement = statements.get(sql) ?? telling(database, database.prepare(sql))
      statements.set(sql, statement)
      return statement
    },
    get isTransaction() {
      return database.isTransaction
    },
    close: () => database.close(),
  }
}

/** The installed SQLite does not tell by a code why `all` failed; then the file is checked for damage. */
function telling(database: Preparing, statement: Statement): Statement {
  return {
    run: (...parameters) => statement.run(...parameters),
    get: (...parameters) => statement.get(...parameters),
    all: (...parameters) => {
      try {
        return statement.all(...parameters)
      } catch (error) {
        if (resultOf(error) === undefined) demandWhole(database)
        throw error
      }
    },
  }
}

function demandWhole(database: Preparing): void {
  const found = database.prepare('PRAGMA quick_check(1)').get()
  if (found?.quick_check !== 'ok') throw new Damage()
}

interface Preparing {
  prepare(sql: string): Statement
}

async function builtIn(): Promise<typeof import('node:sqlite') | undefined> {
  const { emitWarning } = process
  // Some versions of Node call their SQLite experimental, on standard error. What we use of it is stable.
  process.emitWarning = (warning: string | Error, ...more: never[]) => {
    if (!more.some((option) => option === 'ExperimentalWarning')) emitWarning.call(process, warning, ...more)
  }
  try {
    const sqlite = await import('node:sqlite')
    return isComplete(sqlite.DatabaseSync) ? sqlite : undefined
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}

/**
 * Before 22.16 and 24.0, Node's SQLite did not wait for another process and could not say whether a transaction is open. It
 * learned both with `location`, which can be asked for without opening a database.
 */
const isComplete = ({ prototype }: { readonly prototype: object }): boolean => 'location' in prototype
