import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { blankComments } from '../../../src/provider/provider-file/comments.ts'
import { providerFileJsonSchema } from '../../../src/provider/provider-file/json-schema.ts'
import { starterFile } from '../../../src/provider/provider-file/starter.ts'
import { words } from '../../../src/provider/provider-file/words.ts'
import { smallFile } from '../support/provider-files.ts'

const schema = providerFileJsonSchema()

/** JSON on as few lines as are of use: what fits on one stands on one. */
function textOf(value: unknown, indent = ''): string {
  const line = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || indent.length + line.length < 110) return line
  const inner = `${indent} `
  const lines = Array.isArray(value)
    ? value.map((each) => inner + textOf(each, inner))
    : Object.entries(value).map(([key, each]) => `${inner}${JSON.stringify(key)}: ${textOf(each, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

test('the schema that ships is up to date', async () => {
  // `npm run schema` writes it anew.
  const file = join(import.meta.dirname, '../../../fixtures/provider.schema.json')
  await expect(`${textOf(schema)}\n`).toMatchFileSnapshot(file)
})

/** A schema with what it refers to in its place; what refers to itself (any JSON) stays as it is. */
function resolved(inner: unknown): object {
  const { $ref, allOf, ...said } = Object(inner)
  const [, name] = /^#\/definitions\/(shared.*)$/.exec($ref ?? Object(allOf?.[0]).$ref ?? '') ?? []
  return name === undefined ? Object(inner) : { ...resolved(Object(schema).definitions[name]), ...said }
}

/** Every place of a schema that has words of its own, with what it says of each. */
function placesIn(place: unknown, path = ''): [path: string, description: unknown][] {
  if (typeof place !== 'object' || place === null) return []
  const inner = resolved(place)
  return Object.entries(inner).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'properties') {
      return Object.entries(Object(value)).flatMap(([word, each]) => {
        const place = path === '' ? word : `${path}.${word}`
        return [[place, Object(resolved(each)).description], ...placesIn(each, place)]
      })
    }
    if (key === 'additionalProperties' && typeof value === 'object') {
      return [[`${path}.*`, Object(resolved(value)).description], ...placesIn(value, `${path}.*`)]
    }
    if (key === 'items') return placesIn(value, `${path}[]`)
    return key === 'anyOf' ? [value].flat().flatMap((branch) => placesIn(branch, path)) : []
  })
}

test('it tells of every word what it means, and of no other', () => {
  const places = placesIn(schema)
  const silent = places.filter(([, description]) => typeof description !== 'string').map(([place]) => place)
  const idle = Object.keys(words).filter((word) => !places.some(([place]) => place === word))
  expect({ silent, idle }).toEqual({ silent: [], idle: [] })
})

test('an editor that goes by it accepts what we accept', () => {
  const byEditor = z.fromJSONSchema(Object(schema))
  const starter = starterFile({ name: 'acme', title: 'Acme', schema: './provider.schema.json' })
  const variant = {
    formatVersion: 1,
    name: 'ours',
    extends: 'example',
    headers: { 'X-A': null },
    rotation: null,
  }
  const right = [smallFile(), JSON.parse(blankComments(starter)), variant]
  const wrong = [
    {},
    smallFile({ titel: 'x' }),
    smallFile({ signature: { algorithm: 'md5' } }),
    smallFile({ events: [{}] }),
  ]
  expect([...right, ...wrong].map((file) => byEditor.safeParse(file).success)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
