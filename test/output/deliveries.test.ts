import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Kept, Stats } from '../../src/delivery/store.ts'
import { deliveryTable, statsView } from '../../src/output/deliveries.ts'
import { atWidths, colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'
import { kept, noon } from './support/values.ts'

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC')
})

const attempt = kept.attempts.slice(0, 1)
const sent: Kept = {
  ...kept,
  id: 'dlv_01JQA7Z4M8C6X0000000000002',
  direction: 'out',
  verdict: null,
  answered: null,
}
const rows: Kept[] = [
  kept,
  {
    ...kept,
    verdict: { ok: false, reason: 'wrong-secret', detail: '' },
    answered: 401,
    duplicateOf: 'dlv_1',
    unknownType: true,
  },
  {
    ...kept,
    verdict: { ok: false, reason: 'no-secret', detail: '' },
    type: null,
    eventId: null,
    provider: null,
  },
  sent,
  { ...sent, attempts: [], replayOf: 'dlv_1' },
  {
    ...sent,
    attempts: [
      ...attempt,
      ...attempt.map((each) => ({ ...each, outcome: 'unreachable' as const, response: null })),
    ],
  },
  { ...sent, attempts: attempt.map((each) => ({ ...each, outcome: 'timed-out' as const, response: null })) },
]

describe('the table', () => {
  test('on a terminal', () => {
    expect(atWidths([200, 120, 80, 40], (style) => deliveryTable(rows, style))).toMatchInlineSnapshot(`
      "--------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------
      time                      state           type           id                              status  provider  size  delivery                        notes
      2026-03-15 12:04:31  in   ✓ verified      job.completed  evt_01JQA7Z4M8C6                200     acme      93 B  dlv_01JQA7Z4M8C6X0000000000001
      2026-03-15 12:04:31  in   ✗ wrong-secret  job.completed  evt_01JQA7Z4M8C6                401     acme      93 B  dlv_01JQA7Z4M8C6X0000000000001  duplicate, unknown type
      2026-03-15 12:04:31  in   ! unverified                   dlv_01JQA7Z4M8C6X0000000000001  200               93 B  dlv_01JQA7Z4M8C6X0000000000001
      2026-03-15 12:04:31  out  ✓ accepted      job.completed  evt_01JQA7Z4M8C6                200     acme      93 B  dlv_01JQA7Z4M8C6X0000000000002
      2026-03-15 12:04:31  out  ! not sent      job.completed  evt_01JQA7Z4M8C6                        acme      93 B  dlv_01JQA7Z4M8C6X0000000000002  replay
      2026-03-15 12:04:31  out  ✗ unreachable   job.completed  evt_01JQA7Z4M8C6                        acme      93 B  dlv_01JQA7Z4M8C6X0000000000002  2 attempts
      2026-03-15 12:04:31  out  ✗ timed out     job.completed  evt_01JQA7Z4M8C6                        acme      93 B  dlv_01JQA7Z4M8C6X0000000000002
      ------------------------------------------------------------------------------------------------------------------------
      time                      state           type           id                status  delivery            notes
      2026-03-15 12:04:31  in   ✓ verified      job.completed  evt_01JQA7Z4M8C6  200     dlv_01JQA7Z4M8C6X…
      2026-03-15 12:04:31  in   ✗ wrong-secret  job.completed  evt_01JQA7Z4M8C6  401     dlv_01JQA7Z4M8C6X…  duplicate, unkno…
      2026-03-15 12:04:31  in   ! unverified                   dlv_01JQA7Z4M8C…  200     dlv_01JQA7Z4M8C6X…
      2026-03-15 12:04:31  out  ✓ accepted      job.completed  evt_01JQA7Z4M8C6  200     dlv_01JQA7Z4M8C6X…
      2026-03-15 12:04:31  out  ! not sent      job.completed  evt_01JQA7Z4M8C6          dlv_01JQA7Z4M8C6X…  replay
      2026-03-15 12:04:31  out  ✗ unreachable   job.completed  evt_01JQA7Z4M8C6          dlv_01JQA7Z4M8C6X…  2 attempts
      2026-03-15 12:04:31  out  ✗ timed out     job.completed  evt_01JQA7Z4M8C6          dlv_01JQA7Z4M8C6X…
      --------------------------------------------------------------------------------
      time                      state           type           id
      2026-03-15 12:04:31  in   ✓ verified      job.completed  evt_01JQA7Z4M8C6
      2026-03-15 12:04:31  in   ✗ wrong-secret  job.completed  evt_01JQA7Z4M8C6
      2026-03-15 12:04:31  in   ! unverified                   dlv_01JQA7Z4M8C6X00000…
      2026-03-15 12:04:31  out  ✓ accepted      job.completed  evt_01JQA7Z4M8C6
      2026-03-15 12:04:31  out  ! not sent      job.completed  evt_01JQA7Z4M8C6
      2026-03-15 12:04:31  out  ✗ unreachable   job.completed  evt_01JQA7Z4M8C6
      2026-03-15 12:04:31  out  ✗ timed out     job.completed  evt_01JQA7Z4M8C6
      ----------------------------------------
      state         type          id
      ✓ verified    job.co…leted  evt_01JQA7Z…
      ✗ wron…ecret  job.co…leted  evt_01JQA7Z…
      ! unverified                dlv_01JQA7Z…
      ✓ accepted    job.co…leted  evt_01JQA7Z…
      ! not sent    job.co…leted  evt_01JQA7Z…
      ✗ unre…hable  job.co…leted  evt_01JQA7Z…
      ✗ timed out   job.co…leted  evt_01JQA7Z…"
    `)
  })

  test('in colour', () => {
    expect(
      deliveryTable(rows.slice(0, 2), colourTerminal(120)).replaceAll('\u001b', '^'),
    ).toMatchInlineSnapshot(`
      "^[2mtime^[22m                     ^[2mstate^[22m           ^[2mtype^[22m           ^[2mid^[22m               ^[2mstatus^[22m  ^[2mprovider^[22m  ^[2mdelivery^[22m            ^[2mnotes^[22m
      ^[2m2026-03-15 12:04:31^[22m  in  ^[32m✓ verified^[39m      job.completed  evt_01JQA7Z4M8…  200     acme      ^[2mdlv_01JQA7Z4M8C6X…^[22m
      ^[2m2026-03-15 12:04:31^[22m  in  ^[31m✗ wrong-secret^[39m  job.completed  evt_01JQA7Z4M8…  401     acme      ^[2mdlv_01JQA7Z4M8C6X…^[22m  ^[33mduplicat…^[39m"
    `)
  })

  test('in a pipe', () => {
    expect(deliveryTable(rows, pipe)).toMatchInlineSnapshot(`
      "2026-03-15T12:04:31.000Z	in	verified	job.completed	evt_01JQA7Z4M8C6	200	acme	93	dlv_01JQA7Z4M8C6X0000000000001	
      2026-03-15T12:04:31.000Z	in	wrong-secret	job.completed	evt_01JQA7Z4M8C6	401	acme	93	dlv_01JQA7Z4M8C6X0000000000001	duplicate, unknown type
      2026-03-15T12:04:31.000Z	in	unverified			200		93	dlv_01JQA7Z4M8C6X0000000000001	
      2026-03-15T12:04:31.000Z	out	accepted	job.completed	evt_01JQA7Z4M8C6	200	acme	93	dlv_01JQA7Z4M8C6X0000000000002	
      2026-03-15T12:04:31.000Z	out	not sent	job.completed	evt_01JQA7Z4M8C6		acme	93	dlv_01JQA7Z4M8C6X0000000000002	replay
      2026-03-15T12:04:31.000Z	out	unreachable	job.completed	evt_01JQA7Z4M8C6		acme	93	dlv_01JQA7Z4M8C6X0000000000002	2 attempts
      2026-03-15T12:04:31.000Z	out	timed out	job.completed	evt_01JQA7Z4M8C6		acme	93	dlv_01JQA7Z4M8C6X0000000000002	"
    `)
  })

  test('shows nothing unsafe', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(
        fc.record({ id: text, type: text, eventId: text, provider: text, at: fc.double() }),
        (part) => {
          const shown = [pipe, colourTerminal(100)].map((style) =>
            deliveryTable([{ ...kept, ...part }], style),
          )
          expect(shown.map(forbiddenIn)).toEqual([undefined, undefined])
          expect(shown.map((view) => view.split('\n').length)).toEqual([1, 2])
        },
      ),
    )
  })
})

describe('the counts', () => {
  const stats: Stats = {
    deliveries: 120,
    in: 100,
    out: 20,
    verified: 97,
    refused: 3,
    duplicates: 5,
    attempts: 24,
    bytes: 123_456,
    oldest: noon,
    newest: noon + 60_000,
    types: [
      { provider: 'acme', type: 'job.completed', count: 110 },
      { provider: null, type: null, count: 10 },
    ],
  }

  test('on a terminal and in a pipe', () => {
    expect(statsView(stats, terminal(40))).toMatchInlineSnapshot(`
      "deliveries  120
      received    100
      sent        20
      verified    97
      refused     3
      duplicates  5
      attempts    24
      size        123 kB
      oldest      2026-03-15 12:04:31
      newest      2026-03-15 12:05:31

      count  type           provider
        110  job.completed  acme
         10"
    `)
    expect(statsView(stats, pipe)).toMatchInlineSnapshot(`
      "deliveries	120
      received	100
      sent	20
      verified	97
      refused	3
      duplicates	5
      attempts	24
      size	123456
      oldest	2026-03-15T12:04:31.000Z
      newest	2026-03-15T12:05:31.000Z

      110	job.completed	acme
      10		"
    `)
  })

  test('of an empty store', () => {
    const none = {
      deliveries: 0,
      in: 0,
      out: 0,
      verified: 0,
      refused: 0,
      duplicates: 0,
      attempts: 0,
      bytes: 0,
    }
    expect(statsView({ ...none, oldest: null, newest: null, types: [] }, terminal())).toMatchInlineSnapshot(`
      "deliveries  0
      received    0
      sent        0
      verified    0
      refused     0
      duplicates  0
      attempts    0
      size        0 B"
    `)
  })
})
