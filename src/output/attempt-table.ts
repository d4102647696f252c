import { formatDuration } from '../time/duration.ts'
import type { ProviderSchedule } from './provider-schedule.ts'
import type { Style } from './style.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

type Row = ProviderSchedule & { readonly attempt: ProviderSchedule['attempts'][number] }

/**
 * The attempts of a schedule, one a line. A pipe gets milliseconds, and always between which times jitter puts each attempt; of
 * several providers, the name first.
 */
export function attemptTable(schedules: readonly ProviderSchedule[], style: Style): string {
  const rows = schedules.flatMap((schedule) => schedule.attempts.map((attempt) => ({ ...schedule, attempt })))
  const hasJitter = schedules.some(({ policy }) => policy.schedule.jitter !== undefined)
  const columns: Column<Row>[] = [
    ...(schedules.length > 1 ? [{ title: 'provider', cell: ({ profile }: Row) => profile.name }] : []),
    { title: 'attempt', align: 'right', cell: ({ attempt }) => String(attempt.number) },
    timeColumn('after the event', ({ attempt }) => attempt.atMs, 'at once'),
    timeColumn('delay', ({ attempt }) => attempt.delayMs, ''),
    { title: 'counted from', cell: (row) => ({ text: countedFrom(row), paint: style.dim }), priority: 1 },
    ...(hasJitter || !style.terminal
      ? [
          timeColumn('earliest', ({ attempt }) => attempt.minMs, 'at once'),
          timeColumn('latest', ({ attempt }) => attempt.maxMs, 'at once'),
        ].map((column) => ({ ...column, priority: 2 }))
      : []),
  ]
  return table({ columns, rows }, style)
}

const timeColumn = (title: string, of: (row: Row) => number, none: string): Column<Row> => ({
  title,
  align: 'right',
  cell: (row) => {
    const about = row.policy.schedule.approximate ? '~ ' : ''
    const ms = of(row)
    return { text: ms === 0 ? none : about + formatDuration(ms), piped: String(ms) }
  },
})

function countedFrom({ attempt: { number }, policy }: Row): string {
  if (number === 1) return 'the event'
  return `attempt ${policy.schedule.countedFrom === 'first' ? 1 : number - 1}`
}
