import { describe, expect, test } from 'vitest'
import type { KeyringEntry } from '../../src/provider/keyring.ts'
import { createKeyring } from '../../src/provider/keyring.ts'

const entry = (secret: string, level: number, rest: Partial<KeyringEntry> = {}): KeyringEntry => ({
  of: `place ${level}`,
  secret,
  level,
  ...rest,
})

describe('which secrets count', () => {
  test('those of the strongest place, all of them, in their order', () => {
    const keyring = createKeyring([entry('c', 2), entry('a', 1), entry('d', 2), entry('b', 1)])
    expect(keyring.secretsFor('acme')).toEqual({ current: ['a', 'b'], previous: [] })
    expect(keyring.signingSecret('acme')).toBe('a')
    expect(keyring.names).toEqual(['place 1', 'place 2'])
  })

  test('previous ones have a strongest place of their own', () => {
    const keyring = createKeyring([
      entry('old', 3, { previous: true }),
      entry('older', 4, { previous: true }),
      entry('new', 1),
    ])
    expect(keyring.secretsFor('acme')).toEqual({ current: ['new'], previous: ['old'] })
  })

  test('one for a provider is for its dialects too, and for nobody else', () => {
    const keyring = createKeyring([
      entry('family', 1, { provider: 'acme' }),
      entry('dialect', 0, { provider: 'acme@2' }),
      entry('any', 9),
    ])
    const secrets = (provider: string) => keyring.secretsFor(provider).current
    expect([
      secrets('acme'),
      secrets('acme@2'),
      secrets('acme@3'),
      secrets('acmeX'),
      secrets('other'),
    ]).toEqual([['family'], ['dialect'], ['family'], ['any'], ['any']])
  })

  test('none where none fits', () => {
    const keyring = createKeyring([entry('a', 0, { provider: 'acme' })])
    expect([keyring.secretsFor('other'), keyring.signingSecret('other')]).toEqual([
      { current: [], previous: [] },
      undefined,
    ])
    expect(createKeyring([]).names).toEqual([])
  })

  test('a previous one never signs', () => {
    expect(createKeyring([entry('old', 0, { previous: true })]).signingSecret('acme')).toBeUndefined()
  })
})

test('all the others are known, to tell whose secret was used', () => {
  const used = [entry('a', 1), entry('old', 1, { previous: true })]
  const others = [entry('b', 2), entry('c', 0, { provider: 'other' }), entry('older', 2, { previous: true })]
  const keyring = createKeyring([...others, ...used])
  expect(keyring.othersThan('acme')).toEqual([others[1], others[0], others[2]])
})
