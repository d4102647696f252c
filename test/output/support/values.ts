import type { Kept } from '../../../src/delivery/store.ts'
import type { ReceivedView } from '../../../src/output/delivery-line.ts'
import type { SentView } from '../../../src/output/exchange.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { profileSchema } from '../../../src/provider/profile.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export const noon = Date.UTC(2026, 2, 15, 12, 4, 31)

export const received: ReceivedView = {
  at: noon,
  type: 'job.completed',
  eventId: 'evt_01JQA7Z4M8C6',
  provider: 'acme',
  bytes: 1234,
  verdict: { ok: true, key: 'current' },
  answered: 200,
  forwarded: { outcome: 'accepted', status: 200, durationMs: 14, to: 'http://localhost:3000/hooks' },
  unknownType: false,
  durationMs: 15,
}

export const sent: SentView = {
  outcome: 'accepted',
  status: 200,
  durationMs: 14,
  type: 'job.completed',
  eventId: 'evt_01K9W3T6V2',
  provider: 'acme',
  to: 'http://localhost:3000/hooks',
  response: { status: 200, statusText: 'OK', headers: [], body: bytes('OK\n'), truncated: false },
}

export const kept: Kept = {
  id: 'dlv_01JQA7Z4M8C6X0000000000001',
  place: 1,
  direction: 'in',
  at: noon,
  provider: 'acme',
  eventId: 'evt_01JQA7Z4M8C6',
  type: 'job.completed',
  unknownType: false,
  verdict: { ok: true, key: 'current' },
  signature: { header: 'X-Acme-Sign', scheme: 'v1' },
  request: {
    method: 'POST',
    target: '/hooks?token=0123456789abcdef0123',
    headers: [
      ['Host', '127.0.0.1:4400'],
      ['Content-Type', 'application/json'],
      ['X-Acme-Sign', 't=1773576271,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd'],
      ['Authorization', 'Bearer 0123456789abcdef0123'],
    ],
    body: bytes(
      '{"id":"evt_01JQA7Z4M8C6","data":{"amount":12345678901234567890.10,"tags":[],"note":"\\u00e9"}}',
    ),
  },
  to: null,
  answered: 200,
  duplicateOf: null,
  replayOf: null,
  attempts: [
    {
      delivery: 'dlv_01JQA7Z4M8C6X0000000000001',
      number: 1,
      at: noon + 5,
      to: 'http://localhost:3000/hooks',
      headers: [],
      outcome: 'accepted',
      response: {
        status: 200,
        statusText: 'OK',
        headers: [['Set-Cookie', 'sid=0123456789abcdef0123; Path=/']],
        body: bytes('{"received":true}'),
        truncated: false,
      },
      unreachable: null,
      durationMs: 14,
    },
  ],
}

export const profile: Profile = profileSchema.parse({
  formatVersion: 1,
  name: 'acme@2026',
  title: 'Acme',
  about:
    'The guide as first published: thirteen event types, an envelope of its own, five retries and a rotation of a day.',
  extends: 'acme',
  sources: {
    guide: { title: 'Webhooks guide', url: 'https://acme.test/docs/webhooks', checked: '2026-11-21' },
    reference: { title: 'API reference', checked: '2026-11-20' },
  },
  signature: {
    algorithm: 'hmac-sha256',
    key: { encoding: 'base64', prefix: 'whsec_' },
    signs: '{timestamp}.{body}',
    encoding: 'hex',
    separator: ',',
    headers: { 'X-Acme-Signature': 't={timestamp},v1={signature}' },
    previous: { 'X-Acme-Signature-Old': 't={timestamp},v1={signature}' },
    timestamp: {
      unit: 's',
      tolerance: { value: '5m', note: 'The guide calls this check optional.' },
      future: { value: 'ignored', published: false },
    },
    source: ['guide', 'reference'],
  },
  headers: { 'Content-Type': 'application/json', 'X-Acme-Event': '{type}' },
  event: {
    id: 'event_id',
    type: 'event_type',
    createdAt: 'timestamp',
    newId: 'evt_{hex:8}',
    fresh: { request_id: '{uuid}' },
    source: 'guide',
  },
  delivery: {
    timeout: '5s',
    success: { value: '200', source: 'reference' },
    schedule: ['0s', '1m', '5m', '30m', '2h', '6h'],
    countedFrom: { value: 'previous', published: false, note: 'The guide does not say it.' },
    newAttemptId: '{uuid}',
    afterLast: 'dead-letter',
    deadLetter: { retention: '72h' },
    disableAfter: { value: { consecutiveFailures: 50, failedEvents: 1 }, note: 'What counts is not said.' },
    order: 'none',
    source: 'guide',
  },
  rotation: { overlap: '24h', both: 'previous-header', source: 'guide' },
  api: {
    baseUrl: 'https://api.acme.test/v1',
    about: 'Webhooks are managed at /webhooks.',
    source: 'reference',
  },
})
