import type { Outcome } from '../delivery/delivery.ts'
import type { Response } from '../http/message.ts'
import { redactUrl } from '../http/redact.ts'
import type { Unreachable } from '../http/send.ts'
import { formatDuration } from '../time/duration.ts'
import { escapeLine } from './escape.ts'
import { indented, roomOf, shareColumns, shortenMiddle, widthOf } from './fit.ts'
import { hintFor } from './hints.ts'
import type { Mark } from './mark.ts'
import { marked, wordOfOutcome } from './mark.ts'
import { prettyPayload } from './payload.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'

/** What was sent and what came of it. */
export interface SentView {
  readonly outcome: Outcome
  readonly status: number | null
  readonly durationMs: number
  readonly type: string | null
  readonly eventId: string | null
  readonly provider: string | null
  readonly to: string
  readonly response: Response | null
  /** Whether it is what the user said that it should be; left out where only the provider's rule counts. */
  readonly expectation?: { readonly met: boolean; readonly why?: string | undefined } | undefined
  /** What to do, on as many lines as it has; see `hintFor`. */
  readonly hint?: string | undefined
  /** Why nothing answered, where nothing did. */
  readonly unreachable?: UnreachableView | null | undefined
}

export interface UnreachableView {
  readonly why: Unreachable
  readonly detail: string
  readonly addresses: readonly string[]
}

const maxAnswerLines = 20

/**
 * What was sent, what came of it, the answer's body and what to do. In a pipe the first line is outcome, status, milliseconds,
 * type, event id, provider and URL, separated by tabs. What nothing answered is two sentences.
 */
export function sentView(view: SentView, style: Style): string {
  const { expectation, unreachable, hint } = view
  if (view.outcome === 'unreachable' && unreachable && !expectation?.met) {
    return [
      marked('no', unreachableSentence(view.to, unreachable), style),
      ...expectationLines(view),
      ...hintLines(hint ?? hintFor(view), style),
    ].join('\n')
  }
  return [
    ...(style.terminal ? headLines(view, style) : [pipedHead(view)]),
    ...answerLines(view.response, style),
    ...expectationLines(view),
    ...hintLines(hint, style),
  ].join('\n')
}

/** Why nothing answered, as a sentence with the URL. All escaped. */
export function unreachableSentence(to: string, { why, detail, addresses }: UnreachableView): string {
  const url = escapeLine(redactUrl(to))
  const tried = addresses.length > 0 ? ` on ${addresses.map(escapeLine).join(' and ')}` : ''
  const sentences = {
    refused: `Nothing answers at ${url} (connection refused${tried}).`,
    'unknown-host': `The host of ${url} is not known.`,
    unroutable: `There is no way to ${url} from here.`,
    reset: `The connection to ${url} was closed without an answer.`,
    tls: `No secure connection to ${url} (${escapeLine(detail)}).`,
    'invalid-http': `What answers at ${url} is not HTTP (${escapeLine(detail)}).`,
    interrupted: `Sending to ${url} was interrupted.`,
    other: `${url} could not be reached (${escapeLine(detail)}).`,
  } as const satisfies Record<Unreachable, string>
  return sentences[why]
}

function pipedHead({ outcome, status, durationMs, type, eventId, provider, to }: SentView): string {
  const milliseconds = String(Math.round(durationMs))
  return tabbed([
    outcome,
    String(status ?? ''),
    milliseconds,
    type ?? '',
    eventId ?? '',
    provider ?? '',
    redactUrl(to),
  ])
}

/** `✓ accepted  200  14 ms   TYPE  ID  PROVIDER → URL`; on two lines where one is too narrow. */
function headLines(view: SentView, style: Style): string[] {
  const { outcome, status, expectation } = view
  const mark: Mark = (expectation?.met ?? outcome === 'accepted') ? 'yes' : 'no'
  const word = wordOfOutcome[outcome] + (expectation?.met && outcome !== 'accepted' ? ', as expected' : '')
  const figures = [...(status === null ? [] : [String(status)]), formatDuration(view.durationMs)]
  const result = marked(mark, [style[mark](word), ...figures].join('  '), style)
  const taken = widthOf([style.symbols[mark], word].join(' ')) + figures.join('  ').length + 5
  const parts = partsOf(view)
  const room = roomOf(style)
  const whole = joinParts(parts, style)
  if (taken + widthOf(whole.plain) <= room) return [`${result}   ${whole.painted}`]
  return [result, `  ${joinParts(fitParts(parts, room - 2, style), style).painted}`]
}

interface Part {
  readonly text: string
  /** The columns that it needs to be of use. */
  readonly least: number
}

/** What was sent; the URL is last. */
const partsOf = ({ type, eventId, provider, to }: SentView): Part[] =>
  [
    { text: type, least: 6 },
    { text: eventId, least: 6 },
    { text: provider, least: 4 },
    { text: redactUrl(to), least: 8 },
  ].flatMap(({ text, least }) => (text === null ? [] : [{ text: escapeLine(text), least }]))

function fitParts(parts: readonly Part[], room: number, { symbols }: Style): Part[] {
  const wants = parts.map(({ text, least }) => ({
    width: widthOf(text),
    least: Math.min(least, widthOf(text)),
  }))
  const widths = shareColumns(wants, room - 2 * (parts.length - 1) - symbols.arrow.length)
  return parts.map((part, at) => ({
    ...part,
    text: shortenMiddle(part.text, widths[at] ?? 0, symbols.ellipsis),
  }))
}

function joinParts(parts: readonly Part[], { dim, symbols }: Style): { plain: string; painted: string } {
  const texts = parts.map(({ text }) => text)
  const url = texts.at(-1) ?? ''
  const join = (arrow: string): string =>
    [texts.slice(0, -1).join('  '), arrow, url].filter(Boolean).join(' ')
  return { plain: join(symbols.arrow), painted: join(dim(symbols.arrow)) }
}

/** The answer's body, as much of it as a look needs. */
function answerLines(response: Response | null, style: Style): string[] {
  if (!response || response.body.length === 0) return []
  const lines = prettyPayload(response.body, style, { maxLines: maxAnswerLines }).split('\n')
  const cut = response.truncated ? [style.dim('(the rest of the answer was not kept)')] : []
  return [...lines, ...cut].map((line) => `  ${line}`)
}

const expectationLines = ({ expectation }: SentView): string[] =>
  expectation && !expectation.met
    ? [`  ${escapeLine(expectation.why ?? 'That is not what was expected.')}`]
    : []

const hintLines = (hint: string | undefined, style: Style): string[] =>
  hint ? hint.split('\n').flatMap((line) => indented(escapeLine(line.trim()), style)) : []
