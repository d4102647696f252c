import type { Attempt } from '../delivery/delivery.ts'
import type { Kept, Stats } from '../delivery/store.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import type { Mark } from './mark.ts'
import { markOfVerdict, wordOfOutcome, wordOfVerdict } from './mark.ts'
import { formatSize } from './size.ts'
import type { Style } from './style.ts'
import type { Cell, Column } from './table.ts'
import { table } from './table.ts'
import { formatDateTime, isoTime } from './times.ts'

/** Kept deliveries, one a line. */
export function deliveryTable(kept: readonly Kept[], style: Style): string {
  const columns: Column<Kept>[] = [
    {
      title: 'time',
      cell: ({ at }) => ({ text: formatDateTime(at), piped: isoTime(at), paint: style.dim }),
      priority: 2,
    },
    { title: '', cell: ({ direction }) => direction, priority: 1 },
    { title: 'state', cell: (each) => stateCell(each, style) },
    { title: 'type', cell: ({ type }) => type ?? '', shrink: 14 },
    // Whatever stands here can be asked for: what bears no id of its own has that of its delivery.
    {
      title: 'id',
      cell: ({ eventId, id }) => ({ text: eventId ?? id, piped: eventId ?? '' }),
      shrink: 15,
      shorten: 'end',
    },
    { title: 'status', cell: (each) => String(statusOf(each) ?? ''), priority: 5 },
    { title: 'provider', cell: ({ provider }) => provider ?? '', shrink: 9, priority: 6 },
    { title: 'size', cell: sizeCell, align: 'right', priority: 7 },
    {
      title: 'delivery',
      cell: ({ id }) => ({ text: id, paint: style.dim }),
      shrink: 18,
      shorten: 'end',
      priority: 3,
    },
    {
      title: 'notes',
      cell: (each) => ({ text: notesOf(each).join(', '), paint: style.look }),
      shrink: 9,
      shorten: 'end',
      priority: 4,
    },
  ]
  return table({ columns, rows: kept }, style)
}

/** Counts of all that is kept, and of each type. */
export function statsView(stats: Stats, style: Style): string {
  const { deliveries, oldest, newest } = stats
  const time = style.terminal ? formatDateTime : isoTime
  const fields: Field[] = [
    { label: 'deliveries', value: String(deliveries) },
    { label: 'received', value: String(stats.in) },
    { label: 'sent', value: String(stats.out) },
    { label: 'verified', value: String(stats.verified) },
    { label: 'refused', value: String(stats.refused) },
    { label: 'duplicates', value: String(stats.duplicates) },
    { label: 'attempts', value: String(stats.attempts) },
    { label: 'size', value: style.terminal ? formatSize(stats.bytes) : String(stats.bytes) },
    { label: 'oldest', value: oldest === null ? [] : time(oldest) },
    { label: 'newest', value: newest === null ? [] : time(newest) },
  ]
  const columns: Column<Stats['types'][number]>[] = [
    { title: 'count', cell: ({ count }) => String(count), align: 'right' },
    { title: 'type', cell: ({ type }) => type ?? '', shrink: 14 },
    { title: 'provider', cell: ({ provider }) => provider ?? '', shrink: 8, priority: 1 },
  ]
  const types = table({ columns, rows: stats.types }, style)
  return [...fieldLines([fields], style), ...(types ? ['', types] : [])].join('\n')
}

/** What a kept delivery came to: its verdict where it was received, its last attempt's outcome where it was sent. */
export function stateOf(kept: Kept): { readonly mark: Mark; readonly word: string } {
  if (kept.direction === 'in') return { mark: markOfVerdict(kept.verdict), word: wordOfVerdict(kept.verdict) }
  const outcome = lastAttempt(kept)?.outcome
  if (outcome === undefined) return { mark: 'look', word: 'not sent' }
  return { mark: outcome === 'accepted' ? 'yes' : 'no', word: wordOfOutcome[outcome] }
}

const lastAttempt = ({ attempts }: Kept): Attempt | undefined => attempts.at(-1)

/** The status that the sender was given, or that the handler gave. */
const statusOf = (kept: Kept): number | null =>
  kept.direction === 'in' ? kept.answered : (lastAttempt(kept)?.response?.status ?? null)

function stateCell(kept: Kept, style: Style): Cell {
  const { mark, word } = stateOf(kept)
  return { text: `${style.symbols[mark]} ${word}`, piped: word, paint: style[mark] }
}

const sizeCell = ({ request }: Kept): Cell => ({
  text: formatSize(request.body.length),
  piped: String(request.body.length),
})

const notesOf = ({ duplicateOf, replayOf, unknownType, attempts, direction }: Kept): string[] => [
  ...(duplicateOf === null ? [] : ['duplicate']),
  ...(replayOf === null ? [] : ['replay']),
  ...(unknownType ? ['unknown type'] : []),
  ...(direction === 'out' && attempts.length > 1 ? [`${attempts.length} attempts`] : []),
]
