import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { createCatalog, familyName, mergeDocuments } from '../../src/provider/catalog.ts'
import { refusalOf } from '../support/refusal.ts'
import { folderOf } from './support/folder.ts'
import { acmeDocument } from './support/profiles.ts'

const event = (type: string) => ({ type, at: '2026-01-01T00:00:00Z', body: { type } })

const files = {
  'README.md': 'Not a provider.',
  'acme/profile.json': acmeDocument(),
  'acme/events/a.json': event('a'),
  'acme/events/b.json': event('b'),
  'acme/events/.a.json.swp': '',
  'acme@2/profile.json': {
    name: 'acme@2',
    extends: 'acme',
    event: { id: null, identity: '{type}' },
    delivery: { timeout: { value: '9s', note: 'New.' }, schedule: ['0s'] },
  },
  'acme@2/events/c.json': event('c'),
  'acme@3/profile.json': { name: 'acme@3', extends: 'acme@2', title: 'Acme III' },
  'other/profile.json': acmeDocument({ name: 'other', title: 'Other' }),
  'empty/notes.txt': '',
}

describe('a catalog', () => {
  const catalog = createCatalog(folderOf(files))

  test('knows the folders that hold a profile', () => {
    expect(catalog.names).toEqual(['acme', 'acme@2', 'acme@3', 'other'])
  })

  test('lays a dialect over its base, and that over its own base', () => {
    const base = catalog.profile('acme')
    expect(base).toEqual(acmeDocument())
    expect(catalog.profile('acme@2')).toEqual({
      ...base,
      name: 'acme@2',
      extends: 'acme',
      event: {
        type: 'type',
        createdAt: 'created_at',
        newId: 'evt_{hex:8}',
        source: 'guide',
        identity: '{type}',
      },
      delivery: { ...base.delivery, timeout: { value: '9s', note: 'New.' }, schedule: ['0s'] },
    })
    expect(catalog.profile('acme@3')).toEqual({
      ...catalog.profile('acme@2'),
      name: 'acme@3',
      extends: 'acme@2',
      title: 'Acme III',
    })
  })

  test('gives a provider with its dialects, and a dialect alone', () => {
    const names = (name: string) => catalog.family(name).map((profile) => profile.name)
    expect([names('acme'), names('acme@2'), names('other')]).toEqual([
      ['acme', 'acme@2', 'acme@3'],
      ['acme@2'],
      ['other'],
    ])
  })

  test('gives a dialect its own events, or those of its base', () => {
    expect(catalog.names.map((name) => catalog.types(name))).toEqual([['a', 'b'], ['c'], ['c'], []])
    expect([catalog.fixture('acme@3', 'c'), catalog.fixture('acme', 'c')]).toEqual([event('c'), undefined])
  })

  test('finds a type with a slash in a folder', () => {
    const nested = createCatalog(
      folderOf({
        'acme/profile.json': acmeDocument(),
        'acme/events/orders/create.json': event('orders/create'),
        'acme/events/orders.json': event('orders'),
        'acme/events/.json': event('nothing'),
        'acme/events/README.md': '',
      }),
    )
    expect(nested.types('acme')).toEqual(['orders/create', 'orders'])
    expect(nested.fixture('acme', 'orders/create')).toEqual(event('orders/create'))
  })

  test('says of a name from outside whether it is known', () => {
    expect([catalog.known('acme')?.name, catalog.known('nobody'), catalog.known(null)]).toEqual([
      'acme',
      null,
      null,
    ])
  })

  test('refuses dialects that extend each other in a circle', () => {
    const extending = (name: string) => ({ formatVersion: 1, name: 'x', extends: name })
    const circle = createCatalog(
      folderOf({
        'a/profile.json': extending('b'),
        'b/profile.json': extending('c'),
        'c/profile.json': extending('b'),
      }),
    )
    const refused = {
      code: 'invalid-profile',
      message: 'These profiles extend each other in a circle: b → c → b.',
      hint: 'Take "extends" away in one of them.',
    }
    expect(refusalOf(() => circle.profile('a'))).toEqual(refused)
    expect(refusalOf(() => circle.types('a'))).toEqual(refused)
  })

  test('does not know another name, and suggests', () => {
    expect(refusalOf(() => catalog.profile('acne'))).toEqual({
      code: 'unknown-provider',
      message: "There is no provider 'acne'.",
      hint: 'Did you mean acme? All of them: hooks providers list',
    })
  })
})

describe('names from outside', () => {
  const secret = folderOf({
    ...files,
    'acme/../../x/profile.json': acmeDocument(),
    '../x/profile.json': acmeDocument(),
    '../x/events/a.json': event('a'),
    'acme/events/../../../x.json': '"outside"',
  })
  const catalog = createCatalog(secret)
  const hostile = [
    '../x',
    'acme/../../x',
    '',
    '.',
    '..',
    '/etc',
    'acme/',
    'acme/events',
    '__proto__',
    'toString',
    'ACME',
    'acme\0',
  ]

  test.each(hostile)('%j is no provider', (name) => {
    const codes = [
      refusalOf(() => catalog.profile(name))?.code,
      refusalOf(() => catalog.family(name))?.code,
      refusalOf(() => catalog.types(name))?.code,
      refusalOf(() => catalog.fixture(name, 'a'))?.code,
      catalog.known(name),
    ]
    expect(codes).toEqual([
      'unknown-provider',
      'unknown-provider',
      'unknown-provider',
      'unknown-provider',
      null,
    ])
  })

  test.each(['../../../x', '../profile', 'a.json', '', '__proto__', 'A'])('%j is no event type', (type) => {
    expect(catalog.fixture('acme', type)).toBeUndefined()
  })
})

test.each<[string, Json, Json, Json]>([
  ['a text replaces a text', { a: '1', b: '2' }, { a: '3' }, { a: '3', b: '2' }],
  ['objects merge', { a: { x: 1, y: 2 } }, { a: { y: 3, z: 4 } }, { a: { x: 1, y: 3, z: 4 } }],
  ['null takes a key away', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ['null takes nothing away where nothing is', { b: 2 }, { a: null }, { b: 2 }],
  ['null takes an object away', { a: { b: 1 } }, { a: null }, {}],
  ['a list replaces a list', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['a figure replaces a bare value', { a: '5s' }, { a: { value: '6s' } }, { a: { value: '6s' } }],
  [
    'a figure replaces a figure whole',
    { a: { value: 1, note: 'x' } },
    { a: { value: 2 } },
    { a: { value: 2 } },
  ],
  ['an object replaces a figure', { a: { value: 1 } }, { a: { b: 2 } }, { a: { b: 2 } }],
  ['a text replaces an object', { a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
  ['an object replaces a text', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ['keys keep the order of the base', { b: 1, a: 1 }, { a: 2, c: 3, b: 2 }, { b: 2, a: 2, c: 3 }],
])('%s', (...[, base, own, merged]) => {
  expect(JSON.stringify(mergeDocuments(base, own))).toBe(JSON.stringify(merged))
})

test('a dangerous key merges like any other', () => {
  const merged = mergeDocuments(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"b":2}}'))
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"b":2}}')
  expect(Object.hasOwn(Object.prototype, 'b')).toBe(false)
})

test('the name of a family', () => {
  expect(['acme', 'acme@2026-08', 'a@b@c', '@x', ''].map(familyName)).toEqual(['acme', 'acme', 'a', '', ''])
})
