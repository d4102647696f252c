import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { acme } from './support/profiles.ts'
import { signedRequest } from './support/requests.ts'
import { no, valueBy, verdictOn, wrong, yes } from './support/verdicts.ts'

const timed = acme()
const prefixed = acme({
  signature: {
    signs: '{body}',
    separator: null,
    headers: { 'Acme-Signature': 'sha256={signature}' },
    timestamp: null,
  },
})

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
    ['as the last of fifty', `t=1773569100${`,v1=${'0'.repeat(64)}`.repeat(49)},v1=${hex}`],
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
    [
      'as one of more than fifty',
      `t=1773569100${`,v1=${hex}`.repeat(51)}`,
      no('malformed-header', 'Acme-Signature holds 51 signatures, more than 50'),
    ],
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
