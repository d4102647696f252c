import { describe, expect, test } from 'vitest'
import { readJson, textOf } from '../../src/http/body.ts'
import { withHeaders, withoutHeaders } from '../../src/http/headers.ts'
import type { Request } from '../../src/http/message.ts'
import { verify } from '../../src/provider/verify.ts'
import { catalog } from '../provider/support/profiles.ts'
import { now } from '../provider/support/requests.ts'
import { changeHeader, moveTime, turnBit, turnHexBit } from './support/bits.ts'
import { constructEvent, stripe } from './support/judges.ts'
import type { Scene } from './support/scenes.ts'
import { allTypes, deliveryOf, judged, scenes } from './support/scenes.ts'

const secret = 'whsec_Zürich – 32 characters or so'

test('every provider and dialect that signs in a header has a judge', () => {
  const inHeader = catalog.names.filter((name) => !catalog.profile(name).signature.inBody)
  expect(judged).toEqual(inHeader)
  expect(allTypes.filter(({ name }) => !name.includes('@'))).toHaveLength(32)
})

/** What a judge and we say of one request. */
async function both(scene: Scene, request: Request, key = secret) {
  const judge = await scene.judge.rule({ ...request, secret: key, now })
  const verdict = verify(scene.profile, { request, secrets: { current: [key], previous: [] }, now })
  return { judge, we: verdict.ok ? 'accept' : verdict.reason }
}

const accepted = { judge: 'accepts', we: 'accept' }
const refused = { judge: 'refuses', we: 'wrong-signature' }

describe.each(allTypes)('$name $type', (scene) => {
  const { header, timeHeader, type } = scene
  const request = deliveryOf(scene, type, { secret })
  const inHeader = (name: string, change: (value: string) => string): Request => ({
    ...request,
    headers: changeHeader(request.headers, name, change),
  })

  test('is accepted by the judge, and no more so once a bit of it is another', async () => {
    const bits = request.body.length * 8
    const spoilt = {
      'the first bit of the body': { ...request, body: turnBit(request.body, 0) },
      'a bit in its middle': { ...request, body: turnBit(request.body, bits >> 1) },
      'its last bit': { ...request, body: turnBit(request.body, bits - 8) },
      'its first digit': inHeader(header, (value) => turnHexBit(value, 63)),
      'its last digit': inHeader(header, (value) => turnHexBit(value, 0)),
      ...(timeHeader && {
        'a second later': inHeader(timeHeader, (value) => moveTime(value, 1)),
        'a second earlier': inHeader(timeHeader, (value) => moveTime(value, -1)),
      }),
    }
    const rulings = Object.entries(spoilt).map(async ([what, each]) => [what, await both(scene, each)])
    expect(await both(scene, request)).toEqual(accepted)
    expect(await both(scene, request, `${secret}.`)).toEqual(refused)
    expect(Object.fromEntries(await Promise.all(rulings))).toEqual(
      Object.fromEntries(Object.keys(spoilt).map((what) => [what, refused])),
    )
  })

  test('is signed by the judge as we verify it', async () => {
    const text = textOf(request.body)
    const headers = withHeaders(request.headers, await scene.judge.make(text, { secret, now }))
    const other = withHeaders(request.headers, await scene.judge.make(text, { secret: 'another', now }))
    expect(await both(scene, { ...request, headers })).toEqual(accepted)
    expect(await both(scene, { ...request, headers: other })).toEqual(refused)
  })
})

const timedTypes = allTypes.filter(({ judge }) => judge.name === 'stripe')

test.each(timedTypes)('$name $type is read by the judge as the event that it is', (scene) => {
  const request = deliveryOf(scene, scene.type, { secret })
  const event = constructEvent(scene.header, { ...request, secret, now })
  expect({ ok: true, value: event }).toEqual(readJson(request.body))
})

const rotatingTypes = allTypes.filter(({ profile }) => profile.rotation?.both === 'previous-header')

describe.each(rotatingTypes)('$name $type during a rotation', (scene) => {
  const previousSecret = 'the one before'
  const old = 'X-Firma-Signature-Old'
  const request = deliveryOf(scene, scene.type, { secret, previousSecret })
  const oldOnly = { ...request, headers: withoutHeaders(request.headers, [scene.header]) }
  const oldJudge = stripe(old)

  test('bears a signature of each secret, and the judge accepts each with its own', async () => {
    const ask = (judge: typeof oldJudge, key: string) => judge.rule({ ...request, secret: key, now })
    expect({
      current: [await ask(scene.judge, secret), await ask(scene.judge, previousSecret)],
      previous: [await ask(oldJudge, secret), await ask(oldJudge, previousSecret)],
    }).toEqual({ current: ['accepts', 'refuses'], previous: ['refuses', 'accepts'] })
  })

  test('is accepted by who has the current secret, and by who still has the old one', () => {
    const ask = (current: string[], previous: string[] = [], asked = request) =>
      verify(scene.profile, { request: asked, secrets: { current, previous }, now })
    expect([
      ask([secret]),
      ask([previousSecret]),
      ask(['another'], [previousSecret]),
      ask([secret], [previousSecret], oldOnly),
      ask(['another']),
    ]).toEqual([
      { ok: true, key: 'current' },
      { ok: true, key: 'previous' },
      { ok: true, key: 'previous' },
      { ok: true, key: 'previous' },
      {
        ok: false,
        reason: 'wrong-signature',
        detail: `no known secret gives the signature in ${scene.header} for this body`,
      },
    ])
  })

  test("has the judge's own signatures accepted in both headers", async () => {
    const text = textOf(request.body)
    const headers = withHeaders(request.headers, [
      ...(await scene.judge.make(text, { secret: 'nobody has this', now })),
      ...(await oldJudge.make(text, { secret: previousSecret, now })),
    ])
    const secrets = { current: [secret], previous: [previousSecret] }
    expect(verify(scene.profile, { request: { ...request, headers }, secrets, now })).toEqual({
      ok: true,
      key: 'previous',
    })
  })
})

const ageing = scenes.filter(({ judge }) => judge.name === 'stripe')

/** Milliseconds between the second of signing and the look at it: the limit is 300 seconds, whole ones. */
test.each(ageing)('$name grows old at the same moment for the judge and for us', async (scene) => {
  const [type = ''] = catalog.types(scene.name)
  const request = deliveryOf(scene, type, { secret })
  const secrets = { current: [secret], previous: [] }
  const ages = [-86_400_000, -301_000, -300_000, -1, 0, 299_999, 300_000, 300_999, 301_000, 86_400_000]
  const rulings = ages.map(async (age) => {
    const at = now + age
    const verdict = verify(scene.profile, { request, secrets, now: at })
    return [age, await scene.judge.rule({ ...request, secret, now: at }), verdict.ok || verdict.reason]
  })
  expect(await Promise.all(rulings)).toEqual(
    ages.map((age) => (age < 301_000 ? [age, 'accepts', true] : [age, 'refuses', 'timestamp-too-old'])),
  )
})
