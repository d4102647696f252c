import type { Kept } from '../../../src/delivery/store.ts'
import { bytesOf } from '../../../src/http/body.ts'
import { now } from '../../provider/support/requests.ts'

/** A received and verified delivery with these changes, as the store has it. */
export const received = (changes: Partial<Kept> = {}): Kept => ({
  id: 'dlv_01KKRF9J700000000000000001',
  place: 1,
  direction: 'in',
  at: now,
  provider: 'acme',
  eventId: 'evt_1',
  type: 'job.completed',
  unknownType: false,
  verdict: { ok: true, key: 'current' },
  signature: { header: 'Acme-Signature', scheme: 'v1={signature}' },
  request: {
    method: 'POST',
    target: '/hooks',
    headers: [['Content-Type', 'application/json']],
    body: bytesOf('{"id":"evt_1"}'),
  },
  to: null,
  answered: 200,
  duplicateOf: null,
  replayOf: null,
  attempts: [],
  ...changes,
})

/** The same as it was sent by ourselves, with one attempt that was accepted. */
export const sent = (changes: Partial<Kept> = {}): Kept => {
  const { request } = received()
  const to = 'http://localhost:3000/hooks'
  return received({
    direction: 'out',
    verdict: null,
    signature: null,
    answered: null,
    to,
    attempts: [
      {
        delivery: 'dlv_01KKRF9J700000000000000001',
        number: 1,
        at: now + 5,
        to,
        headers: request.headers,
        outcome: 'accepted',
        response: {
          status: 200,
          statusText: 'OK',
          headers: [
            ['Content-Type', 'text/plain'],
            ['X-A', '1'],
          ],
          body: bytesOf('fine'),
          truncated: false,
        },
        unreachable: null,
        durationMs: 12.5,
      },
    ],
    ...changes,
  })
}
