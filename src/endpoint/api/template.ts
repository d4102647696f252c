import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { fieldsOf, parseTemplate, writeText } from '../../provider/template.ts'

/** Our words and their values; one that is undefined is not said. */
export type Words = Readonly<Record<string, Json | undefined>>

/**
 * Writes a JSON template: `{word}` alone is the word's value, within other text it is written into it. What is not said is left
 * out. A list or an object that speaks of `{field}` is written once for each of `fields`.
 */
export function writeTemplate(template: Json, words: Words): Json | undefined {
  if (typeof template === 'string') return writeLeaf(template, words)
  if (Array.isArray(template)) return writeList(template, words)
  return isObject(template) ? writeObject(template, words) : template
}

/** The name of the word that a template consists of, if it is that alone. */
export function soleWord(template: string): string | undefined {
  const [part, ...others] = parseTemplate(template)
  return part && 'field' in part && others.length === 0 ? part.field : undefined
}

function writeLeaf(template: string, words: Words): Json | undefined {
  const word = soleWord(template)
  if (word !== undefined) return words[word]
  const parts = parseTemplate(template)
  return writeText(parts, (field) => textOf(words[field]))
}

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)

function writeList(template: readonly Json[], words: Words): Json | undefined {
  const [item, ...others] = template
  if (item === undefined || others.length > 0 || !repeats(item, words)) {
    return template.flatMap((each) => writeTemplate(each, words) ?? [])
  }
  const written = eachField(words).flatMap((bound) => writeTemplate(item, bound) ?? [])
  return written.length > 0 ? written : undefined
}

function writeObject(template: { readonly [key: string]: Json }, words: Words): Json | undefined {
  if (Object.keys(template).some((key) => repeats(key, words))) {
    const written = eachField(words).flatMap((bound) => entriesOf(template, bound))
    return written.length > 0 ? Object.fromEntries(written) : undefined
  }
  return Object.fromEntries(entriesOf(template, words))
}

const entriesOf = (template: { readonly [key: string]: Json }, words: Words): [string, Json][] =>
  Object.entries(template).flatMap(([key, value]): [string, Json][] => {
    const written = writeTemplate(value, words)
    return written === undefined ? [] : [[textOf(writeLeaf(key, words)), written]]
  })

/** Whether a template is to be written once a field: outside of such a list nothing says which field is meant. */
const repeats = (template: Json, words: Words): boolean =>
  words.field === undefined && wordsIn(template).includes('field')

function eachField({ fields, ...words }: Words): Words[] {
  if (!Array.isArray(fields)) return []
  return fields.flatMap((each: Json) => (isObject(each) ? [{ ...words, ...each }] : []))
}

/** All words that a template speaks of. */
export function wordsIn(template: Json): string[] {
  if (typeof template === 'string') return fieldsOf(parseTemplate(template))
  if (typeof template !== 'object' || template === null) return []
  const keys = Array.isArray(template) ? [] : Object.keys(template)
  return [...keys, ...Object.values(template)].flatMap(wordsIn)
}

/** Reads a JSON value by a template: each word that stands alone somewhere, and what stands there. Never throws. */
export function readTemplate(template: Json, value: Json | undefined): Words {
  if (value === undefined) return {}
  if (typeof template === 'string') {
    const word = soleWord(template)
    return word === undefined ? {} : { [word]: value }
  }
  if (Array.isArray(template)) {
    const items: readonly Json[] = Array.isArray(value) ? value : []
    return Object.assign({}, ...template.map((each: Json, at) => readTemplate(each, items[at])))
  }
  if (!isObject(template) || !isObject(value)) return {}
  const found = Object.entries(template).map(([key, each]) => readTemplate(each, ownValue(value, key)))
  return Object.assign({}, ...found)
}

const ownValue = (object: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined
