import { HooksError } from '../errors.ts'
import type { Catalog } from './catalog.ts'
import { familyName } from './catalog.ts'
import { didYouMean } from './nearest.ts'

/**
 * Which provider an event type is of: the one that is named, or the only one that has it. A provider's default dialect goes
 * before its others.
 *
 * @throws HooksError `unknown-type` with the nearest names, `ambiguous-type` with those that have it
 */
export function resolveType(catalog: Catalog, type: string, provider?: string): string {
  if (provider !== undefined) return checkType(catalog, type, catalog.profile(provider).name)
  const having = catalog.names.filter((name) => catalog.types(name).includes(type))
  const [first] = having
  if (first === undefined) throw unknownType(catalog, type)
  const choices = having.includes(familyName(first)) ? [...new Set(having.map(familyName))] : having
  if (choices.length === 1) return first
  throw new HooksError(
    'ambiguous-type',
    `'${type}' is an event type of ${choices.join(' and ')}.`,
    `Say which one: --provider ${choices[0]}`,
  )
}

/** An event type as users write it: `TYPE`, or `PROVIDER:TYPE` where that names the provider too. */
export function readTypeName(
  text: string,
  catalog: Catalog,
): { readonly provider?: string; readonly type: string } {
  const at = text.indexOf(':')
  const provider = text.slice(0, Math.max(0, at))
  return catalog.names.includes(provider) ? { provider, type: text.slice(at + 1) } : { type: text }
}

function checkType(catalog: Catalog, type: string, provider: string): string {
  const types = catalog.types(provider)
  if (types.includes(type)) return provider
  const elsewhere = catalog.names.find(
    (name) => familyName(name) === familyName(provider) && catalog.types(name).includes(type),
  )
  throw new HooksError(
    'unknown-type',
    `${catalog.profile(provider).title} has no event type '${type}'.`,
    elsewhere
      ? `Its dialect ${elsewhere} has: --provider ${elsewhere}`
      : `${didYouMean(type, types)}All of them: hooks providers events ${provider}`,
  )
}

function unknownType(catalog: Catalog, type: string): HooksError {
  const types = catalog.names.flatMap((name) => catalog.types(name))
  return new HooksError(
    'unknown-type',
    `No provider has an event type '${type}'.`,
    `${didYouMean(type, types)}All of them: hooks providers events`,
  )
}
