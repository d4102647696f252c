import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankComments } from '../../../src/provider/provider-file/comments.ts'

test.each([
  ['{} // end', '{}       '],
  ['// a\n{}', '    \n{}'],
  ['// a\r\n{}', '    \r\n{}'],
  ['/* a\n b */{}', '    \n     {}'],
  ['{/**/}', '{    }'],
  ['"// no" // yes', '"// no"       '],
  ['"a\\"// no"', '"a\\"// no"'],
  ['"a\\\\"// yes', '"a\\\\"      '],
  ['"/* no */"', '"/* no */"'],
  ['/* // */1', '        1'],
  ['// /* \n1 // */', '      \n1      '],
  ['1 /* never', '1 /* never'],
  ['/*/ 1', '/*/ 1'],
  ['1 / 2', '1 / 2'],
  // A string ends with its line, so that one that is not closed does not swallow the file.
  ['"open // no\n// yes', '"open // no\n      '],
  ['\ufeff{}', ' {}'],
  ['', ''],
])('%j', (text, blanked) => {
  expect(blankComments(text)).toBe(blanked)
})

test('lengths and line breaks stay, whatever the text', () => {
  const piece = fc.constantFrom('"', '/', '*', '\\', '\n', '\r', 'a', ' ', '//', '/*', '*/', '{', 'é😀')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      const blanked = blankComments(text)
      const breaks = (each: string): number[] => [...each.matchAll(/[\r\n]/g)].map(({ index }) => index)
      expect([blanked.length, breaks(blanked)]).toEqual([text.length, breaks(text)])
    }),
    { numRuns: 2_000 },
  )
})

test('a long text takes linear time', () => {
  const text = '"\\"'.repeat(300_000) + '/*'.repeat(300_000)
  expect(blankComments(text)).toHaveLength(text.length)
})
