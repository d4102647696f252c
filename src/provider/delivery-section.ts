import * as z from 'zod'
import { duration, figure, generator, source, statusSet, text } from './profile-words.ts'

const count = z.int().positive()
/** At least 1, so that delays never become shorter. */
const factor = z.number().min(1)
const share = z.number().positive().max(1)

/** How many attempts there are, and the delay before the first one: none, where it is left out. */
const series = { attempts: count, first: duration.optional() }

/**
 * When the attempts are made: the delay before each of them; a list whose end is repeated until `attempts` or `maxAge`; or a
 * series. `spread` stands for what is published as "so many tries within that time": the delays in it are derived.
 */
const schedule = z.union([
  z.array(duration).min(1),
  z.strictObject({
    list: z.array(duration).min(1),
    // biome-ignore lint/suspicious/noThenProperty: a word of the file, which nobody can call
    then: duration,
    attempts: count.optional(),
  }),
  z.strictObject({
    exponential: z.strictObject({ base: duration, factor, cap: duration.optional() }),
    ...series,
  }),
  z.strictObject({ linear: z.strictObject({ step: duration, cap: duration.optional() }), ...series }),
  z.strictObject({ spread: z.strictObject({ over: duration }), ...series }),
])

/** The forms of a schedule. */
export type ScheduleForm = z.infer<typeof schedule>

/** How delays are spread: by a fraction of each, by up to so much added, anywhere below each, or in its upper half. */
const jitter = z.union([
  z.strictObject({ fraction: share }),
  z.strictObject({ added: duration }),
  z.enum(['full', 'equal']),
])

/** The forms of jitter. */
export type JitterForm = z.infer<typeof jitter>

const header = text.refine((value) => /^[^\s:]+: *\S/.test(value), "a header such as 'X-No-Retry: 1'")
const outcome = z.enum(['timed-out', 'unreachable'])

/** What an answer leads to, or that there was none: of several rules the first one that fits holds. */
const answer = z.strictObject({
  /** All that is said here must fit. */
  when: z.strictObject({
    status: statusSet.optional(),
    header: header.optional(),
    outcome: z.union([outcome, z.array(outcome).min(1)]).optional(),
  }),
  // biome-ignore lint/suspicious/noThenProperty: a word of the file, which nobody can call
  then: z.enum(['retry', 'stop', 'disable']),
  /** The retry waits at least so long. */
  atLeast: figure(duration).optional(),
  about: text.optional(),
  source,
})

/** A rule for an answer. */
export type AnswerForm = z.infer<typeof answer>

const retryAfter = z.strictObject({
  statuses: statusSet,
  /** `max`: the later of it and the schedule; `replace`: it alone counts. */
  policy: z.enum(['max', 'replace']),
  atLeast: duration.optional(),
  atMost: duration.optional(),
  negative: z.enum(['ignored', 'stop']).optional(),
})

/** A sender's rule for `Retry-After`. */
export type RetryAfterForm = z.infer<typeof retryAfter>

const disableAfter = z.strictObject({
  /** Failed attempts in a row, whichever event they belong to. */
  consecutiveFailures: count.optional(),
  /** Events in a row that were given up. */
  failedEvents: count.optional(),
  /** Time since the first failure, without a success between. */
  failingFor: duration.optional(),
  /** The share of failures in a window that holds at least `volume` attempts. */
  ratio: z.strictObject({ failures: share, within: duration, volume: count }).optional(),
  /** It is off only for a while, which is longer each time. */
  temporary: z
    .strictObject({ for: duration, factor: factor.optional(), cap: duration.optional() })
    .optional(),
})

const whileDisabled = z.strictObject({
  newEvents: z.enum(['dropped', 'queued']),
  retries: z.enum(['cancelled', 'paused']),
})

/** What becomes of events while an endpoint is off. */
export type WhileDisabledForm = z.infer<typeof whileDisabled>

/** When an endpoint is disabled. */
export type DisableAfterForm = z.infer<typeof disableAfter>

/** The shape of a profile's `delivery`: how a provider delivers, tries again, and gives up. */
export const deliverySection = z.strictObject({
  timeout: figure(duration),
  /** How long the connection may take, where that has a limit of its own. */
  connectTimeout: figure(duration).optional(),
  success: figure(statusSet),
  schedule: figure(schedule),
  countedFrom: figure(z.enum(['previous', 'first'])),
  jitter: figure(jitter).optional(),
  /** No attempt begins later than this after the event. */
  maxAge: figure(duration).optional(),
  answers: z.array(answer).min(1).optional(),
  retryAfter: figure(retryAfter).optional(),
  /** How the id of one attempt is made, where attempts have one. */
  newAttemptId: generator.optional(),
  /** What becomes of an event after the last attempt. */
  afterLast: figure(z.enum(['failed', 'endpoint-disabled', 'dead-letter'])),
  deadLetter: z.strictObject({ retention: duration }).optional(),
  disableAfter: figure(disableAfter).optional(),
  /** What becomes of events while the endpoint is off: those that happen then, and those that wait for a retry. */
  whileDisabled: figure(whileDisabled).optional(),
  order: figure(z.enum(['none', 'chronological'])).optional(),
  source,
})

/** How a provider delivers. */
export type DeliverySection = z.infer<typeof deliverySection>
