import { describe, expect, test } from 'vitest'
import { composeRequest } from '../../src/delivery/compose.ts'
import { spoilRequest } from '../../src/delivery/tamper.ts'
import { seededRandom } from '../../src/host/random.ts'
import { bytesOf } from '../../src/http/body.ts'
import { withoutHeaders } from '../../src/http/headers.ts'
import type { Request } from '../../src/http/message.ts'
import { familyName } from '../../src/provider/catalog.ts'
import { detect } from '../../src/provider/detect.ts'
import { makeEvent } from '../../src/provider/event.ts'
import type { KeyringEntry } from '../../src/provider/keyring.ts'
import { createKeyring } from '../../src/provider/keyring.ts'
import type { Recognising } from '../../src/provider/recognise.ts'
import { recognise } from '../../src/provider/recognise.ts'
import { signatureItem } from '../../src/provider/signature-fields.ts'
import { acme, catalog, shipped } from './support/profiles.ts'
import { now, requestOf, signedRequest } from './support/requests.ts'

const types = catalog.names.flatMap((name) => catalog.types(name).map((type) => ({ name, type })))

/** The delivery of an event, as its provider sends it. */
function sent(name: string, type: string) {
  const profile = catalog.profile(name)
  const fixture = catalog.fixture(name, type)
  if (!fixture) throw new Error(`${name} has no ${type}.`)
  const random = seededRandom(`${name} ${type}`)
  const event = makeEvent(profile, fixture, { random, at: now })
  const to = new URL('http://127.0.0.1:3000/hooks')
  return { profile, event, ...composeRequest({ profile, event, to, secret: 'S', at: now, random }) }
}

const keyringOf = (...entries: Partial<KeyringEntry>[]) =>
  createKeyring(entries.map((entry) => ({ of: 'the flag', secret: 'S', level: 0, ...entry })))

const ask = (request: Request, rest: Partial<Recognising> = {}) =>
  recognise(request, { catalog, keyring: keyringOf({}), now, ...rest })

/** The first dialect that sends just the same, where one stands before: nothing in such a delivery tells them apart. */
const twins: Readonly<Record<string, string>> = {
  'firma@2026-08': 'firma@2026-04',
  'firsthand@2026-03': 'firsthand',
}

const nameFor = (name: string, type: string): string => {
  const twin = twins[name]
  return twin !== undefined && catalog.types(twin).includes(type) ? twin : name
}

describe.each(types)('$name $type', ({ name, type }) => {
  const { profile, event, request } = sent(name, type)
  const { inBody } = profile.signature
  const place = signatureItem(profile.signature, profile.signature.headers)
  const known = {
    id: event.id,
    type,
    unknownType: false,
    signature: { header: place?.header ?? inBody?.key, scheme: place?.scheme ?? inBody?.value },
  }
  const named = ({ profile, ...rest }: ReturnType<typeof ask>) => ({ ...rest, name: profile?.name })

  test('is recognised among all providers, by itself', () => {
    expect(named(ask(request, { catalog: shipped }))).toEqual({
      ...known,
      name: nameFor(name, type),
      verdict: { ok: true, key: 'current' },
    })
  })

  test('is recognised where the provider is named, as that very dialect', () => {
    const { profile: found, verdict } = ask(request, { provider: name })
    expect([found?.name, verdict.ok]).toEqual([name, true])
    const family = ask(request, { provider: familyName(name) })
    expect([family.profile?.name, family.verdict.ok]).toEqual([nameFor(name, type), true])
  })

  test('is recognised where nothing verifies it', () => {
    const unverified = [
      ask(request, { keyring: createKeyring([]) }),
      ask(request, { keyring: keyringOf({ secret: 'wrong' }) }),
      ask({ ...request, body: Buffer.concat([request.body, bytesOf(' ')]) }),
      ask(spoilRequest(profile, request, 'signature')),
    ]
    // A space does not change the JSON, which alone is signed where the signature is in the body.
    const changed = inBody ? true : 'body-changed'
    const reasons = ['no-secret', 'wrong-signature', changed, 'wrong-signature']
    expect(
      unverified.map((found) => ({ ...named(found), verdict: found.verdict.ok || found.verdict.reason })),
    ).toEqual(reasons.map((verdict) => ({ ...known, name: nameFor(name, type), verdict })))
  })

  test('is recognised as its provider’s with a header of a proxy, in small letters, with a type that nobody knows', () => {
    const headers = request.headers.map(([header, value]) => [header.toLowerCase(), value] as const)
    const proxied = { ...request, headers: [['via', '1.1 proxy'] as const, ...headers] }
    expect(familyName(ask(proxied).profile?.name ?? '')).toBe(familyName(name))
  })
})

test('a type that no document knows is told', () => {
  const { profile, request } = sent('firma', 'template.created')
  const body = bytesOf(Buffer.from(request.body).toString().replace('"template.created"', '"template.eaten"'))
  const found = ask({ ...request, body }, { keyring: createKeyring([]) })
  expect(found).toEqual({
    profile,
    id: found.id,
    type: 'template.eaten',
    unknownType: true,
    signature: { header: 'X-Firma-Signature', scheme: 'v1={signature}' },
    verdict: {
      ok: false,
      reason: 'no-secret',
      detail: 'no secret is known, so nothing could be verified',
      hint: 'Give --secret, or set HOOKS_SECRET.',
    },
  })
})

describe('a request that bears no known header', () => {
  const request = requestOf([['Content-Type', 'application/json']], '{"type":"job.completed","id":"evt_1"}')
  const nothing = { id: null, type: null, profile: null, signature: null, unknownType: false }

  test('is of nobody', () => {
    expect(ask(request)).toEqual({
      ...nothing,
      verdict: {
        ok: false,
        reason: 'missing-header',
        detail: `no header is one of the ${catalog.names.length} known signature headers`,
        hint: 'Say which provider it is: --provider NAME. All of them: hooks providers list',
      },
    })
    expect(ask(request, { keyring: createKeyring([]) })).toEqual({
      ...nothing,
      verdict: { ok: false, reason: 'no-secret', detail: 'no secret is known, so nothing could be verified' },
    })
  })

  test('is of the provider that the user names', () => {
    expect(ask(request, { provider: 'firsthand' })).toEqual({
      profile: catalog.profile('firsthand'),
      id: 'evt_1',
      type: 'job.completed',
      unknownType: false,
      signature: { header: 'X-FirstHand-Signature', scheme: 'v1={signature}' },
      verdict: { ok: false, reason: 'missing-header', detail: 'the header X-FirstHand-Signature is missing' },
    })
  })
})

test('each dialect is tried with the secret that is for it', () => {
  const { request } = sent('firma@2026-08', 'signing_request.deleted')
  const keyring = keyringOf(
    { secret: 'another', provider: 'firma' },
    { secret: 'S', provider: 'firma@2026-08', of: 'endpoint b' },
  )
  const { profile, verdict } = ask(request, { keyring })
  expect([profile?.name, verdict]).toEqual(['firma@2026-08', { ok: true, key: 'current' }])
})

test('a secret that is known for another provider is named', () => {
  const { request } = sent('firsthand', 'job.completed')
  const keyring = keyringOf(
    { secret: 'another' },
    { secret: 'S', provider: 'example', of: 'the endpoint example' },
  )
  expect(ask(request, { keyring }).verdict).toEqual({
    ok: false,
    reason: 'wrong-secret',
    detail: 'signed with the secret of the endpoint example',
    hint: 'Give the handler the secret of the endpoint that sends.',
  })
})

describe('what speaks for a provider', () => {
  const profiles = catalog.names.map(catalog.profile)
  const names = (request: Request) => detect(profiles, request).map(({ profile, why }) => [profile.name, why])

  test('is its headers, whatever their case', () => {
    const { request } = sent('pixelpatrol', 'media.created')
    expect(names(request)).toEqual([
      [
        'pixelpatrol',
        [
          'it bears X-PixelPatrol-Signature, X-PixelPatrol-Timestamp, X-PixelPatrol-Event',
          'the signature has its form',
          'the payload has event, id, created_at',
        ],
      ],
      [
        'pixelpatrol@prefixed',
        [
          'it bears X-PixelPatrol-Signature, X-PixelPatrol-Event',
          'the payload has event',
          'but it lacks X-PixelPatrol-Delivery-ID',
        ],
      ],
    ])
    const small = request.headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    expect(names({ ...request, headers: small })).toEqual(names(request))
  })

  test('is not a header that all bear, nor the payload alone', () => {
    const { request } = sent('firsthand', 'job.completed')
    const headers = withoutHeaders(request.headers, ['X-FirstHand-Signature', 'X-FirstHand-Event-Id'])
    expect(names({ ...request, headers })).toEqual([])
    expect(names(requestOf([['User-Agent', 'PixelPatrol-Webhook/1.0']]))).toEqual([])
  })

  test('is weighed, and what it should bear and does not speaks against it', () => {
    const dialects = [
      acme({ name: 'more', headers: { 'X-More': '{id}' } }),
      acme({ name: 'two', signature: { headers: { 'X-Time': '{timestamp}' } } }),
      acme({ name: 'other', event: { type: 'kind' } }),
      acme(),
      acme({
        name: 'nothing',
        headers: { 'Acme-Event': null },
        signature: { headers: { 'Acme-Signature': null } },
      }),
    ]
    const request = { ...signedRequest(acme(), { body: '{"id":"e","type":"a"}' }) }
    const headers = [...request.headers, ['acme-event', 'a'] as const]
    const found = detect(dialects, { ...request, headers })
    expect(found.map(({ profile, score }) => [profile.name, score])).toEqual([
      ['acme', 11],
      ['other', 10],
      ['more', 9.5],
      ['two', 5],
    ])
  })
})
