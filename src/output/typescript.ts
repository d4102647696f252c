import { asciiJson } from '../http/body.ts'
import type { PayloadShapes } from '../provider/payload-types.ts'
import type { Profile } from '../provider/profile.ts'
import type { Alternative, Shape, ShapeField } from '../provider/shape.ts'
import { escapeLine } from './escape.ts'
import { createTypeNames, pascalCase } from './type-names.ts'

/** An event type, and the name of its interface. */
export interface NamedType {
  readonly type: string
  readonly name: string
}

/** TypeScript, and what it names. */
export interface Typescript {
  readonly text: string
  readonly events: readonly NamedType[]
}

const lineWidth = 80

/**
 * The types of a provider's events as a TypeScript module: an interface for each, and (unless only one is asked for) their
 * union and a table of them by their type.
 */
export function writeTypescript(
  { name, title, event }: Pick<Profile, 'name' | 'title' | 'event'>,
  { events, list, typePaths }: PayloadShapes,
  only?: string,
): Typescript {
  const provider = pascalCase(name)
  const union = `${provider}Event`
  const nameOf = createTypeNames([union, `${provider}Events`, `${provider}Payload`])
  const named = events.map((each) => ({ ...each, name: nameOf(each.type) }))
  const wanted = named.filter(({ type }) => only === undefined || type === only)
  const untold = `Its type is not in the payload, but in ${[event.type].flat().join(' or ').replaceAll('header:', 'the header ')}.`
  const about = typePaths.length > 0 ? `Any event of ${title}.` : `Any event of ${title}. ${untold}`
  const all = [
    `${comment(about, '')}${declare(union, named)}`,
    `${comment('The events by their types.', '')}export interface ${provider}Events {\n${named
      .map((each) => `  ${key(each.type)}: ${each.name};\n`)
      .join('')}}`,
    ...(list
      ? [
          `${comment('What is sent: several events at once.', '')}export type ${provider}Payload = ${union}[];`,
        ]
      : []),
  ]
  const parts = [
    `// The events of ${plain(title)}, by their samples: more fields and other values may come.`,
    ...wanted.map(({ name, about, shape }) => comment(about, '') + declareShape(name, shape)),
    ...(only === undefined && named.length > 0 ? all : []),
  ]
  return { text: `${parts.join('\n\n')}\n`, events: wanted.map(({ type, name }) => ({ type, name })) }
}

/** A text from a profile as it may stand in a comment. */
const plain = (text: string): string => escapeLine(text).replaceAll('*/', '*\\/')

const comment = (text: string, indent: string): string =>
  text === '' ? '' : `${indent}/** ${plain(text)} */\n`

function declare(name: string, members: readonly NamedType[]): string {
  const line = `export type ${name} = ${members.map((each) => each.name).join(' | ')};`
  if (line.length <= lineWidth) return line
  return `export type ${name} =\n${members.map((each) => `  | ${each.name}`).join('\n')};`
}

function declareShape(name: string, shape: Shape): string {
  const [only] = shape
  if (shape.length === 1 && only?.kind === 'object')
    return `export interface ${name} ${objectText(only.fields, '')}`
  const front = `export type ${name} =`
  return `${front}${besides(shape, '', front.length)};`
}

function objectText(fields: readonly ShapeField[], indent: string): string {
  if (fields.length === 0) return 'Record<string, unknown>'
  const inner = `${indent}  `
  const lines = fields.map(({ key: name, shape, optional }) => {
    const front = `${inner}${key(name)}${optional ? '?' : ''}:`
    return `${comment(noteOf(shape), inner)}${front}${besides(shape, inner, front.length)};\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

const notes = { time: 'ISO 8601', date: 'YYYY-MM-DD' } as const

/** Whether no sample shows what it is when it is not null. */
const isNull = (shape: Shape): boolean => shape.length > 0 && shape.every(({ kind }) => kind === 'null')

const noteOf = (shape: Shape): string =>
  isNull(shape)
    ? 'null in every sample'
    : shape
        .flatMap((each) => (each.kind === 'text' && each.format !== undefined ? [notes[each.format]] : []))
        .join('')

/** A type behind its name: on the same line, or, where it is a union that does not fit, below it. */
function besides(shape: Shape, indent: string, used: number): string {
  const line = unionText(shape, indent)
  if (
    line !== undefined &&
    (shape.length < 2 || line.includes('\n') || used + line.length + 2 <= lineWidth)
  ) {
    return ` ${line}`
  }
  return `\n${stacked(shape, `${indent}  `)}`
}

/** A union one below the other. */
const stacked = (shape: Shape, indent: string): string =>
  shape.map((each) => `${indent}| ${alternativeText(each, `${indent}  `)}`).join('\n')

/** A union on one line, or of an object and null; undefined where it has to be stacked. */
function unionText(shape: Shape, indent: string): string | undefined {
  if (shape.length === 0 || isNull(shape)) return 'unknown'
  const texts = shape.map((each) => alternativeText(each, indent))
  const others = shape.filter(({ kind }) => kind !== 'object' && kind !== 'null')
  if (others.length > 0 && shape.length > 1 && texts.some((text) => text.includes('\n'))) return undefined
  return texts.join(' | ')
}

function alternativeText(alternative: Alternative, indent: string): string {
  switch (alternative.kind) {
    case 'text':
      return 'string'
    case 'literal':
      return asciiJson(alternative.value)
    case 'object':
      return objectText(alternative.fields, indent)
    case 'array':
      return arrayText(alternative.items, indent)
    default:
      return alternative.kind
  }
}

function arrayText(items: Shape, indent: string): string {
  const line = unionText(items, indent)
  if (line === undefined) return `(\n${stacked(items, `${indent}  `)}\n${indent})[]`
  return items.length > 1 ? `(${line})[]` : `${line}[]`
}

/** A key as it stands in a type: bare where it is an identifier. */
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : asciiJson(name))
