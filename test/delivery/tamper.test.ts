import { describe, expect, test } from 'vitest'
import { composeRequest } from '../../src/delivery/compose.ts'
import type { Tampering } from '../../src/delivery/tamper.ts'
import { spoilRequest, tamperings } from '../../src/delivery/tamper.ts'
import { seededRandom } from '../../src/host/random.ts'
import type { Json } from '../../src/http/body.ts'
import { bytesOf, readJson, textOf } from '../../src/http/body.ts'
import type { Request } from '../../src/http/message.ts'
import { makeKeyPair } from '../../src/provider/key-pair.ts'
import type { Profile } from '../../src/provider/profile.ts'
import type { Secrets } from '../../src/provider/verify.ts'
import { verify } from '../../src/provider/verify.ts'
import { allTypes } from '../judges/support/scenes.ts'
import { acme, catalog } from '../provider/support/profiles.ts'
import { now, requestOf } from '../provider/support/requests.ts'
import { refusalOf } from '../support/refusal.ts'

const body = bytesOf('{"id":"evt_1","data":{"text":"é!"}}')

/** The delivery of an event, spoilt. */
function spoilt(
  profile: Profile,
  tamper: Tampering | undefined,
  rest: { secret?: string; previousSecret?: string; body?: Uint8Array } = {},
) {
  const event = { id: 'evt_1', type: 'a', body: rest.body ?? body }
  const to = new URL('http://127.0.0.1:3000/hooks')
  const { secret = 'S', previousSecret } = rest
  return composeRequest({
    profile,
    event,
    to,
    secret,
    previousSecret,
    at: now,
    random: seededRandom('x'),
    tamper,
  }).request
}

/** Why a delivery is refused by who knows these secrets; true where it is not. */
const reasonFor = (profile: Profile, request: Request, secrets: Partial<Secrets> = {}) => {
  const all = { current: ['S'], previous: [], ...secrets }
  const verdict = verify(profile, { request, secrets: all, now })
  return verdict.ok || verdict.reason
}

/** What each way to spoil a delivery is refused for; `undefined` where the provider gives no way. */
const refusals = (profile: Profile): Record<Tampering, string | undefined> => ({
  signature: 'wrong-signature',
  body: 'wrong-signature',
  timestamp: profile.signature.timestamp?.tolerance ? 'timestamp-too-old' : undefined,
  missing: 'missing-header',
  secret: 'wrong-signature',
})

describe.each(allTypes)('$name $type', ({ name, profile, type, judge }) => {
  const fixture = catalog.fixture(name, type)
  const sample = bytesOf(JSON.stringify(fixture?.body))

  test('spoilt in any way is refused by us and by the judge', async () => {
    const wanted = refusals(profile)
    const ways = tamperings.filter((tampering) => wanted[tampering] !== undefined)
    const asked = [undefined, ...ways].map(async (tampering) => {
      const request = spoilt(profile, tampering, { body: sample })
      return [tampering, reasonFor(profile, request), await judge.rule({ ...request, secret: 'S', now })]
    })
    // That package has no clock, and takes an empty signature for a mistake of its caller.
    const bySome = new Map([
      ['octokit timestamp', 'accepts'],
      ['octokit missing', 'throws TypeError'],
    ])
    const judgeSays = (tampering: Tampering) => bySome.get(`${judge.name} ${tampering}`) ?? 'refuses'
    expect(await Promise.all(asked)).toEqual([
      [undefined, true, 'accepts'],
      ...ways.map((tampering) => [tampering, wanted[tampering], judgeSays(tampering)]),
    ])
  })

  test('keeps its form: the JSON stays JSON, the signature a signature', () => {
    const request = spoilt(profile, 'body', { body: sample })
    expect([readJson(request.body).ok, request.body.length]).toEqual([true, sample.length])
    const right = spoilt(profile, undefined, { body: sample }).headers
    const wrong = spoilt(profile, 'signature', { body: sample }).headers
    const changed = right.flatMap(([header, value], at) =>
      wrong[at]?.[1] === value ? [] : [[header, value.length, wrong[at]?.[1].length]],
    )
    expect(changed).toEqual([[expect.stringMatching(/Signature$/), expect.any(Number), changed[0]?.[1]]])
  })
})

test.each(catalog.names.filter((name) => !catalog.profile(name).signature.timestamp?.tolerance))(
  '%s sets no limit to an age, so nothing of it is too old',
  (name) => {
    const profile = catalog.profile(name)
    expect(refusalOf(() => spoilt(profile, 'timestamp'))).toEqual({
      code: 'not-supported',
      message: `${profile.title} sets no limit to a timestamp's age, so it cannot be too old.`,
      hint: 'Spoil something else: signature, body, missing or secret.',
    })
  },
)

/** Schemes of all kinds, with a secret for each. */
const schemes: Record<string, { rule: Json; secret?: string; profile?: Json }> = {
  'a list of base64': {
    rule: {
      encoding: 'base64',
      separator: ' ',
      headers: { 'Acme-Signature': null, T: '{timestamp}', S: 'v1,{signature}' },
    },
  },
  'base64 without padding': {
    rule: {
      algorithm: 'hmac-sha384',
      encoding: 'base64',
      separator: null,
      headers: { 'Acme-Signature': null, S: '{signature}', T: '{timestamp}' },
    },
  },
  'a key in base64': { rule: { key: { encoding: 'base64', prefix: 'whsec_' } }, secret: 'whsec_AAAA' },
  'a key in hex': { rule: { key: { encoding: 'hex' } }, secret: 'abcd' },
  'a token': {
    rule: {
      algorithm: 'token',
      encoding: 'utf8',
      separator: null,
      timestamp: null,
      headers: { 'Acme-Signature': null, S: '{signature}' },
    },
    secret: 'abc',
  },
  Ed25519: {
    rule: {
      algorithm: 'ed25519',
      key: { encoding: 'hex', form: 'raw' },
      separator: null,
      headers: { 'Acme-Signature': null, S: '{signature}', T: '{timestamp}' },
    },
  },
  ECDSA: {
    rule: {
      algorithm: 'ecdsa-p256-sha256',
      key: { encoding: 'base64', form: 'der' },
      encoding: 'base64',
      separator: null,
      headers: { 'Acme-Signature': null, S: '{signature}', T: '{timestamp}' },
    },
  },
  'a signature in the payload': {
    rule: {
      signs: '{bodyWithout:sig}',
      separator: null,
      timestamp: null,
      headers: { 'Acme-Signature': null },
      inBody: { key: 'sig', value: 'sha256={signature}' },
    },
  },
}

describe.each(Object.entries(schemes))('%s', (_what, { rule, secret: given }) => {
  const profile = acme({ signature: rule })
  const pair = makeKeyPair(profile, seededRandom('mine'))
  const secret = pair?.privateKey ?? given ?? 'S'
  const ask = (tampering: Tampering | undefined, text: string) =>
    reasonFor(profile, spoilt(profile, tampering, { secret, body: bytesOf(text) }), {
      current: [pair?.publicKey ?? secret],
    })

  test('spoilt in any way is refused, whatever the signature ends with', () => {
    // A token says nothing about the body.
    const isToken = profile.signature.algorithm === 'token'
    const ways = tamperings.filter((way) => way !== 'timestamp' && !(isToken && way === 'body'))
    const texts = Array.from({ length: 40 }, (_, at) => `{"a":"text ${at}"}`)
    const accepted = texts.flatMap((text) => ways.filter((tampering) => ask(tampering, text) === true))
    expect([texts.every((text) => ask(undefined, text) === true), accepted]).toEqual([true, []])
  })
})

describe('during a rotation', () => {
  const ways = ['signature', 'body', 'timestamp', 'missing', 'secret'] as const

  test('with a header for each, neither secret lets a spoilt delivery pass', () => {
    const profile = catalog.profile('firma')
    const ask = (tampering: Tampering | undefined) =>
      reasonFor(profile, spoilt(profile, tampering, { previousSecret: 'OLD' }), {
        current: ['X'],
        previous: ['OLD'],
      })
    expect([undefined, ...ways].map(ask)).toEqual([
      true,
      'wrong-signature',
      'wrong-signature',
      'wrong-signature',
      'missing-header',
      'wrong-signature',
    ])
  })

  test('with a list of both, neither item lets a spoilt delivery pass', () => {
    const profile = acme({ rotation: { both: 'list', source: 'guide' } })
    const ask = (tampering: Tampering | undefined, current: string) =>
      reasonFor(profile, spoilt(profile, tampering, { previousSecret: 'OLD' }), { current: [current] })
    const all = ['S', 'OLD'].map((current) =>
      [undefined, ...ways].map((tampering) => ask(tampering, current)),
    )
    const refused = [
      true,
      'wrong-signature',
      'wrong-signature',
      'timestamp-too-old',
      'missing-header',
      'wrong-signature',
    ]
    expect(all).toEqual([refused, refused])
  })

  test('the time of a list stays as it is where the signature is spoilt', () => {
    const [, value = ''] =
      spoilt(acme(), 'signature').headers.find(([name]) => name === 'Acme-Signature') ?? []
    expect(value).toMatch(/^t=1773569100,v1=[0-9a-f]{64}$/)
  })
})

describe('a body that is spoilt', () => {
  const spoil = (text: string) => textOf(spoilRequest(acme(), requestOf([], text), 'body').body)

  test.each([
    ['{"a":"x"}', '{"a":"0"}'],
    ['{"a":"0"}\n', '{"a":"1"}\n'],
    ['{"a":["x", "y"]}', '{"a":["x", "0"]}'],
    ['{"a":"x","b":1}', '{"a":"0","b":1}'],
    ['{"a":"\\u00e9"}', '{"a":"\\u00e0"}'],
    ['{"a":"line\\n"}', '{"a":"line\\n"} '],
    ['{"a":"x","b":"line\\n"}', '{"a":"0","b":"line\\n"}'],
    ['{"a":"said \\"x\\", then"}', '{"a":"said \\"x\\", the0"}'],
    ['{"a":"é"}', '{"a":"é"} '],
    ['{"a":1}', '{"a":1} '],
    ['a=1', 'a=1 '],
    ['', ' '],
  ])('%s becomes %s', (text, other) => {
    expect(spoil(text)).toBe(other)
  })

  test('of many megabytes is spoilt as well', () => {
    const long = `{"a":"x","b":"${'a '.repeat(5_000_000)}","c":1}`
    const other = spoil(long)
    expect([other.length, other.slice(-20)]).toEqual([long.length, 'a a a a a a ","c":1}'])
    expect(other.startsWith('{"a":"0","b"')).toBe(true)
  })

  test('of bytes that are no text stays as long', () => {
    const bytes = Uint8Array.from([0x22, 0xff, 0x61, 0x22, 0x7d])
    expect(spoilRequest(acme(), requestOf([], bytes), 'body').body).toEqual(
      Buffer.from([0x22, 0xff, 0x30, 0x22, 0x7d]),
    )
  })
})
