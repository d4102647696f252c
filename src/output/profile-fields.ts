import { scheduleOffsets } from '../delivery/schedule.ts'
import type { Profile } from '../provider/profile.ts'
import { formatDuration, parseDuration } from '../time/duration.ts'
import { apiFields } from './api-fields.ts'
import type { Field } from './fields.ts'
import { figureLines, sourceMark } from './figure.ts'

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

const duration = (text: string): string => formatDuration(parseDuration(text) ?? 0)

const withSource = (text: string, source: string | readonly string[] | undefined): string =>
  [text, sourceMark(source)].filter(Boolean).join(' ')

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
    { label: 'too old', value: figureLines(tolerance, (value) => `after ${duration(value)}`) },
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

const afterWords = {
  failed: 'given up',
  'endpoint-disabled': 'given up, and the endpoint disabled',
  'dead-letter': 'kept as a dead letter',
} as const
const orderWords = { none: 'not kept', chronological: 'as they happened' } as const

function deliveryFields(profile: Profile): Field[] {
  const { delivery } = profile
  const {
    timeout,
    success,
    schedule,
    countedFrom,
    newAttemptId,
    afterLast,
    deadLetter,
    disableAfter,
    order,
  } = delivery
  const offsets = scheduleOffsets(profile)
  const summary = `${offsets.length} attempts in ${formatDuration(offsets.at(-1) ?? 0)}`
  const times = offsets.map((offset) => (offset === 0 ? 'at once' : `+${formatDuration(offset)}`))
  return [
    { label: 'delivery', value: withSource(summary, delivery.source) },
    { label: 'success', value: figureLines(success, String) },
    { label: 'time limit', value: figureLines(timeout, duration) },
    { label: 'attempts', value: figureLines(schedule, () => times.join(', ')) },
    { label: 'counted from', value: figureLines(countedFrom, (from) => `the ${from} attempt`) },
    { label: 'attempt ids', value: optional(newAttemptId) },
    { label: 'after the last', value: figureLines(afterLast, (what) => afterWords[what]) },
    { label: 'dead letters', value: deadLetter ? `kept for ${duration(deadLetter.retention)}` : [] },
    { label: 'disabled', value: figureLines(disableAfter, disabledText) },
    { label: 'order', value: figureLines(order, (what) => orderWords[what]) },
  ]
}

function disabledText(after: {
  consecutiveFailures?: number | undefined
  failedEvents?: number | undefined
}): string {
  const { consecutiveFailures, failedEvents } = after
  return [
    ...(consecutiveFailures === undefined ? [] : [`after ${consecutiveFailures} failures in a row`]),
    ...(failedEvents === undefined
      ? []
      : [`after ${failedEvents} failed ${failedEvents === 1 ? 'event' : 'events'}`]),
  ].join(', or ')
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
    { label: 'overlap', value: figureLines(rotation.overlap, duration) },
  ]
}

function sourceFields({ sources }: Profile): Field[] {
  const lines = Object.entries(sources).flatMap(([name, { title, url, checked }]) => [
    `[${name}] ${title}, read on ${checked}`,
    ...(url === undefined ? [] : [`  ${url}`]),
  ])
  return [{ label: 'sources', value: lines }]
}
