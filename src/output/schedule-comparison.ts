import { figureOf, readFigure } from '../provider/figure.ts'
import { formatDuration } from '../time/duration.ts'
import { attemptTable } from './attempt-table.ts'
import { escapeLine } from './escape.ts'
import { pad, roomOf, shortenEnd, widthOf } from './fit.ts'
import { disablingWords } from './policy-words.ts'
import type { ProviderSchedule } from './provider-schedule.ts'
import { widestLine } from './schedule-page.ts'
import type { Style } from './style.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'
import type { LogScale } from './time-line.ts'
import { lineOf, logScale, place, shortDuration } from './time-line.ts'

/** Below so many columns a name stands above its line instead of before it. */
const roomForNames = 60
const longestName = 24
const gap = 2

/** Providers below each other on one time line, and what their rules come to. In a pipe a table of all attempts. */
export function scheduleComparison(schedules: readonly ProviderSchedule[], style: Style): string {
  if (!style.terminal) return attemptTable(schedules, style)
  const names = schedules.map(({ profile }) => escapeLine(profile.name))
  const isWide = roomOf(style) >= roomForNames
  const column = isWide ? Math.min(longestName, Math.max(...names.map(widthOf))) + gap : 0
  const scale = logScale(
    schedules.flatMap(({ attempts }) => attempts.flatMap(({ atMs, maxMs }) => [atMs, maxMs])),
    Math.min(widestLine, roomOf(style)) - column,
  )
  const lines = schedules.flatMap(({ attempts }, at) => {
    const line = lineOf(attempts, scale, style)
    const name = shortenEnd(names[at] ?? '', isWide ? column - gap : roomOf(style), style.symbols.ellipsis)
    return isWide ? [pad(name, column) + line] : [name, line]
  })
  return [
    (' '.repeat(column) + style.dim(ticksOf(schedules, scale))).trimEnd(),
    ...lines,
    '',
    rulesTable(schedules, style),
    ...(schedules.some(isGuess) ? [style.dim('~ assumed: the delays are not published')] : []),
  ].join('\n')
}

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000] as const

/** What a scale is labelled with where there is room: the first ones matter most. */
const ticks = [
  0,
  minute,
  hour,
  day,
  10 * minute,
  10 * second,
  6 * hour,
  7 * day,
  3 * day,
  second,
  30 * minute,
  3 * hour,
  5 * minute,
  30 * second,
  12 * hour,
]

function ticksOf(schedules: readonly ProviderSchedule[], scale: LogScale): string {
  const last = Math.max(...schedules.flatMap(({ attempts }) => attempts.map(({ maxMs }) => maxMs)))
  const shown = ticks.filter((ms) => ms <= last)
  const labels = shown.map((ms) => ({ at: scale.columnOf(ms), text: shortDuration(ms) }))
  return place(labels, { columns: scale.columns, gap: 2 }).text
}

/** What the schedules and the rules around them come to, a provider a line. */
function rulesTable(schedules: readonly ProviderSchedule[], style: Style): string {
  const columns: Column<ProviderSchedule>[] = [
    { title: 'provider', cell: ({ profile }) => profile.name, shrink: 24 },
    { title: 'attempts', cell: ({ attempts }) => String(attempts.length), align: 'right' },
    {
      title: 'last one',
      cell: (each) => ({ text: lastWords(each), paint: isGuess(each) ? style.look : undefined }),
      align: 'right',
    },
    { title: 'limit', cell: ({ policy }) => formatDuration(policy.timeLimitMs), align: 'right', priority: 2 },
    { title: 'success', cell: ({ profile }) => figureOf(profile.delivery.success), priority: 3 },
    { title: 'then', cell: ({ policy }) => thenWords[policy.afterLast], priority: 1 },
    { title: 'disabled', cell: disabledWords, priority: 1, shrink: 26, shorten: 'end' },
  ]
  return table({ columns, rows: schedules }, style)
}

const thenWords = {
  failed: 'given up',
  'endpoint-disabled': 'disabled',
  'dead-letter': 'dead letter',
} as const

const disabledWords = ({ policy }: ProviderSchedule): string =>
  disablingWords({ ...policy, afterLast: 'failed' })
    .map((words) => words.replace(/^disabled /, ''))
    .join(', ')

function lastWords(schedule: ProviderSchedule): string {
  const last = schedule.attempts.at(-1)?.atMs ?? 0
  return last === 0 ? 'at once' : (isGuess(schedule) ? '~ ' : '') + formatDuration(last)
}

/** Whether the delays are not published. */
const isGuess = ({ profile, policy }: ProviderSchedule): boolean =>
  policy.schedule.approximate || readFigure(profile.delivery.schedule).assumed
