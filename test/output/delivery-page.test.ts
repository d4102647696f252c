import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Kept } from '../../src/delivery/store.ts'
import { deliveryPage } from '../../src/output/delivery-page.ts'
import { colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'
import { kept } from './support/values.ts'

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC')
})

const sent: Kept = {
  ...kept,
  direction: 'out',
  verdict: null,
  signature: null,
  answered: null,
  provider: null,
  eventId: null,
  unknownType: true,
  to: 'http://me:pass@localhost:3001/hooks',
  duplicateOf: 'dlv_1',
  replayOf: 'dlv_2',
  request: { ...kept.request, body: new Uint8Array() },
  attempts: kept.attempts.map((attempt) => ({
    ...attempt,
    outcome: 'unreachable',
    response: null,
    unreachable: { why: 'refused', detail: 'ECONNREFUSED' },
  })),
}
const unverified: Kept = {
  ...kept,
  verdict: { ok: false, reason: 'wrong-signature', detail: 'no known cause', hint: 'Verify the raw body.' },
}

test('a page on a terminal', () => {
  expect(deliveryPage(kept, terminal(), { part: 'all' })).toMatchInlineSnapshot(`
    "✓ verified with the current secret
    delivery      dlv_01JQA7Z4M8C6X0000000000001
    received      2026-03-15 12:04:31
    provider      acme
    event         evt_01JQA7Z4M8C6
    type          job.completed
    size          93 B
    signature     X-Acme-Sign (v1)
    answered      200

    POST /hooks?token=0123…0123
    Host: 127.0.0.1:4400
    Content-Type: application/json
    X-Acme-Sign: t=1773576271,v1=…d8bd
    Authorization: Bearer …0123

    {
      "id": "evt_01JQA7Z4M8C6",
      "data": {
        "amount": 12345678901234567890.10,
        "tags": [],
        "note": "\\u00e9"
      }
    }

    attempt 1  2026-03-15 12:04:31  ✓ accepted  200 OK  14 ms  → http://localhost:3000/hooks
      Set-Cookie: sid=…0123; Path=…
      {
        "received": true
      }"
  `)
  expect(deliveryPage(sent, terminal(), { part: 'all', sensitive: ['x-acme-sign'] })).toMatchInlineSnapshot(`
    "✗ unreachable
    delivery      dlv_01JQA7Z4M8C6X0000000000001
    sent          2026-03-15 12:04:31
    type          job.completed (not documented)
    size          0 B
    to            http://…@localhost:3001/hooks
    duplicate of  dlv_1
    replay of     dlv_2

    POST /hooks?token=0123…0123
    Host: 127.0.0.1:4400
    Content-Type: application/json
    X-Acme-Sign: t=1773576271,v1=…d8bd
    Authorization: Bearer …0123

    (empty)

    attempt 1  2026-03-15 12:04:31  ✗ unreachable  14 ms  → http://localhost:3000/hooks
      Nothing answers at http://localhost:3000/hooks (connection refused)."
  `)
})

test('a page in a pipe', () => {
  expect(deliveryPage(unverified, pipe, { part: 'all' })).toMatchInlineSnapshot(`
    "wrong-signature: no known cause
      Verify the raw body.
    delivery	dlv_01JQA7Z4M8C6X0000000000001
    received	2026-03-15T12:04:31.000Z
    provider	acme
    event	evt_01JQA7Z4M8C6
    type	job.completed
    size	93
    signature	X-Acme-Sign (v1)
    answered	200

    POST /hooks?token=0123…0123
    Host: 127.0.0.1:4400
    Content-Type: application/json
    X-Acme-Sign: t=1773576271,v1=…d8bd
    Authorization: Bearer …0123

    {
      "id": "evt_01JQA7Z4M8C6",
      "data": {
        "amount": 12345678901234567890.10,
        "tags": [],
        "note": "\\u00e9"
      }
    }

    attempt	1	2026-03-15T12:04:31.005Z	accepted	200	14	http://localhost:3000/hooks
      Set-Cookie: sid=…0123; Path=…
      {
        "received": true
      }"
  `)
})

test('its parts', () => {
  expect(deliveryPage(kept, pipe, { part: 'headers' })).toMatchInlineSnapshot(`
    "Host: 127.0.0.1:4400
    Content-Type: application/json
    X-Acme-Sign: t=1773576271,v1=…d8bd
    Authorization: Bearer …0123"
  `)
  expect(deliveryPage(kept, pipe, { part: 'body' })).toMatchInlineSnapshot(`
    "{
      "id": "evt_01JQA7Z4M8C6",
      "data": {
        "amount": 12345678901234567890.10,
        "tags": [],
        "note": "\\u00e9"
      }
    }"
  `)
})

test('secrets and signatures are shown when asked for, and only then', () => {
  const secrets = ['5257a869e7ecebeda32affa62cdca3fa', '0123456789abcdef0123']
  const shown = (reveal: boolean): boolean[] => {
    const page = deliveryPage(kept, terminal(), { part: 'all', reveal })
    return secrets.map((secret) => page.includes(secret))
  }
  expect([shown(false), shown(true)]).toEqual([
    [false, false],
    [true, true],
  ])
  expect(deliveryPage(kept, terminal(), { part: 'all', reveal: true })).toContain(
    'Bearer 0123456789abcdef0123',
  )
})

test('nothing unsafe is shown of any delivery', () => {
  const text = fc.string({ unit: 'binary' })
  const headers = fc.array(
    fc.tuple(fc.oneof(text, fc.constant('Authorization')), fc.oneof(text, fc.constant('👍'.repeat(20)))),
  )
  const body = fc.uint8Array({ maxLength: 60 })
  const delivery = fc.record({
    id: text,
    type: text,
    eventId: text,
    provider: text,
    to: text,
    duplicateOf: text,
    signature: fc.record({ header: text, scheme: text }),
    verdict: fc.record({
      ok: fc.constant(false as const),
      reason: fc.constant('body-changed' as const),
      detail: text,
      hint: text,
    }),
    request: fc.record({ method: text, target: text, headers, body }),
    attempts: fc.array(
      fc.record({
        delivery: text,
        number: fc.nat(),
        at: fc.nat(),
        to: text,
        headers,
        outcome: fc.constant('refused' as const),
        response: fc.record({ status: fc.nat(), statusText: text, headers, body, truncated: fc.boolean() }),
        unreachable: fc.option(fc.record({ why: fc.constant('other' as const), detail: text })),
        durationMs: fc.nat(),
      }),
      { maxLength: 2 },
    ),
  })
  fc.assert(
    fc.property(delivery, fc.boolean(), (part, reveal) => {
      const pages = [pipe, colourTerminal(60)].map((style) =>
        deliveryPage({ ...kept, ...part }, style, { part: 'all', reveal, sensitive: [] }),
      )
      expect(pages.map(forbiddenIn)).toEqual([undefined, undefined])
    }),
  )
})
