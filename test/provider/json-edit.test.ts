import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { isObject } from '../../src/http/body.ts'
import { editJson } from '../../src/provider/json-edit.ts'
import type { Path } from '../../src/provider/path.ts'
import { valueAt } from '../../src/provider/path.ts'
import { anyOddJson } from './support/odd-json.ts'

const anyValue = fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value)))

/** The same edit on values: what `editJson` does, for whom the text does not matter. */
function editValue(json: Json, [step, ...rest]: Path, value: Json): Json {
  if (step === undefined) return value
  if (Array.isArray(json)) {
    return json.map((item: Json, index) => (index === step ? editValue(item, rest, value) : item))
  }
  if (!isObject(json)) return json
  const entries = Object.entries(json)
  return Object.fromEntries(
    entries.map(([key, field]) => [key, key === step ? editValue(field, rest, value) : field]),
  )
}

test('any value at any place is changed, and no other character is', () => {
  fc.assert(
    fc.property(anyOddJson, fc.nat(), anyValue, ({ text, places }, choice, value) => {
      const place = places[choice % places.length]
      if (!place) throw new Error('There is always the whole.')
      const { path, start, end } = place
      const edited = editJson(text, path, { json: JSON.stringify(value), add: false })
      expect(edited).toBe(text.slice(0, start) + JSON.stringify(value) + text.slice(end))
      expect(JSON.parse(edited ?? '')).toEqual(editValue(JSON.parse(text), path, value))
    }),
    { numRuns: 1_500 },
  )
})

test('a path that leads nowhere changes nothing', () => {
  const anyStep = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'toString', '0', 'nowhere'), fc.nat(4))
  fc.assert(
    fc.property(anyOddJson, fc.array(anyStep, { minLength: 1, maxLength: 3 }), ({ text }, path) => {
      const there = valueAt(JSON.parse(text), path) !== undefined
      expect(editJson(text, path, { json: '1', add: false }) !== undefined).toBe(there)
    }),
    { numRuns: 1_000 },
  )
})

test('a new field stands last in its object, and the text around it stays', () => {
  fc.assert(
    fc.property(anyOddJson, anyValue, ({ text, places }, value) => {
      for (const { path, start, end } of places) {
        if (text[start] !== '{') continue
        const edited = editJson(text, [...path, 'new'], { json: JSON.stringify(value), add: true }) ?? ''
        const added = `"new":${JSON.stringify(value)}`
        const at = edited.lastIndexOf(added, end + added.length)
        const comma = edited[at - 1] === ',' && text[at - 1] !== ',' ? 1 : 0
        expect(edited.slice(0, at - comma) + edited.slice(at + added.length)).toBe(text)
        const object = valueAt(JSON.parse(text), path)
        const after = valueAt(JSON.parse(edited), path)
        expect(Object.entries(after ?? {})).toEqual([...Object.entries(object ?? {}), ['new', value]])
      }
    }),
    { numRuns: 300 },
  )
})

describe('with add', () => {
  test.each<[string, Path, Json, string | undefined]>([
    ['{}', ['a'], 1, '{"a":1}'],
    ['{ }', ['a'], 1, '{"a":1 }'],
    ['{\n  "a": 1\n}', ['b'], 2, '{\n  "a": 1,"b":2\n}'],
    ['[]', [0], 1, '[1]'],
    ['[ 1 ]', [1], 2, '[ 1,2 ]'],
    ['[1]', [2], 3, undefined],
    ['{}', ['a', 'b', 0, 'c'], null, '{"a":{"b":[{"c":null}]}}'],
    ['{"a":{}}', ['a', '__proto__'], { x: 1 }, '{"a":{"__proto__":{"x":1}}}'],
    ['{"a":{}}', ['a', '__proto__', 'x'], 1, '{"a":{"__proto__":{"x":1}}}'],
    ['{}', ['"'], 1, '{"\\"":1}'],
    ['{"a":1}', ['a', 'b'], 1, undefined],
    ['{"a":1}', [0], 1, undefined],
    ['[1]', ['a'], 1, undefined],
    ['1', ['a'], 1, undefined],
    ['{"a":[]}', ['a', 0, 'b'], 'x', '{"a":[{"b":"x"}]}'],
  ])('%s at %j becomes', (...[text, path, value, edited]) => {
    expect(editJson(text, path, { json: JSON.stringify(value), add: true })).toBe(edited)
  })

  test('what is there is changed and not added again', () => {
    expect(editJson('{"a":1}', ['a'], { json: '2', add: true })).toBe('{"a":2}')
  })
})

test('of equal keys the one that counts for JSON.parse is changed', () => {
  expect(editJson('{"a":1, "a" : {"b":2},"c":3}', ['a', 'b'], { json: '9', add: false })).toBe(
    '{"a":1, "a" : {"b":9},"c":3}',
  )
  expect(editJson('{"a":{"b":2},"a":1}', ['a', 'b'], { json: '9', add: false })).toBeUndefined()
})

test('the prototype of all objects stays as it is', () => {
  const edited = editJson('{}', ['__proto__', 'polluted'], { json: 'true', add: true })
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  expect(edited).toBe('{"__proto__":{"polluted":true}}')
})

test('a long text is edited in linear time', () => {
  const text = `{"list":[${'{"a":"\\\\","b":[]},'.repeat(50_000)}1],"last":12345678901234567890}`
  const edited = editJson(text, ['list', 50_000], { json: '2', add: false })
  expect(edited).toBe(text.replace('1],"last"', '2],"last"'))
})
