import { expect, test } from 'vitest'
import { createCatalog } from '../../src/provider/catalog.ts'
import { readTypeName, resolveType } from '../../src/provider/resolve-type.ts'
import { refusalOf } from '../support/refusal.ts'
import { folderOf } from './support/folder.ts'
import { acmeDocument, catalog, shipped } from './support/profiles.ts'

/** Providers with these event types. */
const catalogOf = (types: Readonly<Record<string, readonly string[]>>) =>
  createCatalog(
    folderOf(
      Object.fromEntries(
        Object.entries(types).flatMap(([name, own]) => [
          [`${name}/profile.json`, acmeDocument({ name, title: name.toUpperCase() })],
          ...own.map((type) => [`${name}/events/${type}.json`, { type }]),
        ]),
      ),
    ),
  )

const made = catalogOf({
  alpha: ['job.done', 'user.created'],
  'alpha@2': ['job.done', 'job.begun'],
  'alpha@3': ['job.done', 'job.paused'],
  beta: ['user.created'],
  'beta@2': ['job.paused', 'page.made'],
})

test.each([
  ['job.done', undefined, 'alpha'],
  ['job.begun', undefined, 'alpha@2'],
  ['page.made', undefined, 'beta@2'],
  ['user.created', 'beta', 'beta'],
  ['job.done', 'alpha@3', 'alpha@3'],
  ['job.done', 'alpha', 'alpha'],
])('%s with the provider %s is of %s', (type, provider, found) => {
  expect(resolveType(made, type, provider)).toBe(found)
})

const all = 'All of them: hooks providers events'

test.each([
  [
    'a type of two providers',
    'user.created',
    undefined,
    [
      'ambiguous-type',
      "'user.created' is an event type of alpha and beta.",
      'Say which one: --provider alpha',
    ],
  ],
  [
    'a type of two dialects only',
    'job.paused',
    undefined,
    [
      'ambiguous-type',
      "'job.paused' is an event type of alpha@3 and beta@2.",
      'Say which one: --provider alpha@3',
    ],
  ],
  [
    'a type that nobody has, with a near one',
    'job.don',
    undefined,
    ['unknown-type', "No provider has an event type 'job.don'.", `Did you mean job.done? ${all}`],
  ],
  [
    'a type that nobody has, with nothing near',
    'invoice.paid',
    undefined,
    ['unknown-type', "No provider has an event type 'invoice.paid'.", all],
  ],
  [
    'a type that the provider has not, but a dialect',
    'job.begun',
    'alpha',
    ['unknown-type', "ALPHA has no event type 'job.begun'.", 'Its dialect alpha@2 has: --provider alpha@2'],
  ],
  [
    'a mistyped one of the provider',
    'user.craeted',
    'beta',
    ['unknown-type', "BETA has no event type 'user.craeted'.", `Did you mean user.created? ${all} beta`],
  ],
  [
    'a provider that there is not',
    'job.done',
    'alpa',
    [
      'unknown-provider',
      "There is no provider 'alpa'.",
      'Did you mean alpha? All of them: hooks providers list',
    ],
  ],
  [
    'a path instead of a type',
    '../profile',
    'alpha',
    ['unknown-type', "ALPHA has no event type '../profile'.", `${all} alpha`],
  ],
] as const)('%s', (...[, type, provider, [code, message, hint]]) => {
  expect(refusalOf(() => resolveType(made, type, provider))).toEqual({ code, message, hint })
})

test('every type that ships is found with its provider', () => {
  const lost = shipped.names.flatMap((name) =>
    shipped.types(name).filter((type) => resolveType(shipped, type, name) !== name),
  )
  expect(lost).toEqual([])
})

test('of the five providers a type is enough, but for what only two dialects have', () => {
  const types = [...new Set(catalog.names.flatMap((name) => catalog.types(name)))]
  const unclear = types.filter((type) => refusalOf(() => resolveType(catalog, type)) !== undefined)
  expect(unclear).toEqual([
    'domain.verification.failed',
    'domain.verified',
    'signing_request.certificate.generated',
    'signing_request.recipient.declined',
    'signing_request.recipient.signed',
    'signing_request.reminder.sent',
    'template.used',
  ])
})

test.each([
  ['alpha:job.done', { provider: 'alpha', type: 'job.done' }],
  ['alpha@2:a:b', { provider: 'alpha@2', type: 'a:b' }],
  ['job.done', { type: 'job.done' }],
  ['nobody:job.done', { type: 'nobody:job.done' }],
  [':job.done', { type: ':job.done' }],
  ['alpha:', { provider: 'alpha', type: '' }],
])('%s names', (text, named) => {
  expect(readTypeName(text, made)).toEqual(named)
})
