import type { Json } from '../http/body.ts'
import { isObject } from '../http/body.ts'

/** A place in a JSON value: `data.recipients[0].email` as keys and indexes. */
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
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step]
    else return undefined
  }
  return value
}

/** The value at a path as text, where it is a text or a number. */
export function textAt(json: Json | undefined, path: string): string | undefined {
  const value = valueAt(json, parsePath(path) ?? [path])
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** All paths to plain values of a JSON value, as users write them; for suggestions. */
export function leafPaths(json: Json, above = ''): string[] {
  if (Array.isArray(json)) return json.flatMap((item, index) => leafPaths(item, `${above}[${index}]`))
  if (!isObject(json)) return [above]
  return Object.entries(json).flatMap(([key, value]) => leafPaths(value, above ? `${above}.${key}` : key))
}
