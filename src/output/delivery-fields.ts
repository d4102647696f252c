import { scheduleOffsets } from '../delivery/schedule.ts'
import type {
  AnswerForm,
  DisableAfterForm,
  JitterForm,
  RetryAfterForm,
  ScheduleForm,
  WhileDisabledForm,
} from '../provider/delivery-section.ts'
import { figureOf } from '../provider/figure.ts'
import type { Profile } from '../provider/profile.ts'
import { formatDuration } from '../time/duration.ts'
import type { Field } from './fields.ts'
import { durationText, figureLines, withSource } from './figure.ts'
import { counted, formatShare } from './policy-words.ts'

const afterWords = {
  failed: 'given up',
  'endpoint-disabled': 'given up, and the endpoint disabled',
  'dead-letter': 'kept as a dead letter',
} as const
const orderWords = { none: 'not kept', chronological: 'as they happened' } as const

/** How a provider delivers, tries again and gives up, as a group of its page. */
export function deliveryFields(profile: Profile): Field[] {
  const { delivery } = profile
  const offsets = scheduleOffsets(profile)
  return [
    { label: 'delivery', value: withSource(summaryText(offsets), delivery.source) },
    { label: 'success', value: figureLines(delivery.success, String) },
    { label: 'time limit', value: figureLines(delivery.timeout, durationText) },
    { label: 'to connect', value: figureLines(delivery.connectTimeout, durationText) },
    { label: 'attempts', value: figureLines(delivery.schedule, () => timesText(offsets)) },
    { label: 'delays', value: delaysText(figureOf<ScheduleForm>(delivery.schedule)) },
    { label: 'counted from', value: figureLines(delivery.countedFrom, (from) => `the ${from} attempt`) },
    { label: 'jitter', value: figureLines<JitterForm>(delivery.jitter, jitterText) },
    { label: 'no later than', value: figureLines(delivery.maxAge, durationText) },
    ...answerFields(profile),
    { label: 'attempt ids', value: delivery.newAttemptId ?? [] },
    { label: 'after the last', value: figureLines(delivery.afterLast, (what) => afterWords[what]) },
    {
      label: 'dead letters',
      value: delivery.deadLetter ? `kept for ${durationText(delivery.deadLetter.retention)}` : [],
    },
    { label: 'disabled', value: figureLines<DisableAfterForm>(delivery.disableAfter, disabledText) },
    { label: 'while disabled', value: figureLines<WhileDisabledForm>(delivery.whileDisabled, meanwhileText) },
    { label: 'order', value: figureLines(delivery.order, (what) => orderWords[what]) },
  ]
}

function summaryText(offsets: readonly number[]): string {
  const span = offsets.at(-1) ?? 0
  return counted(offsets.length, 'attempt') + (span === 0 ? '' : ` in ${formatDuration(span)}`)
}

/** How many times are told one by one. */
const toldTimes = 12

function timesText(offsets: readonly number[]): string {
  const texts = offsets.map((offset) => (offset === 0 ? 'at once' : `+${formatDuration(offset)}`))
  if (texts.length <= toldTimes) return texts.join(', ')
  return `${texts.slice(0, toldTimes - 2).join(', ')}, and so on until ${texts.at(-1)}`
}

/** How the delays of a schedule are made, where they are not listed. */
function delaysText(form: ScheduleForm): string | string[] {
  if (Array.isArray(form)) return []
  if ('list' in form) return `the last one again and again: ${durationText(form.then)}`
  if ('spread' in form) return `derived: together ${durationText(form.spread.over)}`
  const [text, cap] =
    'exponential' in form
      ? [
          `${durationText(form.exponential.base)}, each ${form.exponential.factor} times the one before`,
          form.exponential.cap,
        ]
      : [`${durationText(form.linear.step)}, and as much more each time`, form.linear.cap]
  return cap === undefined ? text : `${text}, ${durationText(cap)} at most`
}

function jitterText(jitter: JitterForm): string {
  if (jitter === 'full') return 'each delay anywhere between nothing and all of it'
  if (jitter === 'equal') return 'each delay anywhere between half and all of it'
  if ('added' in jitter) return `each delay up to ${durationText(jitter.added)} longer`
  return `each delay up to ${formatShare(jitter.fraction)} shorter or longer`
}

function answerFields({ delivery: { answers = [], retryAfter } }: Profile): Field[] {
  return [
    { label: 'answers', value: answers.flatMap(answerLines) },
    { label: 'Retry-After', value: figureLines<RetryAfterForm>(retryAfter, retryAfterText) },
  ]
}

const thenWords = {
  retry: 'tried again',
  stop: 'not tried again',
  disable: 'the endpoint is disabled',
} as const
const outcomeWords = { 'timed-out': 'no answer in time', unreachable: 'no connection' } as const

function answerLines({ when, then, atLeast, about, source }: AnswerForm): string[] {
  const { status, header, outcome } = when
  const outcomes = outcome === undefined ? undefined : [outcome].flat().map((each) => outcomeWords[each])
  const named = header === undefined ? undefined : `'${header}'`
  const what = [status, named, outcomes?.join(' or ')].filter((each) => each !== undefined).join(' with ')
  const [least = '', ...note] = figureLines(atLeast, (delay) => `, after ${durationText(delay)} at least`)
  return [
    withSource(`${what}: ${thenWords[then]}${least}`, source),
    ...(about === undefined ? [] : [`  ${about}`]),
    ...note,
  ]
}

function retryAfterText({ statuses, policy, atLeast, atMost, negative }: RetryAfterForm): string {
  return [
    `with ${statuses}: ${policy === 'max' ? 'the later of it and the schedule' : 'in the place of the schedule'}`,
    ...(atLeast === undefined ? [] : [`${durationText(atLeast)} at least`]),
    ...(atMost === undefined ? [] : [`${durationText(atMost)} at most`]),
    ...(negative === 'stop' ? ['a negative one ends the retries'] : []),
  ].join(', ')
}

function disabledText({ temporary, ...limits }: DisableAfterForm): string {
  const { consecutiveFailures: inARow, failedEvents, failingFor, ratio } = limits
  const reasons = [
    ...(inARow === undefined ? [] : [`after ${counted(inARow, 'failure')} in a row`]),
    ...(failedEvents === undefined ? [] : [`after ${counted(failedEvents, 'failed event')}`]),
    ...(failingFor === undefined ? [] : [`after failing for ${durationText(failingFor)}`]),
    ...(ratio === undefined
      ? []
      : [
          `above ${formatShare(ratio.failures)} of failures within ${durationText(ratio.within)}, from ${counted(ratio.volume, 'attempt')} on`,
        ]),
  ]
  return [reasons.join(', or '), ...(temporary ? [pauseText(temporary)] : [])].join('; ')
}

function pauseText({ for: first, factor = 1, cap }: NonNullable<DisableAfterForm['temporary']>): string {
  const growth = factor === 1 ? [] : [`${factor} times as long each time`]
  const end = cap === undefined ? [] : [`${durationText(cap)} at most`]
  return [`off for ${durationText(first)}`, ...growth, ...end].join(', ')
}

const meanwhileText = ({ newEvents, retries }: WhileDisabledForm): string =>
  `new events are ${newEvents}, retries that wait are ${retries}`
