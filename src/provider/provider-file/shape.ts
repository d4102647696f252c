import type * as z from 'zod'
import type { Json } from '../../http/body.ts'
import { didYouMean } from '../nearest.ts'
import type { Path } from '../path.ts'
import { valueAt } from '../path.ts'
import type { Fault } from './fault.ts'
import { wordsAt } from './schema.ts'
import { wordAt } from './words.ts'

type Issue = z.core.$ZodIssue

/** What was checked, and where it stands in the file. */
export interface Checked {
  readonly value: Json
  readonly at: Path
  /** Whether what is missing is to be told as well; not where its base is unknown. */
  readonly whole: boolean
}

/** What a schema found, as faults of the file: each with what belongs there. */
export const shapeFaults = (issues: readonly Issue[], checked: Checked): Fault[] =>
  issues.flatMap((issue) => faultsOf(issue, checked))

function faultsOf(issue: Issue, { value: whole, ...checked }: Checked): Fault[] {
  const inner = pathOf(issue)
  const path = [...checked.at, ...inner]
  const value = valueAt(whole, inner)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((word) => unknownWord([...path, word]))
  if (value === undefined) return checked.whole ? [missing(path)] : []
  if (issue.code === 'invalid_union') {
    const branch = likeliest(issue.errors)
    if (branch) return shapeFaults(branch, { ...checked, value, at: path })
  }
  return [{ path, message: messageOf(issue, value), remedy: remedyFor(path) }]
}

const pathOf = ({ path }: Issue): Path => path.map((step) => (typeof step === 'number' ? step : String(step)))

function unknownWord(path: Path): Fault {
  const [word, around] = [String(path.at(-1)), path.slice(0, -1)]
  const known = wordsAt(around)
  return {
    path,
    message: `There is no word '${word}' here.`,
    remedy: didYouMean(word, known).trim() || `There are ${known.join(', ')}.`,
  }
}

const missing = (path: Path): Fault => ({
  path,
  message: `'${path.at(-1)}' is missing.`,
  remedy: remedyFor(path),
})

/** What may stand there, by an example. */
function remedyFor(path: Path): string {
  const last = path.at(-1)
  if (typeof last === 'number') return remedyFor(path.slice(0, -1))
  const word = wordAt(path)
  return word === undefined ? 'Mend it there.' : `For example: "${last}": ${JSON.stringify(word.example)}`
}

function messageOf(issue: Issue, value: Json): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${nameOf(issue.expected)} belongs here, not ${shown(value)}.`
    case 'invalid_value':
      return `${oneOf(issue.values)} belongs here, not ${shown(value)}.`
    case 'invalid_union':
      return `${kindsOf(issue.errors)} belongs here, not ${shown(value)}.`
    case 'too_small':
      return issue.origin === 'number' ? `It must be more than ${shown(value)}.` : 'It is empty.'
    case 'too_big':
      return `It must be ${issue.maximum} or less, not ${shown(value)}.`
    case 'invalid_format':
      return `${shown(value)} is no ${formats.get(issue.format) ?? issue.message.replace(/^an? /, '')}.`
    case 'custom':
      return issue.params?.sentence === true ? issue.message : `${shown(value)} is not ${issue.message}.`
    case 'invalid_key':
      return 'A name is empty.'
    default:
      return `${issue.message}.`
  }
}

const formats = new Map([
  ['url', 'URL'],
  ['datetime', 'time in UTC, such as 2026-03-15T10:05:00Z'],
])

/** Of what a place may be, the one that was most likely meant; undefined where the value is of no such kind. */
function likeliest(branches: readonly Issue[][]): Issue[] | undefined {
  const depth = (issues: Issue[]): number => Math.max(...issues.map(({ path }) => path.length))
  return branches
    .filter((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0))
    .toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0]
}

const kindsOf = (branches: readonly Issue[][]): string => {
  const kinds = branches.flat().map((issue) => ('expected' in issue ? nameOf(issue.expected) : ''))
  const [first = 'Something else', ...others] = [...new Set(kinds.filter(Boolean))]
  return [first, ...others.map((kind) => kind.charAt(0).toLowerCase() + kind.slice(1))].join(' or ')
}

const kindNames = new Map([
  ['string', 'A text'],
  ['number', 'A number'],
  ['int', 'A whole number'],
  ['boolean', 'true or false'],
  ['array', 'A list'],
  ['object', 'An object'],
  ['record', 'An object'],
  ['null', 'null'],
])

const nameOf = (kind: string): string => kindNames.get(kind) ?? kind

const oneOf = (values: readonly unknown[]): string =>
  `${values.length > 1 ? 'One of ' : ''}${values.map(String).join(', ')}`

/** A value in a few characters. */
function shown(value: Json): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 37)}..."` : text
}
