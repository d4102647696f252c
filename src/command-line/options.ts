import { HooksError } from '../errors.ts'
import { redactUrl } from '../http/redact.ts'
import { didYouMean } from '../provider/nearest.ts'
import type { AnyCommand, Argument, Flag } from './command.ts'
import { flagName } from './flag-name.ts'
import { kinds } from './kinds.ts'
import type { Settings } from './settings.ts'

/** What commander read from the command line: texts, lists of texts, and whether switches were given. */
export interface RawOptions {
  readonly args: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly flags: Readonly<Record<string, string | readonly string[] | boolean | undefined>>
}

/**
 * Makes the texts of the command line into checked values: a flag that is not given comes from its setting, then from its
 * default. The types of the result are those that the command's data spell.
 *
 * @throws HooksError `invalid-value`, or `usage` for a required flag that is nowhere
 */
export function checkOptions(
  command: Pick<AnyCommand, 'args' | 'flags'>,
  raw: RawOptions,
  settings: Settings,
): Input {
  const flags = Object.entries(command.flags).map(([key, flag]) => [
    key,
    flag.kind === 'switch' ? raw.flags[key] === true : checkFlag({ key, flag }, raw.flags[key], settings),
  ])
  const args = Object.entries(command.args).map(([key, argument]) => [
    key,
    checkAll({ name: argument.name, definition: argument }, raw.args[key]),
  ])
  return { args: Object.fromEntries(args), flags: Object.fromEntries(flags) } as Input
}

/** What a command's `run` takes; its types are those of its data. */
export type Input = Parameters<AnyCommand['run']>[0]

type ValueDefinition = Exclude<Flag, { kind: 'switch' }> | Argument

function checkFlag(
  { key, flag }: { key: string; flag: Exclude<Flag, { kind: 'switch' }> },
  given: RawOptions['flags'][string],
  settings: Settings,
): unknown {
  const fallback = flag.setting === undefined ? undefined : settings.values(flag.setting)[0]
  const raw = given === undefined || typeof given === 'boolean' ? (fallback?.value ?? flag.default) : given
  if (raw === undefined && flag.required) {
    const elsewhere = flag.setting === undefined ? '' : `, or set it: hooks config set ${flag.setting} …`
    throw new HooksError('usage', `${flagName(key)} is missing.`, `Give ${usage(key, flag)}${elsewhere}`)
  }
  const name = given === undefined && fallback ? `'${flag.setting}' of ${fallback.from}` : flagName(key)
  return checkAll({ name, definition: flag }, raw)
}

const usage = (key: string, flag: Flag): string =>
  'value' in flag ? `${flagName(key)} ${flag.value}` : flagName(key)

interface Named {
  readonly name: string
  readonly definition: ValueDefinition
}

function checkAll(named: Named, raw: string | readonly string[] | undefined): unknown {
  if (named.definition.many) return [raw ?? []].flat().map((text) => checkOne(named, text))
  return typeof raw === 'string' ? checkOne(named, raw) : undefined
}

function checkOne({ name, definition }: Named, text: string): unknown {
  if (definition.kind === 'choice') {
    if (definition.choices.includes(text)) return text
    const choices = definition.choices.join(', ')
    throw new HooksError(
      'invalid-value',
      `${name} takes one of ${choices}, not '${text}'.`,
      didYouMean(text, definition.choices).trim() || undefined,
    )
  }
  const kind = kinds[definition.kind]
  const value = kind.read(text)
  if (value !== undefined) return value
  const shown = definition.kind === 'secret' ? 'what was given' : `'${redactUrl(text)}'`
  throw new HooksError('invalid-value', `${name} takes ${kind.expects}, not ${shown}.`)
}
