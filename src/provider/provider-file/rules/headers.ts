import { isHeaderName, isHeaderValue } from '../../../http/headers.ts'
import type { Path } from '../../path.ts'
import { fieldsOf, parseTemplate, writeText } from '../../template.ts'
import type { Draft, Rule } from '../draft.ts'
import { pathText } from '../fault.ts'

/** A header of a file: where it stands, and what it is. */
interface Place {
  readonly path: Path
  readonly name: string
  readonly template: string
}

/** All headers of a file: the signature's first. */
export function headersOf({ profile: { signature, headers } }: Draft): Place[] {
  const groups: [Path, Record<string, string> | undefined][] = [
    [['signature', 'headers'], signature?.headers],
    [['signature', 'previous'], signature?.previous],
    [['headers'], headers],
  ]
  return groups.flatMap(([path, templates]) =>
    Object.entries(templates ?? {}).map(([name, template]) => ({ path: [...path, name], name, template })),
  )
}

/** What HTTP itself writes, or what frames a body. */
const reserved = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'trailer',
  'upgrade',
  'expect',
  'te',
]

export const headerNames: Rule = (draft) =>
  headersOf(draft).flatMap(({ path, name, template }) => {
    if (!isHeaderName(name)) {
      const remedy = 'Take letters, digits and hyphens: "Acme-Signature".'
      return [{ path, message: `'${name}' cannot be the name of a header.`, remedy }]
    }
    if (reserved.includes(name.toLowerCase())) {
      return [{ path, message: `${name} is written by HTTP itself.`, remedy: 'Take it away.' }]
    }
    const literals = writeText(parseTemplate(template), () => '')
    if (isHeaderValue(literals)) return []
    return [
      { path, message: `'${template}' has characters that no header can hold.`, remedy: 'Keep to ASCII.' },
    ]
  })

export const headerClash: Rule = (draft) => {
  const seen = new Map<string, Place>()
  return headersOf(draft).flatMap((place) => {
    const { path, name } = place
    const first = seen.get(name.toLowerCase())
    if (!first) {
      seen.set(name.toLowerCase(), place)
      return []
    }
    return [
      {
        path,
        message: `'${name}' is the same header as ${pathText(first.path)}: case does not tell them apart.`,
        remedy: 'Take one of them away; null takes away what the base has.',
      },
    ]
  })
}

const bearsSignature = (template: string): boolean => fieldsOf(parseTemplate(template)).includes('signature')

export const signatureBorne: Rule = ({ profile: { signature } }) => {
  if (!signature) return []
  const { headers, previous, inBody } = signature
  const groups = [
    { word: 'headers', templates: Object.values(headers), wanted: inBody === undefined },
    { word: 'previous', templates: Object.values(previous ?? {}), wanted: previous !== undefined },
  ]
  const remedy = 'Write it where the provider has it: "Acme-Signature": "{signature}"'
  const missing = groups
    .filter(({ templates, wanted }) => wanted && !templates.some(bearsSignature))
    .map(({ word }) => ({
      path: ['signature', word],
      message: 'None of these headers bears {signature}.',
      remedy,
    }))
  if (!inBody || bearsSignature(inBody.value)) return missing
  const path = ['signature', 'inBody', 'value']
  return [
    ...missing,
    { path, message: 'This value does not bear {signature}.', remedy: 'Write "{signature}".' },
  ]
}
