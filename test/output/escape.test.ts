import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToText, escapeBlock, escapeLine, headerText } from '../../src/output/escape.ts'
import { forbiddenIn } from './support/styles.ts'

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
})

describe('escapeLine', () => {
  test.each([
    ['plain text, 42 % \\ "quoted"', 'plain text, 42 % \\ "quoted"'],
    ['café 日本語 👍 ❤️ naïve', 'café 日本語 👍 ❤️ naïve'],
    ['\u001b[31mred\u001b]52;c;aGk=\u0007', '\\x1b[31mred\\x1b]52;c;aGk=\\x07'],
    ['a\nb\rc\td\u0000\u007f', 'a\\nb\\rc\\td\\x00\\x7f'],
    ['\u0085\u009b31m', '\\x85\\x9b31m'],
    ['\u202egpj.exe\u2066\u200f\u061c', '\\u202egpj.exe\\u2066\\u200f\\u061c'],
    ['a\u200bb\u200d\ufeffc\u00add\u2028\u2029', 'a\\u200bb\\u200d\\ufeffc\\xadd\\u2028\\u2029'],
    ['\u3164\u034f\u{e0041}', '\\u3164\\u034f\\u{e0041}'],
    ['id\ufe0f', 'id\\ufe0f'],
    ['\ud800x\udc00', '\\ud800x\\udc00'],
    [`a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(4)}\\u0301\\u0301`],
  ])('%j is shown as %s', (text, shown) => {
    expect(escapeLine(text)).toBe(shown)
  })

  test('lets nothing unsafe through, and changes nothing when done twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = escapeLine(text)
        expect(forbiddenIn(shown)).toBeUndefined()
        expect(shown).not.toMatch(/[\t\n]/)
        expect(escapeLine(shown)).toBe(shown)
      }),
    )
  })

  test('takes linear time', () => {
    const accents = `a${'\u0301'.repeat(300_000)}`
    expect(escapeLine(accents).length).toBe(1 + 4 + 6 * 299_996)
    expect(escapeLine('\u0000'.repeat(1_000_000)).length).toBe(4_000_000)
  })
})

test('escapeBlock keeps lines, expands tabs and shows what else there is', () => {
  expect(escapeBlock('a\tb\r\n\tabcd\té\t|\n\u001b')).toBe('a   b\\r\n    abcd    é   |\n\\x1b')
  fc.assert(
    fc.property(anyText, (text) => {
      expect(forbiddenIn(escapeBlock(text))).toBeUndefined()
    }),
  )
})

test('headerText reads UTF-8 where the bytes are that', () => {
  expect(headerText('caf\u00c3\u00a9')).toBe('café')
  expect(headerText('caf\u00e9 \u009b')).toBe('café \\x9b')
  expect(headerText('a\tb')).toBe('a\\tb')
})

describe('bytesToText', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

  test('text, with no character cut in two', () => {
    expect(bytesToText(bytes('two\nlines'), 100)).toBe('two\nlines')
    expect(bytesToText(bytes('abécd'), 3)).toBe('ab')
    expect(bytesToText(bytes('ab👍'), 5)).toBe('ab')
    expect(bytesToText(bytes('ab👍'), 6)).toBe('ab👍')
  })

  test('a hex dump of what is no text', () => {
    expect(bytesToText(Uint8Array.of(0xff, 0xfe, 0x41, 0x1b), 100)).toMatchInlineSnapshot(
      `"00000000  ff fe 41 1b                                      |..A.|"`,
    )
    expect(bytesToText(bytes('a\0b'), 2)).toMatchInlineSnapshot(
      `"00000000  61 00                                            |a.|"`,
    )
  })

  test('never lets anything unsafe through', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(80), (body, limit) => {
        expect(forbiddenIn(bytesToText(body, limit))).toBeUndefined()
      }),
    )
  })
})
