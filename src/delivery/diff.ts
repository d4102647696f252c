import type { Json } from '../http/body.ts'
import { isObject, readJson } from '../http/body.ts'
import { headerValues } from '../http/headers.ts'
import type { Headers } from '../http/message.ts'
import type { Kept } from './store.ts'

/** How two kept deliveries differ, from left to right. */
export interface DeliveryDiff {
  /** What is known of them: type, event id, provider, verdict, method, target, … as text; only what differs. */
  readonly fields: readonly FieldChange[]
  /** Only what differs; null where a side has no such header. */
  readonly headers: readonly FieldChange[]
  readonly body: BodyDiff
}

export interface FieldChange {
  readonly name: string
  readonly left: string | null
  readonly right: string | null
}

/**
 * How two bodies differ: not at all; as JSON (`changes` is empty where only the bytes differ: spaces, order, escapes); or as
 * bytes, the first of which differs `at`, with what stands around there.
 */
export type BodyDiff =
  | { readonly kind: 'same' }
  | { readonly kind: 'json'; readonly changes: readonly JsonChange[]; readonly bytesDiffer: true }
  | {
      readonly kind: 'bytes'
      readonly at: number
      readonly leftLength: number
      readonly rightLength: number
      readonly left: Uint8Array
      readonly right: Uint8Array
    }

/** A value at a path such as `data.items[0].id`; undefined where a side has none. */
export interface JsonChange {
  readonly path: string
  readonly left: Json | undefined
  readonly right: Json | undefined
}

/** Compares two kept deliveries: what is known of them, their headers and their bodies, byte for byte. */
export const diffDeliveries = (left: Kept, right: Kept): DeliveryDiff => ({
  fields: differing(fieldsOf(left), fieldsOf(right)),
  headers: differing(headersOf(left.request.headers), headersOf(right.request.headers)),
  body: diffBodies(left.request.body, right.request.body),
})

type Table = ReadonlyMap<string, string>

function fieldsOf({ direction, provider, type, eventId, verdict, request, to }: Kept): Table {
  const verdictText = verdict && (verdict.ok ? `verified (${verdict.key} secret)` : verdict.reason)
  const { method, target } = request
  const fields = { direction, provider, type, 'event id': eventId, verdict: verdictText, method, target, to }
  return new Map(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}

/** Names in lower case, since case makes no difference; several values of one name in their order. */
const headersOf = (headers: Headers): Table =>
  new Map(headers.map(([name]) => [name.toLowerCase(), headerValues(headers, name).join(', ')]))

const differing = (left: Table, right: Table): FieldChange[] =>
  [...new Set([...left.keys(), ...right.keys()])]
    .map((name) => ({ name, left: left.get(name) ?? null, right: right.get(name) ?? null }))
    .filter((change) => change.left !== change.right)

/** Bytes shown around the first one that differs. */
const around = 16

function diffBodies(left: Uint8Array, right: Uint8Array): BodyDiff {
  const length = Math.max(left.length, right.length)
  let at = 0
  while (at < length && left[at] === right[at]) at++
  if (at === length) return { kind: 'same' }
  const [a, b] = [readJson(left), readJson(right)]
  if (a.ok && b.ok) return { kind: 'json', changes: diffJson(a.value, b.value), bytesDiffer: true }
  const from = Math.max(0, at - around)
  const part = (body: Uint8Array): Uint8Array => body.slice(from, at + around)
  return {
    kind: 'bytes',
    at,
    leftLength: left.length,
    rightLength: right.length,
    left: part(left),
    right: part(right),
  }
}

interface Pair {
  readonly path: string
  readonly left: Json | undefined
  readonly right: Json | undefined
}

/** The plain values that differ. A list of what is still to be compared, since nesting may be deeper than the stack. */
function diffJson(left: Json, right: Json): JsonChange[] {
  const changes: JsonChange[] = []
  const pending: Pair[] = [{ path: '', left, right }]
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const children = childPairs(pair)
    if (children) for (const child of children.reverse()) pending.push(child)
    else if (pair.left !== pair.right) changes.push(pair)
  }
  return changes
}

function childPairs({ path, left, right }: Pair): Pair[] | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => ({
      path: `${path}[${at}]`,
      left: left[at],
      right: right[at],
    }))
  }
  if (!isObject(left) || !isObject(right)) return undefined
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].map((key) => ({
    path: path ? `${path}.${key}` : key,
    left: own(left, key),
    right: own(right, key),
  }))
}

/** A field that the object itself has: one named `constructor` is a field like any other. */
const own = (object: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined
