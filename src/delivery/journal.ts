/** An entry that is written anew, or taken away where its text is undefined. */
export type JournalChange = readonly [key: string, text: string | undefined]

/** What something that lives on keeps of itself in the store, beside its deliveries: texts by key. One at a time has it. */
export interface Journal {
  /**
   * Takes it over: whoever had it before can write no more. Gives all entries, in the order in which each key was first written.
   */
  open(): Promise<readonly (readonly [key: string, text: string])[]>
  /**
   * Writes all of the changes or none. Resolves when they are durable; together with whatever else the store was given in the
   * same turn, for all of that is one transaction. Rejects with `store-unusable`, and so does all of that turn, once another has
   * taken it over.
   */
  write(changes: readonly JournalChange[]): Promise<void>
}
