import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ReceivedView } from '../../src/output/delivery-line.ts'
import { deliveryLine } from '../../src/output/delivery-line.ts'
import { layoutFor } from '../../src/output/line-layout.ts'
import { asciiTerminal, atWidths, colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'
import { noon, received } from './support/values.ts'

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC')
})

const refused: ReceivedView = {
  ...received,
  type: 'job.cancelled',
  eventId: 'evt_01JQA7Z4M8C7',
  verdict: { ok: false, reason: 'wrong-secret', detail: 'signed with another secret' },
  answered: 401,
  forwarded: undefined,
  durationMs: 2,
}

const lines: ReceivedView[] = [
  received,
  {
    ...received,
    type: 'submission.approved',
    bytes: 1_600,
    answered: 500,
    forwarded: { outcome: 'refused', status: 500, durationMs: 9, to: 'http://localhost:3000/hooks' },
    retryInMs: 60_000,
  },
  refused,
  { ...received, duplicateOfAt: noon - 1_000 },
  { ...received, duplicateOfAt: noon - 3 * 86_400_000, forwarded: undefined },
  { ...received, type: 'job.renamed', unknownType: true, verdict: { ok: true, key: 'previous' } },
  {
    ...received,
    verdict: { ok: false, reason: 'no-secret', detail: 'no secret is known for it' },
    type: null,
    eventId: null,
    provider: null,
    bytes: 0,
    forwarded: undefined,
  },
  {
    ...received,
    answered: 504,
    forwarded: { outcome: 'timed-out', status: null, durationMs: 5_000, to: 'http://localhost:3000/hooks' },
    retryInMs: 300_000,
  },
  {
    ...received,
    answered: 502,
    eventId: 'evt_01JQA7Z4M8C6X01JQA7Z4M8C6X0000',
    bytes: 12_300_000,
    forwarded: {
      outcome: 'unreachable',
      status: null,
      durationMs: 3,
      to: 'http://me:pass@localhost:3000/hooks',
    },
    duplicateOfAt: noon - 1_000,
    unknownType: true,
  },
]

const all = (style: Parameters<typeof deliveryLine>[1]): string =>
  lines.map((view) => deliveryLine(view, style)).join('\n')

describe('on a terminal', () => {
  test('of any width', () => {
    expect(atWidths([160, 120, 100, 80, 60, 40], all)).toMatchInlineSnapshot(`
      "----------------------------------------------------------------------------------------------------------------------------------------------------------------
      12:04:31  ✓ job.completed              evt_01JQA7Z4M8C6                   acme           1.2 kB  → 200   14 ms
      12:04:31  ✓ submission.approved        evt_01JQA7Z4M8C6                   acme           1.6 kB  → 500    9 ms  ! would be tried again in 1 m
      12:04:31  ✗ job.cancelled              evt_01JQA7Z4M8C7                   acme           1.2 kB    401    2 ms  wrong-secret: signed with another secret
      12:04:31  ✓ job.completed              evt_01JQA7Z4M8C6                   acme           1.2 kB  → 200   14 ms  ! duplicate of 12:04:30
      12:04:31  ✓ job.completed              evt_01JQA7Z4M8C6                   acme           1.2 kB    200   15 ms  ! duplicate of 2026-03-12 12:04:31
      12:04:31  ✓ job.renamed                evt_01JQA7Z4M8C6                   acme           1.2 kB  → 200   14 ms  signed with the previous secret  ! unknown type
      12:04:31  ! -                          -                                  -                 0 B    200   15 ms  ! unverified
      12:04:31  ✓ job.completed              evt_01JQA7Z4M8C6                   acme           1.2 kB    504     5 s  ✗ timed out  ! would be tried again in 5 m
      12:04:31  ✓ job.completed              evt_01JQA7Z4M8C6X01JQA7Z4M8C6X00…  acme          12.3 MB    502    3 ms  ✗ unreachable  ! duplicate  ! unknown type
      ------------------------------------------------------------------------------------------------------------------------
      12:04:31  ✓ job.completed           evt_01JQA7Z4M8…  acme         1.2 kB  → 200   14 ms
      12:04:31  ✓ submission.approved     evt_01JQA7Z4M8…  acme         1.6 kB  → 500    9 ms  ! would be tried again in 1 m
      12:04:31  ✗ job.cancelled           evt_01JQA7Z4M8…  acme         1.2 kB    401    2 ms  wrong-secret: signed with anot…
      12:04:31  ✓ job.completed           evt_01JQA7Z4M8…  acme         1.2 kB  → 200   14 ms  ! duplicate of 12:04:30
      12:04:31  ✓ job.completed           evt_01JQA7Z4M8…  acme         1.2 kB    200   15 ms  ! duplicate
      12:04:31  ✓ job.renamed             evt_01JQA7Z4M8…  acme         1.2 kB  → 200   14 ms  previous secret  ! unknown type
      12:04:31  ! -                       -                -               0 B    200   15 ms  ! unverified
      12:04:31  ✓ job.completed           evt_01JQA7Z4M8…  acme         1.2 kB    504     5 s  ✗ timed out  ! again in 5 m
      12:04:31  ✓ job.completed           evt_01JQA7Z4M8…  acme        12.3 MB    502    3 ms  ✗ unreachable  ! duplicate
      ----------------------------------------------------------------------------------------------------
      12:04:31  ✓ job.completed      evt_01JQA7Z4M8…  acme       → 200   14 ms
      12:04:31  ✓ submissi…approved  evt_01JQA7Z4M8…  acme       → 500    9 ms  ! again in 1 m
      12:04:31  ✗ job.cancelled      evt_01JQA7Z4M8…  acme         401    2 ms  wrong-secret: signed with…
      12:04:31  ✓ job.completed      evt_01JQA7Z4M8…  acme       → 200   14 ms  ! duplicate of 12:04:30
      12:04:31  ✓ job.completed      evt_01JQA7Z4M8…  acme         200   15 ms  ! duplicate
      12:04:31  ✓ job.renamed        evt_01JQA7Z4M8…  acme       → 200   14 ms  previous secret  ! unknow…
      12:04:31  ! -                  -                -            200   15 ms  ! unverified
      12:04:31  ✓ job.completed      evt_01JQA7Z4M8…  acme         504     5 s  ✗ timed out  ! again in 5…
      12:04:31  ✓ job.completed      evt_01JQA7Z4M8…  acme         502    3 ms  ✗ unreachable  ! duplicate
      --------------------------------------------------------------------------------
      12:04:31  ✓ job.completed             evt_01JQA7Z4M8…  → 200
      12:04:31  ✓ submission.approved       evt_01JQA7Z4M8…  → 500  ! again in 1 m
      12:04:31  ✗ job.cancelled             evt_01JQA7Z4M8…    401  wrong-secret
      12:04:31  ✓ job.completed             evt_01JQA7Z4M8…  → 200  ! duplicate
      12:04:31  ✓ job.completed             evt_01JQA7Z4M8…    200  ! duplicate
      12:04:31  ✓ job.renamed               evt_01JQA7Z4M8…  → 200  previous secret
      12:04:31  ! -                         -                  200  ! unverified
      12:04:31  ✓ job.completed             evt_01JQA7Z4M8…    504  ✗ timed out
      12:04:31  ✓ job.completed             evt_01JQA7Z4M8…    502  ✗ unreachable
      ------------------------------------------------------------
      12:04:31  ✓ job.completed              → 200
      12:04:31  ✓ submission.approved        → 500  ! again in 1 m
      12:04:31  ✗ job.cancelled                401  wrong-secret
      12:04:31  ✓ job.completed              → 200  ! duplicate
      12:04:31  ✓ job.completed                200  ! duplicate
      12:04:31  ✓ job.renamed                → 200  previous secr…
      12:04:31  ! -                            200  ! unverified
      12:04:31  ✓ job.completed                504  ✗ timed out
      12:04:31  ✓ job.completed                502  ✗ unreachable
      ----------------------------------------
      12:04:31  ✓ job.c…eted  → 200
      12:04:31  ✓ submi…oved  → 500  ! again …
      12:04:31  ✗ job.c…lled    401  wrong-se…
      12:04:31  ✓ job.c…eted  → 200  ! duplic…
      12:04:31  ✓ job.c…eted    200  ! duplic…
      12:04:31  ✓ job.r…amed  → 200  previous…
      12:04:31  ! -             200  ! unveri…
      12:04:31  ✓ job.c…eted    504  ✗ timed …
      12:04:31  ✓ job.c…eted    502  ✗ unreac…"
    `)
  })

  test('in colour', () => {
    expect(
      lines.slice(0, 3).map((view) => deliveryLine(view, colourTerminal(120)).replaceAll('\u001b', '^')),
    ).toMatchInlineSnapshot(`
      [
        "^[2m12:04:31^[22m  ^[32m✓^[39m job.completed           evt_01JQA7Z4M8…  ^[2macme     ^[22m  ^[2m  1.2 kB^[22m  ^[32m→ 200^[39m  ^[2m 14 ms^[22m",
        "^[2m12:04:31^[22m  ^[32m✓^[39m submission.approved     evt_01JQA7Z4M8…  ^[2macme     ^[22m  ^[2m  1.6 kB^[22m  ^[31m→ 500^[39m  ^[2m  9 ms^[22m  ^[33m!^[39m would be tried again in 1 m",
        "^[2m12:04:31^[22m  ^[31m✗^[39m job.cancelled           evt_01JQA7Z4M8…  ^[2macme     ^[22m  ^[2m  1.2 kB^[22m  ^[31m  401^[39m  ^[2m  2 ms^[22m  wrong-secret: signed with anot…",
      ]
    `)
  })

  test('with plain characters', () => {
    expect(all(asciiTerminal(80))).toMatchInlineSnapshot(`
      "12:04:31  + job.completed             evt_01JQA7Z4...  -> 200
      12:04:31  + submission.approved       evt_01JQA7Z4...  -> 500  ! again in 1 m
      12:04:31  x job.cancelled             evt_01JQA7Z4...     401  wrong-secret
      12:04:31  + job.completed             evt_01JQA7Z4...  -> 200  ! duplicate
      12:04:31  + job.completed             evt_01JQA7Z4...     200  ! duplicate
      12:04:31  + job.renamed               evt_01JQA7Z4...  -> 200  previous secret
      12:04:31  ! -                         -                   200  ! unverified
      12:04:31  + job.completed             evt_01JQA7Z4...     504  x timed out
      12:04:31  + job.completed             evt_01JQA7Z4...     502  x unreachable"
    `)
  })
})

test('in a pipe', () => {
  expect(all(pipe)).toMatchInlineSnapshot(`
    "2026-03-15T12:04:31.000Z	verified	job.completed	evt_01JQA7Z4M8C6	acme	1234	200	14	
    2026-03-15T12:04:31.000Z	verified	submission.approved	evt_01JQA7Z4M8C6	acme	1600	500	9	would be tried again in 1 m
    2026-03-15T12:04:31.000Z	wrong-secret	job.cancelled	evt_01JQA7Z4M8C7	acme	1234	401	2	wrong-secret: signed with another secret
    2026-03-15T12:04:31.000Z	verified	job.completed	evt_01JQA7Z4M8C6	acme	1234	200	14	duplicate of 2026-03-15T12:04:30.000Z
    2026-03-15T12:04:31.000Z	verified	job.completed	evt_01JQA7Z4M8C6	acme	1234	200	15	duplicate of 2026-03-12T12:04:31.000Z
    2026-03-15T12:04:31.000Z	verified	job.renamed	evt_01JQA7Z4M8C6	acme	1234	200	14	signed with the previous secret; type is not documented
    2026-03-15T12:04:31.000Z	unverified				0	200	15	unverified
    2026-03-15T12:04:31.000Z	verified	job.completed	evt_01JQA7Z4M8C6	acme	1234		5000	the handler timed out after 5 s; would be tried again in 5 m
    2026-03-15T12:04:31.000Z	verified	job.completed	evt_01JQA7Z4M8C6X01JQA7Z4M8C6X0000	acme	12300000		3	nothing answers at http://…@localhost:3000/hooks; duplicate of 2026-03-15T12:04:30.000Z; type is not documented"
  `)
})

test('what nobody verified is never marked as verified', () => {
  for (const verdict of [null, { ok: false, reason: 'no-secret', detail: 'x' }] as const) {
    expect(deliveryLine({ ...received, verdict }, terminal(200))).not.toContain('✓')
    expect(deliveryLine({ ...received, verdict }, pipe).split('\t')[1]).toBe('unverified')
  }
})

test('the columns stand in the same places at every width, and leave room for notes', () => {
  for (let width = 30; width <= 240; width++) {
    const { type, ...rest } = layoutFor(width)
    const columns = [type + 2, ...Object.values(rest)].filter((each) => each > 0)
    const taken = 8 + 5 + columns.reduce((sum, each) => sum + each + 2, 2)
    expect(taken).toBeLessThanOrEqual(width - 5)
  }
})

test('nothing that came over the network makes a second line, a field or a colour', () => {
  const text = fc.string({ unit: 'binary' })
  const view = fc.record({
    type: fc.option(text),
    eventId: fc.option(text),
    provider: fc.option(text),
    verdict: fc.constantFrom('wrong-signature', 'body-changed').chain((reason) =>
      text.map((detail) => ({
        ok: false as const,
        reason: reason === 'body-changed' ? ('body-changed' as const) : ('wrong-signature' as const),
        detail,
      })),
    ),
    forwarded: fc.record({
      outcome: fc.constantFrom('unreachable' as const, 'refused' as const),
      status: fc.constant(null),
      durationMs: fc.nat(),
      to: text,
    }),
    retryInMs: fc.nat(),
    bytes: fc.nat(),
  })
  fc.assert(
    fc.property(view, fc.integer({ min: 30, max: 200 }), (part, width) => {
      const whole = { ...received, ...part }
      const piped = deliveryLine(whole, pipe)
      const drawn = deliveryLine(whole, colourTerminal(width))
      expect([piped, drawn].map(forbiddenIn)).toEqual([undefined, undefined])
      expect([piped.includes('\n'), drawn.includes('\n'), drawn.includes('\t')]).toEqual([
        false,
        false,
        false,
      ])
      expect(piped.split('\t').length).toBe(9)
    }),
  )
})
