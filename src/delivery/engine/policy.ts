import type { HealthRules, WhileOff } from '../../endpoint/health.ts'
import type { StatusSet } from '../../http/status-set.ts'
import { parseStatusSet } from '../../http/status-set.ts'
import type {
  AnswerForm,
  DeliverySection,
  DisableAfterForm,
  JitterForm,
  RetryAfterForm,
  ScheduleForm,
  WhileDisabledForm,
} from '../../provider/delivery-section.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Figure, Profile } from '../../provider/profile.ts'
import { parseDuration } from '../../time/duration.ts'
import { successSet, timeLimit } from '../outcome.ts'
import { profileDelays } from '../schedule.ts'

/** How the delays of a schedule are spread, so that not all retries come at once. */
export type Jitter =
  /** Each delay times 1 - fraction … 1 + fraction. */
  | { readonly kind: 'fraction'; readonly fraction: number }
  /** Each delay plus 0 … upToMs. */
  | { readonly kind: 'added'; readonly upToMs: number }
  /** 0 … delay. */
  | { readonly kind: 'full' }
  /** Half of the delay … the delay. */
  | { readonly kind: 'equal' }

/** When the attempts of one event are made. */
export interface Schedule {
  /** The delay before each attempt in milliseconds, the first one included; never empty. */
  readonly delays: readonly number[]
  /** Whether a delay counts from the end of the attempt before, or from the first attempt. */
  readonly countedFrom: 'previous' | 'first'
  readonly jitter: Jitter | undefined
  /** No attempt begins later than this after the event, in milliseconds. */
  readonly maxAgeMs: number | undefined
  /** The delays were derived ("8 tries over 4 h"): only their number and sum are published. */
  readonly approximate: boolean
}

/** What an answer (or its absence) leads to, beside the success rule; of several rules the first that fits holds. */
export interface AnswerRule {
  readonly statuses: StatusSet | undefined
  /** A header of the answer and the value that it must have; names in lower case. */
  readonly header: readonly [name: string, value: string] | undefined
  readonly outcomes: readonly ('timed-out' | 'unreachable')[] | undefined
  readonly then: 'retry' | 'stop' | 'disable'
  /** A retry waits at least so long, in milliseconds. */
  readonly atLeastMs: number | undefined
}

/** What a sender makes of `Retry-After`. */
export interface RetryAfterPolicy {
  readonly statuses: StatusSet
  /** `max`: the later of it and the schedule; `replace`: it alone counts. */
  readonly policy: 'max' | 'replace'
  readonly atLeastMs: number
  readonly atMostMs: number | undefined
  /** What a negative one means. */
  readonly negative: 'ignored' | 'stop'
}

/** When an endpoint is switched off, and what that means for what waits. */
export type HealthPolicy = HealthRules & WhileOff

/** A provider's rules of delivery with all figures read. */
export interface Policy {
  readonly schedule: Schedule
  /** Of one attempt, in milliseconds. */
  readonly timeLimitMs: number
  readonly success: StatusSet
  readonly answers: readonly AnswerRule[]
  readonly retryAfter: RetryAfterPolicy | undefined
  readonly afterLast: 'failed' | 'endpoint-disabled' | 'dead-letter'
  readonly deadLetterMs: number | undefined
  readonly health: HealthPolicy
  /** `chronological`: an event waits until the one before it is delivered or given up. */
  readonly order: 'none' | 'chronological'
}

/**
 * A provider's rules of delivery. Without a profile, what is assumed of a sender that nobody knows: the schedule that Standard
 * Webhooks recommends, 30 seconds, any 2xx; nothing special about answers, and no endpoint is ever disabled.
 */
export function policyOf(profile: Profile | null): Policy {
  if (profile === null) return { ...commonPolicy(null), schedule: recommended }
  const { delivery } = profile
  return {
    ...commonPolicy(profile),
    schedule: readSchedule(profile),
    answers: (delivery.answers ?? []).map(readAnswer),
    retryAfter: delivery.retryAfter === undefined ? undefined : readRetryAfter(figureOf(delivery.retryAfter)),
    afterLast: figureOf(delivery.afterLast),
    deadLetterMs: optionalMs(delivery.deadLetter?.retention),
    health: readHealth(delivery),
    order: delivery.order === undefined ? 'none' : figureOf(delivery.order),
  }
}

const seconds = (...delays: number[]): number[] => delays.map((delay) => delay * 1_000)

const recommended: Schedule = {
  delays: seconds(0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400),
  countedFrom: 'previous',
  jitter: undefined,
  maxAgeMs: undefined,
  approximate: false,
}

/** What has a default of its own where there is no profile, and all else as it is where nothing is said of it. */
const commonPolicy = (profile: Profile | null) =>
  ({
    timeLimitMs: timeLimit(profile),
    success: parseStatusSet(successSet(profile)) ?? [],
    answers: [],
    retryAfter: undefined,
    afterLast: 'failed',
    deadLetterMs: undefined,
    health: readHealth({}),
    order: 'none',
  }) as const

const ms = (text: string): number => parseDuration(text) ?? 0

const optionalMs = (duration: Figure<string> | undefined): number | undefined =>
  duration === undefined ? undefined : ms(figureOf(duration))

function readSchedule(profile: Profile): Schedule {
  const { schedule, countedFrom, jitter, maxAge } = profile.delivery
  const form = figureOf<ScheduleForm>(schedule)
  return {
    delays: profileDelays(profile),
    countedFrom: figureOf(countedFrom),
    jitter: jitter === undefined ? undefined : readJitter(figureOf<JitterForm>(jitter)),
    maxAgeMs: optionalMs(maxAge),
    approximate: 'spread' in form,
  }
}

function readJitter(jitter: JitterForm): Jitter {
  if (typeof jitter === 'string') return { kind: jitter }
  if ('added' in jitter) return { kind: 'added', upToMs: ms(jitter.added) }
  return { kind: 'fraction', fraction: jitter.fraction }
}

function readAnswer({ when: { status, header, outcome }, then, atLeast }: AnswerForm): AnswerRule {
  return {
    statuses: status === undefined ? undefined : parseStatusSet(status),
    header: header === undefined ? undefined : readHeader(header),
    outcomes: outcome === undefined ? undefined : [outcome].flat(),
    then,
    atLeastMs: optionalMs(atLeast),
  }
}

function readHeader(header: string): readonly [name: string, value: string] {
  const colon = header.indexOf(':')
  return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()]
}

const readRetryAfter = ({ statuses, policy, ...bounds }: RetryAfterForm): RetryAfterPolicy => ({
  statuses: parseStatusSet(statuses) ?? [],
  policy,
  atLeastMs: optionalMs(bounds.atLeast) ?? 0,
  atMostMs: optionalMs(bounds.atMost),
  negative: bounds.negative ?? 'ignored',
})

/** Where nothing is said of a disabled endpoint, it gets nothing any more. */
const gone: WhileDisabledForm = { newEvents: 'dropped', retries: 'cancelled' }

function readHealth({
  disableAfter = {},
  whileDisabled = gone,
}: Pick<DeliverySection, 'disableAfter' | 'whileDisabled'>): HealthPolicy {
  const { consecutiveFailures, failedEvents, failingFor, ratio, temporary } =
    figureOf<DisableAfterForm>(disableAfter)
  return {
    consecutiveFailures,
    failedEvents,
    failingForMs: optionalMs(failingFor),
    ratio: ratio && { failures: ratio.failures, withinMs: ms(ratio.within), volume: ratio.volume },
    temporary: temporary && {
      forMs: ms(temporary.for),
      factor: temporary.factor ?? 1,
      capMs: optionalMs(temporary.cap),
    },
    ...figureOf<WhileDisabledForm>(whileDisabled),
  }
}
