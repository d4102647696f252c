import { readFigure } from '../provider/figure.ts'
import type { Operation } from '../provider/management.ts'
import { operations } from '../provider/management.ts'
import { leafPaths } from '../provider/path.ts'
import type { Figure, Profile } from '../provider/profile.ts'
import { formatDuration, parseDuration } from '../time/duration.ts'
import type { Field } from './fields.ts'
import { figureLines, sourceMark } from './figure.ts'

type ApiSection = Profile['api']

/** A provider's management API: its calls, what they need, its limits, and what it does with endpoints. */
export const apiFields = ({ api }: Profile): Field[][] => [
  [
    { label: 'API', value: [api.about, sourceMark(api.source)].filter(Boolean).join(' ') },
    { label: 'base URL', value: api.baseUrl ?? [] },
    ...authFields(api),
    { label: 'calls', value: callLines(api) },
    { label: 'instead', value: insteadLines(api) },
    { label: 'pages', value: pagesText(api) },
    { label: 'errors', value: figureLines(api.errors?.body, (body) => leafPaths(body).join(', ')) },
    ...limitFields(api),
  ],
  ruleFields(api),
]

/** An operation as the command line spells it. */
const spelt = (operation: string): string =>
  operation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function authFields({ auth, idempotency }: ApiSection): Field[] {
  const forms = [...new Set([auth?.sends, ...(auth?.accepts ?? [])])].filter((form) => form !== undefined)
  const where = idempotency?.operations.map(spelt).join(', ')
  return [
    { label: 'auth', value: auth ? `${auth.header}: ${forms.join(' or ')}` : [] },
    {
      label: 'idempotency',
      value: figureLines(
        idempotency?.required,
        (required) => `${idempotency?.header} on ${where}${required ? ', which must have it' : ''}`,
      ),
    },
  ]
}

function callLines({ routes = {} }: ApiSection): string[] {
  const width = Math.max(...operations.map((operation) => spelt(operation).length))
  return operations.flatMap((operation) => {
    const route = routes[operation]
    if (!route) return []
    const { method, path, workspacePath, status, body, answer, failed } = route
    const assumed = assumedParts({ body, status, answer, 'its failure': failed })
    const mark = assumed.length > 0 ? ` (${assumed.join(' and ')} assumed)` : ''
    const further = workspacePath === undefined ? [] : [`${''.padEnd(width)}  ${method} ${workspacePath}`]
    return [`${spelt(operation).padEnd(width)}  ${method} ${path}${mark}`, ...further]
  })
}

const assumedParts = (parts: Readonly<Record<string, Figure<unknown> | undefined>>): string[] =>
  Object.entries(parts)
    .filter(([, figure]) => figure !== undefined && readFigure(figure).assumed)
    .map(([name]) => name)

const insteadLines = ({ instead = {} }: ApiSection): string[] =>
  Object.entries(instead).map(([operation, what]) =>
    operation === '*' ? what : `${spelt(operation)}: ${what}`,
  )

function pagesText({ pages }: ApiSection): string | string[] {
  if (!pages) return []
  const place = pages.by === 'number' ? pages.page : pages.cursor
  return `by ${place}; ${pages.size} of ${pages.default}, ${pages.max} at most`
}

function limitFields({ rateLimit }: ApiSection): Field[] {
  const groups = Object.values(rateLimit?.groups ?? {}).flatMap(({ operations: calls, limits }) =>
    figureLines(limits, (all) => `${limitText(all)}: ${groupText(calls)}`),
  )
  return [
    { label: 'limits', value: groups },
    {
      label: 'limit headers',
      value: Object.keys({ ...rateLimit?.headers, ...rateLimit?.refused }).join(', ') || [],
    },
  ]
}

const groupText = (calls: readonly Operation[]): string => calls.map(spelt).join(', ')

const limitText = (limits: readonly { readonly requests: number; readonly window: string }[]): string =>
  limits
    .map(({ requests, window }) => `${requests} in ${formatDuration(parseDuration(window) ?? 0)}`)
    .join(' and ')

const httpsWords = { required: 'demanded', 'not-required': 'not demanded' } as const
const privateWords = { refused: 'refused', accepted: 'taken' } as const
const fromWords = { client: 'chosen by the client', server: 'made by the provider' } as const
const perWords = {
  endpoint: 'one for each endpoint',
  company: 'one for the company',
  workspace: 'one for the company, and one for each workspace',
} as const
const createWords = {
  'must-succeed': 'a new endpoint must accept one',
  none: 'not sent to new endpoints',
} as const
const enableWords = {
  'resets-failures': 'the count of failures begins anew',
  'keeps-failures': 'failures stay',
} as const
const typeWords = { documented: 'the documented ones', any: 'any' } as const
const unknownWords = { refused: 'refused', ignored: 'passed over' } as const
const againWords = { 'all-endpoints': 'to all endpoints', 'failed-endpoints': 'where it failed' } as const
const switchWords = { on: 'on at first', off: 'off at first' } as const

function ruleFields({ rules = {}, endpoint }: ApiSection): Field[] {
  const { secret, testEvent, masterSwitch } = rules
  return [
    { label: 'endpoint ids', value: figureLines(endpoint?.newId, String) },
    { label: 'endpoint', value: figureLines(endpoint?.object, (object) => Object.keys(object).join(', ')) },
    { label: 'https', value: figureLines(rules.https, (what) => httpsWords[what]) },
    { label: 'private hosts', value: figureLines(rules.privateHosts, (what) => privateWords[what]) },
    { label: 'secret', value: figureLines(secret?.from, (what) => fromWords[what]) },
    { label: 'secrets are', value: figureLines(secret?.form, String) },
    { label: 'whose', value: figureLines(secret?.per, (what) => perWords[what]) },
    {
      label: 'test event',
      value: figureLines(testEvent?.onCreate, (what) => `${testEvent?.type}: ${createWords[what]}`),
    },
    { label: 'enabled again', value: figureLines(rules.onEnable, (what) => enableWords[what]) },
    { label: 'event types', value: figureLines(rules.eventTypes, (what) => typeWords[what]) },
    { label: 'other fields', value: figureLines(rules.unknownFields, (what) => unknownWords[what]) },
    { label: 'sent again', value: figureLines(rules.redelivery, (what) => againWords[what]) },
    {
      label: 'switch',
      value: figureLines(
        masterSwitch?.initially,
        (what) => `${masterSwitch?.method} ${masterSwitch?.path}: ${switchWords[what]}`,
      ),
    },
  ]
}
