import { timeLimit } from '../delivery/outcome.ts'
import { scheduleOffsets } from '../delivery/schedule.ts'
import type { Fixture, Profile } from '../provider/profile.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import { profileFields } from './profile-fields.ts'
import type { Style } from './style.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

export interface ProviderRow {
  readonly profile: Profile
  /** How many event types it documents. */
  readonly events: number
}

/** An event type of a provider, with what its sample is worth. */
export interface EventRow {
  readonly provider: string
  readonly type: string
  readonly about: string
  readonly origin: Fixture['origin']
  readonly note?: string | undefined
}

/** Providers, one a line. */
export function providerTable(rows: readonly ProviderRow[], style: Style): string {
  const columns: Column<ProviderRow>[] = [
    { title: 'provider', cell: ({ profile }) => profile.name },
    { title: 'events', cell: ({ events }) => String(events), align: 'right' },
    { title: 'attempts', cell: ({ profile }) => attemptsOf(profile), priority: 2 },
    { title: 'limit', cell: limitOf, align: 'right', priority: 3 },
    {
      title: 'signature',
      cell: ({ profile }) => signatureCell(profile),
      priority: 4,
      shrink: 20,
    },
    { title: 'about', cell: ({ profile }) => profile.about, priority: 1, shrink: 24, shorten: 'end' },
  ]
  return table({ columns, rows }, style)
}

/** Event types, one a line. */
export function eventTable(rows: readonly EventRow[], style: Style): string {
  const columns: Column<EventRow>[] = [
    ...eventColumns(style),
    { title: 'provider', cell: ({ provider }) => provider, priority: 2 },
    { title: 'note', cell: ({ note }) => note ?? '', priority: 3, shrink: 40, shorten: 'end' },
  ]
  return table({ columns, rows }, style)
}

/** All that is known of a provider: its rules, its event types, what is assumed or composed, and where each is from. */
export function providerPage(profile: Profile, events: readonly EventRow[], style: Style): string {
  const samples = table({ columns: eventColumns(style), rows: events }, style)
  const notes = fieldLines([noteFields(events)], style)
  return [
    `${style.bold(escapeLine(profile.name))}  ${escapeLine(profile.title)}`,
    '',
    ...fieldLines(profileFields(profile), style),
    ...(samples ? ['', samples] : []),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}

function eventColumns(style: Style): Column<EventRow>[] {
  return [
    { title: 'type', cell: ({ type }) => type, shrink: 20 },
    {
      title: 'sample',
      cell: ({ origin }) => ({ text: origin, paint: origin === 'composed' ? style.look : style.dim }),
    },
    { title: 'about', cell: ({ about }) => about, priority: 1, shrink: 20, shorten: 'end' },
  ]
}

/** What is said of the samples: each note once, below the types that it is said of. */
function noteFields(events: readonly EventRow[]): Field[] {
  const notes = new Map<string, { label: string; types: string[]; note: string }>()
  for (const { origin, note, type } of events) {
    if (note === undefined) continue
    const key = `${origin} ${note}`
    const entry = notes.get(key) ?? { label: origin, types: [], note }
    entry.types.push(type)
    notes.set(key, entry)
  }
  return [...notes.values()].map(({ label, types, note }) => ({
    label,
    value: [types.join(', '), `  ${note}`],
  }))
}

/** `6 in 8 h 36 m`. */
function attemptsOf(profile: Profile): string {
  const offsets = scheduleOffsets(profile)
  const last = offsets.at(-1) ?? 0
  if (offsets.length === 1) return '1'
  return last === 0 ? `${offsets.length} at once` : `${offsets.length} in ${formatDuration(last)}`
}

/** The headers of the signature, or the key of the payload that bears it. */
const signatureCell = ({ signature: { headers, inBody } }: Profile): string =>
  inBody ? `${inBody.key} in the body` : Object.keys(headers).join(', ')

const limitOf = ({ profile }: ProviderRow): string => formatDuration(timeLimit(profile))
