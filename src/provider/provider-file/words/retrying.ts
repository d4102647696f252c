import type { Word } from './word.ts'
import { word } from './word.ts'

const scheduleWords: Readonly<Record<string, Word>> = {
  'delivery.schedule': word(
    'When the attempts are made: the delay before each of them, the first one included; or a list or series that goes on.',
    ['0s', '1m', '5m', '30m'],
  ),
  'delivery.schedule.list': word('The first delays, that of the first attempt included.', ['0s', '1m', '5m']),
  'delivery.schedule.then': word('The delay that comes again and again behind the list.', '1h'),
  'delivery.schedule.attempts': word('How many attempts there are in all, the first one included.', 8),
  'delivery.schedule.first': word('The delay before the first attempt: none, where it is left out.', '5s'),
  'delivery.schedule.exponential': word(
    'Retries of which each waits so many times as long as the one before.',
    {
      base: '30s',
      factor: 2,
      cap: '1h',
    },
  ),
  'delivery.schedule.exponential.base': word('The delay before the first retry.', '30s'),
  'delivery.schedule.exponential.factor': word('By how much each delay is multiplied: 1 or more.', 2),
  'delivery.schedule.exponential.cap': word('No delay is longer.', '1h'),
  'delivery.schedule.linear': word('Retries of which each waits by so much longer than the one before.', {
    step: '5m',
  }),
  'delivery.schedule.linear.step': word(
    'The delay before the first retry, and what each further one adds.',
    '5m',
  ),
  'delivery.schedule.linear.cap': word('No delay is longer.', '1h'),
  'delivery.schedule.spread': word(
    'Where only the number of retries and their whole time are published: delays that double are derived.',
    { over: '4h' },
  ),
  'delivery.schedule.spread.over': word('From the first attempt to the last.', '4h'),
  'delivery.countedFrom': word(
    'Whether a delay counts from the previous attempt or from the first.',
    'previous',
  ),
  'delivery.jitter': word(
    'How delays are spread: by a fraction of each, by up to so much added, full (none of it to all), or equal (half of it to all).',
    { fraction: 0.2 },
  ),
  'delivery.jitter.fraction': word('Each delay is up to this share shorter or longer.', 0.2),
  'delivery.jitter.added': word('Each delay is up to so much longer.', '5s'),
  'delivery.maxAge': word('No attempt begins later than this after the event.', '3d'),
}

const answerWords: Readonly<Record<string, Word>> = {
  'delivery.answers': word('What some answers lead to; the first rule that fits holds.', [
    // biome-ignore lint/suspicious/noThenProperty: a word of the file, which nobody can call
    { when: { status: '410' }, then: 'disable' },
  ]),
  'delivery.answers[].when': word('Which answers: all that is said must fit.', { status: '429' }),
  'delivery.answers[].when.status': word('The status of the answer.', '429'),
  'delivery.answers[].when.header': word('A header of the answer, with its value.', 'X-No-Retry: 1'),
  'delivery.answers[].when.outcome': word(
    'That there was no answer: timed-out, unreachable, or a list.',
    'timed-out',
  ),
  'delivery.answers[].then': word(
    'Whether the schedule goes on (retry), ends for this event (stop), or the endpoint is disabled.',
    'retry',
  ),
  'delivery.answers[].atLeast': word('The retry waits at least so long.', '1m'),
  'delivery.answers[].about': word('What else is to be said of it, in a sentence.', 'Sends are throttled.'),
  'delivery.retryAfter': word('What the provider makes of a Retry-After in the answer.', {
    statuses: '429,503',
    policy: 'max',
  }),
  'delivery.retryAfter.statuses': word('The statuses with which it is looked at.', '429,503'),
  'delivery.retryAfter.policy': word(
    'max: the later of it and the schedule counts; replace: it alone does.',
    'max',
  ),
  'delivery.retryAfter.atLeast': word('It counts as no less than this.', '1s'),
  'delivery.retryAfter.atMost': word('It counts as no more than this.', '24h'),
  'delivery.retryAfter.negative': word(
    'Whether a negative one is ignored, or ends the retries (stop).',
    'ignored',
  ),
}

const healthWords: Readonly<Record<string, Word>> = {
  'delivery.disableAfter': word('When the endpoint is disabled.', { consecutiveFailures: 50 }),
  'delivery.disableAfter.consecutiveFailures': word(
    'After so many failed attempts in a row, whichever events they belong to.',
    50,
  ),
  'delivery.disableAfter.failedEvents': word('After so many events in a row that were given up.', 10),
  'delivery.disableAfter.failingFor': word(
    'After so long since the first failure, without a success between.',
    '5d',
  ),
  'delivery.disableAfter.ratio': word('Above a share of failures.', {
    failures: 0.95,
    within: '1h',
    volume: 1000,
  }),
  'delivery.disableAfter.ratio.failures': word('The share of attempts that failed, from 0 to 1.', 0.95),
  'delivery.disableAfter.ratio.within': word('The time over which it is taken.', '1h'),
  'delivery.disableAfter.ratio.volume': word('It counts only from so many attempts in that time on.', 1000),
  'delivery.disableAfter.temporary': word('It is off only for a while, and then tried again.', {
    for: '1m',
    factor: 2,
    cap: '24h',
  }),
  'delivery.disableAfter.temporary.for': word('How long it is off the first time.', '1m'),
  'delivery.disableAfter.temporary.factor': word('By how much that is multiplied each time: 1 or more.', 2),
  'delivery.disableAfter.temporary.cap': word('It is never off for longer.', '24h'),
  'delivery.whileDisabled': word('What becomes of events while the endpoint is off.', {
    newEvents: 'dropped',
    retries: 'cancelled',
  }),
  'delivery.whileDisabled.newEvents': word('Of those that happen meanwhile: dropped, or queued.', 'dropped'),
  'delivery.whileDisabled.retries': word(
    'Of those that wait for a retry: cancelled, or paused.',
    'cancelled',
  ),
}

/** The words for how a provider delivers, and what it does where that fails. */
export const retryingWords: Readonly<Record<string, Word>> = {
  delivery: word('How the provider delivers and tries again.', {
    timeout: '5s',
    schedule: ['0s', '1m', '5m'],
  }),
  'delivery.timeout': word('How long it waits for an answer.', '5s'),
  'delivery.connectTimeout': word(
    'How long it waits for the connection, where that has a limit of its own.',
    '1s',
  ),
  'delivery.success': word('The statuses that count as accepted.', '2xx'),
  ...scheduleWords,
  ...answerWords,
  'delivery.newAttemptId': word('How the id of an attempt is made: {attemptId} in headers.', '{uuid}'),
  'delivery.afterLast': word('What becomes of an event after its last attempt.', 'failed'),
  'delivery.deadLetter': word('What is kept of an event that was given up.', { retention: '30d' }),
  'delivery.deadLetter.retention': word('How long it is kept.', '30d'),
  ...healthWords,
  'delivery.order': word('Whether events come in the order in which they happened.', 'none'),
}
