import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, exactTextOf } from '../../src/http/body.ts'
import { headerValue, withHeaders } from '../../src/http/headers.ts'
import { verify } from '../../src/provider/verify.ts'
import { signedRequest } from '../provider/support/requests.ts'
import type { Ruling } from './support/judges.ts'
import type { Scene } from './support/scenes.ts'
import { scenes } from './support/scenes.ts'

/** One provider for each scheme and judge. */
const schemes = [
  'firsthand',
  'firma',
  'headshotpro',
  'headshotpro@timestamped',
  'example',
  'pixelpatrol@prefixed',
]
const fuzzed = scenes.filter(({ name }) => schemes.includes(name))

const anyBody = fc.oneof(
  fc.json().map(bytesOf),
  fc.string({ unit: 'binary', maxLength: 60 }).map(bytesOf),
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'grapheme' }).map((text) => bytesOf(`\ufeff${text}`)),
)
const anySecret = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.string({ minLength: 1, maxLength: 200 }),
  fc.constantFrom(' ', '\n', '\0', ' S', 'S\n'),
)
/** From 1970 to the year 33658; the judge of `t=,v1=` takes a zero for the present. */
const anyTime = fc.integer({ min: 1_000, max: 999_999_999_999_999 })

/** Where a judge does not accept what is signed rightly; the same list as for the odd bodies, as rules. */
function expectedRuling({ judge, timeHeader }: Scene, body: Uint8Array, secret: string): Ruling {
  if (exactTextOf(body) === undefined) return 'refuses'
  if (judge.name === 'octokit' && body.length === 0 && !timeHeader) return 'throws TypeError'
  const startsWithMark = Buffer.from(body.subarray(0, 3)).equals(Buffer.from('\ufeff'))
  if (judge.name === 'stripe' && startsWithMark) return 'refuses'
  // A secret of nothing but white space is none to that package; to us it is what the user gave.
  if (judge.name === 'stripe' && secret.trim() === '') return 'refuses'
  return 'accepts'
}

describe.each(fuzzed)('$name, any body, secret and time', (scene) => {
  const { profile, judge } = scene

  test('what we sign the judge accepts, and with another secret neither does', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, anySecret, anyTime, async (body, secret, at) => {
        const request = signedRequest(profile, { body, secret, at })
        const secrets = { current: [secret], previous: [] }
        const others = { current: [`${secret}x`], previous: [] }
        expect({
          judge: await judge.rule({ ...request, secret, now: at }),
          we: verify(profile, { request, secrets, now: at }),
          judgeOther: await judge.rule({ ...request, secret: `${secret}x`, now: at }),
          weOther: verify(profile, { request, secrets: others, now: at }).ok,
        }).toEqual({
          judge: expectedRuling(scene, body, secret),
          we: { ok: true, key: 'current' },
          judgeOther:
            body.length === 0 && expectedRuling(scene, body, secret).startsWith('throws')
              ? 'throws TypeError'
              : 'refuses',
          weOther: false,
        })
      }),
      { numRuns: 300 },
    )
  })

  test('what the judge signs we accept', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(text, anySecret, anyTime, async (body, secret, at) => {
        const headers = await judge.make(body, { secret, now: at })
        const request = { ...signedRequest(profile, { body }), headers }
        const verdict = verify(profile, { request, secrets: { current: [secret], previous: [] }, now: at })
        expect(verdict).toEqual({ ok: true, key: 'current' })
      }),
      { numRuns: 200 },
    )
  })
})

/** A small accident in a text: something put in, left out, doubled, or written in another case. */
interface Accident {
  readonly what: 'insert' | 'delete' | 'double' | 'upper' | 'swap'
  readonly at: number
  readonly length: number
  readonly text: string
}

const pieces = [' ', ',', '=', 't=', 'v1=', ',v1=', ',t=1773569100', ',v0=00', 'sha256=', '0', 'a', '+', '-']

const anyAccident: fc.Arbitrary<Accident> = fc.record({
  what: fc.constantFrom('insert', 'delete', 'double', 'upper', 'swap'),
  at: fc.nat(90),
  length: fc.integer({ min: 1, max: 70 }),
  text: fc.oneof(fc.constantFrom(...pieces), fc.stringMatching(/^[\t\x20-\x7e\xa0-\xff]{0,4}$/)),
})

function happen(value: string, { what, at, length, text }: Accident): string {
  const [before, part, behind] = [value.slice(0, at), value.slice(at, at + length), value.slice(at + length)]
  if (what === 'insert') return before + text + part + behind
  if (what === 'delete') return before + behind
  if (what === 'double') return before + part + text + part + behind
  return what === 'upper' ? before + part.toUpperCase() + behind : part + before + behind
}

/**
 * Where the judge of `t=,v1=` and we part. It reads the time as a number and only up to what is no digit, and a signature only up to
 * a second `=`, while we want the form to be whole; and it breaks down over a signature that is empty or not ASCII.
 */
function partsUs(header: string): boolean {
  return header.split(',').some((item) => {
    const [name, value = '', ...more] = item.split('=')
    if (name === 't') return more.length > 0 || !/^(0|[1-9]\d{0,14})$/.test(value)
    return name === 'v1' && (more.length > 0 || !/^[ -~]+$/.test(value))
  })
}

describe.each(fuzzed)('$name, any accident in the signature header', (scene) => {
  const { profile, judge, header } = scene
  const secret = 'S'
  const at = Date.UTC(2026, 2, 15, 10, 5)
  const body = '{"a":1}'

  test('we and the judge say the same', async () => {
    const signed = signedRequest(profile, { body, secret, at })
    const value = headerValue(signed.headers, header) ?? ''
    const anyHeader = fc
      .array(anyAccident, { minLength: 1, maxLength: 3 })
      .map((accidents) => accidents.reduce(happen, value))
      .filter((spoilt) => judge.name !== 'stripe' || !partsUs(spoilt))
    await fc.assert(
      fc.asyncProperty(anyHeader, async (spoilt) => {
        const request = { ...signed, headers: withHeaders(signed.headers, [[header, spoilt]]) }
        const ruling = await judge.rule({ ...request, secret, now: at })
        const verdict = verify(profile, { request, secrets: { current: [secret], previous: [] }, now: at })
        expect(verdict.ok).toBe(ruling === 'accepts')
      }),
      { numRuns: 500 },
    )
  })
})

describe('where the judge of t=,v1= and we part', () => {
  const secret = 'S'
  const at = 1_773_569_100_000
  const [scene] = fuzzed.filter(({ judge }) => judge.name === 'stripe')
  const noTime = {
    ok: false,
    reason: 'malformed-header',
    detail: 'the timestamp is not written in seconds since 1970',
  }

  /** What both say of a header that is made of the time `at` and the signature over it. */
  const ask = async (write: (signature: string) => string) => {
    if (!scene) throw new Error('No provider has such a header.')
    const signed = signedRequest(scene.profile, { secret, at })
    const signature = headerValue(signed.headers, scene.header)?.slice(-64) ?? ''
    const request = { ...signed, headers: [[scene.header, write(signature)] as const] }
    return {
      judge: await scene.judge.rule({ ...request, secret, now: at }),
      we: verify(scene.profile, { request, secrets: { current: [secret], previous: [] }, now: at }),
    }
  }

  test.each([
    [
      'a time with letters behind it',
      (v1: string) => `t=1773569100x,v1=${v1}`,
      { judge: 'accepts', we: noTime },
    ],
    ['a time with a second =', (v1: string) => `t=1773569100=5,v1=${v1}`, { judge: 'accepts', we: noTime }],
    ['a time with a space', (v1: string) => `t= 1773569100,v1=${v1}`, { judge: 'accepts', we: noTime }],
    [
      'an empty signature beside the right one',
      (v1: string) => `t=1773569100,v1=,v1=${v1}`,
      { judge: 'throws Error', we: { ok: true, key: 'current' } },
    ],
    [
      'a signature beyond ASCII beside the right one',
      (v1: string) => `t=1773569100,v1=${'é'.repeat(64)},v1=${v1}`,
      { judge: 'throws RangeError', we: { ok: true, key: 'current' } },
    ],
    [
      'a signature beyond ASCII alone',
      () => `t=1773569100,v1=${'é'.repeat(64)}`,
      {
        judge: 'throws RangeError',
        we: {
          ok: false,
          reason: 'malformed-header',
          detail: 'X-Firma-Signature holds 64 characters where 32 bytes of hex belong',
        },
      },
    ],
  ])('%s', async (_what, write, said) => {
    expect(await ask(write)).toEqual(said)
  })
})
