import type { Attempt } from '../delivery/delivery.ts'
import type { Kept } from '../delivery/store.ts'
import type { Headers } from '../http/message.ts'
import { mask, redactUrl, sensitiveHeaders } from '../http/redact.ts'
import { formatDuration } from '../time/duration.ts'
import { offsetText } from './attempt-line.ts'
import { stateOf } from './deliveries.ts'
import { escapeLine, headerText } from './escape.ts'
import { unreachableSentence } from './exchange.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import { marked, wordOfOutcome } from './mark.ts'
import { prettyPayload } from './payload.ts'
import { endLine } from './retry.ts'
import { formatSize } from './size.ts'
import type { Style } from './style.ts'
import { tabbed } from './table.ts'
import { formatDateTime, isoTime } from './times.ts'
import { verdictView } from './verdict.ts'
import { whyPhrase } from './why.ts'

export interface PageOptions {
  readonly part: 'all' | 'headers' | 'body'
  /** Show secrets and signatures. */
  readonly reveal?: boolean | undefined
  /** Headers that the provider signs with; masked like those that are sensitive by their name. */
  readonly sensitive?: readonly string[] | undefined
}

const maxAnswerLines = 20

/** One kept delivery in full, or only its headers or its body: the bytes themselves are what `--raw` gives. */
export function deliveryPage(kept: Kept, style: Style, options: PageOptions): string {
  const { request, signature } = kept
  if (options.part === 'body') return prettyPayload(request.body, style)
  const isSecret = sensitiveHeaders([...(options.sensitive ?? []), ...(signature ? [signature.header] : [])])
  const draw = (headers: Headers): string[] =>
    headers.map(([name, value]) => {
      const text = headerText(value)
      const shown = options.reveal || !isSecret(name) ? text : escapeLine(mask(text, style.symbols.ellipsis))
      return `${style.dim(`${escapeLine(name)}:`)} ${shown}`
    })
  if (options.part === 'headers') return draw(request.headers).join('\n')
  const target = options.reveal ? request.target : redactUrl(request.target)
  return [
    ...factLines(kept, style),
    '',
    style.bold(escapeLine(`${request.method} ${target}`)),
    ...draw(request.headers),
    '',
    prettyPayload(request.body, style),
    ...kept.attempts.flatMap((attempt) => ['', ...attemptLines(attempt, draw, style)]),
    ...endingLines(kept, style),
  ].join('\n')
}

function factLines(kept: Kept, style: Style): string[] {
  const time = style.terminal ? formatDateTime : isoTime
  const { mark, word } = stateOf(kept)
  const some = (value: string | null): string | string[] => value ?? []
  const fields: Field[] = [
    { label: 'delivery', value: kept.id },
    { label: kept.direction === 'in' ? 'received' : 'sent', value: time(kept.at) },
    { label: 'provider', value: some(kept.provider) },
    { label: 'event', value: some(kept.eventId) },
    {
      label: 'type',
      value: kept.type === null ? [] : kept.type + (kept.unknownType ? ' (not documented)' : ''),
    },
    {
      label: 'size',
      value: style.terminal ? formatSize(kept.request.body.length) : String(kept.request.body.length),
    },
    { label: 'to', value: kept.to === null ? [] : redactUrl(kept.to) },
    {
      label: 'signature',
      value: kept.signature ? `${kept.signature.header} (${kept.signature.scheme})` : [],
    },
    { label: 'answered', value: kept.answered === null ? [] : String(kept.answered) },
    { label: 'duplicate of', value: some(kept.duplicateOf) },
    { label: 'replay of', value: some(kept.replayOf) },
    { label: 'spoilt', value: kept.tampered ?? [] },
  ]
  const state = kept.verdict ? verdictView(kept.verdict, style) : marked(mark, word, style)
  return [...state.split('\n'), ...fieldLines([fields], style)]
}

/** `attempt 1   2026-03-15 10:05:01   ✗ refused  500  14 ms → URL`, and below it what was answered. */
function attemptLines(attempt: Attempt, draw: (headers: Headers) => string[], style: Style): string[] {
  const { response, unreachable } = attempt
  const why = unreachable ? [unreachableSentence(attempt.to, { ...unreachable, addresses: [] })] : []
  const answer = response
    ? [
        ...draw(response.headers),
        ...prettyPayload(response.body, style, { maxLines: maxAnswerLines }).split('\n'),
        ...(response.truncated ? [style.dim('(the rest of the answer was not kept)')] : []),
      ]
    : []
  const { scheduled } = attempt
  const reason = scheduled ? whyPhrase({ number: attempt.number, why: scheduled.why }, style.symbols) : ''
  const reasons = reason === '' ? [] : [style.dim(reason)]
  return [
    attemptHead(attempt, style),
    ...[...reasons, ...why, ...answer].map((line) => (line ? `  ${line}` : line)),
  ]
}

/** What became of a delivery that followed a schedule. */
function endingLines({ ended, attempts, eventId }: Kept, style: Style): string[] {
  if (!ended) return []
  const of = attempts.at(-1)?.scheduled?.of ?? attempts.length
  const disabled = ended.endpointDisabled ? [marked('look', 'the endpoint would be disabled', style)] : []
  const view = { eventId, among: false, ending: ended, attempts: attempts.length, of }
  return ['', endLine(view, style), ...(style.terminal ? disabled : [])]
}

function attemptHead(attempt: Attempt, style: Style): string {
  const { number, at, to, outcome, response, durationMs, scheduled } = attempt
  const url = redactUrl(to)
  if (!style.terminal) {
    const status = String(response?.status ?? '')
    return tabbed([
      'attempt',
      String(number),
      isoTime(at),
      outcome,
      status,
      String(Math.round(durationMs)),
      url,
      ...(scheduled ? [String(scheduled.of), String(scheduled.beganMs)] : []),
    ])
  }
  const status = response ? `  ${response.status} ${escapeLine(response.statusText)}`.trimEnd() : ''
  const result = marked(outcome === 'accepted' ? 'yes' : 'no', wordOfOutcome[outcome] + status, style)
  const target = style.dim(`${style.symbols.arrow} ${escapeLine(url)}`)
  const place = scheduled ? ` of ${scheduled.of}  ${offsetText(scheduled.beganMs)}` : ''
  return `attempt ${number}${place}  ${style.dim(formatDateTime(at))}  ${result}  ${formatDuration(durationMs)}  ${target}`
}
