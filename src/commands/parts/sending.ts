import type { Render } from '../../command-line/command.ts'
import { checkAnswer, readBodyWish } from '../../delivery/answer-check.ts'
import type { Composition } from '../../delivery/compose.ts'
import type { Tried } from '../../delivery/deliver.ts'
import type { Delivery } from '../../delivery/delivery.ts'
import { firstRetryDelay } from '../../delivery/first-retry.ts'
import { successSet, timeLimit } from '../../delivery/outcome.ts'
import type { Tampering } from '../../delivery/tamper.ts'
import type { ExitCode } from '../../errors.ts'
import { exitCodes, HooksError } from '../../errors.ts'
import { redactUrl } from '../../http/redact.ts'
import { hasStatus, parseStatusSet } from '../../http/status-set.ts'
import type { SentView } from '../../output/exchange.ts'
import { sentView } from '../../output/exchange.ts'
import { hintFor } from '../../output/hints.ts'
import { bodyField } from '../../output/json.ts'
import type { Profile } from '../../provider/profile.ts'

/** The flags that say where to send to and what counts as right; `trigger` and `replay` share them. */
export const sendingFlags = {
  to: { kind: 'url', value: 'URL', does: 'the handler to send to', required: true, setting: 'to' },
  expectStatus: {
    kind: 'statuses',
    value: 'S',
    does: 'the status that counts as right: 200, 2xx, 4xx, a comma list',
  },
  expectBody: {
    kind: 'text',
    value: 'TEXT',
    does: 'what the answer must hold: a text, or /a regular expression/',
  },
  within: {
    kind: 'duration',
    value: 'D',
    does: "how long the handler may take (default: the provider's limit)",
  },
} as const

export interface Wishes {
  readonly expectStatus: string | undefined
  readonly expectBody: string | undefined
  readonly within: number | undefined
}

/** Refuses a regular expression that cannot be read, before anything is sent. */
export function checkWishes({ expectBody }: Wishes): void {
  const { problem } = readBodyWish(expectBody ?? '')
  if (problem === undefined) return
  throw new HooksError(
    'invalid-value',
    `--expect-body cannot be read: ${problem}.`,
    'Write \\ before a sign that is meant as it stands.',
  )
}

/** An event that `trigger` sends. */
export type Sending = Composition & { readonly unknownType: boolean }

/** What was sent, what came of it, and whether that was right. */
export interface Exchange {
  readonly delivery: Delivery
  readonly profile: Profile | null
  readonly tried: Tried
  readonly wishes: Wishes
  /** How it was spoilt on purpose. */
  readonly tampering?: Tampering | undefined
}

const expectationOf = ({ tried, wishes }: Exchange) =>
  checkAnswer(tried.attempt, { status: wishes.expectStatus, body: wishes.expectBody })

/** What `--json` tells of an exchange. */
export function sentValue(exchange: Exchange) {
  const { delivery, tried } = exchange
  const { attempt } = tried
  const { response, unreachable } = attempt
  const expectation = expectationOf(exchange)
  return {
    id: delivery.id,
    eventId: delivery.eventId,
    type: delivery.type,
    provider: delivery.provider,
    to: redactUrl(attempt.to),
    outcome: attempt.outcome,
    status: response?.status ?? null,
    durationMs: attempt.durationMs,
    response: response && {
      headers: response.headers,
      ...bodyField(response.body),
      truncated: response.truncated,
    },
    ...(unreachable ? { unreachable: { ...unreachable, addresses: tried.addresses } } : {}),
    ...(expectation ? { expectation } : {}),
  }
}

/** The same for people. */
export function sentText(exchange: Exchange, note?: string): Render {
  const { delivery, profile, tried, wishes } = exchange
  const { attempt, addresses } = tried
  const expectation = expectationOf(exchange)
  const view: SentView = {
    ...attempt,
    status: attempt.response?.status ?? null,
    type: delivery.type,
    eventId: delivery.eventId,
    provider: delivery.provider,
    expectation,
    unreachable: attempt.unreachable && { ...attempt.unreachable, addresses },
  }
  const hint = hintFor({
    ...view,
    bytes: delivery.request.body.length,
    success: successSet(profile),
    timeoutMs: timeLimit(profile),
    withinMs: wishes.within,
    retryInMs: profile ? firstRetryDelay(profile, attempt) : undefined,
  })
  const own = expectation ? undefined : spoiltHint(exchange)
  const asWished = hasStatus(parseStatusSet(wishes.expectStatus ?? '') ?? [], view.status ?? 0)
  const text = [note, own ?? (asWished || expectation?.met ? undefined : hint)]
    .filter((each) => each !== undefined)
    .join('\n  ')
  return (style) => sentView({ ...view, hint: text === '' ? undefined : text }, style)
}

/** What to say of a handler that took, or refused, what was spoilt to see what it does. */
function spoiltHint({ tampering, tried: { attempt } }: Exchange): string | undefined {
  const status = attempt.response?.status ?? 0
  if (tampering === undefined) return undefined
  if (attempt.outcome === 'accepted')
    return `It was spoilt (${tampering}), and the handler took it all the same: it should refuse it.`
  if (status < 400 || status > 499) return undefined
  return `It was spoilt (${tampering}), so the handler is right to refuse it: with --expect-status 4xx that counts as success.`
}

/** What came of one of several deliveries, and what that alone would end the process with. */
export interface Arrived {
  /** `left`: it was interrupted before its end, or not begun. */
  readonly how: 'delivered' | 'failed' | 'unreachable' | 'left'
  readonly exit: ExitCode
}

/** What the process ends with: 0 for right, 1 for not, 3 where nothing answered at all. */
export function exitOf(exchange: Exchange): ExitCode {
  const { attempt } = exchange.tried
  const expectation = expectationOf(exchange)
  if (attempt.unreachable?.why === 'interrupted') return exitCodes.interrupted
  if (attempt.outcome === 'unreachable') return exitCodes.world
  return (expectation?.met ?? attempt.outcome === 'accepted') ? exitCodes.ok : exitCodes.no
}
