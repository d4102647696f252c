import { readJson } from '../http/body.ts'
import { headerValues } from '../http/headers.ts'
import type { Request } from '../http/message.ts'
import { textAt } from './path.ts'
import type { Profile } from './profile.ts'
import type { Template } from './template.ts'
import { fieldsOf, parseTemplate, readText, splitTemplate, writeText } from './template.ts'

type SignatureRule = Profile['signature']

/** What stands in the signature headers, as text: each field may come several times. */
export interface SignatureFields {
  readonly signatures: readonly string[]
  readonly timestamp: string | undefined
  readonly id: string | undefined
  /** The header that bears the signature, and the template of its item: `v1={signature}`. */
  readonly header: string
  readonly scheme: string
}

export type FieldsReading =
  | { readonly ok: true; readonly fields: SignatureFields }
  | {
      readonly ok: false
      readonly reason: 'missing-header' | 'malformed-header' | 'unknown-scheme'
      readonly detail: string
    }

/** The items that a header's template consists of: one, or several where the header is a list. */
export function itemsOf(rule: SignatureRule, template: string): Template[] {
  const separator = separatorOf(rule, template)
  return separator ? splitTemplate(parseTemplate(template), separator) : [parseTemplate(template)]
}

const bearsSignature = (template: Template): boolean => fieldsOf(template).includes('signature')

/** Only the header that bears the signature is a list: an id that could be one of several would be as good as unsigned. */
const separatorOf = ({ separator }: SignatureRule, template: string): SignatureRule['separator'] =>
  bearsSignature(parseTemplate(template)) ? separator : undefined

/** Which of the headers bears the signature, and how. */
export function signatureItem(rule: SignatureRule, templates: Record<string, string>) {
  for (const [header, template] of Object.entries(templates)) {
    const item = itemsOf(rule, template).find(bearsSignature)
    if (item) return { header, item, scheme: writeText(item, (field) => `{${field}}`) }
  }
  return undefined
}

/** Where the current secret's signature stands, and how: in a header, or at a key of the payload. */
export function signaturePlace(rule: SignatureRule): { header: string; scheme: string } | undefined {
  const item = signatureItem(rule, rule.headers)
  if (item) return { header: item.header, scheme: item.scheme }
  return rule.inBody && { header: rule.inBody.key, scheme: rule.inBody.value }
}

/** The headers that bear signatures, of the current and of the previous secret. */
export const signatureHeaderNames = (rule: SignatureRule): string[] =>
  [rule.headers, rule.previous ?? {}].flatMap((templates) => signatureItem(rule, templates)?.header ?? [])

/** Reads the signature headers. Never throws; what cannot be read is a value that says why. */
export function readFields(
  rule: SignatureRule,
  templates: Record<string, string>,
  { headers, body }: Pick<Request, 'headers' | 'body'>,
): FieldsReading {
  const found = new Map<string, string[]>()
  for (const [name, template] of Object.entries(templates)) {
    const values = headerValues(headers, name)
    if (values.length === 0) return refuse('missing-header', `the header ${name} is missing`)
    const problem = readHeader({ rule, name, template, values }, found)
    if (problem) return problem
  }
  const problem = readInBody(rule, body, found)
  if (problem) return problem
  const place = signatureItem(rule, templates)
  const fields = {
    signatures: found.get('signature') ?? [],
    timestamp: found.get('timestamp')?.at(-1),
    id: found.get('id')?.at(-1),
    header: place?.header ?? rule.inBody?.key ?? '',
    scheme: place?.scheme ?? rule.inBody?.value ?? '',
  }
  return { ok: true, fields }
}

function collect(found: Map<string, string[]>, field: string, value: string): void {
  const values = found.get(field)
  if (values) values.push(value)
  else found.set(field, [value])
}

/** Reads what stands in the payload: the signature, where it is there, and the timestamp. */
function readInBody(
  rule: SignatureRule,
  body: Uint8Array,
  found: Map<string, string[]>,
): FieldsReading | undefined {
  const { inBody, timestamp } = rule
  if (!inBody && timestamp?.path === undefined) return undefined
  const reading = readJson(body)
  const payload = reading.ok ? reading.value : undefined
  const at = timestamp?.path === undefined ? undefined : textAt(payload, timestamp.path)
  if (at !== undefined) collect(found, 'timestamp', at)
  if (!inBody) return undefined
  const value = textAt(payload, inBody.key)
  if (value === undefined) return refuse('missing-header', `the payload has no ${inBody.key}`)
  const read = readText(parseTemplate(inBody.value), value)
  if (!read) return refuse('malformed-header', `${inBody.key} of the payload is not '${inBody.value}'`)
  for (const [field, text] of read) collect(found, field, text)
  return undefined
}

interface HeaderReading {
  readonly rule: SignatureRule
  readonly name: string
  readonly template: string
  readonly values: readonly string[]
}

/** Reads one header into `found`; gives the problem where a field of its template is nowhere in it. */
function readHeader(reading: HeaderReading, found: Map<string, string[]>): FieldsReading | undefined {
  const { rule, name, template, values } = reading
  const separator = separatorOf(rule, template)
  const texts = separator ? values.flatMap((value) => value.split(separator)) : [...new Set(values)]
  if (!separator && texts.length > 1)
    return refuse('malformed-header', `${name} stands twice, with different values`)
  for (const item of itemsOf(rule, template)) {
    const read = texts.map((text) => readText(item, text)).filter((fields) => fields !== undefined)
    if (read.length === 0) return unfitting(reading, item)
    for (const [field, value] of read.flatMap((fields) => [...fields])) {
      collect(found, field, value)
    }
  }
  return undefined
}

/** A value that names a scheme of its own (`v0=`, `sha1=`) is another scheme; anything else is broken. */
const schemePrefix = /^(v\d+[a-z]?|sha\d+|md5|h\d+)[=,]/i

function unfitting({ name, values, template, rule }: HeaderReading, item: Template): FieldsReading {
  const wanted = writeText(item, (field) => `{${field}}`)
  const separator = separatorOf(rule, template)
  const texts = separator ? values.flatMap((value) => value.split(separator)) : values
  const other =
    bearsSignature(item) && texts.map((text) => schemePrefix.exec(text)?.[0]).find((prefix) => prefix)
  if (other) return refuse('unknown-scheme', `${name} has '${other}' where '${wanted}' belongs`)
  return refuse('malformed-header', `${name} has no '${wanted}'; its form is '${template}'`)
}

const refuse = (
  reason: 'missing-header' | 'malformed-header' | 'unknown-scheme',
  detail: string,
): FieldsReading => ({
  ok: false,
  reason,
  detail,
})
