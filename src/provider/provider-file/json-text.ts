import type { Json } from '../../http/body.ts'
import type { Path } from '../path.ts'
import { blankComments } from './comments.ts'
import type { Fault } from './fault.ts'

/** What reading a text as JSON gave: the value with the places of all that is in it, or the first thing that is wrong. */
export type TextReading =
  | {
      readonly ok: true
      readonly value: Json
      /** The line, from 1, on which the value at a path begins; of a path that is not there, the nearest around it. */
      readonly lineOf: (path: Path) => number
      /** Names that stand twice in one object. */
      readonly faults: readonly Fault[]
    }
  | { readonly ok: false; readonly fault: Fault; readonly line: number }

/** Deeper nesting than this is no provider file, and might be deeper than the stack. */
const deepest = 100

/** Where the reader stands, and what it has found. */
interface Cursor {
  readonly text: string
  at: number
  readonly places: Map<string, number>
  readonly twice: Fault[]
  refused: { readonly fault: Fault; readonly at: number } | undefined
}

/** Reads JSON that may have comments. Never throws; a text that is none says where and why. */
export function readJsonText(source: string): TextReading {
  const text = blankComments(source)
  const cursor: Cursor = { text, at: 0, places: new Map(), twice: [], refused: undefined }
  const value = readValue(cursor, [])
  skipSpace(cursor)
  if (value !== undefined && cursor.at < text.length) {
    refuse(cursor, [], { message: 'Something stands behind the end of the JSON.', remedy: 'Take it away.' })
  }
  const { refused, places, twice } = cursor
  if (refused) return { ok: false, fault: refused.fault, line: lineAt(text, refused.at) }
  // Only what is refused has no value.
  return {
    ok: true,
    value: value ?? null,
    lineOf: (path) => lineAt(text, placeOf(places, path)),
    faults: twice,
  }
}

const keyOf = (path: Path): string => JSON.stringify(path)

function placeOf(places: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const place = places.get(keyOf(path.slice(0, length)))
    if (place !== undefined) return place
  }
  return places.get(keyOf([])) ?? 0
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

function skipSpace(cursor: Cursor): void {
  while (/[ \t\r\n]/.test(cursor.text[cursor.at] ?? '')) cursor.at++
}

/** The next character that is no space. */
function peek(cursor: Cursor): string {
  skipSpace(cursor)
  return cursor.text[cursor.at] ?? ''
}

type Why = Pick<Fault, 'message' | 'remedy'>

/** Says why there is no value. The first reason counts: whatever follows may follow from it. */
function refuse(cursor: Cursor, path: Path, why: Why): undefined {
  cursor.refused ??= { fault: { path, ...why }, at: cursor.at }
  return undefined
}

/** A value; undefined where there is none, and why stands in the cursor. */
function readValue(cursor: Cursor, path: Path): Json | undefined {
  const first = peek(cursor)
  if (!cursor.places.has(keyOf(path))) cursor.places.set(keyOf(path), cursor.at)
  if (path.length > deepest)
    return refuse(cursor, path, {
      message: `It is nested more than ${deepest} deep.`,
      remedy: 'Make it flatter.',
    })
  if (first === '{') return readObject(cursor, path)
  if (first === '[') return readList(cursor, path)
  return first === '"' ? readString(cursor, path) : readPlain(cursor, path)
}

function readObject(cursor: Cursor, path: Path): Json | undefined {
  const fields = new Map<string, Json>()
  cursor.at++
  while (peek(cursor) !== '}') {
    const place = cursor.at
    if (peek(cursor) !== '"') return refuse(cursor, path, noName(cursor))
    const key = readString(cursor, path)
    if (key === undefined) return undefined
    const inner = [...path, key]
    if (fields.has(key)) cursor.twice.push(twice(inner))
    cursor.places.set(keyOf(inner), place)
    if (peek(cursor) !== ':')
      return refuse(cursor, inner, {
        message: `A colon is missing behind "${key}".`,
        remedy: `Write "${key}": and the value.`,
      })
    cursor.at++
    const value = readValue(cursor, inner)
    if (value === undefined || !endItem(cursor, inner, '}')) return undefined
    fields.set(key, value)
  }
  cursor.at++
  return Object.fromEntries(fields)
}

const twice = (path: Path): Fault => ({
  path,
  message: `'${path.at(-1)}' stands twice in one object, so that only the last one would count.`,
  remedy: 'Take one of them away.',
})

function readList(cursor: Cursor, path: Path): Json | undefined {
  const items: Json[] = []
  cursor.at++
  while (peek(cursor) !== ']') {
    const inner = [...path, items.length]
    const value = readValue(cursor, inner)
    if (value === undefined || !endItem(cursor, inner, ']')) return undefined
    items.push(value)
  }
  cursor.at++
  return items
}

/** Goes on to the next item or to the end; false where neither follows. */
function endItem(cursor: Cursor, path: Path, close: string): boolean {
  const behind = cursor.at
  const next = peek(cursor)
  if (next === close) return true
  const comma = cursor.at
  cursor.at++
  if (next === ',' && peek(cursor) !== close) return true
  cursor.at = next === ',' ? comma : behind
  refuse(cursor, path, next === ',' ? idleComma(close) : next === '' ? endsBefore(close) : noComma(close))
  return false
}

const endsBefore = (close: string): Why => ({
  message: `The text ends where ${close} belongs.`,
  remedy: `Write the ${close}.`,
})
const idleComma = (close: string): Why => ({
  message: `A comma stands before ${close}, and nothing behind it.`,
  remedy: 'Take it away.',
})
const noComma = (close: string): Why => ({
  message: `A comma or ${close} is missing behind this value.`,
  remedy: 'Put it in.',
})
const endlessComment: Why = { message: 'A comment begins here and never ends.', remedy: 'Close it with */.' }

function noName({ text, at }: Cursor): Why {
  const next = text[at]
  if (next === undefined) return endsBefore('}')
  if (text.startsWith('/*', at)) return endlessComment
  return {
    message: `Names stand in double quotes; this one begins with ${next}.`,
    remedy: 'Write it as "name".',
  }
}

function readString(cursor: Cursor, path: Path): string | undefined {
  const { text, at } = cursor
  let end = at + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  try {
    const value: string = JSON.parse(text.slice(at, end + 1))
    cursor.at = end + 1
    return value
  } catch {
    return refuse(cursor, path, {
      message: 'A text in double quotes is not closed on its line, or has a \\ that means nothing.',
      remedy: 'Close it with ", write a line break as \\n and a \\ as \\\\.',
    })
  }
}

const plain = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y

function readPlain(cursor: Cursor, path: Path): Json | undefined {
  plain.lastIndex = cursor.at
  const [found] = plain.exec(cursor.text) ?? []
  if (found !== undefined) {
    cursor.at += found.length
    return JSON.parse(found)
  }
  return refuse(cursor, path, noValue(cursor))
}

function noValue({ text, at }: Cursor): Why {
  if (at >= text.length)
    return { message: 'The text ends where a value belongs.', remedy: 'Write the value.' }
  if (text.startsWith('/*', at)) return endlessComment
  const [word = text[at]] = /^[^\s,:{}[\]]+/.exec(text.slice(at, at + 30)) ?? []
  return {
    message: `A value belongs where '${word}' stands.`,
    remedy: 'Write a text in double quotes, a number, true, false, null, [ or {.',
  }
}
