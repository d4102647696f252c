import { expect, test } from 'vitest'
import type { Attempt } from '../../src/delivery/delivery.ts'
import { firstRetryDelay } from '../../src/delivery/first-retry.ts'
import type { Headers } from '../../src/http/message.ts'
import { shipped } from '../provider/support/profiles.ts'

const at = Date.UTC(2026, 10, 21)
const answered = (status: number, headers: Headers = []): Pick<Attempt, 'outcome' | 'response'> => ({
  outcome: 'refused',
  response: { status, statusText: '', headers, body: new Uint8Array(), truncated: false },
})
const none = (outcome: 'timed-out' | 'unreachable') => ({ outcome, response: null })

test.each<
  [string, { name: string; attempt: Pick<Attempt, 'outcome' | 'response'>; delay: number | undefined }]
>([
  ['by the schedule', { name: 'example', attempt: answered(500), delay: 60_000 }],
  ['not where there is one attempt', { name: 'github', attempt: answered(500), delay: undefined }],
  ['without jitter', { name: 'svix', attempt: answered(500), delay: 5_000 }],
  ['later after such an answer', { name: 'svix', attempt: answered(429), delay: 60_000 }],
  ['later after none', { name: 'svix', attempt: none('timed-out'), delay: 60_000 }],
  [
    'not where the answer says so',
    { name: 'svix', attempt: answered(500, [['Webhook-Delivery', 'abort-message']]), delay: undefined },
  ],
  ['not where it disables', { name: 'standard-webhooks', attempt: answered(410), delay: undefined }],
  [
    'as the answer asks',
    { name: 'standard-webhooks', attempt: answered(503, [['Retry-After', '90']]), delay: 90_000 },
  ],
  ['not after an answer', { name: 'twilio', attempt: answered(500), delay: undefined }],
  ['only where nothing could be reached', { name: 'twilio', attempt: none('unreachable'), delay: 0 }],
  ['counted from the first attempt', { name: 'slack', attempt: answered(500), delay: 0 }],
])('%s', (_, { name, attempt, delay }) => {
  expect(firstRetryDelay(shipped.profile(name), { at, durationMs: 40, ...attempt })).toBe(delay)
})
