import type { Header, Headers } from '../../http/message.ts'
import { Damage } from './failures.ts'
import type { Row } from './sqlite.ts'

// How single values stand in rows. What is not as it was written is damage.

/**
 * A text as it is stored: as JSON writes it between its quotes. SQLite's texts end at a NUL and are UTF-8, and what comes over
 * the network keeps to neither. A text's beginning is stored as its stored form's beginning, so prefixes can be looked up.
 */
export const stored = (text: string): string => JSON.stringify(text).slice(1, -1)

/** The same of a text that may be missing. */
export const orNull = (text: string | null): string | null => (text === null ? null : stored(text))

/** A value that may be missing. */
export const maybe = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null ? null : read(value)

/** A stored text. */
export function text(value: unknown): string {
  const read = parse(`"${plain(value)}"`)
  if (typeof read !== 'string') throw new Damage()
  return read
}

export function number(value: unknown): number {
  if (typeof value !== 'number') throw new Damage()
  return value
}

/** A text that stands as it is. */
export function plain(value: unknown): string {
  if (typeof value !== 'string') throw new Damage()
  return value
}

export function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Damage()
  return value
}

export function oneOf<const T extends string>(value: unknown, all: readonly T[]): T {
  const found = all.find((each) => each === value)
  if (found === undefined) throw new Damage()
  return found
}

/** What stands as JSON. */
function parse(json: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // No JSON gives undefined, so it stands for a text that is none.
  }
  if (value === undefined) throw new Damage()
  return value
}

/** An object that stands as JSON. */
export const object = (value: unknown): Row => fields(parse(plain(value)))

/** The fields of an object that was JSON. */
export function fields(value: unknown): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Damage()
  return { ...value }
}

/** A list that was JSON. */
export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Damage()
  return value
}

export function headers(value: unknown): Headers {
  return list(parse(plain(value))).map((line): Header => {
    if (!Array.isArray(line) || line.length !== 2) throw new Damage()
    return [plain(line[0]), plain(line[1])]
  })
}
