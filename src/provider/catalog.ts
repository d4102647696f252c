import { HooksError } from '../errors.ts'
import type { Json } from '../http/body.ts'
import { isObject } from '../http/body.ts'
import { didYouMean } from './nearest.ts'
import type { Fixture, Profile } from './profile.ts'
import { remembering } from './remembering.ts'

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
  /** The same for a name that is kept or comes from outside; null where it names none that is known. */
  known(name: string | null): Profile | null
  /** A provider and its dialects, the default one first; of a dialect only itself. Throws as `profile`. */
  family(name: string): Profile[]
  /** The event types that a provider documents. */
  types(name: string): readonly string[]
  /** The sample of an event type, if the provider documents it. */
  fixture(name: string, type: string): Fixture | undefined
}

/** Reads the catalog out of a folder that has one folder a provider. */
export function createCatalog(folder: Folder): Catalog {
  const isProvider = (name: string): boolean => folder.names(name).includes('profile.json')
  const names = folder.names('').filter(isProvider)
  const profile = remembering((name) => profileOf(readDocument(folder, checked(name, names))))
  /** Where a provider's events are, and which; a dialect without events of its own has those of its base. */
  const events = remembering((name): { path: string; types: readonly string[] } => {
    const path = `${checked(name, names)}/events`
    const types = typesIn(folder, path)
    const base = types.length === 0 ? profile(name).extends : undefined
    return base === undefined ? { path, types } : events(base)
  })

  return {
    names,
    profile,
    known: (name) => (name !== null && names.includes(name) ? profile(name) : null),
    types: (name) => events(name).types,
    family: (name) => {
      const first = profile(name)
      return [first, ...names.filter((each) => each.startsWith(`${name}@`)).map(profile)]
    },
    fixture: (name, type) => {
      const { path, types } = events(name)
      // Only what the folder lists is read: the type may come from outside.
      return types.includes(type) ? JSON.parse(folder.text(`${path}/${type}.json`) ?? 'null') : undefined
    },
  }
}

/** The types that a folder has samples of; one with a slash in it lies in a folder of its own. */
const typesIn = (folder: Folder, path: string): string[] =>
  folder
    .names(path)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.endsWith('.json')
        ? name.slice(0, -'.json'.length)
        : typesIn(folder, `${path}/${name}`).map((type) => `${name}/${type}`),
    )

/** The name of the provider that a dialect is one of. */
export const familyName = (name: string): string => name.split('@', 1)[0] ?? name

/** Only what the folder lists becomes a path: the name may come from outside. */
function checked(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name
  throw unknownProvider(name, names)
}

/** The error for a name that none of the known providers has. */
export const unknownProvider = (name: string, names: readonly string[]): HooksError =>
  new HooksError(
    'unknown-provider',
    `There is no provider '${name}'.`,
    `${didYouMean(name, names)}All of them: hooks providers list`,
  )

/** @param above the dialects that led here, each of which extends the next */
function readDocument(folder: Folder, name: string, above: readonly string[] = []): Json {
  const chain = [...above, name]
  if (above.includes(name)) throw endless(chain.slice(above.indexOf(name)))
  const own: Json = JSON.parse(folder.text(`${name}/profile.json`) ?? 'null')
  const base = isObject(own) && typeof own.extends === 'string' ? own.extends : undefined
  return base === undefined ? own : mergeDocuments(readDocument(folder, base, chain), own)
}

const endless = (chain: readonly string[]): HooksError =>
  new HooksError(
    'invalid-profile',
    `These profiles extend each other in a circle: ${chain.join(' → ')}.`,
    'Take "extends" away in one of them.',
  )

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
