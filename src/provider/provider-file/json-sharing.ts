import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'

/** A schema that is shorter than this, as a text, is written again rather than referred to. */
const shortest = 80

/** What a schema says of a place, rather than of what may stand there. */
const annotations = ['description', 'examples']

/**
 * A JSON Schema in which what would stand in several places stands once, under `definitions`. It accepts the same, and describes
 * each place as before: in draft 7 nothing may stand beside `$ref`, so that a place with words of its own refers by `allOf`.
 */
export function shareDefinitions(schema: Json): Json {
  if (!isObject(schema)) return schema
  const { definitions = {}, ...root } = schema
  const counts = new Map<string, number>()
  count(root, counts)
  count(definitions, counts)
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    if (text.length < shortest || (counts.get(text) ?? 0) < 2) return undefined
    const name = names.get(text) ?? `shared${names.size + 1}`
    names.set(text, name)
    return name
  }
  const shared: Record<string, Json> = {}
  const refer = (name: string, written: () => Json): Json => {
    shared[name] ??= written()
    return { $ref: `#/definitions/${name}` }
  }
  const write = (inner: Json, isRoot = false): Json => {
    if (Array.isArray(inner)) return inner.map((each: Json) => write(each))
    if (!isObject(inner)) return inner
    const { said, rest } = parted(inner)
    if (isRoot || !isSchema(rest)) return writeInner(inner, write)
    const whole = nameOf(JSON.stringify(inner))
    if (whole !== undefined) return refer(whole, () => writeInner(inner, write))
    const name = nameOf(JSON.stringify(rest))
    if (name === undefined) return writeInner(inner, write)
    return { ...said, allOf: [refer(name, () => writeInner(rest, write))] }
  }
  const written = write(root, true)
  const own = write(definitions, true)
  return { ...(isObject(written) ? written : {}), definitions: { ...(isObject(own) ? own : {}), ...shared } }
}

/** What is said by example is no schema. */
const writeInner = (schema: { readonly [key: string]: Json }, write: (inner: Json) => Json): Json =>
  Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, annotations.includes(key) ? value : write(value)]),
  )

const isSchema = (value: { readonly [key: string]: Json }): boolean =>
  typeof value.type === 'string' || Array.isArray(value.anyOf)

function parted(schema: { readonly [key: string]: Json }) {
  const entries = Object.entries(schema)
  return {
    said: Object.fromEntries(entries.filter(([key]) => annotations.includes(key))),
    rest: Object.fromEntries(entries.filter(([key]) => !annotations.includes(key))),
  }
}

function count(value: Json, counts: Map<string, number>): void {
  if (Array.isArray(value)) {
    for (const each of value) count(each, counts)
  } else if (isObject(value)) {
    const { rest } = parted(value)
    for (const text of new Set([JSON.stringify(value), JSON.stringify(rest)])) {
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    for (const each of Object.values(rest)) count(each, counts)
  }
}
