import { schemeOf } from '../../algorithms.ts'
import { didYouMean } from '../../nearest.ts'
import type { Path } from '../../path.ts'
import type { Profile } from '../../profile.ts'
import { fieldsOf, parseTemplate } from '../../template.ts'
import type { Draft, Rule } from '../draft.ts'
import type { Fault } from '../fault.ts'
import { headersOf } from './headers.ts'

type Signature = Profile['signature']

/** The fields that a template may have: `header:` stands for any header. */
const carrying = ['signature', 'timestamp', 'id']
const signable = [
  'body',
  'bodyHash',
  'timestamp',
  'id',
  'method',
  'url',
  'form',
  'header:NAME',
  'bodyWithout:KEY',
]

/** Every template with the fields that it may have. */
function templatesOf(draft: Draft): { path: Path; template: string; known: readonly string[] }[] {
  const { signature } = draft.profile
  const headers = headersOf(draft).map(({ path, template }) => ({
    path,
    template,
    known: path[0] === 'signature' ? carrying : ['id', 'type', 'attemptId', 'timestamp', 'createdAt'],
  }))
  if (!signature) return headers
  const { signs, inBody, query } = signature
  return [
    ...headers,
    { path: ['signature', 'signs'], template: signs, known: signable },
    ...(inBody
      ? [{ path: ['signature', 'inBody', 'value'], template: inBody.value, known: ['signature'] }]
      : []),
    ...Object.entries(query ?? {}).map(([name, template]) => ({
      path: ['signature', 'query', name],
      template,
      known: ['bodyHash'],
    })),
  ]
}

export const knownFields: Rule = (draft) =>
  templatesOf(draft).flatMap(({ path, template, known }) =>
    fieldsOf(parseTemplate(template))
      .filter((field) => !known.some((each) => (each.includes(':') ? sameKind(each, field) : each === field)))
      .map((field) => ({
        path,
        message: `{${field}} is no field that can stand here.`,
        remedy: `${didYouMean(field, known)}There are ${known.map((each) => `{${each}}`).join(', ')}.`,
      })),
  )

const sameKind = (pattern: string, field: string): boolean => {
  const kind = pattern.slice(0, pattern.indexOf(':') + 1)
  return field.startsWith(kind) && field.length > kind.length
}

/** What is signed beside the body must travel along: a receiver could not know it otherwise. */
export const carried: Rule = ({ profile: { signature } }) => {
  if (!signature) return []
  const { headers, previous } = signature
  const signed = fieldsOf(parseTemplate(signature.signs)).filter(
    (field) => field === 'timestamp' || field === 'id',
  )
  const lacking = (templates: Record<string, string>): string[] =>
    signed.filter((field) => !carriedFields(signature, templates).includes(field))
  return [
    ...lacking(headers).map((field) => notCarried(field, ['signature', 'signs'], 'headers')),
    ...(previous ? lacking(previous) : []).map((field) =>
      notCarried(field, ['signature', 'previous'], 'previous'),
    ),
  ]
}

function carriedFields({ timestamp }: Signature, templates: Record<string, string>): string[] {
  const written = Object.values(templates).flatMap((template) => fieldsOf(parseTemplate(template)))
  return timestamp?.path === undefined ? written : [...written, 'timestamp']
}

function notCarried(field: string, path: Path, group: string): Fault {
  const elsewhere = field === 'timestamp' ? ', or say where the payload has it: signature.timestamp.path' : ''
  return {
    path,
    message: `{${field}} is signed, but nothing carries it: no header of signature.${group} has it.`,
    remedy: `Put it into one: "Acme-${field === 'id' ? 'Id' : 'Timestamp'}": "{${field}}"${elsewhere}.`,
  }
}

/** A header that is signed must be one that is sent. */
export const signedHeaders: Rule = ({ profile: { signature, headers } }) => {
  if (!signature || !headers) return []
  const sent = Object.keys(headers).map((name) => name.toLowerCase())
  return fieldsOf(parseTemplate(signature.signs))
    .filter(
      (field) => field.startsWith('header:') && !sent.includes(field.slice('header:'.length).toLowerCase()),
    )
    .map((field) => ({
      path: ['signature', 'signs'],
      message: `{${field}} is signed, but headers has no ${field.slice('header:'.length)}.`,
      remedy: 'Write in headers what the provider sends there.',
    }))
}

/** How old a delivery may be can only be held against a time that is read. */
export const toleranceHeld: Rule = ({ profile: { signature } }) => {
  if (signature?.timestamp?.tolerance === undefined) return []
  if (carriedFields(signature, signature.headers).includes('timestamp')) return []
  return [
    {
      path: ['signature', 'timestamp', 'tolerance'],
      message: 'This is never looked at: no header of signature.headers carries {timestamp}.',
      remedy: 'Put {timestamp} into one, or leave tolerance out.',
    },
  ]
}

/** A signature is bytes, which only an encoding makes a text; a token is a text already. */
export const encodingFits: Rule = ({ profile: { signature } }) => {
  if (!signature) return []
  const { algorithm, encoding, key } = signature
  const pair = schemeOf(algorithm).pair !== undefined
  const faults: Fault[] = []
  if (encoding === 'utf8' && algorithm !== 'token') {
    const message = `A signature of ${algorithm} is bytes, which utf8 cannot hold.`
    faults.push({ path: ['signature', 'encoding'], message, remedy: 'Write hex, base64 or base64url.' })
  }
  if (key.encoding === (pair ? 'utf8' : 'pem')) {
    const message = `A key of ${algorithm} is not written as ${key.encoding}.`
    const remedy = pair ? 'Write pem, base64 or hex.' : 'Write utf8, base64, base64url or hex.'
    faults.push({ path: ['signature', 'key', 'encoding'], message, remedy })
  }
  return faults
}
