import { redactUrl } from '../http/redact.ts'
import { escapeLine } from './escape.ts'
import { marked } from './mark.ts'
import { counted } from './policy-words.ts'
import type { Style } from './style.ts'
import { tabbed, table } from './table.ts'

/** A running sandbox. */
export interface SandboxView {
  readonly provider: string
  /** An ISO time on its clock, which is `real` or `virtual`. */
  readonly now: string
  readonly clock: string
  readonly endpoints: readonly EndpointRow[]
  readonly events: number
  /** How many deliveries there are in each state. */
  readonly deliveries: Readonly<Record<string, number>>
}

interface EndpointRow {
  readonly id: string
  readonly url: string
  readonly events: readonly string[]
  readonly enabled: boolean
  readonly consecutiveFailures: number
}

/** An event that happened in a sandbox. */
export interface EmittedView {
  readonly id: string | null
  readonly type: string
  readonly deliveries: readonly DeliveryRow[]
}

interface DeliveryRow {
  readonly id: string
  readonly endpoint: string
  readonly url: string
  readonly state: string
  /** What came of the last attempt: a status, or an outcome. */
  readonly answer: string | undefined
  /** When the next attempt is due: an ISO time. */
  readonly next: string | null
}

/** How the deliveries of a sandbox stand, in one line: `2 waiting, 14 delivered`. */
export function deliveryCounts({ deliveries }: Pick<SandboxView, 'deliveries'>): string {
  const counts = Object.entries(deliveries).filter(([, count]) => count > 0)
  if (counts.length === 0) return 'nothing delivered yet'
  return counts.map(([state, count]) => `${count} ${escapeLine(state).replace('-', ' ')}`).join(', ')
}

/** A sandbox: its time, its endpoints, and how its deliveries stand. */
export function sandboxState(state: SandboxView, style: Style): string {
  const { provider, now, clock, endpoints, events } = state
  if (!style.terminal) {
    return endpoints.map((each) => tabbed(Object.values(cellsOf(each)))).join('\n')
  }
  const head = `${style.bold(escapeLine(provider))}   ${escapeLine(`${now} (${clock} clock)`)}   ${counted(events, 'event')}   ${deliveryCounts(state)}`
  const rows = table(
    {
      columns: [
        { title: 'endpoint', cell: ({ id }) => id, shrink: 12 },
        { title: 'url', cell: ({ url }) => redactUrl(url), shrink: 20 },
        { title: 'events', cell: (each) => cellsOf(each).events, shrink: 8, shorten: 'end', priority: 1 },
        {
          title: 'state',
          cell: (each) => ({ text: cellsOf(each).state, paint: each.enabled ? style.yes : style.no }),
        },
        { title: 'failures', cell: (each) => cellsOf(each).failures, align: 'right' },
      ],
      rows: endpoints,
    },
    style,
  )
  return rows === '' ? `${head}\n\nno endpoints yet` : `${head}\n\n${rows}`
}

const cellsOf = ({ id, url, events, enabled, consecutiveFailures }: EndpointRow) => ({
  id,
  url: redactUrl(url),
  events: events.join(','),
  state: enabled ? 'enabled' : 'disabled',
  failures: String(consecutiveFailures),
})

/** What happened, and what came of each delivery that was made of it. */
export const emittedLines = (events: readonly EmittedView[], style: Style): string =>
  events.map((event) => (style.terminal ? emittedText(event, style) : emittedRows(event))).join('\n')

function emittedRows({ id, type, deliveries }: EmittedView): string {
  const rows = deliveries.map((each) => tabbed([type, id ?? '', each.id, each.endpoint, each.state]))
  return rows.length > 0 ? rows.join('\n') : tabbed([type, id ?? '', '', '', ''])
}

function emittedText({ id, type, deliveries }: EmittedView, style: Style): string {
  const none = marked('look', 'no endpoint takes it', style)
  const lines = deliveries.map((each) => deliveryText(each, style))
  const below = lines.length > 0 ? lines : [none]
  return [`${escapeLine(type)}  ${escapeLine(id ?? '-')}`, ...below.map((line) => `  ${line}`)].join('\n')
}

function deliveryText({ url, state, answer, next }: DeliveryRow, style: Style): string {
  const mark = state === 'delivered' ? 'yes' : state === 'waiting' ? 'look' : 'no'
  const due = next === null ? [] : [`next at ${next}`]
  const what = [state.replace('-', ' '), ...(answer === undefined ? [] : [answer]), ...due].join(', ')
  return marked(mark, `${escapeLine(redactUrl(url))}  ${escapeLine(what)}`, style)
}
