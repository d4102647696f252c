import type { Endpoint } from '../endpoint/api/api.ts'
import { mask } from '../http/redact.ts'
import { formatDuration } from '../time/duration.ts'
import type { HealthFacts } from './endpoint-health.ts'
import { agoText, healthOf } from './endpoint-health.ts'
import { escapeLine } from './escape.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import type { Mark } from './mark.ts'
import type { Style } from './style.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'
import { formatDateTime } from './times.ts'

/** What is known of an endpoint's secret. Times are ISO times. */
export interface SecretFacts {
  /** The secret itself, where it is known here. */
  readonly secret?: string | undefined
  readonly rotatedAt?: string | null | undefined
  readonly overlapEndsAt?: string | null | undefined
  /** Whether it may be shown as it is. */
  readonly reveal?: boolean | undefined
}

/** An endpoint as it is shown. */
export interface EndpointView extends HealthFacts {
  readonly endpoint: Endpoint
  readonly secret?: SecretFacts | undefined
}

/** Endpoints, one a line. In a pipe: id, URL, state, events (a comma list), failures in a row. */
export function endpointTable(rows: readonly EndpointView[], style: Style): string {
  const columns: Column<EndpointView>[] = [
    { title: 'id', cell: ({ endpoint }) => endpoint.id, shrink: 12, shorten: 'end' },
    { title: 'url', cell: ({ endpoint }) => endpoint.url, shrink: 24 },
    { title: '', cell: (row) => stateCell(row, style) },
    {
      title: 'events',
      cell: ({ endpoint: { events } }) => ({ text: String(events.length), piped: events.join(',') }),
      align: 'right',
      priority: 2,
    },
    {
      title: 'health',
      cell: (row) => {
        const health = healthOf(row)
        const piped = String(row.endpoint.consecutiveFailures ?? '')
        return { text: health?.text ?? '', paint: health && style[health.mark], piped }
      },
      shrink: 22,
      shorten: 'end',
      priority: 1,
    },
  ]
  return table({ columns, rows }, style)
}

const stateOf = ({ enabled }: Endpoint): string => (enabled === null ? '' : enabled ? 'enabled' : 'disabled')

const stateCell = ({ endpoint }: EndpointView, style: Style) => ({
  text: stateOf(endpoint),
  paint: endpoint.enabled === false ? style.no : style.dim,
})

/** One endpoint, whole. */
export function endpointPage(view: EndpointView, style: Style): string {
  const { endpoint, secret, now } = view
  const health = healthOf(view)
  const counted = endpoint.events.length === 1 ? '1 event' : `${endpoint.events.length} events`
  const told = (at: string | null): string | string[] =>
    at === null ? [] : style.terminal ? formatDateTime(Date.parse(at)) : at
  const fields: Field[] = [
    { label: 'id', value: endpoint.id },
    { label: 'about', value: endpoint.description ?? [] },
    { label: 'health', value: health ? healthText(health, style) : [] },
    { label: 'events', value: style.terminal ? endpoint.events.join(', ') : endpoint.events },
    { label: 'secret', value: secret ? secretText(secret, now, style) : [] },
    { label: 'created', value: told(endpoint.createdAt) },
    { label: 'changed', value: told(endpoint.updatedAt) },
  ]
  if (!style.terminal) {
    const head: Field[] = [
      { label: 'url', value: endpoint.url },
      { label: 'state', value: stateOf(endpoint) || [] },
    ]
    return fieldLines([[...head, ...fields]], style).join('\n')
  }
  const state = stateOf(endpoint)
  const head = [
    style.bold(escapeLine(endpoint.url)),
    ...(state ? [paintState(endpoint, state, style)] : []),
    counted,
  ]
  return [head.join('   '), ...fieldLines([fields], style)].join('\n')
}

const paintState = ({ enabled }: Endpoint, state: string, style: Style): string =>
  enabled ? style.yes(state) : style.no(state)

const healthText = ({ mark, text }: { mark: Mark; text: string }, { terminal, symbols }: Style): string =>
  terminal && mark !== 'yes' ? `${symbols[mark]} ${text}` : text

/** `whsec_…3f2a (rotated 5 h ago; the old one holds for another 19 h)`. */
export function secretText(facts: SecretFacts, now: number, style: Style): string {
  const { secret, rotatedAt, overlapEndsAt, reveal } = facts
  const shown = secret === undefined ? '' : reveal ? secret : mask(secret, style.symbols.ellipsis)
  const left = overlapEndsAt ? Date.parse(overlapEndsAt) - now : 0
  const notes = [
    ...(rotatedAt ? [`rotated ${agoText(rotatedAt, now)}`] : []),
    ...(left > 0 ? [`the old one holds for another ${formatDuration(left)}`] : []),
  ].join('; ')
  if (shown === '') return notes === '' ? 'not known here' : `not known here; ${notes}`
  return notes === '' ? shown : `${shown} (${notes})`
}
