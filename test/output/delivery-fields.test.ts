import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { deliveryFields } from '../../src/output/delivery-fields.ts'
import { acme, shipped } from '../provider/support/profiles.ts'

/** What a profile's page says beside some labels. */
function told(delivery: Json, ...labels: string[]): Record<string, string | readonly string[]> {
  const fields = deliveryFields(acme({ delivery }))
  const picked = fields.filter(({ label }) => labels.includes(label))
  return Object.fromEntries(picked.map(({ label, value }) => [label, value]))
}

const forms = ['delivery', 'attempts', 'delays']

describe('a schedule', () => {
  test.each<[string, Json, readonly [summary: string, times: string, delays: string | string[]]]>([
    ['a list', { schedule: ['0s', '1m', '5m'] }, ['3 attempts in 6 m', 'at once, +1 m, +6 m', []]],
    ['one attempt', { schedule: ['0s'] }, ['1 attempt', 'at once', []]],
    ['all at once', { schedule: ['0s', '0s'] }, ['2 attempts', 'at once, at once', []]],
    [
      'a list that goes on, which is long',
      JSON.parse('{ "schedule": { "list": ["0s", "1m"], "then": "1h" }, "maxAge": "72h" }'),
      [
        '73 attempts in 2 d 23 h',
        'at once, +1 m, +1 h 1 m, +2 h 1 m, +3 h 1 m, +4 h 1 m, +5 h 1 m, +6 h 1 m, +7 h 1 m, +8 h 1 m, and so on until +2 d 23 h',
        'the last one again and again: 1 h',
      ],
    ],
    [
      'a series',
      { schedule: { exponential: { base: '30s', factor: 2 }, attempts: 4 } },
      ['4 attempts in 3 m 30 s', 'at once, +30 s, +1 m 30 s, +3 m 30 s', '30 s, each 2 times the one before'],
    ],
    [
      'a series with a cap',
      { schedule: { linear: { step: '1m', cap: '90s' }, attempts: 3, first: '1s' } },
      [
        '3 attempts in 2 m 31 s',
        '+1 s, +1 m 1 s, +2 m 31 s',
        '1 m, and as much more each time, 1 m 30 s at most',
      ],
    ],
    [
      'a time that is filled',
      { schedule: { spread: { over: '3m' }, attempts: 3 } },
      ['3 attempts in 3 m', 'at once, +1 m, +3 m', 'derived: together 3 m'],
    ],
  ])('%s', (_, delivery, [summary, times, delays]) => {
    const attempts = [times]
    expect(told(delivery, ...forms)).toEqual({ delivery: `${summary} [guide]`, attempts, delays })
  })
})

test.each<[string, Json, Json]>([
  ['jitter', 'full', ['each delay anywhere between nothing and all of it']],
  ['jitter', 'equal', ['each delay anywhere between half and all of it']],
  ['jitter', { added: '5s' }, ['each delay up to 5 s longer']],
  [
    'jitter',
    { value: { fraction: 0.125 }, published: false, note: 'Some.' },
    ['each delay up to 12.5 % shorter or longer (assumed)', '  Some.'],
  ],
  ['maxAge', '3d', ['3 d']],
  ['connectTimeout', { value: '1s', source: 'guide' }, ['1 s [guide]']],
  ['retryAfter', { statuses: '429', policy: 'max' }, ['with 429: the later of it and the schedule']],
  [
    'retryAfter',
    { statuses: '429,5xx', policy: 'replace', atLeast: '1s', atMost: '24h', negative: 'stop' },
    [
      'with 429,5xx: in the place of the schedule, 1 s at least, 1 d at most, a negative one ends the retries',
    ],
  ],
  [
    'disableAfter',
    { consecutiveFailures: 50, failedEvents: 1 },
    ['after 50 failures in a row, or after 1 failed event'],
  ],
  [
    'disableAfter',
    { failingFor: '5d', ratio: { failures: 0.95, within: '1h', volume: 1000 } },
    ['after failing for 5 d, or above 95 % of failures within 1 h, from 1,000 attempts on'],
  ],
  [
    'disableAfter',
    { failedEvents: 4, temporary: { for: '1m', factor: 2, cap: '24h' } },
    ['after 4 failed events; off for 1 m, 2 times as long each time, 1 d at most'],
  ],
  ['disableAfter', { failedEvents: 4, temporary: { for: '1m' } }, ['after 4 failed events; off for 1 m']],
  [
    'whileDisabled',
    { newEvents: 'queued', retries: 'paused' },
    ['new events are queued, retries that wait are paused'],
  ],
])('%s: %j', (word, value, lines) => {
  const labels = new Map([
    ['jitter', 'jitter'],
    ['maxAge', 'no later than'],
    ['connectTimeout', 'to connect'],
    ['retryAfter', 'Retry-After'],
    ['disableAfter', 'disabled'],
    ['whileDisabled', 'while disabled'],
  ])
  const label = labels.get(word) ?? ''
  expect(told({ [word]: value }, label)).toEqual({ [label]: lines })
})

test('answers, each with what it leads to', () => {
  const answers: Json = JSON.parse(`[
    { "when": { "status": "410" }, "then": "disable", "source": "guide" },
    { "when": { "status": "4xx", "header": "X-No-Retry: 1" }, "then": "stop", "about": "Enough." },
    { "when": { "outcome": "timed-out" }, "then": "retry", "atLeast": "1m" },
    {
      "when": { "outcome": ["timed-out", "unreachable"] },
      "then": "retry",
      "atLeast": { "value": "90s", "published": false, "note": "Some time." },
      "source": "guide"
    }
  ]`)
  expect(told({ answers }, 'answers')).toEqual({
    answers: [
      '410: the endpoint is disabled [guide]',
      "4xx with 'X-No-Retry: 1': not tried again",
      '  Enough.',
      'no answer in time: tried again, after 1 m at least',
      'no answer in time or no connection: tried again, after 1 m 30 s at least (assumed) [guide]',
      '  Some time.',
    ],
  })
})

test('what is said of every provider that ships', () => {
  const pages = shipped.names.map((name) => [
    name,
    ...deliveryFields(shipped.profile(name)).flatMap(({ label, value }) =>
      [value].flat().map((line) => `${label}: ${line}`),
    ),
  ])
  expect(pages.map((page) => page.join('\n  ')).join('\n\n')).toMatchSnapshot()
})
