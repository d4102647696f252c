import type * as z from 'zod'
import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import type { Catalog } from '../catalog.ts'
import { didYouMean } from '../nearest.ts'
import type { Fixture, Profile, Vector } from '../profile.ts'
import { fixtureSchema, profileSchema, vectorsSchema } from '../profile.ts'
import type { Fields } from './defaults.ts'
import { fixtureDocument, profileDocument, vectorDocument } from './defaults.ts'
import type { Draft } from './draft.ts'
import type { Fault } from './fault.ts'
import { samplesFit } from './rules/events.ts'
import { ruleFaults } from './rules.ts'
import { shapeFaults } from './shape.ts'
import { soundSections } from './sound-sections.ts'

/** What a provider file holds. */
export interface ProviderFile {
  readonly profile: Profile
  /** Its own samples, or those of the provider that it extends. */
  readonly fixtures: readonly Fixture[]
  readonly vectors: readonly Vector[]
}

export interface Checking {
  /** Undefined where there are faults. */
  readonly file: ProviderFile | undefined
  readonly faults: readonly Fault[]
}

/** The newest format that is known. */
const newest = 1

/** Checks what a file says: the shape of its words first, then what must hold between them. */
export function checkDocument(own: Json, builtIn: Catalog): Checking {
  if (!isObject(own)) return refused([], 'A provider file is one JSON object.', 'Begin it with {.')
  const { formatVersion: version } = own
  if (typeof version === 'number' && version > newest) {
    const message = `The file is of format version ${version}; this program knows none beyond ${newest}.`
    return refused(['formatVersion'], message, 'Bring hooks up to date.')
  }
  const base = baseOf(own, builtIn)
  const { profile, sections, faults } = checkProfile(own, base)
  const events = checkItems(own.events, { word: 'events', schema: fixtureSchema }, (item) =>
    fixtureDocument(item, sections.event),
  )
  const dated = sections.signature?.timestamp !== undefined
  const vectors = checkItems(own.vectors, { word: 'vectors', schema: vectorsSchema.element }, (item, at) =>
    vectorDocument(item, at + 1, dated),
  )
  const draft: Draft = { profile: sections, events: events.items, builtIn: builtIn.names }
  const found = [...base.faults, ...faults, ...events.faults, ...vectors.faults, ...ruleFaults(draft)]
  const inherits = events.items.length === 0
  const all = [...found, ...(inherits ? unfitting(base, draft) : [])]
  if (!profile || all.length > 0) return { file: undefined, faults: all }
  const fixtures = inherits ? base.fixtures : events.items.map(({ item }) => item)
  return { file: { profile, fixtures, vectors: vectors.items.map(({ item }) => item) }, faults: [] }
}

const refused = (path: Fault['path'], message: string, remedy: string): Checking => ({
  file: undefined,
  faults: [{ path, message, remedy }],
})

/** The built-in provider that a file extends. */
interface Base {
  readonly fields: Fields | undefined
  readonly fixtures: readonly Fixture[]
  /** Whether there is one, or none is wanted. */
  readonly found: boolean
  readonly faults: readonly Fault[]
}

function baseOf({ extends: name, name: own }: Fields, builtIn: Catalog): Base {
  const none = { fields: undefined, fixtures: [], faults: [], found: false }
  if (name === undefined || name === null) return { ...none, found: true }
  if (typeof name !== 'string') return none
  const profile = builtIn.known(name)
  if (profile) {
    const fields: Json = JSON.parse(JSON.stringify(profile))
    const fixtures = builtIn.types(name).flatMap((type) => builtIn.fixture(name, type) ?? [])
    return { fields: isObject(fields) ? fields : undefined, fixtures, found: true, faults: [] }
  }
  return { ...none, faults: [{ path: ['extends'], ...(name === own ? circle : noBase(name, builtIn)) }] }
}

/** Only what is built in can be extended: then no chain of files can come back to where it began. */
const noBase = (name: string, { names }: Catalog) => ({
  message: `There is no built-in provider '${name}' that could be extended.`,
  remedy: `${didYouMean(name, names)}All of them: hooks providers list`,
})
const circle = {
  message: 'The file extends itself, which goes round in a circle.',
  remedy: 'Name a built-in provider, or leave extends out: hooks providers list',
}

function checkProfile(own: Fields, base: Base) {
  const document = profileDocument(own, base.fields)
  const read = profileSchema.safeParse(document)
  if (read.success) return { profile: read.data, sections: read.data, faults: [] }
  const { issues } = read.error
  const faults = shapeFaults(issues, { value: document, at: [], whole: base.found })
  return { profile: undefined, sections: soundSections({ own, base: base.fields, issues }), faults }
}

interface Items<T> {
  readonly items: readonly { readonly index: number; readonly item: T }[]
  readonly faults: readonly Fault[]
}

/** Checks the items of a list, each completed with what a file need not say. */
function checkItems<T>(
  list: Json | undefined,
  { word, schema }: { readonly word: string; readonly schema: z.ZodType<T> },
  complete: (item: Json, index: number) => Json,
): Items<T> {
  if (list === undefined || list === null) return { items: [], faults: [] }
  if (!Array.isArray(list)) {
    const fault = { path: [word], message: 'A list belongs here.', remedy: 'Put it between [ and ].' }
    return { items: [], faults: [fault] }
  }
  const read = list.map((item: Json, index) => {
    const value = complete(item, index)
    return { index, value, result: schema.safeParse(value) }
  })
  return {
    items: read.flatMap(({ index, result }) => (result.success ? [{ index, item: result.data }] : [])),
    faults: read.flatMap(({ index, value, result }) =>
      result.success ? [] : shapeFaults(result.error.issues, { value, at: [word, index], whole: true }),
    ),
  }
}

/** Where a file changes the places of id and type, the samples that it takes over may no longer fit. */
function unfitting({ fixtures }: Base, draft: Draft): Fault[] {
  const events = fixtures.map((item, index) => ({ index, item }))
  const [first] = samplesFit({ ...draft, events })
  if (!first) return []
  const message = `The samples that are taken over do not fit. ${first.message}`
  return [{ path: ['event'], message, remedy: 'Give the file events of its own, or mend it here.' }]
}
