import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeLine } from '../../src/output/escape.ts'
import { jsonTokens } from '../../src/output/json-tokens.ts'
import { prettyPayload } from '../../src/output/payload.ts'
import { colourTerminal, forbiddenIn, pipe, terminal, withoutColours } from './support/styles.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const tokensOf = (text: string): string[] => [...jsonTokens(text)].map(({ token }) => token)

describe('JSON', () => {
  const odd =
    '{"big": 12345678901234567890.10,"e":1E400,"a":1,"a":[2,{}, [ ] ],"s":"\\u00e9 \\"x\\" :,{","":null}'

  test('is laid out as it stands', () => {
    expect(prettyPayload(bytes(odd), pipe)).toMatchInlineSnapshot(`
      "{
        "big": 12345678901234567890.10,
        "e": 1E400,
        "a": 1,
        "a": [
          2,
          {},
          []
        ],
        "s": "\\u00e9 \\"x\\" :,{",
        "": null
      }"
    `)
  })

  test('has dim keys on a terminal', () => {
    expect(
      prettyPayload(bytes('{"a":{"b":"c"}}'), colourTerminal()).replaceAll('\u001b', '^'),
    ).toMatchInlineSnapshot(`
      "{
        ^[2m"a"^[22m: {
          ^[2m"b"^[22m: "c"
        }
      }"
    `)
  })

  test('keeps its tokens, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.constantFrom(undefined, 1, '\t'),
        (value, space) => {
          const text = JSON.stringify([value], undefined, space)
          const shown = prettyPayload(bytes(text), pipe)
          expect(tokensOf(shown)).toEqual(tokensOf(text).map(escapeLine))
          expect(forbiddenIn(shown)).toBeUndefined()
        },
      ),
    )
  })

  test('is shown with what is unsafe in it escaped', () => {
    expect(prettyPayload(bytes('{"a\u202e":"\u009b31m\u007f"}'), pipe)).toBe(
      '{\n  "a\\u202e": "\\x9b31m\\x7f"\n}',
    )
  })

  test('may be nested as deep as it likes', () => {
    const depth = 100_000
    const shown = prettyPayload(bytes('['.repeat(depth) + ']'.repeat(depth)), pipe)
    expect(shown.split('\n').length).toBe(2 * depth - 1)
    expect(shown.length).toBeLessThan(depth * 120)
    expect(prettyPayload(bytes(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`), pipe, { maxLines: 2 })).toBe(
      `{\n  "a": {\n… ${2 * depth - 1} more lines`,
    )
  })

  test('may be long: a string of megabytes, a list of a hundred thousand', () => {
    const long = `["${'\\"x'.repeat(1_000_000)}"]`
    expect(prettyPayload(bytes(long), pipe)).toBe(`[\n  ${long.slice(1, -1)}\n]`)
    const list = `[${'1,'.repeat(99_999)}1]`
    expect(prettyPayload(bytes(list), pipe, { maxLines: 3 })).toBe('[\n  1,\n  1,\n… 99999 more lines')
  })
})

describe('what is no JSON', () => {
  test.each([
    ['plain text', 'OK\n', 'OK'],
    ['lines', 'one\n\ntwo\tx\r\n', 'one\n\ntwo x\\r'],
    ['broken JSON', '{"a":1,}', '{"a":1,}'],
    ['JSON behind a byte order mark', '\ufeff{"a":1}', '\\ufeff{"a":1}'],
    ['a bare value', ' 12345678901234567890', ' 12345678901234567890'],
    ['colours', '\u001b[31mred', '\\x1b[31mred'],
    ['nothing', '', ''],
  ])('%s', (_title, text, shown) => {
    expect(prettyPayload(bytes(text), pipe)).toBe(shown)
  })

  test('nothing says so on a terminal', () => {
    expect(prettyPayload(bytes(''), terminal())).toBe('(empty)')
  })

  test('bytes are a hex dump', () => {
    const body = Uint8Array.from({ length: 40 }, (_, at) => (at * 37) % 256)
    expect(prettyPayload(body, terminal(), { maxLines: 2 })).toMatchInlineSnapshot(`
      "00000000  00 25 4a 6f 94 b9 de 03 28 4d 72 97 bc e1 06 2b  |.%Jo....(Mr....+|
      00000010  50 75 9a bf e4 09 2e 53 78 9d c2 e7 0c 31 56 7b  |Pu.....Sx....1V{|
      … 1 more line"
    `)
    expect(prettyPayload(bytes('text\0'), pipe)).toMatchInlineSnapshot(
      `"00000000  74 65 78 74 00                                   |text.|"`,
    )
  })
})

test('a preview ends with how much more there is', () => {
  const lines = Array.from({ length: 25 }, (_, at) => `line ${at}`).join('\n')
  expect(prettyPayload(bytes(lines), terminal(), { maxLines: 2 })).toBe('line 0\nline 1\n… 23 more lines')
  expect(prettyPayload(bytes('a\nb\n'), terminal(), { maxLines: 1 })).toBe('a\n… 1 more line')
  expect(prettyPayload(bytes('a\nb\n'), terminal(), { maxLines: 2 })).toBe('a\nb')
  const long = prettyPayload(bytes(`{"a":"${'x'.repeat(5_000)}"}`), terminal(), { maxLines: 5 })
  expect(long).toBe(`{\n  "a": "${'x'.repeat(999)}… 4002 more characters\n}`)
})

test('nothing unsafe is shown of any bytes, in any style', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }).map(bytes)),
      fc.constantFrom(undefined, 0, 3),
      (body, maxLines) => {
        const options = maxLines === undefined ? {} : { maxLines }
        const shown = [pipe, terminal(40), colourTerminal()].map((style) =>
          prettyPayload(body, style, options),
        )
        expect(shown.map(forbiddenIn)).toEqual([undefined, undefined, undefined])
        expect(withoutColours(shown[2] ?? '')).toBe(prettyPayload(body, terminal(), options))
      },
    ),
  )
})
