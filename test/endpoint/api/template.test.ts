import { expect, test } from 'vitest'
import { readTemplate, writeTemplate } from '../../../src/endpoint/api/template.ts'
import type { Json } from '../../../src/http/body.ts'

const words = {
  id: 'wh_1',
  events: ['a', 'b'],
  count: 3,
  none: null,
  fields: [
    { field: 'url', fieldMessage: 'required' },
    { field: 'events', fieldMessage: 'empty' },
  ],
}

test.each<[template: Json, written: Json | undefined]>([
  ['{id}', 'wh_1'],
  ['{events}', ['a', 'b']],
  ['/webhooks/{id}/{count}', '/webhooks/wh_1/3'],
  ['{{id}', '{id}'],
  ['{unsaid}', undefined],
  [
    { a: '{id}', b: '{unsaid}', c: '{none}', d: 1, e: [true, '{count}', '{unsaid}'] },
    { a: 'wh_1', c: null, d: 1, e: [true, 3] },
  ],
  [
    { details: [{ field: '{field}', message: '{fieldMessage}' }] },
    {
      details: [
        { field: 'url', message: 'required' },
        { field: 'events', message: 'empty' },
      ],
    },
  ],
  [{ details: { '{field}': '{fieldMessage}' } }, { details: { url: 'required', events: 'empty' } }],
  [[{ path: ['{field}'] }], [{ path: ['url'] }, { path: ['events'] }]],
])('%j becomes %j', (template, written) => {
  expect(writeTemplate(template, words)).toEqual(written)
})

test('what is said of no field is left out', () => {
  const template = { message: '{message}', list: [{ a: '{field}' }], object: { '{field}': '{fieldMessage}' } }
  expect(writeTemplate(template, { message: 'no', fields: [] })).toEqual({ message: 'no' })
})

test('a template reads what it writes, wherever that stands', () => {
  const template = { object: 'list', data: '{items}', paging: { at: '{page}', of: ['{pages}'] } }
  const written = { object: 'list', data: [{}], paging: { at: 2, of: [7] } }
  expect(readTemplate(template, written)).toEqual({ items: [{}], page: 2, pages: 7 })
})

test.each<Json>([null, 1, 'text', [], [[]], {}, { paging: [] }])('it reads nothing out of %j', (value) => {
  expect(readTemplate({ a: { b: '{id}' }, paging: { at: '{page}' } }, value)).toEqual({})
})
