import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyField, jsonDocument, jsonLine } from '../../src/output/json.ts'

const value = { text: 'é\u2028\u001b\u007f\u0085👍\n', lone: '\ud800', missing: undefined, list: [1, null] }

test('jsonLine is one line of ASCII', () => {
  expect(jsonLine(value)).toBe(
    String.raw`{"text":"\u00e9\u2028\u001b\u007f\u0085\ud83d\udc4d\n","lone":"\ud800","list":[1,null]}`,
  )
  expect(jsonLine(undefined)).toBe('null')
})

test('jsonDocument is indented', () => {
  expect(jsonDocument({ é: ['\u009b'] })).toBe('{\n  "\\u00e9": [\n    "\\u009b"\n  ]\n}')
})

test('what is written reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(jsonLine(json)).toMatch(/^[\x20-\x7e]*$/)
      expect(jsonDocument(json)).toMatch(/^[\x20-\x7e\n]*$/)
      expect(JSON.stringify(JSON.parse(jsonLine(json)))).toBe(JSON.stringify(json))
      expect(JSON.stringify(JSON.parse(jsonDocument(json)))).toBe(JSON.stringify(json))
    }),
  )
})

test('a body is text, or base64 where text would lose something', () => {
  expect(bodyField(new TextEncoder().encode('\ufeffé'))).toEqual({ body: '\ufeffé' })
  expect(bodyField(Uint8Array.of(0xff, 0x00))).toEqual({ bodyBase64: '/wA=' })
})
