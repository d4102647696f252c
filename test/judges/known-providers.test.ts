import { describe, expect, test } from 'vitest'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { bytesOf, textOf } from '../../src/http/body.ts'
import { headerValue, withHeaders } from '../../src/http/headers.ts'
import type { Headers } from '../../src/http/message.ts'
import { familyName } from '../../src/provider/catalog.ts'
import { decode, encode } from '../../src/provider/encoding.ts'
import { pairOf } from '../../src/provider/key-pair.ts'
import { createKeyring } from '../../src/provider/keyring.ts'
import { vectorsSchema } from '../../src/provider/profile.ts'
import { recognise } from '../../src/provider/recognise.ts'
import { verify } from '../../src/provider/verify.ts'
import { catalog, shipped } from '../provider/support/profiles.ts'
import { now } from '../provider/support/requests.ts'
import { changeHeader, moveTime, turnBit } from './support/bits.ts'
import type { Delivery, KnownScene } from './support/known-scenes.ts'
import { deliver, knownScenes, knownTypes } from './support/known-scenes.ts'

const keyBytes = Uint8Array.from({ length: 32 }, (_, at) => at * 7 + 1)
const otherKeyBytes = turnBit(keyBytes, 77)

test('every provider beyond the first five has a judge', () => {
  const first = new Set(catalog.names.map(familyName))
  const beyond = shipped.names.filter((name) => !first.has(familyName(name)))
  expect(knownScenes.map(({ name }) => name)).toEqual(beyond)
})

/** What a judge and we say of one delivery. */
async function both(scene: KnownScene, { request, url }: Delivery, secret: string) {
  const ruling = await scene.judge.rule({ ...request, url, secret, now })
  const verdict = verify(scene.profile, { request, url, secrets: { current: [secret], previous: [] }, now })
  // That package throws where a signature is no DER, and its callers take it for a refusal.
  const throws = scene.judge.name === 'eventwebhook' && ruling.startsWith('throws')
  return { judge: throws ? 'refuses' : ruling, we: verdict.ok ? 'accept' : verdict.reason }
}

const accepted = { judge: 'accepts', we: 'accept' }
const refused = { judge: 'refuses', we: 'wrong-signature' }

/** A text with one bit of its last character turned over. */
const turnLast = (text: string): string =>
  text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) ^ 1)

/** A header's value with one bit of the signature turned over, counted from its end where it is below zero. */
function turnSignature({ before, encoding }: KnownScene, value: string, at: number): string {
  const start = value.indexOf(before) + before.length
  const bytes = decode(value.slice(start), encoding) ?? bytesOf('')
  return value.slice(0, start) + encode(turnBit(bytes, at < 0 ? bytes.length * 8 + at : at), encoding)
}

/** All deliveries that differ from one in a single bit, or in a second. */
function spoil(scene: KnownScene, { request, url }: Delivery): Record<string, Delivery> {
  const { header, timeHeader, idHeader } = scene
  const bits = request.body.length * 8
  const body = (at: number): Delivery => ({ request: { ...request, body: turnBit(request.body, at) }, url })
  const inHeader = (name: string, change: (value: string) => string): Delivery => ({
    request: { ...request, headers: changeHeader(request.headers, name, change) },
    url,
  })
  const elsewhere = (text: string): string => text.replace('/here?', '/herd?')
  return {
    'the first bit of the body': body(0),
    'a bit in its middle': body(bits >> 1),
    'its last bit': body(bits - 8),
    'a bit in the signature': inHeader(header, (value) => turnSignature(scene, value, 67)),
    'its last bit ': inHeader(header, (value) => turnSignature(scene, value, -8)),
    ...(timeHeader && {
      'a second later': inHeader(timeHeader, (value) => moveTime(value, 1)),
      'a second earlier': inHeader(timeHeader, (value) => moveTime(value, -1)),
    }),
    ...(idHeader && { 'a bit of the id': inHeader(idHeader, turnLast) }),
    ...(scene.signsUrl && {
      'a bit of the URL': { request: { ...request, target: elsewhere(request.target) }, url: elsewhere(url) },
    }),
  }
}

describe.each(knownTypes)('$name $type', (scene) => {
  const keys = scene.keysOf(keyBytes)
  const delivery = deliver(scene, scene.type, { secret: keys.signing })

  test('is accepted by the judge, and no more so once a bit of it is another', async () => {
    const spoilt = spoil(scene, delivery)
    const rulings = Object.entries(spoilt).map(async ([what, each]) => [
      what,
      await both(scene, each, keys.verifying),
    ])
    expect(await both(scene, delivery, keys.verifying)).toEqual(accepted)
    expect(await both(scene, delivery, scene.keysOf(otherKeyBytes).verifying)).toEqual(refused)
    expect(Object.fromEntries(await Promise.all(rulings))).toEqual(
      Object.fromEntries(Object.keys(spoilt).map((what) => [what, refused])),
    )
  })
})

const makers = knownTypes.filter(({ judge }) => judge.make !== undefined)

describe.each(makers)('$name $type', (scene) => {
  test('is signed by the judge as we verify it', async () => {
    const keys = scene.keysOf(keyBytes)
    const delivery = deliver(scene, scene.type, { secret: keys.signing })
    const { request, url } = delivery
    const id = headerValue(request.headers, scene.idHeader ?? '') ?? ''
    const made = async (secret: string): Promise<Delivery> => {
      const headers: Headers =
        (await scene.judge.make?.({ text: textOf(request.body), secret, now, id, url })) ?? []
      return { request: { ...request, headers: withHeaders(request.headers, headers) }, url }
    }
    expect(await both(scene, await made(keys.signing), keys.verifying)).toEqual(accepted)
    const others = scene.keysOf(otherKeyBytes)
    expect(await both(scene, await made(others.signing), keys.verifying)).toEqual(refused)
  })
})

const rotating = knownScenes.filter(({ profile }) => profile.rotation?.both === 'list')

describe.each(rotating)('$name during a rotation', (scene) => {
  test('is accepted with either secret, by the judge and by us', async () => {
    const keys = scene.keysOf(keyBytes)
    const old = scene.keysOf(otherKeyBytes)
    const secrets = { secret: keys.signing, previousSecret: old.signing }
    const delivery = deliver(scene, shipped.types(scene.name)[0] ?? '', secrets)
    const third = scene.keysOf(turnBit(keyBytes, 200)).verifying
    expect(await both(scene, delivery, keys.verifying)).toEqual(accepted)
    expect(await both(scene, delivery, old.verifying)).toEqual(accepted)
    expect(await both(scene, delivery, third)).toEqual(refused)
  })
})

describe.each(knownTypes)('$name $type', (scene) => {
  test('is recognised by its headers and its secret', () => {
    const { signing, verifying } = scene.keysOf(keyBytes)
    const { request, url } = deliver(scene, scene.type, { secret: signing })
    const keyring = createKeyring([{ of: 'the test', secret: verifying, level: 0 }])
    const publicUrl = new URL(url)
    const found = recognise(request, { catalog: shipped, keyring, publicUrl, now })
    const { profile, type, verdict, unknownType } = found
    const isPing = type === null && scene.profile.handshakes !== undefined
    expect({ name: profile?.name, type: isPing ? scene.type : type, ok: verdict.ok, unknownType }).toEqual({
      name: scene.name,
      type: scene.type,
      ok: true,
      unknownType: false,
    })
  })
})

test('the judges that sign are those whose packages can', () => {
  expect([...new Set(makers.map(({ judge }) => judge.name))]).toEqual([
    'octokit',
    'standardwebhooks',
    'stripe',
    'svix',
    'twilio',
    'twilio, JSON',
  ])
})

const folder = fixturesFolder()
const vectors = knownScenes.flatMap((scene) => {
  const text = folder.text(`${scene.name}/vectors.json`) ?? '[]'
  return vectorsSchema.parse(JSON.parse(text)).map((vector) => ({ ...scene, vector }))
})

test.each(vectors)(
  '$name: the judge accepts the vector "$vector.title"',
  async ({ profile, judge, vector }) => {
    const secret = pairOf(profile, vector.secret)?.publicKey ?? vector.secret
    const headers: Headers = [
      ...Object.entries(vector.headers),
      ['X-Shopify-Topic', 'orders/create'],
      ['X-Shopify-Shop-Domain', 'orrery-sample.myshopify.com'],
      ['X-Shopify-API-Version', '2026-04'],
      ['X-Shopify-Webhook-Id', '1'],
    ]
    const { url = '' } = vector
    const asked = { headers, body: bytesOf(vector.body), secret, now: Date.parse(vector.at), url }
    expect(await judge.rule(asked)).toBe('accepts')
  },
)
