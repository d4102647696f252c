import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/http/body.ts'
import { readJsonText } from '../../../src/provider/provider-file/json-text.ts'
import { anyOddJson } from '../support/odd-json.ts'

const read = (text: string): Json | undefined => {
  const reading = readJsonText(text)
  return reading.ok ? reading.value : undefined
}

describe('what is JSON reads as JSON.parse reads it', () => {
  test('odd JSON', () => {
    fc.assert(fc.property(anyOddJson, ({ text }) => void expect(read(text)).toEqual(JSON.parse(text))))
  })

  test('and what is none does not read', () => {
    const piece = fc.constantFrom(...'{}[],:"\\ \n019-+.eE', 'true', 'null', '"a"', '1', 'u00e9', 'é')
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        expect([text, readJsonText(text).ok]).toEqual([text, isJson(text)])
      }),
      { numRuns: 5_000 },
    )
  })

  test('a dangerous name is a name like any other', () => {
    expect(JSON.stringify(read('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}')
  })
})

test.each<[string, { path?: (string | number)[]; line?: number; message: string; remedy: string }]>([
  ['', { message: 'The text ends where a value belongs.', remedy: 'Write the value.' }],
  ['{\n', { message: 'The text ends where } belongs.', remedy: 'Write the }.', line: 2 }],
  ['{"a":', { path: ['a'], message: 'The text ends where a value belongs.', remedy: 'Write the value.' }],
  ['[1', { path: [0], message: 'The text ends where ] belongs.', remedy: 'Write the ].' }],
  [
    '{"a": {"b": 1,\n}}',
    {
      path: ['a', 'b'],
      message: 'A comma stands before }, and nothing behind it.',
      remedy: 'Take it away.',
    },
  ],
  [
    '{\n"a": 1\n"b": 2}',
    { path: ['a'], line: 2, message: 'A comma or } is missing behind this value.', remedy: 'Put it in.' },
  ],
  [
    "{'a': 1}",
    { message: "Names stand in double quotes; this one begins with '.", remedy: 'Write it as "name".' },
  ],
  [
    '{a: 1}',
    { message: 'Names stand in double quotes; this one begins with a.', remedy: 'Write it as "name".' },
  ],
  [
    '{"a" 1}',
    { path: ['a'], message: 'A colon is missing behind "a".', remedy: 'Write "a": and the value.' },
  ],
  [
    '{"a": yes}',
    {
      path: ['a'],
      message: "A value belongs where 'yes' stands.",
      remedy: 'Write a text in double quotes, a number, true, false, null, [ or {.',
    },
  ],
  [
    '[1,,2]',
    {
      path: [1],
      message: "A value belongs where ',' stands.",
      remedy: 'Write a text in double quotes, a number, true, false, null, [ or {.',
    },
  ],
  [
    '{"a": "b\n"}',
    {
      path: ['a'],
      message: 'A text in double quotes is not closed on its line, or has a \\ that means nothing.',
      remedy: 'Close it with ", write a line break as \\n and a \\ as \\\\.',
    },
  ],
  ['{} {}', { message: 'Something stands behind the end of the JSON.', remedy: 'Take it away.' }],
  [
    '{"a": /* b }',
    { path: ['a'], message: 'A comment begins here and never ends.', remedy: 'Close it with */.' },
  ],
  ['{ /* b }', { message: 'A comment begins here and never ends.', remedy: 'Close it with */.' }],
])('%j is no JSON, and says where and why', (text, { path = [], line = 1, message, remedy }) => {
  expect(readJsonText(text)).toEqual({ ok: false, line, fault: { path, message, remedy } })
})

test('nesting has an end', () => {
  expect(readJsonText('['.repeat(100) + ']'.repeat(100)).ok).toBe(true)
  const { fault } = { fault: undefined, ...readJsonText('['.repeat(1_000_000)) }
  expect(fault).toMatchObject({ message: 'It is nested more than 100 deep.', remedy: 'Make it flatter.' })
})

test('a value is on the line of its name, one that is missing on that of what is around it', () => {
  const reading = readJsonText('// head\n{\n  "a": [\n    1,\n    { "b":\n 2 }\n  ]\n}')
  if (!reading.ok) throw new Error('It is JSON.')
  const lines = [[], ['a'], ['a', 0], ['a', 1], ['a', 1, 'b'], ['a', 1, 'c'], ['x', 'y']].map(reading.lineOf)
  expect(lines).toEqual([2, 3, 4, 5, 5, 5, 2])
})

test('a name that stands twice is told, and the last one counts', () => {
  const reading = readJsonText('{"a":{"b":1,"b":2}}')
  expect(reading).toMatchObject({
    ok: true,
    value: { a: { b: 2 } },
    faults: [
      {
        path: ['a', 'b'],
        message: "'b' stands twice in one object, so that only the last one would count.",
        remedy: 'Take one of them away.',
      },
    ],
  })
})
