import type { AnyCommand, Argument, CommandContext, Entry, Flag, Table } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { flagName } from '../command-line/flag-name.ts'
import { isProviderFile } from '../command-line/provider-file-name.ts'
import { readProvider } from '../command-line/provider-files.ts'
import { escapeLine } from '../output/escape.ts'
import { createCatalog } from '../provider/catalog.ts'

/** A word that may stand next, and what it is. */
interface Candidate {
  readonly word: string
  readonly what: string
}

export const complete = defineCommand({
  args: {
    words: { name: 'WORD', kind: 'text', does: 'the words so far, the unfinished one last', many: true },
  },
  flags: {},
  examples: [{ line: 'hooks __complete -- trigger job.', does: 'for the completion scripts' }],
  async run({ args: { words } }, context) {
    const { flag, current } = unfinished(words.at(-1) ?? '')
    const before = [...words.slice(0, -1), ...(flag === undefined ? [] : [flag])]
    const front = flag === undefined ? '' : `${flag}=`
    const found = await candidates(before, current, context)
    const lines = found
      .filter(({ word }) => word.startsWith(current))
      .map(({ word, what }) => `${escapeLine(front + word)}\t${escapeLine(what)}\n`)
    return { raw: lines.join('') }
  },
})

/** What is to be completed of a word: all of it, or the value behind a `--flag=`. */
function unfinished(word: string): { flag?: string; current: string } {
  const at = word.startsWith('--') ? word.indexOf('=') : -1
  return at < 0 ? { current: word } : { flag: word.slice(0, at), current: word.slice(at + 1) }
}

async function candidates(
  before: readonly string[],
  current: string,
  context: CommandContext,
): Promise<Candidate[]> {
  const { inner = {}, entry, rest } = descend(before, context.table)
  const words = Object.entries(inner).flatMap(([word, each]) =>
    each.hidden ? [] : [{ word, what: each.summary }],
  )
  const command = await entry?.load?.()
  if (!command) return words
  return [...words, ...(await ofCommand(command, { rest, current }, context))]
}

/** What may stand next behind a command. */
async function ofCommand(
  command: AnyCommand,
  { rest, current }: { readonly rest: readonly string[]; readonly current: string },
  context: CommandContext,
): Promise<Candidate[]> {
  const asked = flagBefore(command, rest)
  if (asked) return valuesOf(asked, rest, context)
  if (current.startsWith('-')) return flagsOf(command)
  const places = Object.values(command.args)
  const given = operands(command, rest)
  const argument = places[given] ?? places.findLast(({ many }) => many)
  return argument ? valuesOf(argument, rest, context) : flagsOf(command)
}

/** Follows the words down the table: to a command with the words behind it, to the table to choose from, or to both. */
function descend(
  before: readonly string[],
  table: Table,
): { inner?: Table; entry?: Entry | undefined; rest: readonly string[] } {
  let inner: Table = table
  let above: Entry | undefined
  for (const [at, word] of before.entries()) {
    const entry = Object.hasOwn(inner, word) ? inner[word] : undefined
    if (!entry) return { entry: above, rest: above ? before.slice(at) : [] }
    if (!entry.commands) return { entry, rest: before.slice(at + 1) }
    inner = entry.commands
    above = entry
  }
  return { inner, entry: above, rest: [] }
}

const flagOf = (command: AnyCommand, word: string | undefined): Flag | undefined =>
  Object.entries(command.flags).find(([key]) => flagName(key) === word)?.[1]

/** The flag whose value stands next, if one does. */
function flagBefore(command: AnyCommand, rest: readonly string[]): Flag | undefined {
  const flag = flagOf(command, rest.at(-1))
  return flag?.kind === 'switch' ? undefined : flag
}

/** How many words are arguments: neither flags nor their values. */
const operands = (command: AnyCommand, rest: readonly string[]): number =>
  rest.filter((word, at) => !word.startsWith('-') && !flagBefore(command, rest.slice(0, at))).length

const flagsOf = (command: AnyCommand): Candidate[] => [
  ...Object.entries(command.flags).map(([key, flag]) => ({ word: flagName(key), what: flag.does })),
  { word: '--json', what: 'print JSON' },
  { word: '--help', what: 'show all of this' },
]

/** How many kept ids are offered. */
const newest = 200

async function valuesOf(
  wanted: Flag | Argument,
  rest: readonly string[],
  context: CommandContext,
): Promise<Candidate[]> {
  const { catalog } = context
  if (wanted.kind === 'choice') return wanted.choices.map((word) => ({ word, what: '' }))
  if (wanted.kind === 'provider')
    return catalog.names.map((word) => ({ word, what: catalog.profile(word).title }))
  if (wanted.kind === 'eventType') {
    const types = await typesOf(rest, context)
    return types
      .filter(({ word }, at) => types.findIndex((each) => each.word === word) === at)
      .filter(({ word }) => isPlainWord(word))
  }
  if (wanted.kind !== 'id') return []
  const kept = (await context.store()).list({ limit: newest, withoutAnswers: true }).reverse()
  const found = kept.flatMap(({ id, eventId, type }) =>
    [eventId ?? id, id].filter(isPlainWord).map((word) => ({ word, what: type ?? '' })),
  )
  return found.filter(({ word }, at) => found.findIndex((each) => each.word === word) === at)
}

/** The event types of the provider, or the provider file, that is named before; those of all, where none is. */
async function typesOf(before: readonly string[], context: CommandContext): Promise<Candidate[]> {
  const { catalog } = context
  const named = before.includes('--provider') ? before[before.indexOf('--provider') + 1] : undefined
  if (named !== undefined && isProviderFile(named)) {
    const { profile, fixtures } = await readProvider(named, createCatalog(context.fixtures), context)
    return fixtures.map(({ type }) => ({ word: type, what: profile.name }))
  }
  const names = catalog.names.filter((name) => named === undefined || name === named)
  return names.flatMap((name) => catalog.types(name).map((word) => ({ word, what: name })))
}

/**
 * Whether a text means only itself on a command line. An event's id is its sender's choice, and bash puts a candidate on the line
 * as it is: one with a semicolon in it would be run.
 */
const isPlainWord = (text: string): boolean => /^\w[\w./:@+-]*$/.test(text)
