import type { Table } from '../../src/command-line/command.ts'
import { flagName } from '../../src/command-line/flag-name.ts'
import { table } from '../../src/commands/table.ts'

/** A command as a person knows it. */
interface Known {
  /** `deliveries list`. */
  readonly path: string
  /** Its own flags as they are written. */
  flags(): Promise<string[]>
}

/** All commands that help shows. */
export const commands: readonly Known[] = commandsIn(table)

function commandsIn(entries: Table, before = ''): Known[] {
  return Object.entries(entries).flatMap(([name, { load, commands: inner, hidden }]): Known[] => {
    const path = before + name
    const behind = inner ? commandsIn(inner, `${path} `) : []
    if (!load || hidden) return behind
    return [{ path, flags: async () => Object.keys((await load()).flags).map(flagName) }, ...behind]
  })
}
