import fc from 'fast-check'
import { seededRandom } from '../../../src/host/random.ts'
import type { Header, Request } from '../../../src/http/message.ts'
import { schemeOf } from '../../../src/provider/algorithms.ts'
import { encode } from '../../../src/provider/encoding.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { parseTemplate, writeText } from '../../../src/provider/template.ts'
import { shipped } from './profiles.ts'

const known = shipped.names.flatMap((name) => {
  const { signature, headers } = shipped.profile(name)
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

const anyHeaders: fc.Arbitrary<Header[]> = fc.array(fc.tuple(anyName, anyValue), { maxLength: 4 })
const around = {
  method: fc.constantFrom('POST', 'GET', ''),
  target: fc.constantFrom('/', '/hooks?a=%', '', '*', '//', 'http://x'),
}

/** A request that nobody signed: whatever it looks like, it must not pass. */
export const anyRequest: fc.Arbitrary<Request> = fc.record({ ...around, headers: anyHeaders, body: anyBody })

/**
 * A request that nobody signed and that comes as near to a provider's as it can: its headers, written by its templates over
 * fields that have their form, and the same with something wrong here and there.
 */
export function anyRequestOf(profile: Profile): fc.Arbitrary<Request> {
  const { headers, previous, inBody, timestamp } = profile.signature
  const lines = Object.entries({ ...headers, ...previous }).map(([name, template]) => {
    const line = (value: string): Header[] => [[name, value]]
    return fc.oneof(
      { weight: 6, arbitrary: nearValue(profile, template).map(line) },
      anyValue.map(line),
      fc.constant<Header[]>([]),
    )
  })
  const anyPayload = fc
    .tuple(nearValue(profile, inBody?.value ?? '{id}'), nearValue(profile, '{timestamp}'), anyText)
    .map(([signature, time, text]) => {
      const fields = [inBody?.key ?? 'id', timestamp?.path ?? 'at', 'text']
      return Buffer.from(
        JSON.stringify(Object.fromEntries([signature, time, text].map((value, at) => [fields[at], value]))),
      )
    })
  return fc.record({
    ...around,
    headers: fc.tuple(...lines, anyHeaders).map((groups) => groups.flat()),
    body: fc.oneof(anyBody, anyPayload),
  })
}

const anyText = fc.string({ unit: 'binary', maxLength: 10 })
const times = ['1773569100', '1773569100000', '2026-03-15T10:05:00Z', '', '0', '-1', '1e9', '9'.repeat(15)]

/** What a template writes: mostly over fields of the right form. */
function nearValue({ signature: { algorithm, encoding } }: Profile, template: string): fc.Arbitrary<string> {
  const { length = 70 } = schemeOf(algorithm)
  const random = seededRandom(template)
  const signatures = Array.from({ length: 20 }, (_, at) => {
    const spoilt = at % 10 === 0 ? 1 : 0
    return encode(random.bytes(length + spoilt), encoding)
  })
  return fc
    .tuple(fc.constantFrom(...signatures), fc.constantFrom(...times), anyText)
    .map(([signature, timestamp, id]) => {
      const fields = new Map([...Object.entries({ signature, timestamp, id })])
      return writeText(parseTemplate(template), (field) => fields.get(field))
    })
}
