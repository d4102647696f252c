import { describe, expect, test } from 'vitest'
import { composeRequest } from '../../../src/delivery/compose.ts'
import { seededRandom } from '../../../src/host/random.ts'
import { bytesOf } from '../../../src/http/body.ts'
import type { Request } from '../../../src/http/message.ts'
import { schemeOf } from '../../../src/provider/algorithms.ts'
import { makeEvent } from '../../../src/provider/event.ts'
import { identify } from '../../../src/provider/identify.ts'
import { makeKeyPair } from '../../../src/provider/key-pair.ts'
import { providerDocument } from '../../../src/provider/learn/document.ts'
import { learnScheme } from '../../../src/provider/learn/learn.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { readProviderFile } from '../../../src/provider/provider-file.ts'
import { signedUrl } from '../../../src/provider/signed-query.ts'
import { verify } from '../../../src/provider/verify.ts'
import { shipped as catalog } from '../support/profiles.ts'
import { now } from '../support/requests.ts'

const to = new URL('http://localhost:3000/hooks?of=us')

/** What a provider signs with, and what its handler verifies with. */
function keysOf({ signature: rule, ...profile }: Profile, seed: string) {
  const random = seededRandom(seed)
  if (schemeOf(rule.algorithm).pair !== undefined) {
    const pair = makeKeyPair({ ...profile, signature: rule }, random)
    if (!pair) throw new Error('no key pair')
    return { secret: pair.privateKey, given: pair.publicKey }
  }
  const { encoding, prefix = '' } = rule.key
  const bytes = Buffer.from(random.bytes(24))
  const text =
    encoding === 'utf8' || encoding === 'pem'
      ? `whsec_${bytes.toString('base64url')}`
      : prefix + bytes.toString(encoding)
  return { secret: text, given: text }
}

/** An event of a provider on its way, at a time of its own. */
function requestOf(profile: Profile, secret: string, number: number): Request {
  const types = catalog.types(profile.name)
  const fixture = catalog.fixture(profile.name, types[number % types.length] ?? '')
  if (!fixture) throw new Error('no fixture')
  const random = seededRandom(`${profile.name} ${number}`)
  const at = now + number * 86_400_000
  const event = makeEvent(profile, fixture, { random, at })
  const composed = composeRequest({ profile, event, to, secret, at, random })
  return { ...composed.request, headers: [['Host', to.host], ...composed.request.headers] }
}

const check = (profile: Pick<Profile, 'signature'>, request: Request, given: string) =>
  verify(profile, {
    request,
    url: signedUrl(request, undefined),
    secrets: { current: [given], previous: [] },
    now: now + 2 * 86_400_000,
  })

/** The same profile without a limit on age: the events are of different days. */
const ageless = ({ signature: { timestamp, ...signature } }: Profile): Pick<Profile, 'signature'> => ({
  signature: timestamp ? { ...signature, timestamp: { ...timestamp, tolerance: undefined } } : signature,
})

describe.each(catalog.names)('%s', (name) => {
  const profile = catalog.profile(name)
  const { secret, given } = keysOf(profile, name)
  const request = requestOf(profile, secret, 1)
  const { scheme, tried } = learnScheme({ request, secrets: [given], at: now })
  const document = scheme && providerDocument({ name: 'learnt', request, at: now, scheme })
  const reading = readProviderFile(bytesOf(JSON.stringify(document)), catalog)

  test('is learnt from one delivery', () => {
    expect({
      signature: scheme?.signature,
      tries: tried.tries,
      event: reading.ok ? reading.profile.event : reading,
    }).toMatchSnapshot()
  })

  test('what was learnt verifies it, and the next one, and nothing else', () => {
    if (!reading.ok) throw new Error('not learnt')
    const learnt = ageless(reading.profile)
    const next = requestOf(profile, secret, 2)
    const other = keysOf(profile, 'another').given
    const changed = { ...next, body: bytesOf('{}') }
    expect([request, next].map((each) => check(learnt, each, given))).toMatchObject([
      { ok: true },
      { ok: true },
    ])
    expect([check(learnt, next, other), check(learnt, changed, given)]).toMatchObject([
      { ok: false },
      { ok: false },
    ])
    expect(identify(reading.profile, request).type).toBe(identify(profile, request).type)
  })

  test('another secret teaches nothing', () => {
    const { given: other } = keysOf(profile, 'another')
    const { scheme, tried } = learnScheme({ request, secrets: [other], at: now })
    expect([scheme, tried.cut, tried.tries > 0]).toEqual([undefined, false, true])
  })
})
