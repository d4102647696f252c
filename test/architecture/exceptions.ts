import type { Rule } from './source.ts'

/** Where a rule does not hold for a good reason. A test refuses an exception that nothing needs any more. */
export const exceptions: readonly { path: string; rule: Rule; reason: string }[] = [
  {
    path: 'src/command-line/options.ts',
    rule: 'cast',
    reason: "where the texts of the command line become values, whose types are those of the command's data",
  },
  {
    path: 'src/provider/catalog.ts',
    rule: 'cast',
    reason: 'where documents become profiles; those that ship are checked against the schema by a test',
  },
  { path: 'src/bin.ts', rule: 'world', reason: 'the process itself: its arguments in, its exit code out' },
]
