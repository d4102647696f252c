import type { Attempt, Delivery } from '../../../src/delivery/delivery.ts'

/** A received and verified delivery with these changes. */
export const received = (changes: Partial<Delivery> = {}): Delivery => ({
  id: 'dlv_0001',
  direction: 'in',
  at: 1_000,
  provider: 'acme',
  eventId: 'evt_0001',
  type: 'job.completed',
  unknownType: false,
  verdict: { ok: true, key: 'current' },
  signature: { header: 'X-Signature', scheme: 'v1' },
  request: {
    method: 'POST',
    target: '/hooks',
    headers: [['Content-Type', 'application/json']],
    body: bytes('{}'),
  },
  to: null,
  answered: 200,
  duplicateOf: null,
  replayOf: null,
  ...changes,
})

/** A delivery of ours with these changes. */
export const sent = (changes: Partial<Delivery> = {}): Delivery =>
  received({
    direction: 'out',
    verdict: null,
    signature: null,
    to: 'http://localhost:3000/hooks',
    answered: null,
    ...changes,
  })

/** An accepted attempt with these changes. */
export const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  delivery: 'dlv_0001',
  number: 1,
  at: 1_001,
  to: 'http://localhost:3000/hooks',
  headers: [['X-Signature', 'v1=00']],
  outcome: 'accepted',
  response: { status: 200, statusText: 'OK', headers: [['X-A', '1']], body: bytes('ok'), truncated: false },
  unreachable: null,
  durationMs: 12.5,
  ...changes,
})

/** Bytes of a text, one for each character. */
export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
