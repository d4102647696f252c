import type { DeliveredEvent } from '../endpoint/api/answers.ts'
import type { Style } from './style.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'
import { formatDateTime } from './times.ts'

/** Events that an API tells of, one a line. */
export function eventsTable(rows: readonly DeliveredEvent[], style: Style): string {
  const columns: Column<DeliveredEvent>[] = [
    {
      title: 'time',
      cell: ({ createdAt }) => ({
        text: createdAt === null ? '' : formatDateTime(Date.parse(createdAt)),
        piped: createdAt ?? '',
        paint: style.dim,
      }),
      priority: 2,
    },
    { title: 'state', cell: ({ state }) => ({ text: state ?? '' }) },
    { title: 'type', cell: ({ type }) => type ?? '', shrink: 14 },
    { title: 'id', cell: ({ id }) => id, shrink: 15, shorten: 'end' },
    { title: 'attempts', cell: ({ attempts }) => String(attempts ?? ''), align: 'right', priority: 1 },
  ]
  return table({ columns, rows }, style)
}
