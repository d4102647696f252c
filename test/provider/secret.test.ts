import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode } from '../../src/provider/encoding.ts'
import { readKey } from '../../src/provider/secret.ts'

describe('a key', () => {
  test.each([
    [{ encoding: 'utf8' }, 'whsec_é', [0x77, 0x68, 0x73, 0x65, 0x63, 0x5f, 0xc3, 0xa9]],
    [{ encoding: 'utf8', prefix: 'whsec_' }, ' ', [0x20]],
    [{ encoding: 'hex' }, '00ff', [0x00, 0xff]],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_AP8=', [0x00, 0xff]],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'AP8=', [0x00, 0xff]],
    [{ encoding: 'base64url', prefix: 'k.' }, 'k.-_8', [0xfb, 0xff]],
  ] as const)('by the rule %j of %s', (rule, secret, bytes) => {
    const reading = readKey(rule, secret)
    expect(reading.ok && [...reading.key]).toEqual(bytes)
  })

  test.each([
    [{ encoding: 'utf8' }, '', 'it is empty'],
    [{ encoding: 'hex' }, '', 'it is empty'],
    [{ encoding: 'hex' }, 'xyz', "behind '' it is no hex"],
    [{ encoding: 'hex' }, '0', "behind '' it is no hex"],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_', "behind 'whsec_' it is no base64"],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_AP8', "behind 'whsec_' it is no base64"],
    [{ encoding: 'base64', prefix: 'whsec_' }, 'whsec_AP8=\n', "behind 'whsec_' it is no base64"],
    [{ encoding: 'base64url' }, 'a+b/', "behind '' it is no base64url"],
  ] as const)('by the rule %j is not %j', (rule, secret, why) => {
    expect(readKey(rule, secret)).toEqual({ ok: false, why })
  })
})

describe.each(['hex', 'base64', 'base64url'] as const)('%s', (encoding) => {
  test('bytes survive, and only what is written so is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = encode(bytes, encoding)
        expect(Uint8Array.from(decode(text, encoding) ?? [])).toEqual(bytes)
      }),
    )
  })

  test('whatever else is read would be written the same again', () => {
    const anyText = fc.stringMatching(/^[0-9a-fA-F+/_=-]{0,9}$/)
    fc.assert(
      fc.property(anyText, (text) => {
        const bytes = decode(text, encoding)
        if (bytes) expect(encode(bytes, encoding)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })
})
