import { webcrypto } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytesOf, exactTextOf } from '../../src/http/body.ts'
import { headerValue, withHeaders } from '../../src/http/headers.ts'
import type { Request } from '../../src/http/message.ts'
import { verify } from '../../src/provider/verify.ts'
import { catalog } from '../provider/support/profiles.ts'
import { now } from '../provider/support/requests.ts'
import { turnBit } from './support/bits.ts'
import { exceptions, oddBodies } from './support/bodies.ts'
import type { Scene } from './support/scenes.ts'
import { deliveryOf, scenes } from './support/scenes.ts'

const secret = 'whsec_Zürich – 32 characters or so'

const firstType = (scene: Scene): string => catalog.types(scene.name)[0] ?? ''

/** A judge that packages do not need: HMAC by WebCrypto over bytes, for those that the packages cannot be asked about. */
async function rulingOnBytes({ header, timeHeader }: Scene, { headers, body }: Request): Promise<boolean> {
  const time = timeHeader && /\d{10}/.exec(headerValue(headers, timeHeader) ?? '')?.[0]
  const content = Buffer.concat([bytesOf(time === undefined ? '' : `${time}.`), body])
  const given = /[0-9a-f]{64}$/.exec(headerValue(headers, header) ?? '')?.[0] ?? ''
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await webcrypto.subtle.importKey('raw', bytesOf(secret), algorithm, false, ['verify'])
  return webcrypto.subtle.verify('HMAC', key, Buffer.from(given, 'hex'), content)
}

describe.each([...scenes])('$name', (scene) => {
  const { judge } = scene
  const says = (body: string): string => {
    const exception = exceptions.find((each) => each.judge === judge.name && each.bodies.includes(body))
    // Over a time and the body there is no empty content, whatever the body.
    const needed = !(exception?.says === 'throws TypeError' && scene.timeHeader)
    return exception && needed ? exception.says : 'accepts'
  }

  test.each(Object.entries(oddBodies))(
    'with %s is sent, signed and judged byte for byte',
    async (what, body) => {
      const request = deliveryOf(scene, firstType(scene), { secret, body })
      const secrets = { current: [secret], previous: [] }
      const other = { ...request, body: body.length > 0 ? turnBit(body, 3) : bytesOf(' ') }
      expect({
        sent: Buffer.from(request.body).equals(body),
        judge: await judge.rule({ ...request, secret, now }),
        bytes: await rulingOnBytes(scene, request),
        we: verify(scene.profile, { request, secrets, now }),
        otherBytes: await rulingOnBytes(scene, other),
        weOther: verify(scene.profile, { request: other, secrets, now }).ok,
      }).toEqual({
        sent: true,
        judge: says(what),
        bytes: true,
        we: { ok: true, key: 'current' },
        otherBytes: false,
        weOther: false,
      })
    },
  )

  const texts = Object.entries(oddBodies).flatMap(([what, body]) => {
    const text = exactTextOf(body)
    // The package makes no signature over nothing at all.
    return text === undefined || (text === '' && !scene.timeHeader) ? [] : [{ what, body, text }]
  })

  test.each(texts)('with $what is accepted by us as the judge signs it', async ({ body, text }) => {
    const request = deliveryOf(scene, firstType(scene), { secret: 'another', body })
    const headers = withHeaders(request.headers, await judge.make(text, { secret, now }))
    const secrets = { current: [secret], previous: [] }
    expect(verify(scene.profile, { request: { ...request, headers }, secrets, now })).toEqual({
      ok: true,
      key: 'current',
    })
  })
})

test('every exception is needed', () => {
  const idle = exceptions.filter(
    ({ judge, bodies }) =>
      !scenes.some((scene) => scene.judge.name === judge) || !bodies.every((body) => body in oddBodies),
  )
  expect(idle).toEqual([])
})

describe('a judge refuses what a wrong profile signs', () => {
  const anywhere = {
    'another hash': { algorithm: 'hmac-sha512' },
    base64: { encoding: 'base64' },
    'the key in hex': { key: { encoding: 'hex' } },
  } as const
  const overBody = {
    ...anywhere,
    'a newline behind': { signs: '{body}\n' },
    'the method in front': { signs: '{method}{body}' },
  }
  const overTimeAndBody = {
    ...anywhere,
    'the body alone': { signs: '{body}' },
    'no point between': { signs: '{timestamp}{body}' },
    'the body first': { signs: '{body}.{timestamp}' },
    'a newline behind': { signs: '{timestamp}.{body}\n' },
  }
  const hexSecret = 'ab'.repeat(16)

  const wrong = scenes.flatMap((scene) =>
    Object.entries(scene.timeHeader ? overTimeAndBody : overBody).map(([what, mutant]) => ({
      ...scene,
      what,
      profile: { ...scene.profile, signature: { ...scene.profile.signature, ...mutant } },
    })),
  )

  test.each(wrong)('$name with $what', async (scene) => {
    const ask = (profile: Scene['profile']) => {
      const request = deliveryOf({ ...scene, profile }, firstType(scene), { secret: hexSecret })
      return scene.judge.rule({ ...request, secret: hexSecret, now })
    }
    expect([await ask(scene.profile), await ask(catalog.profile(scene.name))]).toEqual(['refuses', 'accepts'])
  })
})
