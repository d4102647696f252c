import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  endToEnd,
  hasHeader,
  headerValue,
  headerValues,
  isHeaderName,
  isHeaderValue,
  withHeaders,
  withoutHeaders,
} from '../../src/http/headers.ts'
import type { Headers } from '../../src/http/message.ts'

const headers: Headers = [
  ['Host', 'a'],
  ['X-One', '1'],
  ['x-one', ''],
  ['X-Two', '2'],
  ['X-ONE', '3'],
]

test('names are the same in any case; values keep their order', () => {
  expect(headerValues(headers, 'x-ONE')).toEqual(['1', '', '3'])
  expect([headerValue(headers, 'x-one'), headerValue(headers, 'none')]).toEqual(['1', undefined])
  expect([hasHeader(headers, 'HOST'), hasHeader(headers, 'Hos')]).toEqual([true, false])
})

test('headers go, all of a name', () => {
  expect(withoutHeaders(headers, ['HOST', 'x-one', 'none'])).toEqual([['X-Two', '2']])
  expect(withoutHeaders(headers, [])).toEqual(headers)
})

test('a header is put in the place of the first that bears its name, else at the end', () => {
  expect(
    withHeaders(headers, [
      ['X-oNe', 'new'],
      ['Three', '3'],
    ]),
  ).toEqual([
    ['Host', 'a'],
    ['X-oNe', 'new'],
    ['X-Two', '2'],
    ['Three', '3'],
  ])
  expect(
    withHeaders(
      [],
      [
        ['A', '1'],
        ['a', '2'],
      ],
    ),
  ).toEqual([['a', '2']])
  expect(withHeaders(headers, [])).toEqual(headers)
})

const anyHeaders = fc.array(fc.tuple(fc.constantFrom('A', 'a', 'B', 'b', 'C'), fc.string({ maxLength: 3 })), {
  maxLength: 8,
})

test('whatever is put in is there, once, and all of another name is left alone', () => {
  fc.assert(
    fc.property(anyHeaders, fc.tuple(fc.constantFrom('A', 'b'), fc.string()), (lines, change) => {
      const result = withHeaders(lines, [change])
      const others = (list: Headers) => withoutHeaders(list, [change[0]])
      expect(headerValues(result, change[0])).toEqual([change[1]])
      expect(others(result)).toEqual(others(lines))
    }),
  )
})

describe('what may be sent on', () => {
  test('is all but what belongs to one connection', () => {
    const gone: Headers = [
      'Connection',
      'KEEP-ALIVE',
      'Proxy-Connection',
      'Proxy-Authenticate',
      'Proxy-Authorization',
      'TE',
      'Trailer',
      'Transfer-Encoding',
      'Upgrade',
      'Content-Length',
      'Expect',
    ].map((name) => [name, 'x'])
    const kept: Headers = [
      ['Host', 'a'],
      ['Content-Type', 'b'],
      ['Content-Encoding', 'gzip'],
      ['Via', 'c'],
      ['Via', 'd'],
      ['Authorization', 'Bearer e'],
    ]
    expect(endToEnd([...gone, ...kept, ...gone])).toEqual(kept)
  })

  test('is not what Connection names, in any of its lines', () => {
    expect(
      endToEnd([
        ['X-Hop', '1'],
        ['connection', 'close, x-HOP ,, X-Other'],
        ['Connection', 'X-Third'],
        ['x-other', '2'],
        ['x-third', '3'],
        ['X-Kept', '4'],
      ]),
    ).toEqual([['X-Kept', '4']])
  })
})

test.each([
  ['X-One', true],
  ["!#$%&'*+-.^_`|~09azAZ", true],
  ['', false],
  ['a b', false],
  ['a:', false],
  ['a\n', false],
  ['é', false],
  ['a\0', false],
  ['(a)', false],
  ['@a', false],
])('%j may be a name: %s', (text, may) => {
  expect(isHeaderName(text)).toBe(may)
})

test.each([
  ['', true],
  ['a b\tc', true],
  ['\xe9\xff\x80', true],
  ['a\r\nX: b', false],
  ['\0', false],
  ['\x7f', false],
  ['\x1b[31m', false],
  ['漢', false],
])('%j may be a value: %s', (text, may) => {
  expect(isHeaderValue(text)).toBe(may)
})
