import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLine, writeLine } from '../../../src/delivery/formats/jsonl.ts'
import type { Kept } from '../../../src/delivery/store.ts'
import { reasons } from '../../../src/provider/verdict.ts'
import { now } from '../../provider/support/requests.ts'
import { refusalOf } from '../../support/refusal.ts'
import { received, sent } from '../support/kept.ts'

/** What `readLine` is to give back: the delivery without its place in the store, and its attempts. */
function parts({ place: _place, attempts, ...delivery }: Kept) {
  return { delivery, attempts }
}

/** A line read, with its bodies as plain bytes, whatever kind of array they came in. */
function read(line: string): ReturnType<typeof readLine> {
  const { delivery, attempts } = readLine(line, 1)
  const { request } = delivery
  return {
    delivery: { ...delivery, request: { ...request, body: Uint8Array.from(request.body) } },
    attempts: attempts.map((each) => ({
      ...each,
      response: each.response && { ...each.response, body: Uint8Array.from(each.response.body) },
    })),
  }
}

test('a line as it is written', () => {
  const kept = sent({
    request: { ...received().request, headers: [['X-L', 'caf\xe9']], body: Uint8Array.of(0xff, 0x00) },
  })
  expect(writeLine(kept)).toBe(
    [
      '{"kind":"kept-delivery","formatVersion":1,"id":"dlv_01KKRF9J700000000000000001","direction":"out",',
      '"at":"2026-03-15T10:05:00.000Z","provider":"acme","eventId":"evt_1","type":"job.completed",',
      '"unknownType":false,"verdict":null,"signature":null,',
      '"request":{"method":"POST","target":"/hooks","headers":[["X-L","caf\\u00e9"]],"body":"/wA="},',
      '"to":"http://localhost:3000/hooks","answered":null,"duplicateOf":null,"replayOf":null,',
      '"attempts":[{"number":1,"at":"2026-03-15T10:05:00.005Z","to":"http://localhost:3000/hooks",',
      '"headers":[["Content-Type","application/json"]],"outcome":"accepted",',
      '"response":{"status":200,"statusText":"OK","headers":[["Content-Type","text/plain"],["X-A","1"]],',
      '"body":"ZmluZQ==","truncated":false},"unreachable":null,"durationMs":12.5}]}',
    ].join(''),
  )
  expect(read(writeLine(kept))).toEqual(parts(kept))
})

const anyText = fc.string({ unit: 'binary', maxLength: 12 })
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const anyTime = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) })
const anyHeaders = fc.array(
  fc.tuple(
    fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,8}$/),
    fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]{0,12}$/),
  ),
  { maxLength: 4 },
)
const anyUrl = fc.constantFrom('http://localhost:3000/', 'https://a.test/b?c=é%20', 'http://[::1]:9/#x')
const anyVerdict: fc.Arbitrary<Kept['verdict']> = fc.oneof(
  fc.constant(null),
  fc.constant({ ok: true, key: 'previous' } as const),
  fc.record({ ok: fc.constant(true as const), key: fc.constant('current' as const), weak: anyText }),
  fc.record(
    { ok: fc.constant(false as const), reason: fc.constantFrom(...reasons), detail: anyText, hint: anyText },
    { requiredKeys: ['ok', 'reason', 'detail'] },
  ),
)
const anyResponse = fc.record({
  status: fc.integer({ min: 100, max: 599 }),
  statusText: anyText,
  headers: anyHeaders,
  body: fc.uint8Array({ maxLength: 20 }),
  truncated: fc.boolean(),
})
const id = 'dlv_01KKRF9J700000000000000001'
const anyScheduled = fc.record({
  of: fc.integer({ min: 1, max: 99 }),
  beganMs: fc.nat(),
  endedMs: fc.nat(),
  why: fc.record({
    scheduledMs: fc.nat(),
    countedFrom: fc.constantFrom('previous', 'first'),
    jitteredMs: fc.option(fc.nat(), { nil: undefined }),
    moved: fc.array(
      fc.record({
        by: fc.constantFrom('retry-after', 'least-delay', 'order', 'endpoint-off'),
        toMs: fc.nat(),
      }),
      { maxLength: 2 },
    ),
  }),
})
/** With these fields or without them. */
const perhaps = <T extends object, U extends object>(whole: fc.Arbitrary<T>, more: fc.Arbitrary<U>) =>
  fc.tuple(whole, fc.option(more)).map(([first, second]): T & Partial<U> => ({ ...first, ...second }))
const anyAttempt = fc.record({
  delivery: fc.constant(id),
  number: fc.integer({ min: 1, max: 99 }),
  at: anyTime,
  to: anyUrl,
  headers: anyHeaders,
  outcome: fc.constantFrom('accepted', 'refused', 'timed-out', 'unreachable'),
  response: orNull(anyResponse),
  unreachable: orNull(fc.record({ why: fc.constantFrom('refused', 'tls', 'other'), detail: anyText })),
  durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }).map((ms) => ms + 0),
})
const anyKept: fc.Arbitrary<Kept> = fc.record({
  id: fc.constant(id),
  place: fc.nat(),
  direction: fc.constantFrom('in', 'out'),
  at: anyTime,
  provider: orNull(anyText),
  eventId: orNull(anyText),
  type: orNull(anyText),
  unknownType: fc.boolean(),
  verdict: anyVerdict,
  signature: orNull(fc.record({ header: anyText, scheme: anyText })),
  request: fc.record({
    method: fc.constantFrom('POST', 'PUT'),
    target: anyText,
    headers: anyHeaders,
    body: fc.uint8Array({ maxLength: 40 }),
  }),
  to: orNull(anyUrl),
  answered: orNull(fc.integer({ min: 100, max: 599 })),
  duplicateOf: orNull(anyText),
  replayOf: orNull(anyText),
  attempts: fc.array(perhaps(anyAttempt, fc.record({ scheduled: anyScheduled })), { maxLength: 3 }),
})
const anyEnding = fc.record({
  end: fc.constantFrom('delivered', 'given-up', 'stopped', 'endpoint-disabled'),
  atMs: fc.nat(),
  deadLettered: fc.boolean(),
  endpointDisabled: fc.boolean(),
})
const anySent = perhaps(
  perhaps(anyKept, fc.record({ tampered: fc.constantFrom('signature', 'missing') })),
  fc.record({ ended: anyEnding }),
)

test('any delivery survives, byte for byte, on one line of pure ASCII', () => {
  fc.assert(
    fc.property(anySent, (kept) => {
      const line = writeLine(kept)
      expect(line).toMatch(/^[ -~]*$/)
      expect(read(line)).toEqual(parts(kept))
      const { delivery, attempts } = read(line)
      expect(writeLine({ ...delivery, place: 0, attempts })).toBe(line)
    }),
    { numRuns: 500 },
  )
})

test('a body of many megabytes survives', () => {
  const body = new Uint8Array(10_000_000).fill(0xe9)
  const { delivery } = readLine(writeLine(received({ request: { ...received().request, body } })), 1)
  expect(Buffer.from(delivery.request.body).equals(body)).toBe(true)
})

describe('what is no kept delivery is refused, with the line and the place', () => {
  const nothing =
    'Nothing of the file was imported. Only what `hooks deliveries export --as jsonl` wrote can be.'
  /** A right line with a text of it replaced. */
  const spoilt = (text: string, other: string): string => {
    const line = writeLine(sent())
    expect(line).toContain(text)
    return line.replace(text, other)
  }

  test.each([
    ['"formatVersion":1', '"formatVersion":2', " at 'formatVersion': Invalid input: expected 1"],
    [id, 'dlv_../../etc/passwd', " at 'id': it must be a delivery id"],
    ['"direction":"out"', '"direction":"up"', ` at 'direction': Invalid option: expected one of "in"|"out"`],
    ['.000Z', '', " at 'at': Invalid ISO datetime"],
    ['"provider":"acme",', '', " at 'provider': Invalid input: expected string, received undefined"],
    ['"unknownType"', '"more":1,"unknownType"', ': Unrecognized key: "more"'],
    ['"body":"eyJ', '"body":"é', " at 'request.body': Invalid base64-encoded string"],
    ['"number":1', '"number":0', " at 'attempts.0.number': Too small: expected number to be >0"],
    ['"POST"', '"POST /; id"', " at 'request.method': it must be a method"],
    [
      '"Content-Type","application',
      '"@/etc/passwd","application',
      " at 'request.headers.0.0': it must be the name of a header",
    ],
    ['application/json', 'a\\r\\nX-Evil: b', " at 'request.headers.0.1': it must be the value of a header"],
    [
      '"to":"http://localhost:3000/hooks"',
      '"to":"file:///etc/passwd"',
      " at 'to': it must be an http or https URL",
    ],
    ['"to":"http://localhost:3000/hooks"', '"to":"-o/tmp/x"', " at 'to': it must be an http or https URL"],
    ['"text/plain"', '"\\u0000"', " at 'attempts.0.response.headers.0.1': it must be the value of a header"],
  ])('%s become %s', (text, other, message) => {
    expect(refusalOf(() => readLine(spoilt(text, other), 7))).toEqual({
      code: 'invalid-value',
      message: `Line 7 is no kept delivery${message}.`,
      hint: nothing,
    })
  })

  test.each(['', '{', 'null,', '\ufeff{}', 'curl -X POST'])('%j is no JSON', (line) => {
    expect(refusalOf(() => readLine(line, 3))).toEqual({
      code: 'not-json',
      message: expect.stringMatching(/^Line 3 is no JSON: .+\.$/),
      hint: 'Nothing of the file was imported.',
    })
  })

  test.each(['null', '[]', '"x"', '{}'])('%s is no delivery', (line) => {
    expect(refusalOf(() => readLine(line, 1))?.code).toBe('invalid-value')
  })
})

test('the time of a line is that of its delivery, to the millisecond', () => {
  expect(readLine(writeLine(received({ at: now + 123 })), 1).delivery.at).toBe(now + 123)
})
