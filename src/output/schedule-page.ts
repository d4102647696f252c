import type { PlannedAttempt } from '../delivery/planned-attempts.ts'
import { figureOf, readFigure } from '../provider/figure.ts'
import type { Figure, Profile } from '../provider/profile.ts'
import { formatDuration, parseDuration } from '../time/duration.ts'
import { joinAmounts, splitAmounts } from './amounts.ts'
import { attemptTable } from './attempt-table.ts'
import { escapeLine } from './escape.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import { roomOf, widthOf, wrapWords } from './fit.ts'
import { afterLastWords, counted, disablingWords } from './policy-words.ts'
import { profileFields } from './profile-fields.ts'
import type { ProviderSchedule } from './provider-schedule.ts'
import type { Style } from './style.ts'
import { logScale, timeLine } from './time-line.ts'

/** A line that is wider than this is no easier to read. */
export const widestLine = 120
const indent = '  '

/** A provider's retries: on a time line, as a table, and what is not published of them. In a pipe the table alone. */
export function schedulePage(schedule: ProviderSchedule, style: Style): string {
  if (!style.terminal) return attemptTable([schedule], style)
  return [
    ...scheduleHead(schedule, style),
    '',
    ...attemptLines(schedule, style),
    '',
    ...attemptTable([schedule], { ...style, width: roomOf(style) - indent.length })
      .split('\n')
      .map((line) => indent + line),
    `${indent}then ${afterLastWords(schedule.policy)}`,
    '',
    ...fieldLines(knowledgeFields(schedule.profile), style).map(splitAmounts),
  ].join('\n')
}

/** The attempts on a time line. */
export function attemptLines({ attempts, policy }: ProviderSchedule, style: Style): string[] {
  const columns = Math.max(2, Math.min(widestLine, roomOf(style)) - 2 * indent.length)
  const scale = logScale(
    attempts.flatMap(({ atMs, maxMs }) => [atMs, maxMs]),
    columns,
  )
  return [
    ...timeLine(attempts, scale, style).map((line) => indent + line),
    ...(policy.schedule.jitter
      ? [style.dim(`${indent}Jitter moves each attempt within the thick part.`)]
      : []),
  ]
}

/** The provider, and its rules in a few words. */
export function scheduleHead({ profile, policy, attempts }: ProviderSchedule, style: Style): string[] {
  const { timeout, success, schedule } = profile.delivery
  const facts = [
    told(schedule, spanWords(attempts) + (policy.schedule.approximate ? ', the delays approximate' : '')),
    told(timeout, `${formatDuration(policy.timeLimitMs)} limit`),
    told(success, successWords(figureOf(success))),
    ...disablingWords(policy),
    ...(policy.order === 'chronological' ? ['in order'] : []),
    ...overlapWords(profile),
  ]
  const title = `${style.bold(escapeLine(profile.title))}   `
  const gap = ' '.repeat(widthOf(escapeLine(profile.title)) + 3)
  const between = ` ${style.symbols.middot} `
  const lines = joinedLines(facts.map(escapeLine), between, roomOf(style) - gap.length)
  return lines.map((line, at) => (at === 0 ? title : gap) + line)
}

/** `6 attempts in 8 h 36 m`; `1 attempt`. */
function spanWords(attempts: readonly PlannedAttempt[]): string {
  const total = attempts.at(-1)?.atMs ?? 0
  return counted(attempts.length, 'attempt') + (total === 0 ? '' : ` in ${formatDuration(total)}`)
}

/** A figure's words, marked where the provider does not publish it. */
const told = <T>(figure: Figure<T>, words: string): string =>
  readFigure(figure).assumed ? `${words} (assumed)` : words

const successWords = (success: string): string =>
  /^\dxx$/i.test(success) ? `any ${success}` : `only ${success}`

function overlapWords({ rotation }: Profile): string[] {
  if (rotation?.overlap === undefined || rotation.both === 'never') return []
  const overlap = formatDuration(parseDuration(figureOf(rotation.overlap)) ?? 0)
  return [told(rotation.overlap, `${overlap} of both signatures`)]
}

/** Texts in lines of at most `width` columns, as many in each as fit. */
function joinedLines(texts: readonly string[], between: string, width: number): string[] {
  const lines: string[] = []
  for (const text of texts) {
    const line = lines.at(-1)
    if (line !== undefined && widthOf(line + between + text) <= width)
      lines[lines.length - 1] = line + between + text
    else lines.push(...wrapWords(text, width))
  }
  return lines
}

/** What is assumed or has a note, and the sources of all of it. */
function knowledgeFields(profile: Profile): Field[][] {
  const { delivery, rotation } = profile
  const named = new Set(sourcesIn({ delivery, rotation }))
  const sources = Object.fromEntries(Object.entries(profile.sources).filter(([name]) => named.has(name)))
  const groups = profileFields({ ...profile, sources })
  const group = (first: string): Field[] => groups.find((fields) => fields[0]?.label === first) ?? []
  const isRemarkable = ({ value }: Field): boolean =>
    typeof value !== 'string' && (value.length > 1 || value.some((line) => line.includes('(assumed)')))
  const remarkable = [...group('delivery'), ...group('rotation')].filter(isRemarkable)
  return [remarkable.map(withoutTimes).map(withAmounts), group('sources')]
}

const withAmounts = ({ label, value }: Field): Field => ({ label, value: [value].flat().map(joinAmounts) })

/** The times of the attempts stand in the table already. */
function withoutTimes({ label, value }: Field): Field {
  if (label !== 'attempts' || typeof value === 'string') return { label, value }
  const [times = '', ...notes] = value
  return { label, value: [times.includes('(assumed)') ? 'assumed' : 'as published', ...notes] }
}

/** All names of sources in a section of a profile. */
function sourcesIn(section: unknown): string[] {
  if (typeof section !== 'object' || section === null) return []
  return Object.entries(section).flatMap(([key, value]) =>
    key === 'source' ? [value].flat().filter((name) => typeof name === 'string') : sourcesIn(value),
  )
}
