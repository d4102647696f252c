import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { bytesOf } from '../../src/http/body.ts'
import type { Headers } from '../../src/http/message.ts'
import { readTimestamp } from '../../src/provider/signed-content.ts'
import { verify } from '../../src/provider/verify.ts'
import { acme } from './support/profiles.ts'
import { now, requestOf, signedRequest } from './support/requests.ts'
import { no, valueBy, verdictOn, wrong, yes } from './support/verdicts.ts'

const timed = acme()
const right = valueBy(timed)
const hex = right.slice(-64)

describe('secrets', () => {
  test('none', () => {
    expect(verdictOn(timed, [['Acme-Signature', right]], { current: [] })).toEqual(
      no(
        'no-secret',
        'no secret is known, so nothing could be verified',
        'Give --secret, or set HOOKS_SECRET.',
      ),
    )
  })

  test.each([
    [['S'], [], yes],
    [['X', 'S'], [], yes],
    [['X'], ['S'], { ok: true, key: 'previous' }],
    [[], ['S'], { ok: true, key: 'previous' }],
    [['S'], ['S'], yes],
    [['X'], ['Y'], wrong],
    [[''], [], wrong],
    [['S '], ['s', 'S\n'], wrong],
  ])('current %j, previous %j', (current, previous, verdict) => {
    const request = requestOf([['Acme-Signature', right]])
    expect(verify(timed, { request, secrets: { current, previous }, now })).toEqual(verdict)
  })

  test('one that is none by the provider’s rule fits nothing', () => {
    const profile = acme({ signature: { key: { encoding: 'hex' } } })
    expect(
      verdictOn(profile, signedRequest(profile, { secret: 'ab' }).headers, {
        current: ['AB', 'no hex', 'ab'],
      }),
    ).toEqual(yes)
  })
})

describe('the header of the previous secret', () => {
  const profile = acme({
    signature: { previous: { 'Acme-Old': 't={timestamp},v1={signature}' } },
    rotation: { both: 'previous-header', source: 'guide' },
  })
  const { headers } = signedRequest(profile, { previousSecret: 'OLD' })
  const [current = ['', ''], old = ['', '']] = headers
  const ask = (lines: Headers, secrets: string[], at = now) =>
    verdictOn(profile, lines, { current: secrets, at })

  test('is looked at where the other is wrong, and never instead', () => {
    expect([
      ask(headers, ['S']),
      ask(headers, ['OLD']),
      ask([old], ['OLD']),
      ask([old], ['S']),
      ask([current], ['OLD']),
      ask(headers, ['X']),
      ask([], ['OLD']),
    ]).toEqual([
      yes,
      { ok: true, key: 'previous' },
      { ok: true, key: 'previous' },
      no('missing-header', 'the header Acme-Signature is missing'),
      wrong,
      wrong,
      no('missing-header', 'the header Acme-Signature is missing'),
    ])
  })

  test('is not looked at where the other is right', () => {
    const secrets = { current: ['S'], previous: ['OLD'] }
    expect(verify(profile, { request: requestOf(headers), secrets, now })).toEqual(yes)
    expect(verify(profile, { request: requestOf([old]), secrets, now })).toEqual({
      ok: true,
      key: 'previous',
    })
  })

  test('grows old like the other', () => {
    expect(ask(headers, ['OLD'], now + 301_000)).toEqual(wrong)
    expect(ask(headers, ['S'], now + 301_000)).toEqual(
      no(
        'timestamp-too-old',
        'signed 5 m 1 s ago; at most 5 m are allowed',
        'Sign it afresh (hooks replay does), or check the clock of the sender.',
      ),
    )
  })
})

describe('age', () => {
  const withClock = (timestamp: Json) => acme({ signature: { timestamp } })
  const ask = (timestamp: Json, age: number) => {
    const profile = withClock(timestamp)
    const verdict = verdictOn(profile, signedRequest(profile, { at: now + 700 }).headers, {
      at: now + 700 + age,
    })
    return verdict.ok || verdict.reason
  }
  const seconds = { unit: 's', tolerance: '5m' }
  const ms = { unit: 'ms', tolerance: '5m' }
  const iso = { unit: 'iso', tolerance: '5m' }

  /** Signed at 700 ms past the second, of which a time in seconds knows nothing. */
  test.each([
    [seconds, 300_299, true],
    [seconds, 300_300, 'timestamp-too-old'],
    [ms, 299_999, true],
    [ms, 300_000, true],
    [ms, 300_001, 'timestamp-too-old'],
    [iso, 300_000, true],
    [iso, 300_001, 'timestamp-too-old'],
    [{ unit: 's', tolerance: '0s' }, 299, true],
    [{ unit: 's', tolerance: '0s' }, 300, 'timestamp-too-old'],
    [{ unit: 's', tolerance: { value: '1m', published: false } }, 60_300, 'timestamp-too-old'],
    [{ unit: 's', tolerance: null }, 86_400_000_000, true],
    [seconds, -86_400_000, true],
    [{ ...seconds, future: 'ignored' }, -86_400_000, true],
    [{ ...seconds, future: 'refused' }, -300_700, true],
    [{ ...seconds, future: 'refused' }, -300_701, 'timestamp-too-new'],
    [{ ...ms, future: { value: 'refused', published: false } }, -300_000, true],
    [{ ...ms, future: 'refused' }, -300_001, 'timestamp-too-new'],
  ])('%j after %d ms: %s', (timestamp, age, verdict) => {
    expect(ask(timestamp, age)).toBe(verdict)
  })

  test('too new is told with how far', () => {
    const profile = withClock({ ...seconds, future: 'refused' })
    const { headers } = signedRequest(profile, { at: now + 3_600_000 })
    expect(verdictOn(profile, headers)).toEqual(
      no('timestamp-too-new', 'signed 1 h in the future', 'Check both clocks.'),
    )
  })

  test('a wrong signature is told before its age', () => {
    expect(verdictOn(timed, [['Acme-Signature', right]], { at: now + 1e9, current: ['X'] })).toEqual(wrong)
  })

  test('a time that is no ISO time, and the first of all', () => {
    const profile = acme({
      signature: {
        separator: null,
        headers: { 'Acme-Signature': null, T: '{timestamp}', S: '{signature}' },
        timestamp: { unit: 'iso' },
      },
    })
    const ask = (time: string) =>
      verdictOn(profile, [
        ['T', time],
        ['S', hex],
      ])
    const noTime = no('malformed-header', 'the timestamp is not written as an ISO 8601 time')
    expect(['', 'now', '2026', '2026-13-45T00:00:00Z', '1773569100'].map(ask)).toEqual(Array(5).fill(noTime))
    const { headers } = signedRequest(profile, { at: 0 })
    expect(headers[0]).toEqual(['T', '1970-01-01T00:00:00.000Z'])
    expect(verdictOn(profile, headers, { at: 0 })).toEqual(yes)
  })
})

test.each([
  ['2026-03-15T10:05:00Z', now],
  ['2026-03-15T10:05:00.123456Z', now + 123],
  ['2026-03-15T11:05:00+01:00', now],
  ['2026-03-15T10:05:00', now],
  ['2026-03-15T10:05', now],
  ['2026-03-15T10:05:00 ', undefined],
  ['2026-03-15', undefined],
  ['0000-00-00T00:00:00Z', undefined],
])('the ISO time %j is %d', (text, time) => {
  expect(readTimestamp('iso', text)).toBe(time)
})

test('a weak scheme is accepted and called so', () => {
  const profile = acme({ signature: { weak: 'It is SHA-1.' } })
  expect(verdictOn(profile, signedRequest(profile).headers)).toEqual({ ...yes, weak: 'It is SHA-1.' })
})

describe('what is signed besides', () => {
  test('the URL that the provider knows', () => {
    const profile = acme({ signature: { signs: '{url}{body}' } })
    const request = signedRequest(profile)
    const secrets = { current: ['S'], previous: [] }
    expect([
      verify(profile, { request, secrets, now }),
      verify(profile, { request, secrets, now, url: 'https://other.test/hooks' }),
    ]).toEqual([yes, wrong])
  })

  test('a hash of the body in the query', () => {
    const profile = acme({ signature: { signs: '{url}', query: { sha: '{bodyHash}' } } })
    const sha = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    const url = `/hooks?sha=${sha}`
    const signed = signedRequest(profile)
    const [[name, value] = ['', '']] = signedRequest(acme({ signature: { signs: `${url}` } })).headers
    const request = { ...signed, target: url, headers: [[name, value]] as const }
    const secrets = { current: ['S'], previous: [] }
    expect([
      verify(profile, { request, secrets, now }),
      verify(profile, { request: { ...request, body: bytesOf('{ }') }, secrets, now }),
    ]).toEqual([yes, wrong])
  })
})
