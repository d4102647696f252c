import type { TestAnswer } from '../endpoint/api/answers.ts'
import { formatDuration } from '../time/duration.ts'
import type { SecretFacts } from './endpoint.ts'
import { secretText } from './endpoint.ts'
import { escapeLine } from './escape.ts'
import type { Mark } from './mark.ts'
import { marked } from './mark.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'

/** What became of a test event, in a line. In a pipe: `delivered` or `failed`, the endpoint's status, its id, the event's id. */
export function testedView(
  tested: Omit<TestAnswer, 'raw' | 'signatureHeaders' | 'url'>,
  style: Style,
): string {
  const { delivered, status, eventId, durationMs, message, id } = tested
  const word = delivered === null ? 'asked for' : delivered ? 'delivered' : 'failed'
  if (!style.terminal) return tabbed([word, String(status ?? ''), id ?? '', eventId ?? ''])
  const mark: Mark = delivered === null ? 'look' : delivered ? 'yes' : 'no'
  const facts = [
    `test event ${word}`,
    ...(status === null ? [] : [String(status)]),
    ...(durationMs === null ? [] : [formatDuration(durationMs)]),
    ...(eventId === null ? [] : [eventId]),
  ]
  const first = marked(mark, escapeLine(facts.join('  ')), style)
  return message === null ? first : `${first}\n  ${style.dim(escapeLine(message))}`
}

/** A secret that was rotated, and whose it is. */
export interface RotatedView {
  readonly owner: { readonly endpoint?: string | undefined; readonly workspace?: string | undefined }
  readonly facts: SecretFacts
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What became of a rotation. In a pipe: the secret as it is shown, and when the old one ends. */
export function rotatedView({ owner, facts, now }: RotatedView, style: Style): string {
  if (!style.terminal)
    return tabbed([secretText({ ...facts, overlapEndsAt: null }, now, style), facts.overlapEndsAt ?? ''])
  const { endpoint, workspace } = owner
  const whose = endpoint ?? (workspace === undefined ? 'the account' : `workspace ${workspace}`)
  const text = `the secret of ${whose} is rotated: ${secretText(facts, now, style)}`
  return marked('yes', escapeLine(text), style)
}
