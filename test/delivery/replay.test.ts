import { describe, expect, test } from 'vitest'
import type { Replaying } from '../../src/delivery/replay.ts'
import { replayRequest } from '../../src/delivery/replay.ts'
import { seededRandom } from '../../src/host/random.ts'
import { bytesOf, textOf } from '../../src/http/body.ts'
import { headerValue, withHeaders, withoutHeaders } from '../../src/http/headers.ts'
import type { Headers } from '../../src/http/message.ts'
import { identify } from '../../src/provider/identify.ts'
import { verify } from '../../src/provider/verify.ts'
import { oddBodies } from '../judges/support/bodies.ts'
import { allTypes, deliveryOf, scenes } from '../judges/support/scenes.ts'
import { acme, catalog } from '../provider/support/profiles.ts'
import { now, signedRequest } from '../provider/support/requests.ts'
import { refusalOf } from '../support/refusal.ts'
import { received } from './support/kept.ts'

const later = now + 86_400_000
const to = new URL('http://127.0.0.1:9/new?path=1')
const replaying = (rest: Partial<Replaying> = {}): Replaying => ({
  profile: acme(),
  secret: 'S',
  asReceived: false,
  changes: [],
  to,
  at: later,
  random: seededRandom('replay'),
  ...rest,
})

/** What a server adds to what the provider sent, or what belongs to its connection. */
const hops: Headers = [
  ['Host', '127.0.0.1:4400'],
  ['Content-Length', '5'],
  ['Connection', 'keep-alive, X-Hop'],
  ['Keep-Alive', 'timeout=5'],
  ['Transfer-Encoding', 'chunked'],
  ['X-Hop', '1'],
]
const others: Headers = [
  ['accept-ENCODING', 'gzip'],
  ['X-Twice', 'b'],
  ['X-Twice', 'a\xe9'],
]

describe.each(allTypes)('$name $type signed afresh', (scene) => {
  const { profile, type, judge } = scene
  const request = deliveryOf(scene, type, { secret: 'OLD' })
  const kept = received({
    type,
    provider: scene.name,
    eventId: identify(profile, request).id,
    request: { ...request, headers: [...hops, ...others, ...request.headers] },
  })
  const again = replayRequest(kept, replaying({ profile }))
  /** Headers that are another with each attempt, and no others. */
  const anew = [
    scene.header,
    ...(scene.timeHeader ? [scene.timeHeader] : []),
    ...Object.entries(profile.headers).flatMap(([name, template]) =>
      /attemptId|timestamp/.test(template) ? [name] : [],
    ),
  ]

  test('is the same event with a signature of this moment, which the judge accepts', async () => {
    const secrets = { current: ['S'], previous: [] }
    expect({
      judge: await judge.rule({ ...again.request, secret: 'S', now: later }),
      verdict: verify(profile, { request: again.request, secrets, now: later }),
      event: identify(profile, again.request),
      afresh: again.signedAfresh,
      to: again.to,
    }).toEqual({
      judge: 'accepts',
      verdict: { ok: true, key: 'current' },
      event: identify(profile, request),
      afresh: true,
      to,
    })
  })

  test('has its other headers and its bytes as they came, without those of the old connection', () => {
    const stays = (headers: Headers) => withoutHeaders(headers, anew)
    expect({ ...again.request, headers: stays(again.request.headers) }).toEqual({
      method: 'POST',
      target: '/new?path=1',
      headers: stays([...others, ...request.headers]),
      body: request.body,
    })
    expect(again.request.headers.map(([name]) => name)).toEqual(
      [...others, ...request.headers].map(([name]) => name),
    )
    const stale = anew.filter(
      (name) => headerValue(again.request.headers, name) === headerValue(request.headers, name),
    )
    expect(stale).toEqual([])
  })
})

describe.each([...scenes])('$name', (scene) => {
  const [type = ''] = catalog.types(scene.name)

  test.each(Object.entries(oddBodies))(
    'with %s goes out byte for byte, signed afresh or as received',
    (_what, body) => {
      const request = deliveryOf(scene, type, { secret: 'S', body })
      const kept = received({
        provider: scene.name,
        type,
        request: { ...request, headers: [...hops, ...others, ...request.headers] },
      })
      const afresh = replayRequest(kept, replaying({ profile: scene.profile }))
      const asReceived = replayRequest(kept, replaying({ profile: scene.profile, asReceived: true }))
      expect(Buffer.from(afresh.request.body).equals(body)).toBe(true)
      expect(
        verify(scene.profile, {
          request: afresh.request,
          secrets: { current: ['S'], previous: [] },
          now: later,
        }),
      ).toEqual({
        ok: true,
        key: 'current',
      })
      expect({ ...asReceived, body: Buffer.from(asReceived.request.body).equals(body) }).toEqual({
        to,
        signedAfresh: false,
        request: {
          method: 'POST',
          target: '/new?path=1',
          headers: [...others, ...request.headers],
          body: request.body,
        },
        body: true,
      })
    },
  )
})

test('the names of headers keep the place that they had, in the provider’s writing', () => {
  const { headers, ...request } = signedRequest(acme())
  const small = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  const kept = received({ request: { ...request, headers: [...small, ['via', '1.1 a']] } })
  const { request: again } = replayRequest(kept, replaying())
  expect(again.headers.map(([name]) => name)).toEqual(['Acme-Signature', 'via'])
})

test('the signature of a previous secret does not go along', () => {
  const scene = scenes.find(({ name }) => name === 'firma')
  if (!scene) throw new Error('There is such a provider.')
  const request = deliveryOf(scene, 'template.created', { secret: 'S', previousSecret: 'OLD' })
  const { request: again } = replayRequest(received({ request }), replaying({ profile: scene.profile }))
  expect([
    headerValue(request.headers, 'X-Firma-Signature-Old'),
    headerValue(again.headers, 'X-Firma-Signature-Old'),
  ]).toEqual([expect.stringMatching(/^t=/), undefined])
})

test.each([
  ['no secret is known', { secret: undefined }],
  ['the provider is not known', { profile: null }],
])('as it was received, where %s', (_what, rest) => {
  const request = signedRequest(acme(), { body: '{ "a" : 1 }' })
  expect(replayRequest(received({ request }), replaying(rest))).toEqual({
    signedAfresh: false,
    to,
    request: { ...request, target: '/new?path=1' },
  })
})

test('a method that was another is kept as received', () => {
  const request = { ...signedRequest(acme()), method: 'PUT' }
  expect(replayRequest(received({ request }), replaying({ asReceived: true })).request.method).toBe('PUT')
})

describe('changes', () => {
  const odd = '{ "id":"evt_1",\r\n\t"big" : 12345678901234567890 ,"é":"\\u00e9" , "list":[ {"x":1.0} ] }\n'
  const change = (path: string, value: string | number, add = false) => ({ path, value, add })

  test('keep every other character', () => {
    const kept = received({ request: signedRequest(acme(), { body: odd }) })
    const changes = [change('list[0].x', 'new'), change('list[0].y', 2, true)]
    const { request } = replayRequest(kept, replaying({ changes }))
    expect(textOf(request.body)).toBe(odd.replace('1.0', '"new","y":2'))
    expect(verify(acme(), { request, secrets: { current: ['S'], previous: [] }, now: later }).ok).toBe(true)
  })

  const unchangeable = received({ request: signedRequest(acme(), { body: 'a=1' }) })

  test.each([
    [
      'as received',
      received(),
      { asReceived: true },
      ['usage', '--set and --as-received cannot go together.', 'A changed payload has to be signed afresh.'],
    ],
    [
      'without a secret',
      received(),
      { secret: undefined },
      [
        'no-secret',
        'dlv_01KKRF9J700000000000000001 cannot be changed: no secret is known for acme, and its old signature would be wrong.',
        'Give --secret.',
      ],
    ],
    [
      'of nobody',
      received({ provider: null }),
      { profile: null },
      [
        'no-secret',
        'dlv_01KKRF9J700000000000000001 cannot be changed: no secret is known for its provider, and its old signature would be wrong.',
        'Give --secret.',
      ],
    ],
    [
      'of what is no JSON',
      unchangeable,
      {},
      [
        'not-json',
        expect.stringMatching(/^The payload of dlv_01KKRF9J700000000000000001 is no JSON: .*\.$/),
        'Leave --set out, or send another body with hooks trigger --body.',
      ],
    ],
    [
      'of what is not there',
      received(),
      {},
      [
        'unknown-path',
        "There is no 'ib' in the payload of dlv_01KKRF9J700000000000000001.",
        'Did you mean id? --add makes a new field.',
      ],
    ],
  ] as const)('%s are refused', (...[, kept, rest, [code, message, hint]]) => {
    const refused = refusalOf(() => replayRequest(kept, replaying({ ...rest, changes: [change('ib', 1)] })))
    expect(refused).toEqual({ code, message, hint })
  })

  test('none of no JSON goes out as it is', () => {
    expect(replayRequest(unchangeable, replaying()).request.body).toEqual(bytesOf('a=1'))
  })
})

test('headers that the user changed stay changed', () => {
  const request = signedRequest(acme())
  const changed = { ...request, headers: withHeaders(request.headers, [['Acme-Event', 'mine']]) }
  const { request: again } = replayRequest(received({ request: changed }), replaying())
  expect(headerValue(again.headers, 'Acme-Event')).toBe('mine')
})
