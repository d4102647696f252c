import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyring } from '../../src/provider/keyring.ts'
import { recognise } from '../../src/provider/recognise.ts'
import { reasons } from '../../src/provider/verdict.ts'
import { verify } from '../../src/provider/verify.ts'
import { anyRequest } from './support/any-request.ts'
import { catalog } from './support/profiles.ts'
import { now, requestOf, signedRequest } from './support/requests.ts'

const anySecret = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant(''))
const anyProfile = fc.constantFrom(...catalog.names.map(catalog.profile))
const anyNow = fc.constantFrom(now, 0, -1, 8_640_000_000_000_000, Number.NaN)

test('no request that nobody signed is verified, and none makes verifying fail', () => {
  const seen = new Set<string>()
  const anyVerification = fc.record({
    profile: anyProfile,
    request: anyRequest,
    secret: anySecret,
    now: anyNow,
  })
  fc.assert(
    fc.property(anyVerification, ({ profile, secret, ...rest }) => {
      const verdict = verify(profile, { ...rest, secrets: { current: [secret], previous: ['S'] } })
      seen.add(verdict.ok ? 'verified' : verdict.reason)
    }),
    { numRuns: 20_000 },
  )
  // The requests are odd enough to be refused for every reason that their form can give.
  expect([...seen].toSorted((a, b) => a.localeCompare(b))).toEqual([
    'malformed-header',
    'missing-header',
    'unknown-scheme',
    'wrong-signature',
  ])
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
    const { verdict } = recognise(requestOf(headers, deep), { catalog, provider, keyring, now })
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
