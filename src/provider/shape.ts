import type { Json } from '../http/body.ts'
import { isObject } from '../http/body.ts'

/** What was seen at one place of several JSON values: any of these. Nothing seen, nothing known. */
export type Shape = readonly Alternative[]

export type Alternative =
  | { readonly kind: 'text'; readonly format: 'time' | 'date' | undefined }
  | { readonly kind: 'number' | 'boolean' | 'null' }
  /** A field that tells events apart, by the values that it had. */
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'object'; readonly fields: readonly ShapeField[] }
  | { readonly kind: 'array'; readonly items: Shape }

export interface ShapeField {
  readonly key: string
  readonly shape: Shape
  /** Whether a sibling lacks it. */
  readonly optional: boolean
}

interface Place {
  /** The keys that lead here, joined by dots. */
  readonly path: string
  readonly depth: number
}

/** Deeper nesting than this is not looked into. */
const deepest = 64

/**
 * The shape of several values of one kind: objects are merged over all of them, arrays over their items.
 *
 * @param literal the paths (`data.type`) whose very values are a part of the shape
 */
export function shapeOf(
  values: readonly Json[],
  literal: ReadonlySet<string>,
  { path, depth }: Place = { path: '', depth: 0 },
): Shape {
  if (depth > deepest) return []
  const objects = values.filter(isObject)
  const arrays = values.filter((value) => Array.isArray(value))
  const inside = { path: `${path}[]`, depth: depth + 1 }
  return [
    ...plainShapes(values, literal.has(path)),
    ...(objects.length > 0
      ? [{ kind: 'object', fields: fieldsOf(objects, literal, { path, depth }) } as const]
      : []),
    ...(arrays.length > 0
      ? [{ kind: 'array', items: shapeOf(arrays.flat(), literal, inside) } as const]
      : []),
    ...(values.includes(null) ? [{ kind: 'null' } as const] : []),
  ]
}

function fieldsOf(
  objects: readonly Readonly<Record<string, Json>>[],
  literal: ReadonlySet<string>,
  { path, depth }: Place,
): ShapeField[] {
  const seen = new Map<string, Json[]>()
  for (const [key, value] of objects.flatMap(Object.entries<Json>)) {
    const values = seen.get(key)
    if (values) values.push(value)
    else seen.set(key, [value])
  }
  return [...seen].map(([key, values]) => {
    const place = { path: path === '' ? key : `${path}.${key}`, depth: depth + 1 }
    return { key, shape: shapeOf(values, literal, place), optional: values.length < objects.length }
  })
}

function plainShapes(values: readonly Json[], literal: boolean): Alternative[] {
  const texts = values.filter((value) => typeof value === 'string')
  const numbers = values.filter((value) => typeof value === 'number')
  const boolean = values.some((value) => typeof value === 'boolean') ? [{ kind: 'boolean' } as const] : []
  if (literal) {
    const seen = new Set<string | number>([...texts, ...numbers])
    return [...[...seen].map((value) => ({ kind: 'literal', value }) as const), ...boolean]
  }
  return [
    ...(texts.length > 0 ? [{ kind: 'text', format: formatOf(texts) } as const] : []),
    ...(numbers.length > 0 ? [{ kind: 'number' } as const] : []),
    ...boolean,
  ]
}

const formats = {
  time: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
} as const

/** What all of the texts are. */
function formatOf(texts: readonly string[]): 'time' | 'date' | undefined {
  if (texts.every((text) => formats.time.test(text))) return 'time'
  return texts.every((text) => formats.date.test(text)) ? 'date' : undefined
}
