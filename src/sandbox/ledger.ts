import type { Journal } from '../delivery/journal.ts'
import { HooksError } from '../errors.ts'
import { bytesOf, readJson } from '../http/body.ts'
import type { Records } from './records.ts'

export type Table = keyof Records

/** A record that is written anew, or taken away. */
export interface Change {
  readonly key: string
  readonly text: string | undefined
  apply(tables: Tables): void
}

type Tables = { readonly [Each in Table]: Map<string, Records[Each]> }

/** What the sandbox knows: in memory, and durable in a journal. */
export interface Ledger {
  get<Of extends Table>(table: Of, key: string): Records[Of] | undefined
  /** In the order in which they were first written. */
  all<Of extends Table>(table: Of): Records[Of][]
  /** Holds at once; resolves when it is durable, all or nothing. */
  commit(changes: readonly Change[]): Promise<void>
  /** Resolves when everything is durable that holds now; rejects where something could not be written. */
  durable(): Promise<void>
  /** Rejects as soon as something could not be written; never resolves. */
  readonly failure: Promise<never>
  /** Forgets everything, and begins anew with these. */
  restart(changes: readonly Change[]): Promise<void>
}

const keyOf = (table: Table, key: string): string => `${table}/${key}`

/** Writes a record. */
export const put = <Of extends Table>(table: Of, key: string, record: Records[Of]): Change => ({
  key: keyOf(table, key),
  text: JSON.stringify(record),
  apply: (tables) => void tables[table].set(key, record),
})

/** Takes a record away. */
export const take = (table: Table, key: string): Change => ({
  key: keyOf(table, key),
  text: undefined,
  apply: (tables) => void tables[table].delete(key),
})

/** Takes a journal over, and opens what it holds. Rejects with `store-damaged` where that is not what was written to it. */
export async function openLedger(journal: Journal): Promise<Ledger> {
  const tables = emptyTables()
  for (const [key, text] of await journal.open()) readEntry(tables, key, text)
  let last: Promise<void> = Promise.resolve()
  let fail = (_error: unknown): void => undefined
  const failure = new Promise<never>((_, reject) => {
    fail = reject
  })
  failure.catch(() => undefined)
  const commit = (changes: readonly Change[]): Promise<void> => {
    if (changes.length === 0) return last
    for (const change of changes) change.apply(tables)
    const written = journal.write(changes.map(({ key, text }) => [key, text] as const))
    last = Promise.all([last, written]).then(() => undefined)
    last.catch(fail)
    return last
  }
  return {
    get: (table, key) => tables[table].get(key),
    all: (table) => [...tables[table].values()],
    commit,
    durable: () => last,
    failure,
    restart: (changes) => {
      const gone = tableNames.flatMap((table) => [...tables[table].keys()].map((key) => take(table, key)))
      return commit([...gone, ...changes])
    },
  }
}

const emptyTables = (): Tables => ({
  facts: new Map(),
  endpoint: new Map(),
  secret: new Map(),
  event: new Map(),
  sending: new Map(),
  answer: new Map(),
  switch: new Map(),
  faults: new Map(),
})

const tableNames = ['facts', 'endpoint', 'secret', 'event', 'sending', 'answer', 'switch', 'faults'] as const

function readEntry(tables: Tables, entry: string, text: string): void {
  const slash = entry.indexOf('/')
  const table = tableNames.find((name) => name === entry.slice(0, slash))
  if (table === undefined) throw damaged()
  put(table, entry.slice(slash + 1), parsed(text)).apply(tables)
}

function parsed(text: string) {
  const reading = readJson(bytesOf(text))
  if (!reading.ok) throw damaged()
  return JSON.parse(text)
}

const damaged = (): HooksError =>
  new HooksError(
    'store-damaged',
    'What the store has of this sandbox is not what was written there.',
    'Begin anew with --reset, or without the store with --ephemeral.',
  )
