import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SentView } from '../../src/output/exchange.ts'
import { sentView, unreachableSentence } from '../../src/output/exchange.ts'
import { asciiTerminal, atWidths, colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'
import { sent } from './support/values.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const answered = (status: number, body: string, truncated = false): SentView['response'] => ({
  status,
  statusText: '',
  headers: [],
  body: bytes(body),
  truncated,
})

const refused: SentView = {
  ...sent,
  outcome: 'refused',
  status: 500,
  response: answered(500, `{"error":"boom\\u001b[31m"}`, true),
  hint: 'The handler failed: its own log says why.',
}

const views: SentView[] = [
  sent,
  refused,
  { ...sent, outcome: 'timed-out', status: null, response: null, durationMs: 5_000, hint: 'Answer at once.' },
  {
    ...sent,
    status: 201,
    response: answered(201, ''),
    expectation: { met: false, why: 'Expected 200, got 201.' },
  },
  { ...refused, hint: undefined, expectation: { met: true } },
  {
    ...sent,
    type: null,
    eventId: null,
    provider: null,
    to: 'https://me:pass@localhost/hooks?token=0123456789abcdef0123',
  },
  {
    ...sent,
    outcome: 'unreachable',
    status: null,
    response: null,
    unreachable: { why: 'refused', detail: 'ECONNREFUSED', addresses: ['127.0.0.1', '::1'] },
  },
]

const all = (style: Parameters<typeof sentView>[1]): string =>
  views.map((view) => sentView(view, style)).join('\n\n')

test('on a terminal', () => {
  expect(all(terminal(120))).toMatchInlineSnapshot(`
    "✓ accepted  200  14 ms   job.completed  evt_01K9W3T6V2  acme → http://localhost:3000/hooks
      OK

    ✗ refused  500  14 ms   job.completed  evt_01K9W3T6V2  acme → http://localhost:3000/hooks
      {
        "error": "boom\\u001b[31m"
      }
      (the rest of the answer was not kept)
      The handler failed: its own log says why.

    ✗ timed out  5 s   job.completed  evt_01K9W3T6V2  acme → http://localhost:3000/hooks
      Answer at once.

    ✗ accepted  201  14 ms   job.completed  evt_01K9W3T6V2  acme → http://localhost:3000/hooks
      Expected 200, got 201.

    ✓ refused, as expected  500  14 ms   job.completed  evt_01K9W3T6V2  acme → http://localhost:3000/hooks
      {
        "error": "boom\\u001b[31m"
      }
      (the rest of the answer was not kept)

    ✓ accepted  200  14 ms   → https://…@localhost/hooks?token=0123…0123
      OK

    ✗ Nothing answers at http://localhost:3000/hooks (connection refused on 127.0.0.1 and ::1).
      Start your handler, or give another --to."
  `)
})

test('on a narrow terminal', () => {
  expect(
    atWidths([80, 60, 40], (style) =>
      sentView({ ...sent, to: 'http://localhost:3000/a/long/path/to/the/hooks' }, style),
    ),
  ).toMatchInlineSnapshot(`
    "--------------------------------------------------------------------------------
    ✓ accepted  200  14 ms
      job.completed  evt_01K9W3T6V2  acme → http://localhost:300…g/path/to/the/hooks
      OK
    ------------------------------------------------------------
    ✓ accepted  200  14 ms
      job.completed  evt_01K9W3T6V2  acme → http://loc…the/hooks
      OK
    ----------------------------------------
    ✓ accepted  200  14 ms
      job.…eted  evt_…T6V2  acme → http…ooks
      OK"
  `)
})

test('in colour, and with plain characters', () => {
  expect(sentView(sent, colourTerminal()).replaceAll('\u001b', '^')).toMatchInlineSnapshot(`
    "^[32m✓^[39m ^[32maccepted^[39m  200  14 ms   job.completed  evt_01K9W3T6V2  acme ^[2m→^[22m http://localhost:3000/hooks
      OK"
  `)
  expect(sentView(sent, asciiTerminal())).toMatchInlineSnapshot(`
    "+ accepted  200  14 ms   job.completed  evt_01K9W3T6V2  acme -> http://localhost:3000/hooks
      OK"
  `)
})

test('in a pipe', () => {
  expect(all(pipe)).toMatchInlineSnapshot(`
    "accepted	200	14	job.completed	evt_01K9W3T6V2	acme	http://localhost:3000/hooks
      OK

    refused	500	14	job.completed	evt_01K9W3T6V2	acme	http://localhost:3000/hooks
      {
        "error": "boom\\u001b[31m"
      }
      (the rest of the answer was not kept)
      The handler failed: its own log says why.

    timed-out		5000	job.completed	evt_01K9W3T6V2	acme	http://localhost:3000/hooks
      Answer at once.

    accepted	201	14	job.completed	evt_01K9W3T6V2	acme	http://localhost:3000/hooks
      Expected 200, got 201.

    refused	500	14	job.completed	evt_01K9W3T6V2	acme	http://localhost:3000/hooks
      {
        "error": "boom\\u001b[31m"
      }
      (the rest of the answer was not kept)

    accepted	200	14				https://…@localhost/hooks?token=0123…0123
      OK

    Nothing answers at http://localhost:3000/hooks (connection refused on 127.0.0.1 and ::1).
      Start your handler, or give another --to."
  `)
})

test('a hint of several lines has them all', () => {
  expect(
    sentView({ ...sent, response: null, hint: 'As it was kept.\n  The handler\u001b failed.' }, pipe),
  ).toBe(
    'accepted\t200\t14\tjob.completed\tevt_01K9W3T6V2\tacme\thttp://localhost:3000/hooks\n  As it was kept.\n  The handler\\x1b failed.',
  )
})

test('a long answer is cut', () => {
  const view = {
    ...sent,
    response: answered(200, Array.from({ length: 140 }, (_, at) => `line ${at}`).join('\n')),
  }
  const lines = sentView(view, terminal()).split('\n')
  expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([22, '  line 19', '  … 120 more lines'])
})

test('each way of not being reached is a sentence', () => {
  const whys = [
    'refused',
    'unknown-host',
    'unroutable',
    'reset',
    'tls',
    'invalid-http',
    'interrupted',
    'other',
  ] as const
  const url = 'http://localhost:3001/hooks'
  expect(
    whys
      .map((why) => unreachableSentence(url, { why, detail: 'the detail\u001b', addresses: ['::1'] }))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "Nothing answers at http://localhost:3001/hooks (connection refused on ::1).
    The host of http://localhost:3001/hooks is not known.
    There is no way to http://localhost:3001/hooks from here.
    The connection to http://localhost:3001/hooks was closed without an answer.
    No secure connection to http://localhost:3001/hooks (the detail\\x1b).
    What answers at http://localhost:3001/hooks is not HTTP (the detail\\x1b).
    Sending to http://localhost:3001/hooks was interrupted.
    http://localhost:3001/hooks could not be reached (the detail\\x1b)."
  `)
})

test('nothing that was answered reaches the terminal as it is', () => {
  const text = fc.string({ unit: 'binary' })
  const view = fc.record({
    type: text,
    eventId: text,
    provider: text,
    to: text,
    hint: text,
    expectation: fc.option(fc.record({ met: fc.boolean(), why: text }), { nil: undefined }),
    response: fc
      .uint8Array({ maxLength: 100 })
      .map((body) => ({ status: 500, statusText: '', headers: [], body, truncated: false })),
    unreachable: fc.option(
      fc.record({
        why: fc.constantFrom('tls' as const, 'other' as const),
        detail: text,
        addresses: fc.array(text),
      }),
    ),
    outcome: fc.constantFrom('refused' as const, 'unreachable' as const),
  })
  fc.assert(
    fc.property(view, fc.integer({ min: 20, max: 160 }), (part, width) => {
      const styles = [pipe, colourTerminal(width)]
      const shown = styles.map((style) => sentView({ ...sent, ...part }, style))
      expect(shown.map(forbiddenIn)).toEqual([undefined, undefined])
    }),
  )
})
