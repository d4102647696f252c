import type { Json } from '../http/body.ts'
import { isObject } from '../http/body.ts'

/** A place in a JSON value: `data.recipients[0].email`, or `[0].id` in a list, as keys and indexes. */
export type Path = readonly (string | number)[]

/** Reads a path as users and profiles write it. Undefined where it cannot be read. */
export function parsePath(text: string): Path | undefined {
  if (!/^(?:[^.[\]]+|\[\d{1,6}\])(?:\.[^.[\]]+|\[\d{1,6}\])*$/.test(text)) return undefined
  return [...text.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index))
}

/** The value at a path, if there is one. */
export function valueAt(json: Json | undefined, path: Path): Json | undefined {
  let value = json
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step]
    else if (isObject(value) && typeof step === 'string' && Object.hasOwn(value, step)) value = value[step]
    else return undefined
  }
  return value
}

/**
 * The places of a JSON value that a pattern names: a path in which `*` is any key or index, and `**` any number of them.
 * `data.items.*.at`, `**.created`.
 */
export function placesOf(json: Json | undefined, pattern: Path): Path[] {
  const [step, ...rest] = pattern
  if (step === undefined) return json === undefined ? [] : [[]]
  const below = (keys: readonly (string | number)[], next: Path): Path[] =>
    keys.flatMap((key) => placesOf(valueAt(json, [key]), next).map((path) => [key, ...path]))
  if (step === '*') return below(keysOf(json), rest)
  if (step === '**') return [...placesOf(json, rest), ...below(keysOf(json), pattern)]
  return below([step], rest)
}

function keysOf(json: Json | undefined): (string | number)[] {
  if (Array.isArray(json)) return [...json.keys()]
  return isObject(json) ? Object.keys(json) : []
}

/** The value at a path as text, where it is a text or a number. */
export function textAt(json: Json | undefined, path: string): string | undefined {
  const value = valueAt(json, parsePath(path) ?? [path])
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** All paths to plain values of a JSON value, as users write them; for suggestions. Keys that no path can name are left out. */
export function leafPaths(json: Json): string[] {
  const found: string[] = []
  // What is still to be seen is a list, since nesting may be deeper than the stack.
  const pending: Place[] = placesIn({ path: '', value: json }) ?? []
  for (let place = pending.pop(); place; place = pending.pop()) {
    const inside = placesIn(place)
    if (inside) for (const each of inside) pending.push(each)
    else found.push(place.path)
  }
  return found
}

interface Place {
  readonly path: string
  readonly value: Json
}

/** The items or fields of a value, the last first; undefined of a plain one. */
function placesIn({ path, value }: Place): Place[] | undefined {
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => ({ path: `${path}[${index}]`, value: item })).reverse()
  }
  if (!isObject(value)) return undefined
  return Object.entries(value)
    .filter(([key]) => /^[^.[\]]+$/.test(key))
    .map(([key, field]) => ({ path: path ? `${path}.${key}` : key, value: field }))
    .reverse()
}
