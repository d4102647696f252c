import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'

/** Values as they may come from an API, each as what it should be; null where it is something else. */
export const textIn = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null

export function numberIn(value: Json | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

export const booleanIn = (value: Json | undefined): boolean | null =>
  typeof value === 'boolean' ? value : value === 1 ? true : value === 0 ? false : null

/** Undefined where it is no list; what is no text in it is left out. */
export const textListIn = (value: Json | undefined): string[] | undefined =>
  Array.isArray(value) ? value.filter((each: Json) => typeof each === 'string') : undefined

/** The texts of an object, by their keys. */
export const textMapIn = (value: Json | undefined): Readonly<Record<string, string>> | null =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, each]) => (typeof each === 'string' ? [[key, each]] : [])),
      )
    : null

/** A time as an ISO time: a text that is one, or a number of seconds or milliseconds since 1970. */
export function timeIn(value: Json | undefined): string | null {
  if (typeof value === 'number') return isoTime(sinceEpoch(value))
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null
}

/** Numbers beyond this are milliseconds: as seconds they would lie three thousand years ahead. */
const firstMilliseconds = 100_000_000_000

/** A number of seconds or of milliseconds since 1970, whichever it must be, in milliseconds. */
export const sinceEpoch = (value: number): number => (value < firstMilliseconds ? value * 1_000 : value)

/** Null of what no date can hold. */
const isoTime = (at: number): string | null => (Math.abs(at) < 8e15 ? new Date(at).toISOString() : null)
