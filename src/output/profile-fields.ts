import type { Profile } from '../provider/profile.ts'
import { apiFields } from './api-fields.ts'
import { deliveryFields } from './delivery-fields.ts'
import type { Field } from './fields.ts'
import { durationText, figureLines, withSource } from './figure.ts'

/** A provider's rules as the groups of a page. Each names its sources; what is not published is marked `(assumed)`. */
export const profileFields = (profile: Profile): Field[][] => [
  aboutFields(profile),
  signatureFields(profile),
  eventFields(profile),
  deliveryFields(profile),
  rotationFields(profile),
  ...apiFields(profile),
  sourceFields(profile),
]

const headerLines = (headers: Readonly<Record<string, string>> | undefined): string[] =>
  Object.entries(headers ?? {}).map(([name, template]) => `${name}: ${template}`)

const optional = (text: string | undefined): string | string[] => text ?? []

function aboutFields({ about, extends: base }: Profile): Field[] {
  return [
    { label: 'about', value: about },
    { label: 'dialect of', value: optional(base) },
  ]
}

const keyWords = {
  utf8: 'the secret as it stands',
  base64: 'the secret, decoded from base64',
  base64url: 'the secret, decoded from base64url',
  hex: 'the secret, decoded from hex',
  pem: 'the key, in PEM',
} as const

function signatureFields({ signature }: Profile): Field[] {
  const { algorithm, key, signs, encoding, headers, previous, separator, timestamp, weak, inBody } = signature
  const list = separator === undefined ? '' : `, a list separated by '${separator}'`
  const prefix = key.prefix === undefined ? '' : ` behind '${key.prefix}'`
  return [
    {
      label: 'signature',
      value: withSource(`${algorithm} over ${signs}, in ${encoding}${list}`, signature.source),
    },
    { label: 'key', value: keyWords[key.encoding] + prefix },
    { label: 'weak', value: weak ?? [] },
    {
      label: 'signed with',
      value: [...headerLines(headers), ...(inBody ? [`${inBody.key} of the payload: ${inBody.value}`] : [])],
    },
    { label: 'old secret', value: headerLines(previous) },
    ...(timestamp ? timestampFields(timestamp) : []),
  ]
}

const unitWords = { s: 'seconds', ms: 'milliseconds', iso: 'ISO 8601' } as const
const futureWords = { refused: 'refused as well', ignored: 'not looked at' } as const

function timestampFields({
  unit,
  tolerance,
  future,
}: NonNullable<Profile['signature']['timestamp']>): Field[] {
  return [
    { label: 'timestamp', value: unitWords[unit] },
    { label: 'too old', value: figureLines(tolerance, (value) => `after ${durationText(value)}`) },
    { label: 'from ahead', value: figureLines(future, (value) => futureWords[value]) },
  ]
}

function eventFields({ event, headers }: Profile): Field[] {
  return [
    { label: 'event type', value: withSource(`at ${[event.type].flat().join(' or ')}`, event.source) },
    { label: 'event id', value: event.id === undefined ? optional(event.identity) : `at ${event.id}` },
    { label: 'new ids', value: optional(event.newId) },
    { label: 'created', value: event.createdAt === undefined ? [] : `at ${event.createdAt}` },
    { label: 'fresh', value: Object.entries(event.fresh ?? {}).map(([path, form]) => `${path} ${form}`) },
    { label: 'headers', value: headerLines(headers) },
  ]
}

const bothWords = {
  'previous-header': 'in a header of its own',
  list: 'as a further item of the list',
  never: 'does not travel',
} as const

function rotationFields({ rotation }: Profile): Field[] {
  if (!rotation) return []
  return [
    {
      label: 'rotation',
      value: withSource(`the old secret's signature ${bothWords[rotation.both]}`, rotation.source),
    },
    { label: 'overlap', value: figureLines(rotation.overlap, durationText) },
  ]
}

function sourceFields({ sources }: Profile): Field[] {
  const lines = Object.entries(sources).flatMap(([name, { title, url, checked }]) => [
    `[${name}] ${title}, read on ${checked}`,
    ...(url === undefined ? [] : [`  ${url}`]),
  ])
  return [{ label: 'sources', value: lines }]
}
