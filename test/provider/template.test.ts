import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fieldsOf,
  parseTemplate,
  readText,
  splitTemplate,
  writeBytes,
  writeText,
} from '../../src/provider/template.ts'

test.each([
  ['', []],
  ['plain', [{ literal: 'plain' }]],
  ['{a}', [{ field: 'a' }]],
  [
    't={timestamp},v1={signature}',
    [{ literal: 't=' }, { field: 'timestamp' }, { literal: ',v1=' }, { field: 'signature' }],
  ],
  ['{{a}', [{ literal: '{a}' }]],
  ['{{{a}}', [{ literal: '{' }, { field: 'a' }, { literal: '}' }]],
  ['}', [{ literal: '}' }]],
  ['{object._id}:{items[0].id}', [{ field: 'object._id' }, { literal: ':' }, { field: 'items[0].id' }]],
  ['{header:X-Id}', [{ field: 'header:X-Id' }]],
  ['é{hex:8}漢😀', [{ literal: 'é' }, { field: 'hex:8' }, { literal: '漢😀' }]],
])('%s is read as its parts', (text, parts) => {
  expect(parseTemplate(text)).toEqual(parts)
})

test.each([
  ['{a', "'{a' has a '{' that is never closed."],
  ['x{', "'x{' has a '{' that is never closed."],
  ['{}', "'{}' in '{}' is no field."],
  ['{a b}', "'{a b}' in '{a b}' is no field."],
  ['{1}', "'{1}' in '{1}' is no field."],
  ['{a:}', "'{a:}' in '{a:}' is no field."],
  ['{a:b:c}', "'{a:b:c}' in '{a:b:c}' is no field."],
  ['{a{b}', "'{a{b}' in '{a{b}' is no field."],
])('%s is no template, and the error says why', (text, message) => {
  expect(() => parseTemplate(text)).toThrow(new Error(message))
})

test('the fields of a template, in order and as often as they stand there', () => {
  expect(fieldsOf(parseTemplate('{b}-{a}-{b}'))).toEqual(['b', 'a', 'b'])
})

test('a field that is not known is written as nothing', () => {
  const template = parseTemplate('<{a}{b}>')
  expect(writeText(template, (field) => ({ a: '1' })[field])).toBe('<1>')
})

test('bytes are written as they are, literals as UTF-8', () => {
  const written = writeBytes(parseTemplate('é{body}.'), () => Uint8Array.of(0xff, 0x00))
  expect([...written]).toEqual([0xc3, 0xa9, 0xff, 0x00, 0x2e])
})

describe('reading', () => {
  const read = (template: string, text: string) => {
    const found = readText(parseTemplate(template), text)
    return found && Object.fromEntries(found)
  }

  test.each([
    ['t={t},v1={s}', 't=1,v1=2', { t: '1', s: '2' }],
    ['t={t},v1={s}', 't=,v1=', { t: '', s: '' }],
    ['{s}', 'anything = at, all', { s: 'anything = at, all' }],
    ['sha256={s}', 'sha256=sha256=1', { s: 'sha256=1' }],
    ['{a}.{b}', '1.2.3', { a: '1', b: '2.3' }],
    ['v1', 'v1', {}],
    ['', '', {}],
  ])('%s reads %s', (template, text, fields) => {
    expect(read(template, text)).toEqual(fields)
  })

  test.each([
    ['t={t},v1={s}', 't=1'],
    ['t={t},v1={s}', ' t=1,v1=2'],
    ['sha256={s}', 'SHA256=1'],
    ['sha256={s}', ''],
    ['{a}!', '1!2'],
    ['{a}!', '1'],
    ['v1', 'v1 '],
  ])('%s does not read %s', (template, text) => {
    expect(read(template, text)).toBeUndefined()
  })
})

const anyName = fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,5}(:[a-z0-9-]{1,4})?$/)
const anyPart = fc.oneof(
  fc.record({ literal: fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }) }),
  fc.record({ field: anyName }),
)
const textOfParts = (parts: readonly ({ literal: string } | { field: string })[]): string =>
  parts.map((part) => ('literal' in part ? part.literal.replaceAll('{', '{{') : `{${part.field}}`)).join('')

test('any parts survive being written as a template', () => {
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 8 }), (parts) => {
      const merged: typeof parts = []
      for (const part of parts) {
        const last = merged.at(-1)
        if (last && 'literal' in last && 'literal' in part) {
          merged.splice(-1, 1, { literal: last.literal + part.literal })
        } else merged.push(part)
      }
      expect(parseTemplate(textOfParts(parts))).toEqual(merged)
    }),
  )
})

test('what a template has written it reads back', () => {
  const value = fc.stringMatching(/^[0-9a-zA-Z+/]{0,12}$/)
  const between = fc.stringMatching(/^[,;:= .]{1,3}$/)
  const anyFields = fc.uniqueArray(fc.record({ name: anyName, value, before: between }), {
    selector: ({ name }) => name,
    maxLength: 6,
  })
  fc.assert(
    fc.property(anyFields, (fields) => {
      const template = parseTemplate(fields.map(({ name, before }) => `${before}{${name}}`).join(''))
      const values = new Map(fields.map((field) => [field.name, field.value]))
      const text = writeText(template, (field) => values.get(field))
      expect(readText(template, text)).toEqual(values)
    }),
  )
})

test('whatever a template reads, it would write the same again', () => {
  const template = parseTemplate('t={t},v1={s}')
  const anyText = fc.array(fc.constantFrom('t=', ',v1=', 'v1', ',', '=', '0', 'a'), { maxLength: 12 })
  fc.assert(
    fc.property(anyText, (pieces) => {
      const text = pieces.join('')
      const found = readText(template, text)
      if (found) expect(writeText(template, (field) => found.get(field))).toBe(text)
    }),
  )
})

test('reading takes linear time: a text of a million near misses is read at once', () => {
  const template = parseTemplate('{a},{b},{c};{d}')
  const commas = ','.repeat(1_000_000)
  expect(readText(template, commas)).toBeUndefined()
  expect(readText(template, `${commas};`)?.get('c')).toHaveLength(999_998)
})

describe('a list', () => {
  const split = (text: string, separator: string) =>
    splitTemplate(parseTemplate(text), separator).map((item) => writeText(item, (field) => `{${field}}`))

  test.each([
    ['t={t},v1={s}', ',', ['t={t}', 'v1={s}']],
    ['v1,{s}', ' ', ['v1,{s}']],
    ['ts={t};h1={s}', ';', ['ts={t}', 'h1={s}']],
    ['{t},{s}', ',', ['{t}', '{s}']],
    ['{s}', ',', ['{s}']],
    ['a,b,c', ',', ['a', 'b', 'c']],
  ])('%s, separated by "%s", has these items', (text, separator, items) => {
    expect(split(text, separator)).toEqual(items)
  })
})
