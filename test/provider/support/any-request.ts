import fc from 'fast-check'
import type { Request } from '../../../src/http/message.ts'
import { catalog } from './profiles.ts'

const known = catalog.names.flatMap((name) => {
  const { signature, headers } = catalog.profile(name)
  return [
    ...Object.keys(signature.headers),
    ...Object.keys(signature.previous ?? {}),
    ...Object.keys(headers),
  ]
})

/** Names that matter, in any case, and others. */
const anyName = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...new Set(known)) },
  fc.constantFrom(...known.map((name) => name.toLowerCase())),
  fc.constantFrom('Host', 'Connection', '__proto__', 'constructor', ''),
)

const tokens = [
  't=',
  ',',
  'v1=',
  'v0=',
  'sha256=',
  'sha1=',
  '=',
  ' ',
  '1773569100',
  '-1',
  '0'.repeat(64),
  'ab'.repeat(32),
  'A'.repeat(64),
  '{signature}',
  '\xe9\xff',
  '\0',
  '\n',
  'é漢\ud800',
]

/** Values made of the pieces that signature headers are made of, and of anything. */
const anyValue = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(...tokens), { maxLength: 9 }).map((parts) => parts.join('')),
  },
  fc.stringMatching(/^t=\d{1,16},v1=[0-9a-f]{63,65}$/),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.json({ maxDepth: 2 }).map((text) => new Uint8Array(Buffer.from(text))),
)

/** A request that nobody signed: whatever it looks like, it must not pass. */
export const anyRequest: fc.Arbitrary<Request> = fc.record({
  method: fc.constantFrom('POST', 'GET', ''),
  target: fc.constantFrom('/', '/hooks?a=%', '', '*', '//', 'http://x'),
  headers: fc.array(fc.tuple(anyName, anyValue), { maxLength: 4 }),
  body: anyBody,
})
