import type { Difference, Step } from '../endpoint/plan.ts'
import { marked } from './mark.ts'
import type { Style } from './style.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

/** A step of a plan, and at which provider. */
export interface PlanRow {
  readonly provider: string
  readonly step: Step
  /** Of an endpoint that was created. */
  readonly id?: string | undefined
}

/** Whether the steps are still to be done, or were. */
export type Tense = 'to do' | 'done'

const words = {
  create: { 'to do': 'create', done: 'created' },
  update: { 'to do': 'change', done: 'changed' },
  delete: { 'to do': 'delete', done: 'deleted' },
  keep: { 'to do': 'keep', done: 'kept' },
  leave: { 'to do': 'leave', done: 'left' },
} as const satisfies Record<Step['action'], Record<Tense, string>>

/** What is done to which endpoint, a line each, and on a terminal the sum of it. */
export function planView(rows: readonly PlanRow[], tense: Tense, style: Style): string {
  const paints = {
    create: style.yes,
    update: style.look,
    delete: style.no,
    keep: style.dim,
    leave: style.dim,
  }
  const columns: Column<PlanRow>[] = [
    { title: '', cell: ({ step }) => ({ text: words[step.action][tense], paint: paints[step.action] }) },
    { title: 'provider', cell: ({ provider }) => provider, priority: 2 },
    { title: 'url', cell: ({ step }) => urlOf(step), shrink: 24 },
    {
      title: 'id',
      cell: ({ step, id = '' }) => ('endpoint' in step ? step.endpoint.id : id),
      shrink: 12,
      shorten: 'end',
      priority: 1,
    },
    { title: 'what', cell: ({ step }) => whatOf(step), shrink: 20, shorten: 'end' },
  ]
  const lines = table({ columns, rows }, style)
  return style.terminal ? [lines, '', sumOf(rows, tense, style)].join('\n') : lines
}

const urlOf = (step: Step): string => ('wanted' in step ? step.wanted.url : step.endpoint.url)

function whatOf(step: Step): string {
  if (step.action === 'create') return step.wanted.events.join(', ')
  if (step.action === 'update') return step.differences.map(differenceText).join('; ')
  return step.action === 'leave' ? 'not in the file: --prune deletes it' : ''
}

/** `events +a -b`, `enabled false -> true`. */
function differenceText({ field, from, to }: Difference): string {
  if (!Array.isArray(from) || !Array.isArray(to)) return `${field} ${String(from)} -> ${String(to)}`
  const added = to.filter((each) => !from.includes(each)).map((each) => `+${each}`)
  const gone = from.filter((each) => !to.includes(each)).map((each) => `-${each}`)
  return [field, ...added, ...gone].join(' ')
}

function sumOf(rows: readonly PlanRow[], tense: Tense, style: Style): string {
  const count = (action: Step['action']): number => rows.filter(({ step }) => step.action === action).length
  const parts = (['create', 'update', 'delete'] as const)
    .filter((action) => count(action) > 0)
    .map((action) =>
      tense === 'done'
        ? `${count(action)} ${words[action].done}`
        : `${count(action)} to ${words[action]['to do']}`,
    )
  const right = count('keep')
  if (parts.length === 0) return marked('yes', 'There is nothing to do: all is as the file wants it.', style)
  const rest = right === 0 ? '' : ` ${right} ${right === 1 ? 'is' : 'are'} as the file wants.`
  return marked(tense === 'done' ? 'yes' : 'look', `${parts.join(', ')}.${rest}`, style)
}
