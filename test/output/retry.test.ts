import { describe, expect, test } from 'vitest'
import type { Ending } from '../../src/delivery/delivery.ts'
import type { EndpointChange } from '../../src/delivery/engine/dispatcher.ts'
import { policyOf } from '../../src/delivery/engine/policy.ts'
import type { AttemptView } from '../../src/output/attempt-line.ts'
import { attemptLine, offsetText } from '../../src/output/attempt-line.ts'
import type { EndView, RetryHead } from '../../src/output/retry.ts'
import { countsText, endLine, endpointLine, retryHead } from '../../src/output/retry.ts'
import { asciiTerminal, atWidths, colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'

const hostile = 'evt_\x1b[31m\u202e\n\t'

const attempt: AttemptView = {
  eventId: 'evt_01K9W3T6V2ABCDEFGHJKMNPQRS',
  among: false,
  number: 3,
  of: 6,
  offsetMs: 360_024,
  outcome: 'refused',
  status: 500,
  statusText: 'Internal Server Error',
  unreachable: undefined,
  durationMs: 9.4,
  why: { scheduledMs: 300_000, countedFrom: 'previous', jitteredMs: undefined, moved: [] },
}
const attempts: AttemptView[] = [
  { ...attempt, number: 1, offsetMs: 0, why: { ...attempt.why, scheduledMs: 0 } },
  attempt,
  { ...attempt, outcome: 'timed-out', status: null, statusText: '', durationMs: 30_000 },
  { ...attempt, outcome: 'unreachable', status: null, statusText: '', unreachable: 'refused' },
  { ...attempt, outcome: 'accepted', status: 200, statusText: 'OK', number: 6, offsetMs: 38_160_072 },
  { ...attempt, status: 500, met: true },
  { ...attempt, statusText: hostile, among: true, eventId: hostile },
  { ...attempt, among: true },
]

describe('an attempt', () => {
  test('on a terminal, at its width', () => {
    expect(
      atWidths([100, 80, 60, 40], (style) => attempts.map((each) => attemptLine(each, style)).join('\n')),
    ).toMatchSnapshot()
  })

  test('in a pipe', () => {
    expect(attempts.map((each) => attemptLine(each, pipe)).join('\n')).toMatchSnapshot()
  })

  test('in colours, and in ASCII', () => {
    expect([
      attemptLine(attempt, colourTerminal(90)),
      attemptLine(attempt, asciiTerminal(90)),
    ]).toMatchSnapshot()
  })

  test('shows nothing of the other side that a terminal must not have', () => {
    const lines = [terminal(), pipe].map((style) =>
      attempts.map((each) => attemptLine(each, style)).join('\n'),
    )
    expect(lines.map(forbiddenIn)).toEqual([undefined, undefined])
  })

  test.each([
    [0, '+0 s'],
    [12, '+0 s'],
    [1_400, '+1 s'],
    [60_012, '+1 m'],
    [38_160_072, '+10 h 36 m'],
  ])('%i ms after the event: %s', (ms, expected) => {
    expect(offsetText(ms)).toBe(expected)
  })
})

describe('the head', () => {
  const head: RetryHead = {
    event: { id: 'evt_01K9W3T6V2', type: 'job.completed' },
    count: 1,
    provider: 'acme',
    to: 'http://localhost:3000/hooks?token=0123456789abcdef0123',
    offsets: [0, 60_000, 38_160_000],
    assumed: undefined,
    speed: null,
  }

  test.each<[string, Partial<RetryHead>]>([
    ['of one event', {}],
    ['of several', { event: undefined, count: 3 }],
    ['of what nobody knows', { event: { id: null, type: null }, provider: null, assumed: 'unknown' }],
    ['of a schedule that is assumed', { assumed: 'assumed', speed: 1 }],
    ['of one that is an approximation', { assumed: 'approximate', speed: 60 }],
    ['of one attempt', { offsets: [0] }],
    ['of attempts without a delay', { offsets: [0, 0, 0] }],
    ['of something hostile', { event: { id: hostile, type: hostile } }],
  ])('%s', (_title, changes) => {
    expect(retryHead({ ...head, ...changes }, terminal(80))).toMatchSnapshot()
  })
})

describe('the end', () => {
  const ending: Ending = { end: 'delivered', atMs: 360_036, deadLettered: false, endpointDisabled: false }
  const view: EndView = { eventId: 'evt_1', among: false, ending, attempts: 3, of: 6, tookMs: 41 }
  const endings: EndView[] = [
    view,
    { ...view, attempts: 1, ending: { ...ending, atMs: 12 } },
    { ...view, ending: { ...ending, end: 'given-up', atMs: 38_160_000 }, attempts: 6 },
    { ...view, ending: { ...ending, end: 'given-up', deadLettered: true }, deadLetterMs: 2_592_000_000 },
    { ...view, ending: { ...ending, end: 'given-up', deadLettered: true } },
    { ...view, ending: { ...ending, end: 'stopped', atMs: 12 }, attempts: 1 },
    { ...view, ending: { ...ending, end: 'endpoint-disabled', endpointDisabled: true } },
    { ...view, ending: { ...ending, end: 'endpoint-disabled', endpointDisabled: true }, attempts: 0 },
    { ...view, among: true, eventId: hostile },
  ]

  test('on a terminal', () => {
    expect(endings.map((each) => endLine(each, terminal(80))).join('\n')).toMatchSnapshot()
  })

  test('in a pipe', () => {
    expect(endings.map((each) => endLine(each, pipe)).join('\n')).toMatchSnapshot()
  })
})

describe('what happens to the endpoint', () => {
  const limits = { consecutiveFailures: 50, failedEvents: 1, failingForMs: 432_000_000 }
  const policy = { ...policyOf(null), health: { ...policyOf(null).health, ...limits } }
  const kind = { newEvents: 'queued', retries: 'paused' } as const
  const reasons = [
    'consecutive-failures',
    'failed-events',
    'failing-for',
    'failure-ratio',
    'last-attempt',
    'answer',
    'by-hand',
    'time',
  ] as const
  const change: EndpointChange = { to: 'disabled', at: 0, because: 'answer', until: undefined }

  test('it is disabled, for every reason', () => {
    const lines = reasons.map((because) => endpointLine({ ...change, because }, policy, terminal(200)))
    expect(lines.join('\n')).toMatchSnapshot()
  })

  test('it is off for a while, and on again, at a provider that lets events wait', () => {
    const gentle = { ...policy, health: { ...policy.health, ...kind } }
    const changes: EndpointChange[] = [
      { to: 'off-for-a-while', at: 1_000, because: 'consecutive-failures', until: 61_000 },
      { to: 'enabled', at: 61_000, because: 'time', until: undefined },
    ]
    expect(changes.map((each) => endpointLine(each, gentle, terminal(200))).join('\n')).toMatchSnapshot()
    expect(changes.map((each) => endpointLine(each, gentle, pipe)).join('\n')).toMatchSnapshot()
  })
})

test('how several ended', () => {
  expect([
    countsText({ delivered: 3, failed: 1, unreachable: 0, left: 0 }),
    countsText({ delivered: 0, failed: 0, unreachable: 2, left: 5 }),
  ]).toEqual(['3 delivered, 1 failed, 0 unreachable', '0 delivered, 0 failed, 2 unreachable, 5 not finished'])
})
