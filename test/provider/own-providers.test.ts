import { expect, test } from 'vitest'
import { HooksError } from '../../src/errors.ts'
import type { OwnProvider } from '../../src/provider/own-providers.ts'
import { withOwnProviders } from '../../src/provider/own-providers.ts'
import type { Fixture } from '../../src/provider/profile.ts'
import { refusalOf } from '../support/refusal.ts'
import { acme, catalog } from './support/profiles.ts'

const fixture: Fixture = {
  type: 'order.paid',
  about: 'An order was paid.',
  origin: 'composed',
  at: '2026-01-01T00:00:00Z',
  body: { type: 'order.paid' },
}
const own = (name: string): OwnProvider => ({ profile: acme({ name }), fixtures: [fixture] })
const broken = { name: 'broken', error: new HooksError('invalid-profile', 'It is broken.', 'Mend it.') }
const all = withOwnProviders(catalog, [own('acme'), own('acme@2'), own('example@mine')], [broken])

test('the own ones come first; what is broken is in no list', () => {
  expect(all.names).toEqual(['acme', 'acme@2', 'example@mine', ...catalog.names])
})

test('an own one is one like any other', () => {
  expect([all.profile('acme').name, all.known('acme@2')?.name, all.types('acme')]).toEqual([
    'acme',
    'acme@2',
    ['order.paid'],
  ])
  expect([all.fixture('acme', 'order.paid'), all.fixture('acme', 'toString')]).toEqual([fixture, undefined])
})

test('families reach from own ones to those that ship', () => {
  const names = (name: string) => all.family(name).map((profile) => profile.name)
  expect([names('acme'), names('acme@2'), names('example')]).toEqual([
    ['acme', 'acme@2'],
    ['acme@2'],
    ['example', 'example@mine'],
  ])
})

test('those that ship are as they were', () => {
  expect(all.profile('firma')).toBe(catalog.profile('firma'))
  expect(all.types('example')).toEqual(catalog.types('example'))
  expect(all.fixture('example', 'user.created')).toEqual(catalog.fixture('example', 'user.created'))
  expect(all.known('nobody')).toBeNull()
  expect(all.known(null)).toBeNull()
})

test('who names a broken one is told why; who mistypes, what was meant', () => {
  const calls = [() => all.profile('broken'), () => all.types('broken'), () => all.fixture('broken', 'x')]
  expect(calls.map((call) => refusalOf(call)?.code)).toEqual(Array(3).fill('invalid-profile'))
  expect(all.known('broken')).toBeNull()
  expect(refusalOf(() => all.family('acne'))).toEqual({
    code: 'unknown-provider',
    message: "There is no provider 'acne'.",
    hint: 'Did you mean acme? All of them: hooks providers list',
  })
})
