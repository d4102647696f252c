import type { HooksError } from '../errors.ts'
import type { Catalog } from './catalog.ts'
import { unknownProvider } from './catalog.ts'
import type { Fixture, Profile } from './profile.ts'

/** A provider of the user's own, read and checked. */
export interface OwnProvider {
  readonly profile: Profile
  readonly fixtures: readonly Fixture[]
}

/** One that cannot be used, and what is said to those who name it. */
export interface BrokenProvider {
  readonly name: string
  readonly error: HooksError
}

/** A catalog with the user's own providers before those that ship. What is broken is in no list, and throws when it is named. */
export function withOwnProviders(
  builtIn: Catalog,
  own: readonly OwnProvider[],
  broken: readonly BrokenProvider[],
): Catalog {
  const byName = new Map(own.map((each) => [each.profile.name, each]))
  const names = [...byName.keys(), ...builtIn.names]
  const checked = (name: string): string => {
    const found = broken.find((each) => each.name === name)
    if (found) throw found.error
    if (names.includes(name)) return name
    throw unknownProvider(name, names)
  }
  const profile = (name: string): Profile => byName.get(name)?.profile ?? builtIn.profile(checked(name))
  return {
    names,
    profile,
    known: (name) => (name !== null && names.includes(name) ? profile(name) : null),
    family: (name) => {
      const first = profile(name)
      return [first, ...names.filter((each) => each.startsWith(`${name}@`)).map(profile)]
    },
    types: (name) => byName.get(name)?.fixtures.map(({ type }) => type) ?? builtIn.types(checked(name)),
    fixture: (name, type) => {
      const mine = byName.get(name)
      return mine ? mine.fixtures.find((each) => each.type === type) : builtIn.fixture(checked(name), type)
    },
  }
}
