import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../src/http/body.ts'
import { headerValue } from '../../src/http/headers.ts'
import { verify } from '../../src/provider/verify.ts'
import { shipped } from '../provider/support/profiles.ts'
import { now } from '../provider/support/requests.ts'
import { changeHeader } from './support/bits.ts'
import { differences, exceptions, expectedRuling, mayDiffer } from './support/known-exceptions.ts'
import type { Keys, KnownScene } from './support/known-scenes.ts'
import { deliver, knownScenes } from './support/known-scenes.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const anyBytes = fc.oneof(
  fc.json().map(bytesOf),
  anyText.map(bytesOf),
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'grapheme' }).map((text) => bytesOf(`\ufeff${text}`)),
)
/** Names and values of any kind, names several times among them. */
const anyForm = fc
  .array(fc.tuple(fc.oneof(anyText, fc.constantFrom('A', 'a', '1', '02', '__proto__')), anyText), {
    maxLength: 8,
  })
  .map((pairs) => bytesOf(new URLSearchParams(pairs).toString()))

const anyBody = ({ profile }: KnownScene) => (profile.content === 'form' ? anyForm : anyBytes)

const anySecret = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.string({ minLength: 1, maxLength: 200 }),
  fc.constantFrom(' ', '\n', '\0', ' S', 'S\n', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
)
const plain = (secret: string): Keys => ({ signing: secret, verifying: secret })

/** Secrets of any kind where they are used as they stand, else those that the provider's form can write. */
function anyKeys({ profile, keysOf }: KnownScene): fc.Arbitrary<Keys> {
  const { algorithm, key } = profile.signature
  if (key.encoding === 'utf8') return anySecret.map(plain)
  const size = algorithm.startsWith('hmac')
    ? { minLength: 1, maxLength: 80 }
    : { minLength: 32, maxLength: 32 }
  return fc.uint8Array(size).map(keysOf)
}
/** From 1970 to the year 2286, in milliseconds. */
const anyTime = fc.integer({ min: 1_000, max: 9_999_999_999_999 })

const firstType = (scene: KnownScene): string => shipped.types(scene.name)[0] ?? ''

/** Whether we accept a request that a judge is asked about. */
const accept = (
  { profile }: KnownScene,
  { secret, now, url, ...request }: Parameters<KnownScene['judge']['rule']>[0],
) => {
  const whole = { method: 'POST', target: url.slice(new URL(url).origin.length), ...request }
  return verify(profile, { request: whole, url, secrets: { current: [secret], previous: [] }, now }).ok
}

describe.each([...knownScenes])('$name, any body, secret and time', (scene) => {
  const { judge } = scene
  const anything = { body: anyBody(scene), keys: anyKeys(scene), others: anyKeys(scene), at: anyTime }

  test('what we sign the judge accepts, and with another secret neither does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(anything), async ({ body, keys, others, at }) => {
        fc.pre(keys.verifying !== others.verifying)
        const { request, url } = deliver(scene, firstType(scene), { secret: keys.signing, body, at })
        const asked = { ...request, url, secret: keys.verifying, now: at }
        const askedAgain = { ...asked, secret: others.verifying }
        const other = await judge.rule(askedAgain)
        expect({
          judge: await judge.rule(asked),
          we: accept(scene, asked),
          judgeOther: other.startsWith('throws') ? 'refuses' : other,
          weOther: accept(scene, askedAgain),
        }).toEqual({
          judge: expectedRuling({ judge: judge.name, body, secret: keys.verifying }),
          we: true,
          judgeOther: 'refuses',
          weOther: false,
        })
      }),
      { numRuns: 200 },
    )
  })
})

const judgedBy = (name: string) => knownScenes.filter(({ judge }) => judge.name === name)

const needs = exceptions.flatMap(({ judges, says, why, example }) =>
  judges.flatMap(judgedBy).map((scene) => ({ scene, name: scene.name, says, why, example })),
)

test.each(needs)('$name needs the exception that $why', async ({ scene, says, example }) => {
  const keys = 'secret' in example ? plain(example.secret) : scene.keysOf(new Uint8Array(32).fill(5))
  const sending = { secret: keys.signing, ...('body' in example && { body: example.body }) }
  const { request, url } = deliver(scene, firstType(scene), sending)
  const asked = { ...request, url, secret: keys.verifying, now }
  expect({ judge: await scene.judge.rule(asked), we: accept(scene, asked) }).toEqual({
    judge: says,
    we: true,
  })
})

const pieces = [' ', ',', '=', ' v1,', ',v1', 'v0=', 'sha1=', 'v1a,', 'AAAA', '0', '-', '+', '.', '\t', '%41']

/** A small accident in a text: something in the place of something else, or between two characters. */
const anyAccident = fc.record({
  at: fc.nat(100),
  length: fc.oneof(fc.constant(0), fc.nat(90)),
  text: fc.oneof(fc.constantFrom(...pieces), fc.stringMatching(/^[\t\x20-\x7e\xa0-\xff]{0,4}$/)),
})

/** The others' headers are of a construction that the five are judged by as well, accidents included. */
const judgedElsewhere = ['github', 'stripe']
const spoilt = knownScenes.filter(({ name }) => !judgedElsewhere.includes(name))

/** A delivery of a scene, and what becomes of it when one of its headers is changed. */
function deliveryTo(scene: KnownScene) {
  const { signing, verifying } = scene.keysOf(new Uint8Array(32).fill(5))
  const { request, url } = deliver(scene, firstType(scene), { secret: signing })
  return (name: string, change: (value: string) => string) => ({
    ...request,
    headers: changeHeader(request.headers, name, change),
    url,
    secret: verifying,
    now,
  })
}

describe.each(spoilt)('$name, any accident in a header', (scene) => {
  const { judge, header, timeHeader = '', idHeader = '' } = scene
  const names = [header, timeHeader, idHeader].filter((name) => name !== '')
  const withChange = deliveryTo(scene)

  test('we and the judge say the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), anyAccident, async (name, { at, length, text }) => {
        const asked = withChange(name, (value) => value.slice(0, at) + text + value.slice(at + length))
        const textIn = (each: string): string => headerValue(asked.headers, each) ?? ''
        fc.pre(!mayDiffer({ judge: judge.name, signature: textIn(header), time: textIn(timeHeader) }))
        const judged = (await judge.rule(asked)) === 'accepts'
        expect({ [name]: textIn(name), accepted: accept(scene, asked) }).toEqual({
          [name]: textIn(name),
          accepted: judged,
        })
      }),
      { numRuns: 300 },
    )
  })
})

const parting = differences.flatMap(({ judges, why, example }) =>
  judges.flatMap(judgedBy).map((scene) => ({ scene, name: scene.name, why, example })),
)

test.each(parting)('$name needs the difference that $why', async ({ scene, example }) => {
  const header = example.in === 'time' ? (scene.timeHeader ?? '') : scene.header
  const asked = deliveryTo(scene)(header, example.change)
  expect({ judge: await scene.judge.rule(asked), we: accept(scene, asked) }).toEqual({
    judge: 'accepts',
    we: false,
  })
})
