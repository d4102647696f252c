import * as z from 'zod'
import { fixtureSchema, profileSchema, vectorsSchema } from '../profile.ts'

type Schema = z.core.$ZodType

/** A schema whose words may all be left out, and be null: in a file, that takes away what the base has. */
function relaxed(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional) return relaxed(schema.unwrap())
  if (schema instanceof z.ZodRecord) return z.record(schema.keyType, z.nullable(relaxed(schema.valueType)))
  if (!(schema instanceof z.ZodObject)) return schema
  return z.strictObject(optionalWords(schema.shape))
}

const optionalWords = (shape: Readonly<Record<string, Schema>>) =>
  Object.fromEntries(Object.entries(shape).map(([word, schema]) => [word, z.nullish(relaxed(schema))]))

/** A file's events and vectors: the same words, of which most may be left out. */
const listOf = (item: z.ZodObject, required: readonly string[]) =>
  z
    .array(
      z.strictObject(
        Object.fromEntries(
          Object.entries(item.shape).map(([word, schema]) => [
            word,
            required.includes(word) ? schema : z.optional(schema),
          ]),
        ),
      ),
    )
    .optional()

/** The shape of a provider file of the user's own: a profile of which most may be left out, with its events and vectors. */
export const providerFileSchema = z.strictObject({
  ...optionalWords(profileSchema.shape),
  $schema: profileSchema.shape.$schema,
  formatVersion: profileSchema.shape.formatVersion,
  name: profileSchema.shape.name,
  events: listOf(fixtureSchema, ['type', 'body']),
  vectors: listOf(vectorsSchema.element, ['secret', 'body', 'headers']),
})

/** The words that may stand at a place of a file; none, where names are free or there is no object. */
export function wordsAt(path: readonly PropertyKey[]): string[] {
  let places: Schema[] = [providerFileSchema]
  for (const step of path) places = places.flatMap((schema) => inside(schema, step))
  return places.flatMap(unwrapped).flatMap(keysOf)
}

/** The words of an object; of a record, the names that it takes, where they are not free. */
function keysOf(schema: Schema): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  const names = schema instanceof z.ZodRecord ? schema.keyType : undefined
  return names instanceof z.ZodEnum ? names.options.map(String) : []
}

function inside(schema: Schema, step: PropertyKey): Schema[] {
  return unwrapped(schema).flatMap((each): Schema[] => {
    if (each instanceof z.ZodObject) return Object.hasOwn(each.shape, step) ? [each.shape[String(step)]] : []
    if (each instanceof z.ZodArray) return [each.element]
    return each instanceof z.ZodRecord ? [each.valueType] : []
  })
}

/** What a schema may be, without its wrappings. */
function unwrapped(schema: Schema): Schema[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrapped(schema.unwrap())
  return schema instanceof z.ZodUnion ? schema.options.flatMap(unwrapped) : [schema]
}
