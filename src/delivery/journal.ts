/** An entry that is written anew, or taken away where its text is undefined. */
export type JournalChange = readonly [key: string, text: string | undefined]

/** What something that lives on keeps of itself in the store, beside its deliveries: texts by key. */
export interface Journal {
  /** All entries, in the order in which each key was first written. */
  entries(): readonly (readonly [key: string, text: string])[]
  /**
   * Writes all of the changes or none. Resolves when they are durable; together with whatever else the store was given in the
   * same turn, for all of that is one transaction.
   */
  write(changes: readonly JournalChange[]): Promise<void>
}
