import * as z from 'zod'
import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { shareDefinitions } from './json-sharing.ts'
import { providerFileSchema } from './schema.ts'
import { wordAt } from './words.ts'

/**
 * The JSON Schema of a provider file, for editors: out of the schema that files are checked with, each word with what it means
 * and an example. It is the draft that editors know best; `allowComments` is a word of theirs.
 */
export function providerFileJsonSchema(): Json {
  const options = { io: 'input', target: 'draft-7' } as const
  // Its own type knows words that JSON does not.
  const made: Json = JSON.parse(JSON.stringify(z.toJSONSchema(providerFileSchema, options)))
  const described = describe(made, [])
  const head = {
    title: 'A provider file of hooks',
    description:
      'What hooks needs to know of a webhook provider: how it signs, delivers and names, with samples.',
    allowComments: true,
  }
  const shared = shareDefinitions(described)
  return isObject(shared) ? { ...shared, ...head } : shared
}

/** A schema in which each word says what it means; `path` is where it stands in a file. */
function describe(schema: Json, path: readonly string[]): Json {
  if (!isObject(schema)) return schema
  const word = wordAt(path)
  const inner = Object.entries(schema).map(([key, value]): [string, Json] => {
    if (key === 'properties') return [key, describeAll(value, path)]
    if (key === 'additionalProperties') return [key, describe(value, [...path, '*'])]
    if (key === 'items') return [key, describe(value, inList(path))]
    const branches = key === 'anyOf' && Array.isArray(value) ? value : undefined
    return [key, branches ? branches.map((each: Json) => describeBranch(each, path)) : value]
  })
  const meaning = word ? { description: word.does, examples: [word.example] } : {}
  return { ...meaning, ...Object.fromEntries(inner) }
}

const describeAll = (properties: Json, path: readonly string[]): Json =>
  isObject(properties)
    ? Object.fromEntries(
        Object.entries(properties).map(([word, inner]) => [word, describe(inner, [...path, word])]),
      )
    : properties

/** What a word may be needs no description of its own: the word has one. */
function describeBranch(branch: Json, path: readonly string[]): Json {
  const described = describe(branch, path)
  if (!isObject(described)) return described
  const { description: _, examples: __, ...rest } = described
  return rest
}

const inList = (path: readonly string[]): string[] => [...path.slice(0, -1), `${path.at(-1)}[]`]
