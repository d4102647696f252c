import { HooksError } from '../errors.ts'
import type { Json } from '../http/body.ts'
import { isObject } from '../http/body.ts'
import { didYouMean } from './nearest.ts'
import type { Fixture, Profile } from './profile.ts'

/** Read access to a folder of documents; paths are relative and use `/`. */
export interface Folder {
  /** The names in a folder, sorted; empty where there is no such folder. */
  names(path: string): string[]
  /** A file's text; undefined where there is no such file. */
  text(path: string): string | undefined
}

/** All providers that are known, read from their documents when they are asked for. */
export interface Catalog {
  /** All names, dialects (`name@variant`) included. */
  readonly names: readonly string[]
  /** One provider. Throws HooksError `unknown-provider`. */
  profile(name: string): Profile
  /** A provider and its dialects, the default one first; of a dialect only itself. Throws as `profile`. */
  family(name: string): Profile[]
  /** The event types that a provider documents. */
  types(name: string): readonly string[]
  /** The sample of an event type, if the provider documents it. */
  fixture(name: string, type: string): Fixture | undefined
}

/** Reads the catalog out of a folder that has one folder a provider. */
export function createCatalog(folder: Folder): Catalog {
  const names = folder.names('').filter((name) => folder.text(`${name}/profile.json`) !== undefined)
  const profiles = new Map<string, Profile>()

  const profile = (name: string): Profile => {
    if (!names.includes(name)) throw unknownProvider(name, names)
    const known = profiles.get(name) ?? profileOf(readDocument(folder, name))
    profiles.set(name, known)
    return known
  }
  const eventsFolder = (name: string): string => {
    const own = `${name}/events`
    const base = profile(name).extends
    return folder.names(own).length > 0 || base === undefined ? own : `${base}/events`
  }
  const types = (name: string): string[] =>
    folder.names(eventsFolder(name)).map((file) => file.replace(/\.json$/, ''))

  return {
    names,
    profile,
    types,
    family: (name) => {
      const first = profile(name)
      return [first, ...names.filter((each) => each.startsWith(`${name}@`)).map(profile)]
    },
    fixture: (name, type) =>
      types(name).includes(type)
        ? JSON.parse(folder.text(`${eventsFolder(name)}/${type}.json`) ?? 'null')
        : undefined,
  }
}

/** The name of the provider that a dialect is one of. */
export const familyName = (name: string): string => name.split('@', 1)[0] ?? name

function unknownProvider(name: string, names: readonly string[]): HooksError {
  return new HooksError(
    'unknown-provider',
    `There is no provider '${name}'.`,
    `${didYouMean(name, names)}All of them: hooks providers list`,
  )
}

function readDocument(folder: Folder, name: string): Json {
  const own: Json = JSON.parse(folder.text(`${name}/profile.json`) ?? 'null')
  const base = isObject(own) && typeof own.extends === 'string' ? own.extends : undefined
  return base === undefined ? own : mergeDocuments(readDocument(folder, base), own)
}

/**
 * A dialect's document over that of its base: objects are merged key by key, everything else (lists, texts, figures with their
 * `value`) replaces, and null takes a key away.
 */
export function mergeDocuments(base: Json, own: Json): Json {
  if (!isObject(base) || !isObject(own) || 'value' in own || 'value' in base) return own
  const merged = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(own)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergeDocuments(merged.get(key) ?? null, value))
  }
  return Object.fromEntries(merged)
}

/** The documents that ship are checked against the schema by a test, so that no start has to pay for it. */
const profileOf = (document: Json): Profile => document as Profile
