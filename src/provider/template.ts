import { remembering } from './remembering.ts'

/**
 * The one template language. A template is literals and fields in braces: `t={timestamp},v1={signature}`. It writes a text
 * (or, over bytes, what is signed), and reads one back.
 */
export type Template = readonly Part[]
export type Part = { readonly literal: string } | { readonly field: string }

const fieldPattern = /^[a-zA-Z_[][\w.@[\]-]*(?::[\w-]+)?$/

/** Reads a template. Throws an Error that says what is wrong with the text; `{{` is a plain brace. */
export const parseTemplate = remembering(readTemplate)

function readTemplate(text: string): Template {
  const parts: Part[] = []
  let literal = ''
  const endLiteral = (): void => {
    if (literal) parts.push({ literal })
    literal = ''
  }
  for (let at = 0; at < text.length; ) {
    if (text[at] === '{' && text[at + 1] !== '{') {
      const end = text.indexOf('}', at)
      if (end < 0) throw new Error(`'${text}' has a '{' that is never closed.`)
      const field = text.slice(at + 1, end)
      if (!fieldPattern.test(field)) throw new Error(`'{${field}}' in '${text}' is no field.`)
      endLiteral()
      parts.push({ field })
      at = end + 1
    } else {
      literal += text[at]
      at += text.startsWith('{{', at) ? 2 : 1
    }
  }
  endLiteral()
  return parts
}

/** The names of a template's fields. */
export const fieldsOf = (template: Template): string[] =>
  template.flatMap((part) => ('field' in part ? [part.field] : []))

/** Writes a text. A field that `value` does not know (undefined) stays empty. */
export const writeText = (template: Template, value: (field: string) => string | undefined): string =>
  template.map((part) => ('literal' in part ? part.literal : (value(part.field) ?? ''))).join('')

/** Writes bytes; literals are UTF-8. */
export const writeBytes = (template: Template, value: (field: string) => Uint8Array): Uint8Array =>
  Buffer.concat(template.map((part) => ('literal' in part ? Buffer.from(part.literal) : value(part.field))))

/**
 * Reads a text that a template may have written: the value of each field, or undefined where the text does not fit. Each
 * field ends where the literal behind it first occurs, so reading takes linear time.
 */
export function readText(template: Template, text: string): Map<string, string> | undefined {
  const found = new Map<string, string>()
  let at = 0
  for (const [index, part] of template.entries()) {
    if ('literal' in part) {
      if (!text.startsWith(part.literal, at)) return undefined
      at += part.literal.length
      continue
    }
    const next = template[index + 1]
    const end = next && 'literal' in next ? text.indexOf(next.literal, at) : text.length
    if (end < 0) return undefined
    found.set(part.field, text.slice(at, end))
    at = end
  }
  return at === text.length ? found : undefined
}

/** The items of a list template, each a template of its own: `t={timestamp},v1={signature}` has two. */
export function splitTemplate(template: Template, separator: string): Template[] {
  const items: Part[][] = [[]]
  for (const part of template) {
    const pieces = 'literal' in part ? part.literal.split(separator) : undefined
    if (!pieces) items.at(-1)?.push(part)
    for (const [index, literal] of pieces?.entries() ?? []) {
      if (index > 0) items.push([])
      if (literal) items.at(-1)?.push({ literal })
    }
  }
  return items
}
