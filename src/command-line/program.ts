import { Command as Commander, CommanderError, Option } from 'commander'
import { HooksError } from '../errors.ts'
import { didYouMean } from '../provider/nearest.ts'
import type { AnyCommand, Argument, Entry, Flag, Table } from './command.ts'
import { flagName } from './flag-name.ts'
import type { RawOptions } from './options.ts'

/** What a command line asks for: a command with its texts, or a page of help. */
export type Invocation =
  | {
      readonly kind: 'command'
      readonly path: readonly string[]
      readonly command: AnyCommand
      readonly raw: RawOptions
    }
  | { readonly kind: 'help'; readonly text: string }

/**
 * Reads a command line by the table. Only the file of the command that is called is loaded.
 *
 * @throws HooksError `unknown-command` or `usage`, with the nearest name
 */
export async function readCommandLine(
  argv: readonly string[],
  table: Table,
  version: string,
): Promise<Invocation> {
  const { path, entry } = findCommand(argv, table)
  const command = await entry?.load?.()
  let help = ''
  let invocation: Invocation | undefined
  const program = new Commander('hooks')
    .description('A local, tunnel-free webhook tester and replayer.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this page')
  program.configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined })
  program.configureHelp({ showGlobalOptions: false, subcommandTerm: (each) => each.name() }).exitOverride()
  addEntries(program, command ? along(path, table) : table)
  const target = path.reduce<Commander>(
    (at, name) => at.commands.find((each) => each.name() === name) ?? at,
    program,
  )
  if (command) {
    describe(target, command).action(() => {
      invocation = { kind: 'command', path, command, raw: rawOptions(target, command) }
    })
  }
  try {
    await program.parseAsync([...(argv.length === path.length && !command ? [...argv, '--help'] : argv)], {
      from: 'user',
    })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw usageError(error, path, target)
  }
  return invocation ?? { kind: 'help', text: help }
}

/** The command that the leading words name, as far as the table knows them. */
function findCommand(argv: readonly string[], table: Table): { path: string[]; entry: Entry | undefined } {
  const [name] = argv
  const entry = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
  if (!entry || name === undefined) return { path: [], entry: undefined }
  if (!entry.commands) return { path: [name], entry }
  const inner = findCommand(argv.slice(1), entry.commands)
  return { path: [name, ...inner.path], entry: inner.entry ?? entry }
}

/**
 * Only the entries on a path: what beside them could be called is of no use once it is known what is called. What may stand behind
 * a command is a part of its page.
 */
function along([name = '', ...rest]: readonly string[], table: Table): Table {
  const entry = table[name]
  if (!entry) return {}
  if (rest.length === 0) return { [name]: entry }
  return { [name]: entry.commands ? { ...entry, commands: along(rest, entry.commands) } : entry }
}

function addEntries(program: Commander, table: Table): void {
  for (const [name, { summary, commands, hidden }] of Object.entries(table)) {
    const added = program
      .command(name, { hidden: hidden === true })
      .description(summary)
      .copyInheritedSettings(program)
    if (commands) addEntries(added.helpCommand(false), commands)
  }
  program.helpCommand(false)
}

function describe(target: Commander, command: AnyCommand): Commander {
  if (command.about) target.description(`${target.description()}\n\n${command.about}`)
  for (const argument of Object.values(command.args)) target.argument(argumentUsage(argument), argument.does)
  for (const [key, flag] of Object.entries(command.flags)) target.addOption(optionOf(key, flag))
  target.option('--json', 'print JSON')
  const width = Math.max(...command.examples.map(({ line }) => line.length))
  const examples = command.examples.map(({ line, does }) => `  ${line.padEnd(width)}  ${does}`)
  return target.allowExcessArguments(false).addHelpText('after', `\nExamples:\n${examples.join('\n')}`)
}

function argumentUsage({ name, many, required }: Argument): string {
  const text = `${name}${many ? '...' : ''}`
  return required ? `<${text}>` : `[${text}]`
}

/** Choices of more characters stand behind the description, lest they push all descriptions to the right. */
const shortChoices = 24

function optionOf(key: string, flag: Flag): Option {
  const choices = flag.kind === 'choice' ? flag.choices.join('|') : ''
  const long = choices.length > shortChoices
  const name = flag.kind === 'choice' ? (long ? 'WHAT' : choices) : flag.kind === 'switch' ? '' : flag.value
  const value = name === '' ? '' : ` <${name}>`
  const does = flag.kind === 'choice' && long ? `${flag.does}: ${flag.choices.join(', ')}` : flag.does
  const short = flag.short ? `-${flag.short}, ` : ''
  const fallback = 'default' in flag && flag.default !== undefined ? ` (default: ${flag.default})` : ''
  const option = new Option(`${short}${flagName(key)}${value}`, `${does}${fallback}`)
  if ('many' in flag && flag.many)
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text])
  return option
}

function rawOptions(target: Commander, command: AnyCommand): RawOptions {
  const options: Record<string, string | string[] | boolean | undefined> = target.opts()
  const flags = Object.keys(command.flags).map((key) => {
    const option = target.options.find(({ long }) => long === flagName(key))
    const value = options[option?.attributeName() ?? key]
    return [key, option?.negate ? value === false : value]
  })
  const args = Object.keys(command.args).map((key, at) => [key, target.processedArgs[at]])
  return { args: Object.fromEntries(args), flags: Object.fromEntries(flags) }
}

/** Commander's words for what is wrong with a command line, as one of ours. */
function usageError(error: CommanderError, path: readonly string[], target: Commander): HooksError {
  const [said = '', suggested] = error.message.replace(/^error: /, '').split('\n')
  // What stands behind a mistyped `--secret=` may be a secret, and commander suggests nothing then.
  const [, flag] = /^unknown option '(--[^=']+)=/.exec(said) ?? []
  const first = flag === undefined ? said : `unknown option '${flag}'`
  const longs = target.options.flatMap(({ long }) => long ?? [])
  const suggestion = flag === undefined ? suggested : didYouMean(flag, longs).trim()
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`
  const help = `See hooks ${[...path, '--help'].join(' ')}.`
  const hint = suggestion ? `${suggestion.replace(/[()]/g, '')} ${help}` : help
  return new HooksError(
    error.code === 'commander.unknownCommand' ? 'unknown-command' : 'usage',
    message,
    hint,
  )
}
