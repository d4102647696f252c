import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { bytesOf } from '../../src/http/body.ts'
import type { Headers } from '../../src/http/message.ts'
import type { Profile } from '../../src/provider/profile.ts'
import { readTimestamp } from '../../src/provider/signed-content.ts'
import { verify } from '../../src/provider/verify.ts'
import { acme } from './support/profiles.ts'
import { now, requestOf, signedRequest } from './support/requests.ts'

const yes = { ok: true, key: 'current' }
const no = (reason: string, detail: string, hint?: string) => ({
  ok: false,
  reason,
  detail,
  ...(hint !== undefined && { hint }),
})
const wrong = no('wrong-signature', 'no known secret gives the signature in Acme-Signature for this body')

const timed = acme()
const prefixed = acme({
  signature: {
    signs: '{body}',
    separator: null,
    headers: { 'Acme-Signature': 'sha256={signature}' },
    timestamp: null,
  },
})

/** What is found of the body `{}` with these headers. */
const verdictOn = (profile: Profile, headers: Headers, rest: { at?: number; current?: string[] } = {}) =>
  verify(profile, {
    request: requestOf(headers),
    secrets: { current: rest.current ?? ['S'], previous: [] },
    now: rest.at ?? now,
  })

/** The value of the one signature header that a profile gives `{}`. */
function valueBy(profile: Profile, at = now): string {
  const [[, value] = ['', '']] = signedRequest(profile, { at }).headers
  return value
}
const right = valueBy(timed)
const hex = right.slice(-64)

describe('the header of a list', () => {
  const ask = (...values: string[]) =>
    verdictOn(
      timed,
      values.map((value) => ['acme-signature', value]),
    )
  const form = "its form is 't={timestamp},v1={signature}'"
  const noTime = no('malformed-header', 'the timestamp is not written in seconds since 1970')
  const length = (found: number) =>
    no('malformed-header', `Acme-Signature holds ${found} characters where 32 bytes of hex belong`)

  test.each([
    ['as it should be', right],
    ['in another order', `v1=${hex},t=1773569100`],
    ['with another scheme besides', `t=1773569100,v0=${hex},v1=${hex},x`],
    ['with a wrong signature before the right one', `t=1773569100,v1=${'0'.repeat(64)},v1=${hex}`],
    ['with a wrong signature behind the right one', `t=1773569100,v1=${hex},v1=${'0'.repeat(64)}`],
    ['with a broken signature besides', `t=1773569100,v1=x,v1=${hex}`],
    ['with the right time last', `t=1,t=1773569100,v1=${hex}`],
  ])('%s is accepted', (_what, value) => {
    expect(ask(value)).toEqual(yes)
  })

  test('in two lines is one list', () => {
    expect(ask('t=1773569100', `v1=${hex}`)).toEqual(yes)
    expect(ask(right, 'v0=x')).toEqual(yes)
  })

  test.each([
    ['nothing', '', no('malformed-header', `Acme-Signature has no 't={timestamp}'; ${form}`)],
    ['no time', `v1=${hex}`, no('malformed-header', `Acme-Signature has no 't={timestamp}'; ${form}`)],
    [
      'no signature',
      't=1773569100',
      no('malformed-header', `Acme-Signature has no 'v1={signature}'; ${form}`),
    ],
    [
      'spaces behind commas',
      `t=1773569100, v1=${hex}`,
      no('malformed-header', `Acme-Signature has no 'v1={signature}'; ${form}`),
    ],
    [
      'names in capitals',
      `T=1773569100,V1=${hex}`,
      no('malformed-header', `Acme-Signature has no 't={timestamp}'; ${form}`),
    ],
    [
      'another scheme only',
      `t=1773569100,v0=${hex}`,
      no('unknown-scheme', "Acme-Signature has 'v0=' where 'v1={signature}' belongs"),
    ],
    [
      'an asymmetric scheme only',
      `t=1773569100,v1a=${hex}`,
      no('unknown-scheme', "Acme-Signature has 'v1a=' where 'v1={signature}' belongs"),
    ],
    ['an empty signature', 't=1773569100,v1=', length(0)],
    ['63 digits', `t=1773569100,v1=${hex.slice(1)}`, length(63)],
    ['65 digits', `t=1773569100,v1=${hex}0`, length(65)],
    ['digits in capitals', `t=1773569100,v1=${'AB'.repeat(32)}`, length(64)],
    ['64 letters beyond ASCII', `t=1773569100,v1=${'é'.repeat(64)}`, length(64)],
    ['half a kilobyte too much', `t=1773569100,v1=${'ab'.repeat(5_000)}`, length(10_000)],
    ['a space behind the signature', `t=1773569100,v1=${hex} `, length(65)],
    ['a second =', `t=1773569100,v1==${hex}`, length(65)],
    ['a time of letters', `t=now,v1=${hex}`, noTime],
    ['an empty time', `t=,v1=${hex}`, noTime],
    ['a negative time', `t=-1,v1=${hex}`, noTime],
    ['a time with a point', `t=1773569100.0,v1=${hex}`, noTime],
    ['a time of sixteen digits', `t=1773569100000000,v1=${hex}`, noTime],
    ['a time in other digits', `t=١٧٧٣٥٦٩١٠٠,v1=${hex}`, noTime],
    ['the wrong time last', `t=1773569100,t=1,v1=${hex}`, wrong],
    ['another time', `t=1773569101,v1=${hex}`, wrong],
    ['a time that says the same', `t=01773569100,v1=${hex}`, wrong],
    ['another signature', `t=1773569100,v1=${'0'.repeat(64)}`, wrong],
  ])('%s: %s', (_what, value, verdict) => {
    expect(ask(value)).toEqual(verdict)
  })

  test('missing', () => {
    expect(verdictOn(timed, [['Acme-Event', 'a']])).toEqual(
      no('missing-header', 'the header Acme-Signature is missing'),
    )
  })
})

describe('the header of one value', () => {
  const ask = (...values: string[]) =>
    verdictOn(
      prefixed,
      values.map((value) => ['ACME-SIGNATURE', value]),
    )
  const value = valueBy(prefixed)
  const noForm = no(
    'malformed-header',
    "Acme-Signature has no 'sha256={signature}'; its form is 'sha256={signature}'",
  )

  test.each([
    ['as it should be', [value], yes],
    ['twice the same', [value, value], yes],
    [
      'twice, different',
      [value, `sha256=${'0'.repeat(64)}`],
      no('malformed-header', 'Acme-Signature stands twice, with different values'),
    ],
    [
      'joined with itself',
      [`${value}, ${value}`],
      no('malformed-header', 'Acme-Signature holds 137 characters where 32 bytes of hex belong'),
    ],
    ['without its prefix', [value.slice(7)], noForm],
    [
      'with the prefix in capitals',
      [value.toUpperCase()],
      no('unknown-scheme', "Acme-Signature has 'SHA256=' where 'sha256={signature}' belongs"),
    ],
    [
      'of another hash',
      [`sha1=${'0'.repeat(40)}`],
      no('unknown-scheme', "Acme-Signature has 'sha1=' where 'sha256={signature}' belongs"),
    ],
    ['empty', [''], noForm],
    ['another', [`sha256=${'0'.repeat(64)}`], wrong],
  ])('%s', (_what, values, verdict) => {
    expect(ask(...values)).toEqual(verdict)
  })
})

describe('several headers', () => {
  const rule: Json = {
    signs: '{id}.{timestamp}.{body}',
    separator: ' ',
    encoding: 'base64',
    headers: { 'Acme-Signature': null, Id: '{id}', Time: '{timestamp}', Sign: 'v1,{signature}' },
  }
  const profile = acme({ signature: rule })
  const { headers } = signedRequest(profile, { id: 'msg_1' })

  test('are all needed', () => {
    expect(verdictOn(profile, headers, { at: 0 })).toEqual(yes)
    expect(
      headers.map(([name]) =>
        verdictOn(
          profile,
          headers.filter(([each]) => each !== name),
        ),
      ),
    ).toEqual(['Id', 'Time', 'Sign'].map((name) => no('missing-header', `the header ${name} is missing`)))
  })

  test('are all signed', () => {
    const spoilt = headers.map((line) =>
      verdictOn(
        profile,
        headers.map((each) => (each === line ? [each[0], each[1].replace(/\d(?=[^\d]*$)/, '9')] : each)),
      ),
    )
    expect(spoilt.map((verdict) => verdict.ok)).toEqual([false, false, false])
  })
})

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
