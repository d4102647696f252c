import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asciiJson, bytesOf, exactTextOf, isObject, readJson, textOf } from '../../src/http/body.ts'

const bytes = (latin1: string): Uint8Array => new Uint8Array(Buffer.from(latin1, 'latin1'))

describe('a body as text', () => {
  test.each([
    ['a', 'a'],
    ['', ''],
    ['\xef\xbb\xbfa', '\ufeffa'],
    ['\xc3\xa9\0\r\n', 'é\0\r\n'],
  ])('%j is %j, exactly', (latin1, text) => {
    expect([textOf(bytes(latin1)), exactTextOf(bytes(latin1))]).toEqual([text, text])
  })

  test.each([
    ['a\xff', 'a\ufffd'],
    ['\xc3', '\ufffd'],
    ['\xed\xa0\x80', '\ufffd\ufffd\ufffd'],
    ['\xc0\x80', '\ufffd\ufffd'],
  ])('%j is %j, but not exactly', (latin1, text) => {
    expect([textOf(bytes(latin1)), exactTextOf(bytes(latin1))]).toEqual([text, undefined])
  })

  test('exact text is the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (body) => {
        const text = exactTextOf(body)
        if (text !== undefined) expect(bytesOf(text)).toEqual(body)
        else expect(textOf(body)).toContain('\ufffd')
      }),
    )
  })
})

describe('a body as JSON', () => {
  test.each([
    ['{"a":[1,null]}', { a: [1, null] }],
    [' "x"\n', 'x'],
    ['null', null],
    ['"\xc3\xa9"', 'é'],
  ])('%j', (latin1, value) => {
    expect(readJson(bytes(latin1))).toEqual({ ok: true, value })
  })

  test.each(['', '{', "{'a':1}", '\xef\xbb\xbf{}', 'NaN'])('%j is none, and why', (latin1) => {
    expect(readJson(bytes(latin1))).toEqual({ ok: false, why: expect.stringMatching(/JSON/) })
  })

  test('what is no UTF-8 is none', () => {
    expect(readJson(bytes('"\xff"'))).toEqual({ ok: false, why: 'it is no UTF-8 text' })
  })

  test('that is nested deeper than the stack is read as well', () => {
    const reading = readJson(bytes(`${'['.repeat(500_000)}${']'.repeat(500_000)}`))
    expect(reading.ok).toBe(true)
  })
})

describe('JSON in pure ASCII', () => {
  test('says the same, on one line', () => {
    const anything = fc.anything({ values: [fc.string({ unit: 'binary' }), fc.double(), fc.boolean()] })
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), anything), (value) => {
        const written = asciiJson(value)
        expect(written).toMatch(/^[ -~]*$/)
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each([
    [{ a: 'é\u2028😀\x7f\x9b' }, 0, '{"a":"\\u00e9\\u2028\\ud83d\\ude00\\u007f\\u009b"}'],
    [{ a: [1] }, 2, '{\n  "a": [\n    1\n  ]\n}'],
    [undefined, 0, 'null'],
    ['\n', 0, '"\\n"'],
  ])('%j', (value, indent, written) => {
    expect(asciiJson(value, indent)).toBe(written)
  })
})

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  ['{}', false],
  [undefined, false],
])('%j is an object: %s', (value, is) => {
  expect(isObject(value)).toBe(is)
})
