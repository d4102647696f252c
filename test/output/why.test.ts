import { expect, test } from 'vitest'
import type { Why } from '../../src/delivery/engine/why.ts'
import { asciiSymbols, unicodeSymbols } from '../../src/output/style.ts'
import { whyPhrase } from '../../src/output/why.ts'

const why = (changes: Partial<Why> = {}): Why => ({
  scheduledMs: 300_000,
  countedFrom: 'previous',
  jitteredMs: undefined,
  moved: [],
  ...changes,
})

test.each<[string, number, Why, string]>([
  ['at once', 1, why({ scheduledMs: 0 }), ''],
  ['a first attempt with a delay', 1, why({ scheduledMs: 5_000 }), '5 s after the event'],
  ['after the attempt before', 3, why(), '5 m after attempt 2'],
  ['after the first attempt', 3, why({ countedFrom: 'first' }), '5 m after attempt 1'],
  ['at once after the attempt before', 2, why({ scheduledMs: 0 }), '0 ms after attempt 1'],
  ['with jitter', 3, why({ jitteredMs: 339_000 }), '5 m × jitter 1.13'],
  ['with nothing but jitter', 2, why({ scheduledMs: 0, jitteredMs: 2_500 }), 'jitter of 2.5 s'],
  ['as the answer asked', 2, why({ moved: [{ by: 'retry-after', toMs: 90_000 }] }), 'Retry-After 1 m 30 s'],
  [
    'at least so long',
    2,
    why({ moved: [{ by: 'least-delay', toMs: 60_000 }] }),
    'at least 1 m after such an answer',
  ],
  [
    'the last that moved it counts',
    2,
    why({
      moved: [
        { by: 'least-delay', toMs: 60_000 },
        { by: 'retry-after', toMs: 90_000 },
      ],
    }),
    'Retry-After 1 m 30 s',
  ],
  ['in order', 1, why({ moved: [{ by: 'order', toMs: 60_000 }] }), 'waited for evt_1\\n'],
  [
    'the endpoint was off',
    2,
    why({ moved: [{ by: 'endpoint-off', toMs: 60_000 }] }),
    'waited for the endpoint to be on again',
  ],
])('%s', (...[, number, reason, expected]) => {
  expect(whyPhrase({ number, why: reason, before: 'evt_1\n' }, unicodeSymbols)).toBe(expected)
})

test('in ASCII, and where it is not known what it waited for', () => {
  expect(whyPhrase({ number: 3, why: why({ jitteredMs: 150_000 }) }, asciiSymbols)).toBe('5 m x jitter 0.50')
  const order = why({ moved: [{ by: 'order', toMs: 1 }] })
  expect(whyPhrase({ number: 1, why: order }, unicodeSymbols)).toBe('waited for the event before it')
})
