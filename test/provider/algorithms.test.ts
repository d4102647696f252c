import { expect, test } from 'vitest'
import { bytesOf } from '../../src/http/body.ts'
import { schemeOf } from '../../src/provider/algorithms.ts'
import { decode } from '../../src/provider/encoding.ts'
import { readKey } from '../../src/provider/secret.ts'

test('Ed25519 is that of RFC 8032, test 1', () => {
  const { sign, fits } = schemeOf('ed25519')
  const key = { encoding: 'hex', privatePrefix: 'private ' } as const
  const keyOf = (secret: string) => {
    const reading = readKey({ algorithm: 'ed25519', key }, secret)
    if (!reading.ok) throw new Error(reading.why)
    return reading.key
  }
  const both = keyOf('private 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  const publicOnly = keyOf('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  const signature =
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
  const nothing = bytesOf('')
  const bytes = decode(signature, 'hex') ?? nothing
  expect(Buffer.from(sign(both, nothing) ?? nothing).toString('hex')).toBe(signature)
  expect([fits(publicOnly, nothing, bytes), fits(publicOnly, bytesOf('x'), bytes)]).toEqual([true, false])
})
