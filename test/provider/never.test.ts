import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { createKeyring } from '../../src/provider/keyring.ts'
import { vectorsSchema } from '../../src/provider/profile.ts'
import { recognise } from '../../src/provider/recognise.ts'
import { reasons } from '../../src/provider/verdict.ts'
import { verify } from '../../src/provider/verify.ts'
import { anyRequest, anyRequestOf } from './support/any-request.ts'
import { catalog, shipped } from './support/profiles.ts'
import { now, requestOf, signedRequest } from './support/requests.ts'

const anySecret = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant(''))
const anyNow = fc.constantFrom(now, 0, -1, 8_640_000_000_000_000, Number.NaN)

/** A hundred thousand requests, shared out among all dialects. */
const share = Math.ceil(100_000 / shipped.names.length)

/** A secret of the provider's form, so that what looks like a signature is tried. */
const secretOf = (name: string): string =>
  vectorsSchema.parse(JSON.parse(fixturesFolder().text(`${name}/vectors.json`) ?? '[]'))[0]?.secret ?? ''

describe.each(shipped.names)('%s', (name) => {
  const profile = shipped.profile(name)
  const secret = secretOf(name)

  test(`verifies none of ${share} requests that nobody signed, and fails at none`, () => {
    const seen = new Set<string>()
    const anyVerification = fc.record({ request: anyRequestOf(profile), odd: anySecret, now: anyNow })
    fc.assert(
      fc.property(anyVerification, ({ odd, ...rest }) => {
        const verdict = verify(profile, { ...rest, secrets: { current: [odd], previous: [secret] } })
        seen.add(verdict.ok ? 'verified' : verdict.reason)
      }),
      { numRuns: share },
    )
    // The requests are near enough to be refused for every reason that their form can give; not every template can be misread.
    seen.delete('unknown-scheme')
    expect(seen).toEqual(new Set(['malformed-header', 'missing-header', 'wrong-signature']))
  })
})

test('no request makes recognising fail, and each gets a verdict of the closed set', () => {
  const keyring = createKeyring([
    { of: 'one', secret: 'S', level: 0 },
    { of: 'two', secret: 'OLD', level: 0, previous: true },
    { of: 'three', secret: 'another', level: 1 },
  ])
  fc.assert(
    fc.property(anyRequest, (request) => {
      const { verdict } = recognise(request, { catalog, keyring, now })
      expect(verdict.ok ? 'verified' : verdict.reason).toBeOneOf([...reasons])
    }),
    { numRuns: 1_000 },
  )
})

test('a body that is nested deeper than the stack is refused like any other', () => {
  const keyring = createKeyring([{ of: 'one', secret: 'S', level: 0 }])
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const verdicts = catalog.names.map((provider) => {
    const profile = catalog.profile(provider)
    const { headers } = signedRequest(profile, { secret: 'another' })
    const { inBody } = profile.signature
    const body = inBody ? `{"${inBody.key}":"sha256=${'0'.repeat(64)}","deep":${deep}}` : deep
    const { verdict } = recognise(requestOf(headers, body), { catalog, provider, keyring, now })
    return verdict.ok || verdict.reason
  })
  expect(verdicts).toEqual(catalog.names.map(() => 'wrong-signature'))
})

test('a body that would be of many megabytes when it is laid out is refused like any other', () => {
  const keyring = createKeyring([{ of: 'one', secret: 'S', level: 0 }])
  const wide = `[${Array(600)
    .fill(`${'['.repeat(500)}${']'.repeat(500)}`)
    .join()}]`
  const { headers } = signedRequest(catalog.profile('firma'), { secret: 'another' })
  const { verdict } = recognise(requestOf(headers, wide), { catalog, provider: 'firma', keyring, now })
  expect(verdict.ok || verdict.reason).toBe('wrong-signature')
})
