import { formatDuration } from '../time/duration.ts'
import { joinAmounts, splitAmounts } from './amounts.ts'
import { roomOf, wrapWords } from './fit.ts'
import type { SimulatedOutage } from './outage-words.ts'
import { disabledIn, outageWords } from './outage-words.ts'
import { becauseWords, formatCount } from './policy-words.ts'
import type { Style } from './style.ts'
import type { Cell, Column } from './table.ts'
import { table } from './table.ts'

/** An outage that befell a provider. */
export interface ProviderOutage extends SimulatedOutage {
  readonly name: string
}

/** What the same outage costs with several providers, one a line; in a pipe times are milliseconds. */
export function outageComparison(outages: readonly ProviderOutage[], style: Style): string {
  const [first] = outages
  const asked =
    first && style.terminal
      ? wrapWords(joinAmounts(outageWords(first.outage)), roomOf(style)).map(splitAmounts)
      : []
  return [...asked, outageTable(outages, style)].join('\n')
}

function outageTable(outages: readonly ProviderOutage[], style: Style): string {
  const count = (title: string, of: (each: ProviderOutage) => number): Column<ProviderOutage> => ({
    title,
    align: 'right',
    cell: (each) => ({ text: formatCount(of(each)), piped: String(of(each)) }),
  })
  const columns: Column<ProviderOutage>[] = [
    { title: 'provider', cell: ({ name }) => name, shrink: 24 },
    { ...count('events', ({ report }) => report.events), priority: 5 },
    { ...count('at once', ({ report }) => report.atOnce), priority: 4 },
    count('late', ({ report }) => report.late.events),
    { title: 'median', align: 'right', cell: ({ report }) => timeCell(report.late.medianMs), priority: 3 },
    { title: 'latest', align: 'right', cell: ({ report }) => timeCell(report.late.maxMs), priority: 2 },
    {
      title: 'lost',
      align: 'right',
      cell: ({ report: { lost } }) => ({
        text: formatCount(lost.events),
        piped: String(lost.events),
        paint: lost.events > 0 ? style.no : style.yes,
      }),
    },
    { ...count('waiting', ({ report }) => report.waiting), priority: 6 },
    {
      title: 'disabled after',
      cell: (each) => disabledCell(each, style),
      priority: 1,
      shrink: 24,
      shorten: 'end',
    },
  ]
  return table({ columns, rows: outages }, style)
}

const timeCell = (ms: number | null): Cell => ({
  text: ms === null ? '' : formatDuration(ms),
  piped: ms === null ? '' : String(ms),
})

function disabledCell({ outage, report }: ProviderOutage, style: Style): Cell {
  const disabled = disabledIn(report)
  if (disabled === undefined) return { text: '' }
  return {
    text: `${formatDuration(disabled.at)}: ${becauseWords(disabled.because, outage.policy)}`,
    piped: String(disabled.at),
    paint: style.no,
  }
}
