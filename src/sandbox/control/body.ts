import { HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { isObject, readJson } from '../../http/body.ts'

/** What a call of the control API says, field by field. */
export type Fields = Readonly<Record<string, Json>>

/** Reads the body of a call. Throws HooksError `not-json` or `invalid-value`, as do all below. */
export function readFields(body: Uint8Array, known: readonly string[]): Fields {
  const reading = body.length === 0 ? { ok: true as const, value: {} } : readJson(body)
  if (!reading.ok) throw new HooksError('not-json', 'The body is no JSON.')
  if (!isObject(reading.value)) throw invalid('The body', 'an object')
  return onlyKnown(reading.value, known)
}

/** The same of an object within the body. */
export function fieldsIn(value: Json | undefined, name: string, known: readonly string[]): Fields {
  if (!isObject(value)) throw invalid(`'${name}'`, 'an object')
  return onlyKnown(value, known)
}

function onlyKnown(fields: Fields, known: readonly string[]): Fields {
  const unknown = Object.keys(fields).find((field) => !known.includes(field))
  if (unknown === undefined) return fields
  throw new HooksError(
    'invalid-value',
    `There is no field '${unknown}' here.`,
    `There are ${known.join(', ')}.`,
  )
}

const invalid = (what: string, must: string): HooksError =>
  new HooksError('invalid-value', `${what} must be ${must}.`)

/** A text that may be left out. */
export function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name]
  if (value === undefined || typeof value === 'string') return value
  throw invalid(`'${name}'`, 'a text')
}

/** A text that may not. */
export function demandText(fields: Fields, name: string): string {
  const value = textIn(fields, name)
  if (value === undefined || value === '') throw invalid(`'${name}'`, 'a text that is not empty')
  return value
}

/** A whole number in a range, or another where it is left out. */
export function countIn(
  fields: Fields,
  name: string,
  { from, to, otherwise }: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  const value = fields[name] ?? otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value
  throw invalid(`'${name}'`, `a whole number from ${from} to ${to}`)
}

/** True or false; false where it is left out. */
export function flagIn(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false
  if (typeof value === 'boolean') return value
  throw invalid(`'${name}'`, 'true or false')
}

/** A list of texts that may be left out. */
export function textsIn(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (!Array.isArray(value) || value.length === 0) throw invalid(`'${name}'`, 'a list of texts')
  return value.map((each: Json) => {
    if (typeof each !== 'string' || each === '') throw invalid(`'${name}'`, 'a list of texts')
    return each
  })
}
