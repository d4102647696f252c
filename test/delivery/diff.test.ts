import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffDeliveries } from '../../src/delivery/diff.ts'
import { bytesOf } from '../../src/http/body.ts'
import { valueAt } from '../../src/provider/path.ts'
import { received, sent } from './support/kept.ts'

const withBody = (body: string | Uint8Array) =>
  received({ request: { ...received().request, body: typeof body === 'string' ? bytesOf(body) : body } })
const bodies = (left: string | Uint8Array, right: string | Uint8Array) =>
  diffDeliveries(withBody(left), withBody(right)).body

test('a delivery does not differ from itself', () => {
  expect(diffDeliveries(received(), received({ id: 'dlv_2', place: 2, at: 5, answered: 500 }))).toEqual({
    fields: [],
    headers: [],
    body: { kind: 'same' },
  })
})

test('what is known of both', () => {
  const other = sent({
    provider: null,
    eventId: 'evt_2',
    verdict: { ok: false, reason: 'wrong-secret', detail: 'x' },
    request: { ...received().request, method: 'PUT', target: '/other' },
  })
  expect(diffDeliveries(received(), other).fields).toEqual([
    { name: 'direction', left: 'in', right: 'out' },
    { name: 'provider', left: 'acme', right: null },
    { name: 'event id', left: 'evt_1', right: 'evt_2' },
    { name: 'verdict', left: 'verified (current secret)', right: 'wrong-secret' },
    { name: 'method', left: 'POST', right: 'PUT' },
    { name: 'target', left: '/hooks', right: '/other' },
    { name: 'to', left: null, right: 'http://localhost:3000/hooks' },
  ])
})

test('headers, by name and value, not by case and place', () => {
  const withLines = (headers: [string, string][]) => received({ request: { ...received().request, headers } })
  const left = withLines([
    ['A', '1'],
    ['B', '2'],
    ['b', '3'],
    ['C', '4'],
    ['__proto__', 'x'],
  ])
  const right = withLines([
    ['c', '4'],
    ['b', '3'],
    ['B', '2'],
    ['D', ''],
    ['a', '1'],
  ])
  expect(diffDeliveries(left, right).headers).toEqual([
    { name: 'b', left: '2, 3', right: '3, 2' },
    { name: '__proto__', left: 'x', right: null },
    { name: 'd', left: null, right: '' },
  ])
})

describe('JSON', () => {
  const json = (changes: object[]) => ({ kind: 'json', bytesDiffer: true, changes })

  test.each<[string, string, object[]]>([
    ['{"a":1}', '{ "a" : 1.0 }', []],
    ['{"a":1,"b":2}', '{"b":2,"a":1}', []],
    ['{"a":1}', '{"a":"1"}', [{ path: 'a', left: 1, right: '1' }]],
    ['{"a":1}', '{}', [{ path: 'a', left: 1, right: undefined }]],
    ['{}', '{"a":null}', [{ path: 'a', left: undefined, right: null }]],
    [
      '{"a":{"b":[1,{"c":2}]}}',
      '{"a":{"b":[1,{"c":3},4]}}',
      [
        { path: 'a.b[1].c', left: 2, right: 3 },
        { path: 'a.b[2]', left: undefined, right: 4 },
      ],
    ],
    ['{"a":{"b":1}}', '{"a":[1]}', [{ path: 'a', left: { b: 1 }, right: [1] }]],
    ['[1]', '{"0":1}', [{ path: '', left: [1], right: { 0: 1 } }]],
    ['1', '2', [{ path: '', left: 1, right: 2 }]],
    [
      '{"x":1,"y":2,"z":3}',
      '{"x":0,"y":2,"z":0}',
      [
        { path: 'x', left: 1, right: 0 },
        { path: 'z', left: 3, right: 0 },
      ],
    ],
  ])('%s and %s', (left, right, changes) => {
    expect(bodies(left, right)).toEqual(json(changes))
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a field %s is one like any other',
    (key) => {
      expect(bodies('{}', `{"${key}":{"a":1}}`)).toEqual(
        json([{ path: key, left: undefined, right: { a: 1 } }]),
      )
      expect(bodies(`{"${key}":1}`, '{"b":1}')).toEqual(
        json([
          { path: key, left: 1, right: undefined },
          { path: 'b', left: undefined, right: 1 },
        ]),
      )
    },
  )

  test('of very many items, and nested deeper than the stack', () => {
    const many = (last: number) => `[${'0,'.repeat(300_000)}${last}]`
    expect(bodies(many(1), many(2))).toEqual(json([{ path: '[300000]', left: 1, right: 2 }]))
    const deep = (inner: number) => `${'['.repeat(100_000)}${inner}${']'.repeat(100_000)}`
    expect(bodies(deep(1), deep(2))).toEqual(json([{ path: '[0]'.repeat(100_000), left: 1, right: 2 }]))
  })

  test('every change that is told is one, and none is left out', () => {
    const key = fc.constantFrom('a', 'b', '0', '__proto__')
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, 0, 1, 'x'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(key, tie('any'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(any, any, (one, two) => {
        const [left, right] = [JSON.stringify(one), JSON.stringify(two)]
        const found = bodies(left, right)
        const same = left === right || found.kind === 'same'
        const differences = found.kind === 'json' ? found.changes : []
        for (const change of differences) {
          const steps = change.path.match(/[^.[\]]+|\[\d+\]/g) ?? []
          const path = steps.map((step) => (step.startsWith('[') ? Number(step.slice(1, -1)) : step))
          expect([change.left, change.right]).toEqual([
            valueAt(JSON.parse(left), path),
            valueAt(JSON.parse(right), path),
          ])
          expect(JSON.stringify(change.left)).not.toBe(JSON.stringify(change.right))
        }
        const sorted = (text: string) => JSON.stringify(sortKeys(JSON.parse(text)))
        expect(differences.length === 0).toBe(same || sorted(left) === sorted(right))
      }),
      { numRuns: 500 },
    )
  })
})

/** The same value with the fields of every object in order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, field]) => [key, sortKeys(field)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

describe('bytes', () => {
  const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

  test('the first that differs, with what stands around', () => {
    expect(
      bodies(
        latin1(`${'a'.repeat(40)}\xff${'b'.repeat(40)}`),
        latin1(`${'a'.repeat(40)}\xfe${'b'.repeat(41)}`),
      ),
    ).toEqual({
      kind: 'bytes',
      at: 40,
      leftLength: 81,
      rightLength: 82,
      left: latin1(`${'a'.repeat(16)}\xff${'b'.repeat(15)}`),
      right: latin1(`${'a'.repeat(16)}\xfe${'b'.repeat(15)}`),
    })
  })

  test.each([
    ['one is longer', 'ab', 'abc', 2],
    ['one is nothing', '', 'x', 0],
    ['one is JSON', '{}', '{} x', 2],
  ])('%s', (...[, left, right, at]) => {
    expect(bodies(left, right)).toEqual({
      kind: 'bytes',
      at,
      leftLength: left.length,
      rightLength: right.length,
      left: bytesOf(left),
      right: bytesOf(right),
    })
  })
})
