import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafPaths, parsePath, placesOf, textAt, valueAt } from '../../src/provider/path.ts'

test.each([
  ['a', ['a']],
  ['data.recipients[0].email', ['data', 'recipients', 0, 'email']],
  ['a[0][12]', ['a', 0, 12]],
  ['[0].id', [0, 'id']],
  ['[3]', [3]],
  ['object._id', ['object', '_id']],
  ['0.a b.é', ['0', 'a b', 'é']],
  ['__proto__', ['__proto__']],
])('%s is read as %j', (text, path) => {
  expect(parsePath(text)).toEqual(path)
})

test.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[]', 'a[x]', 'a[-1]', 'a]', 'a[0]b', 'a.[0]', 'a[1234567]'])(
  '%s is no path',
  (text) => {
    expect(parsePath(text)).toBeUndefined()
  },
)

const json = JSON.parse('{"a":{"b":[1,{"c":null}],"n":-0.5},"__proto__":{"x":"own"},"":{"y":1}}')

test.each([
  [['a', 'b', 0], 1],
  [['a', 'b', 1, 'c'], null],
  [['a', 'n'], -0.5],
  [['__proto__', 'x'], 'own'],
  [[], json],
])('at %j stands %j', (path, value) => {
  expect(valueAt(json, path)).toEqual(value)
})

test.each([
  [['a', 'x']],
  [['a', 'b', 2]],
  [['a', 0]],
  [['a', 'b', 'length']],
  [['a', 'toString']],
  [['constructor']],
])('at %j stands nothing', (path) => {
  expect(valueAt(json, path)).toBeUndefined()
})

test.each([
  ['a.n', ['a.n']],
  ['a.*', ['a.b', 'a.n']],
  ['a.b.*', ['a.b.0', 'a.b.1']],
  ['a.b.*.c', ['a.b.1.c']],
  ['**.c', ['a.b.1.c']],
  ['**.x', ['__proto__.x']],
  ['a.**.c', ['a.b.1.c']],
  ['a.missing', []],
  ['*.length', []],
  ['**.toString', []],
])('the places of %s', (pattern, places) => {
  expect(placesOf(json, parsePath(pattern) ?? []).map((path) => path.join('.'))).toEqual(places)
})

test('texts and numbers are read as text, nothing else is', () => {
  const values = { text: 'x', empty: '', number: 1.5, yes: true, nothing: null, list: [1] }
  expect(Object.keys(values).map((key) => textAt(values, key))).toEqual([
    'x',
    '',
    '1.5',
    undefined,
    undefined,
    undefined,
  ])
  expect([textAt(undefined, 'a'), textAt({ 'a[': 'odd' }, 'a[')]).toEqual([undefined, 'odd'])
})

test('all paths to plain values, as users write them', () => {
  const value = { id: 1, data: { items: [{ id: 'a' }, 'b'], none: [], empty: {} }, no: null }
  expect(leafPaths(value)).toEqual(['id', 'data.items[0].id', 'data.items[1]', 'no'])
  expect(leafPaths([[1], { a: 2 }])).toEqual(['[0][0]', '[1].a'])
})

test('every path that is named can be read, and leads to a plain value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
      const json = JSON.parse(JSON.stringify(typeof value === 'object' ? value : [value]))
      const found = leafPaths(json).map((path) => valueAt(json, parsePath(path) ?? ['no path']))
      expect(
        found.filter((each) => each === undefined || (typeof each === 'object' && each !== null)),
      ).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('a value that is nested deeper than the stack has paths too', () => {
  expect(leafPaths(JSON.parse(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`))).toHaveLength(1)
})
