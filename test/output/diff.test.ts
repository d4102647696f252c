import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveryDiff } from '../../src/delivery/diff.ts'
import { diffView } from '../../src/output/diff.ts'
import { atWidths, colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'

const diff: DeliveryDiff = {
  fields: [
    { name: 'type', left: 'job.completed', right: 'job.cancelled' },
    { name: 'provider', left: null, right: 'acme' },
  ],
  headers: [
    { name: 'Content-Type', left: 'application/json', right: null },
    {
      name: 'X-Acme-Signature',
      left: 'v1=0123456789abcdef0123456789abcdef',
      right: 'v1=fedcba9876543210fedcba9876543210',
    },
    { name: 'X-Acme-Sign', left: 'fedcba9876543210fedcba9876543210', right: 'x\u001b' },
  ],
  body: {
    kind: 'json',
    bytesDiffer: true,
    changes: [
      {
        path: 'data.status',
        left: 'approved\u202e',
        right: 'rejected, with a reason that goes on for longer than a line',
      },
      { path: 'data.tags[1]', left: undefined, right: { a: [1, null] } },
    ],
  },
}
const nothing: DeliveryDiff = { fields: [], headers: [], body: { kind: 'same' } }

test('on a terminal', () => {
  expect(atWidths([80, 40], (style) => diffView(diff, style))).toMatchInlineSnapshot(`
    "--------------------------------------------------------------------------------
    type
      - job.completed
      + job.cancelled
    provider
      + acme
    header Content-Type
      - application/json
    header X-Acme-Signature
      - v1=…cdef
      + v1=…3210
    header X-Acme-Sign
      - fedcba9876543210fedcba9876543210
      + x\\x1b
    body data.status
      - "approved\\u202e"
      + "rejected, with a reason that goes on for longer than a line"
    body data.tags[1]
      + {"a":[1,null]}
    ----------------------------------------
    type
      - job.completed
      + job.cancelled
    provider
      + acme
    header Content-Type
      - application/json
    header X-Acme-Signature
      - v1=…cdef
      + v1=…3210
    header X-Acme-Sign
      - fedcba9876543210fedcba9876543210
      + x\\x1b
    body data.status
      - "approved\\u202e"
      + "rejected, with a reason that goes …
    body data.tags[1]
      + {"a":[1,null]}"
  `)
})

test('in colour', () => {
  expect(
    diffView({ ...nothing, fields: diff.fields }, colourTerminal()).replaceAll('\u001b', '^'),
  ).toMatchInlineSnapshot(`
    "^[1mtype^[22m
    ^[31m  - job.completed^[39m
    ^[32m  + job.cancelled^[39m
    ^[1mprovider^[22m
    ^[32m  + acme^[39m"
  `)
})

test('in a pipe', () => {
  expect(diffView(diff, pipe)).toMatchInlineSnapshot(`
    "type
      - job.completed
      + job.cancelled
    provider
      + acme
    header Content-Type
      - application/json
    header X-Acme-Signature
      - v1=…cdef
      + v1=…3210
    header X-Acme-Sign
      - fedcba9876543210fedcba9876543210
      + x\\x1b
    body data.status
      - "approved\\u202e"
      + "rejected, with a reason that goes on for longer than a line"
    body data.tags[1]
      + {"a":[1,null]}"
  `)
})

test('signatures are masked by name, and shown when asked for', () => {
  const names = { ...nothing, headers: diff.headers.slice(1) }
  expect(diffView(names, pipe, { sensitive: ['x-acme-sign'] })).toMatchInlineSnapshot(`
    "header X-Acme-Signature
      - v1=…cdef
      + v1=…3210
    header X-Acme-Sign
      - fedc…3210
      + …"
  `)
  expect(diffView(names, pipe, { reveal: true })).toMatchInlineSnapshot(`
    "header X-Acme-Signature
      - v1=0123456789abcdef0123456789abcdef
      + v1=fedcba9876543210fedcba9876543210
    header X-Acme-Sign
      - fedcba9876543210fedcba9876543210
      + x\\x1b"
  `)
})

test('bodies that are no JSON, or the same one in other bytes', () => {
  const body = {
    kind: 'bytes',
    at: 412,
    leftLength: 413,
    rightLength: 414,
    left: Uint8Array.of(0x7d),
    right: Uint8Array.of(0x7d, 0x0a),
  } as const
  expect(diffView({ ...nothing, body }, terminal())).toMatchInlineSnapshot(`
    "body differs from byte 412 on (413 and 414 bytes)
      - 7d                                               |}|
      + 7d 0a                                            |}.|"
  `)
  expect(diffView({ ...nothing, body: { kind: 'json', changes: [], bytesDiffer: true } }, terminal())).toBe(
    'The bodies are the same JSON, in other bytes (spaces, order or escapes).',
  )
  expect(diffView(nothing, terminal())).toBe('They do not differ.')
})

test('a value of any depth and any text is safe to show', () => {
  const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
  const change = { path: 'a', left: deep, right: 1 }
  expect(diffView({ ...nothing, body: { kind: 'json', changes: [change], bytesDiffer: true } }, pipe)).toBe(
    'body a\n  - (nested too deeply to show)\n  + 1',
  )
  const text = fc.string({ unit: 'binary' })
  const changes = fc.array(fc.record({ name: text, left: fc.option(text), right: fc.option(text) }))
  const paths = fc.array(fc.record({ path: text, left: fc.jsonValue({ stringUnit: 'binary' }), right: text }))
  fc.assert(
    fc.property(changes, paths, (fields, both) => {
      const whole: DeliveryDiff = {
        fields,
        headers: fields,
        body: { kind: 'json', changes: JSON.parse(JSON.stringify(both)), bytesDiffer: true },
      }
      expect([pipe, colourTerminal(50)].map((style) => forbiddenIn(diffView(whole, style)))).toEqual([
        undefined,
        undefined,
      ])
    }),
  )
})
