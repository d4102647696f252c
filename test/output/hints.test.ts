import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HintFacts } from '../../src/output/hints.ts'
import { hintFor } from '../../src/output/hints.ts'
import { forbiddenIn } from './support/styles.ts'

const to = 'http://localhost:3000/hooks'

const answered = (status: number, headers: readonly (readonly [string, string])[] = []): HintFacts => ({
  outcome: 'refused',
  status,
  to,
  response: { status, statusText: '', headers, body: new Uint8Array(), truncated: false },
})

const unreachable = (
  why: NonNullable<HintFacts['unreachable']>['why'],
  url = to,
  addresses: string[] = [],
): HintFacts => ({
  outcome: 'unreachable',
  status: null,
  to: url,
  response: null,
  unreachable: { why, addresses },
})

test('what was accepted needs no hint', () => {
  expect(hintFor({ ...answered(200), outcome: 'accepted' })).toBeUndefined()
})

test('each status has its own', () => {
  const statuses = [400, 401, 403, 404, 405, 408, 410, 411, 413, 415, 418, 429, 500, 502, 503, 504, 599]
  expect(
    statuses.map((status) => `${status} ${hintFor({ ...answered(status), bytes: 1_234_567 })}`).join('\n'),
  ).toMatchInlineSnapshot(`
    "400 The handler takes the request for malformed; where that is its word for a wrong signature: does it have the secret that was signed with, and verify the raw body, before anything parses it?
    401 The handler refuses the signature: does it have the secret that was signed with, and verify the raw body, before anything parses it?
    403 The handler (or what guards it, such as a CSRF check) refuses the request: does it have the secret that was signed with, and verify the raw body, before anything parses it?
    404 The server has nothing at /hooks: check the path of the URL.
    405 There is something at /hooks, but it takes no POST: check the path and the handler's method.
    408 The server gave up reading the request: something in front of the handler may hold the body back.
    410 What was at /hooks is gone for good: check the path of the URL.
    411 The server wants a Content-Length, which was sent: something in front of the handler drops it.
    413 The body of 1.2 MB is above the limit of the handler's body parser: raise it.
    415 The handler does not read this content type: let it take the raw body of any type.
    418 The handler refuses the request with 418: its own log says why.
    429 The handler limits the rate: take webhooks out of its limit.
    500 The handler failed: its own log says why.
    502 What stands in front of the handler reached nothing behind it: start the handler, or give its own URL.
    503 The handler is not ready, or what stands in front of it reached nothing: start it, or give its own URL.
    504 What stands in front of the handler had no answer from it in time: answer first, and work afterwards.
    599 The handler failed: its own log says why."
  `)
})

test('what the answer says is told', () => {
  const facts = [
    answered(307, [['location', 'https://me:pass@localhost:3000/hooks/']]),
    answered(302),
    answered(405, [['Allow', 'GET, HEAD']]),
    answered(415, [['Accept-Post', 'text/plain']]),
    answered(429, [['Retry-After', '30']]),
    answered(308, [['Location', `/${'x'.repeat(500)}\u001b[31m`]]),
  ]
  expect(facts.map(hintFor).join('\n')).toMatchInlineSnapshot(`
    "A redirect (here to https://…@localhost:3000/hooks/) is never followed: give the URL that answers itself.
    A redirect is never followed: give the URL that answers itself.
    There is something at /hooks, but it takes no POST (it takes GET, HEAD): check the path and the handler's method.
    The handler does not read this content type, but takes text/plain: let it take the raw body of any type.
    The handler limits the rate (Retry-After: 30): take webhooks out of its limit.
    A redirect (here to /xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\\x1b[31m) is never followed: give the URL that answers itself."
  `)
})

test('the consequence for the provider is told', () => {
  const late: HintFacts = { outcome: 'timed-out', status: null, to, response: null }
  const facts = [
    { ...answered(204), success: '200' },
    { ...answered(500), retryInMs: 60_000 },
    { ...late, timeoutMs: 5_000, retryInMs: 300_000 },
    late,
  ]
  expect(facts.map(hintFor).join('\n')).toMatchInlineSnapshot(`
    "The provider counts only 200 as success, so 204 is a failure to it: answer with 200.
    The handler failed: its own log says why. The provider would try again in 1 m.
    The provider waits 5 s at most: answer at once, and do the work afterwards. The provider would try again in 5 m.
    The provider waits no longer: answer at once, and do the work afterwards."
  `)
})

describe('nothing answers', () => {
  test('each reason has its own', () => {
    const whys = [
      'unknown-host',
      'unroutable',
      'reset',
      'tls',
      'invalid-http',
      'interrupted',
      'other',
    ] as const
    const facts = [
      ...whys.map((why) => unreachable(why)),
      unreachable('tls', 'https://localhost:3000/'),
      unreachable('invalid-http', 'https://localhost:3000/'),
    ]
    expect(facts.map(hintFor).join('\n')).toMatchInlineSnapshot(`
      "Check the spelling of the host name, or give its address.
      There is no way to this address from here: check it, and the network.
      The connection was closed without an answer: did the handler crash, or is something else listening at this port?
      The server may want TLS: try https:// instead of http://.
      What listens there speaks something else: check the port, or try https:// instead of http://.
      It was interrupted before an answer came; the handler may have received it all the same.
      Check the URL, and whether the handler can be reached from here.
      Most local servers speak plain HTTP: try http:// instead of https://, or give a certificate that is trusted here.
      What listens there speaks something else: check the port."
    `)
  })

  test('the handler may listen on the other address family', () => {
    const facts = [
      unreachable('refused', to, ['127.0.0.1', '::1']),
      unreachable('refused', to, ['::1']),
      unreachable('refused', to, ['127.0.0.1']),
      unreachable('refused', 'http://127.0.0.1:3000/hooks', ['127.0.0.1']),
      unreachable('refused', 'http://[::1]:3000/hooks', ['::1']),
      unreachable('refused', 'http://example.test/hooks', ['127.0.0.1']),
    ]
    expect(facts.map(hintFor).join('\n')).toMatchInlineSnapshot(`
      "Start your handler, or give another --to.
      Start your handler, or give another --to; should it listen on IPv4 only, that is http://127.0.0.1:3000/hooks
      Start your handler, or give another --to; should it listen on IPv6 only, that is http://[::1]:3000/hooks
      Start your handler, or give another --to; should it listen on IPv6 only, that is http://[::1]:3000/hooks
      Start your handler, or give another --to; should it listen on IPv4 only, that is http://127.0.0.1:3000/hooks
      Start your handler, or give another --to."
    `)
  })
})

test('a hint is safe to show, whatever the handler says', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(fc.constantFrom(302, 404, 405, 415, 429), text, text, (status, url, value) => {
      const headers = ['Location', 'Allow', 'Accept-Post', 'Retry-After'].map(
        (name) => [name, value] as const,
      )
      const hint = hintFor({ ...answered(status, headers), to: url }) ?? ''
      expect(forbiddenIn(hint)).toBeUndefined()
      expect(hint).not.toMatch(/[\t\n]/)
    }),
  )
})
