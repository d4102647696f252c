import { describe, expect, test } from 'vitest'
import { checkAnswer, readBodyWish } from '../../src/delivery/answer-check.ts'
import type { Attempt } from '../../src/delivery/delivery.ts'
import { createExpectations } from '../../src/delivery/expectations.ts'
import { connectLimit, outcomeOf, successSet, timeLimit } from '../../src/delivery/outcome.ts'
import { scheduleOffsets } from '../../src/delivery/schedule.ts'
import { bytesOf } from '../../src/http/body.ts'
import type { Sent } from '../../src/http/send.ts'
import { acme, catalog } from '../provider/support/profiles.ts'
import { sent } from './support/kept.ts'

const minutes = (...times: number[]): number[] => times.map((time) => time * 60_000)

/** What each provider's documents call for, written out by hand. */
const rules = {
  example: { success: '2xx', limit: 5_000, offsets: minutes(0, 1, 6, 36, 156) },
  firma: { success: '2xx', limit: 5_000, offsets: minutes(0, 1, 6, 36, 156, 516) },
  'firma@2026-04': { success: '2xx', limit: 5_000, offsets: minutes(0, 1, 6, 36, 156, 516) },
  'firma@2026-08': { success: '2xx', limit: 5_000, offsets: minutes(0, 5, 65) },
  firsthand: { success: '2xx', limit: 10_000, offsets: minutes(0, 1, 6, 36, 156, 636) },
  'firsthand@2026-03': {
    success: '2xx',
    limit: 10_000,
    offsets: minutes(0, 1, 6, 36, 156, 636),
  },
  headshotpro: { success: '200', limit: 10_000, offsets: [5_000, 65_000, 365_000, 2_165_000] },
  'headshotpro@timestamped': {
    success: '2xx',
    limit: 10_000,
    offsets: minutes(0, 5, 20, 80),
  },
  pixelpatrol: { success: '2xx', limit: 30_000, offsets: minutes(0, 1, 6, 36, 156) },
  'pixelpatrol@ping': {
    success: '2xx',
    limit: 30_000,
    offsets: minutes(0, 1, 6, 36, 156),
  },
  'pixelpatrol@prefixed': {
    success: '2xx',
    limit: 30_000,
    offsets: minutes(0, 1, 6, 36, 156),
  },
}

test('each provider has its own success rule, time limit and schedule', () => {
  const found = catalog.names.map((name) => {
    const profile = catalog.profile(name)
    return [
      name,
      {
        success: successSet(profile),
        limit: timeLimit(profile),
        offsets: scheduleOffsets(profile),
      },
    ]
  })
  expect(Object.fromEntries(found)).toEqual(rules)
})

test('a schedule may count from the first attempt, and have no retry', () => {
  const profile = acme({
    delivery: { schedule: ['1s', '1m', '2m'], countedFrom: { value: 'first', note: 'Says so.' } },
  })
  expect(scheduleOffsets(profile)).toEqual([1_000, 61_000, 121_000])
  const once = acme({ delivery: { schedule: { value: ['0s'], published: false } } })
  expect(scheduleOffsets(once)).toEqual([0])
})

test('connecting has a limit of its own where a provider says so', () => {
  expect([
    connectLimit(acme({ delivery: { connectTimeout: '1s' } })),
    connectLimit(acme()),
    connectLimit(null),
  ]).toEqual([1_000, undefined, undefined])
})

test('of an unknown provider any 2xx within 30 seconds is right', () => {
  expect([successSet(null), timeLimit(null)]).toEqual(['2xx', 30_000])
})

describe('what a try came to', () => {
  const answered = (status: number): Sent => ({
    kind: 'answered',
    durationMs: 1,
    response: { status, statusText: '', headers: [], body: new Uint8Array(), truncated: false },
  })
  const headshotpro = catalog.profile('headshotpro')

  test.each([
    [200, 'accepted', 'accepted'],
    [201, 'accepted', 'refused'],
    [299, 'accepted', 'refused'],
    [199, 'refused', 'refused'],
    [300, 'refused', 'refused'],
    [302, 'refused', 'refused'],
    [404, 'refused', 'refused'],
    [500, 'refused', 'refused'],
  ])('%d by any 2xx: %s, by 200 alone: %s', (status, any, alone) => {
    expect([outcomeOf(answered(status), null), outcomeOf(answered(status), headshotpro)]).toEqual([
      any,
      alone,
    ])
  })

  test('no answer is what it was', () => {
    const none: Sent[] = [
      { kind: 'timed-out', durationMs: 1, status: 200 },
      { kind: 'unreachable', why: 'refused', detail: '', addresses: [], durationMs: 1 },
    ]
    expect(none.map((each) => outcomeOf(each, headshotpro))).toEqual(['timed-out', 'unreachable'])
  })
})

describe('a wish for the answer', () => {
  const [first] = sent().attempts
  const attempt = (rest: Partial<Attempt> = {}): Attempt => {
    if (!first) throw new Error('There is one.')
    return { ...first, ...rest }
  }
  const response = (status: number, body: string) => ({
    status,
    statusText: '',
    headers: [],
    body: bytesOf(body),
    truncated: false,
  })

  test.each([
    ['none', {}, undefined],
    ['the right status', { status: '4xx' }, { met: true }],
    ['another status', { status: '2xx,500' }, { met: false, why: 'The status is 404, not 2xx,500.' }],
    ['a text', { body: 'is "not"' }, { met: true }],
    ['another text', { body: 'Not' }, { met: false, why: 'The answer does not hold Not.' }],
    ['a pattern', { body: '/^it\\sis/' }, { met: true }],
    ['a pattern with flags', { body: '/^IT.+Ä$/is' }, { met: true }],
    ['another pattern', { body: '/^is/' }, { met: false, why: 'The answer does not hold /^is/.' }],
    [
      'a path, which is no pattern',
      { body: '/hooks' },
      { met: false, why: 'The answer does not hold /hooks.' },
    ],
    ['both', { status: '404', body: 'not' }, { met: true }],
    ['both, one wrong', { status: '404', body: 'yes' }, { met: false, why: 'The answer does not hold yes.' }],
    ['both wrong', { status: '200', body: 'yes' }, { met: false, why: 'The status is 404, not 200.' }],
  ])('%s', (_what, wish, answer) => {
    expect(checkAnswer(attempt({ response: response(404, 'it\nis "not" ä') }), wish)).toEqual(answer)
  })

  test('cannot be met by nothing', () => {
    const nothing = attempt({ response: null, outcome: 'timed-out' })
    expect([checkAnswer(nothing, { body: '' }), checkAnswer(nothing, {})]).toEqual([
      { met: false, why: 'There was no answer (timed-out).' },
      undefined,
    ])
  })

  test.each([
    ['text', {}],
    ['/a', {}],
    ['//', {}],
    ['/a/g', {}],
    ['/a/b/', { pattern: /a\/b/ }],
    ['/A\n./ims', { pattern: /A\n./ims }],
    ['/(/', { problem: expect.stringContaining('Unterminated group') }],
    ['/a/ii', { problem: expect.stringContaining('Invalid flags') }],
  ])('%j is read', (text, wish) => {
    expect(readBodyWish(text)).toEqual(wish)
  })
})

describe('expectations', () => {
  test('each counts for itself', () => {
    const expectations = createExpectations([
      { type: 'job.*', count: 2 },
      { type: 'job.completed', count: 1 },
      { type: '*', count: 0 },
    ])
    expect(expectations.met()).toBe(false)
    expect(expectations.saw('job.completed')).toEqual([
      { type: 'job.*', count: 2, seen: 1, met: false },
      { type: 'job.completed', count: 1, seen: 1, met: true },
      { type: '*', count: 0, seen: 1, met: true },
    ])
    expect(expectations.saw('user.created')).toEqual([{ type: '*', count: 0, seen: 2, met: true }])
    expect(expectations.met()).toBe(false)
    expectations.saw('job.failed')
    expectations.saw('job.failed')
    expect(expectations.met()).toBe(true)
    expect(expectations.all()).toEqual([
      { type: 'job.*', count: 2, seen: 3, met: true },
      { type: 'job.completed', count: 1, seen: 1, met: true },
      { type: '*', count: 0, seen: 4, met: true },
    ])
  })

  test('none are met at once', () => {
    const none = createExpectations([])
    expect([none.met(), none.saw('a'), none.all()]).toEqual([true, [], []])
  })
})
