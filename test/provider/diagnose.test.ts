import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, textOf } from '../../src/http/body.ts'
import type { KnownSecret } from '../../src/provider/diagnose.ts'
import { diagnose } from '../../src/provider/diagnose.ts'
import { rewriteJson } from '../../src/provider/rewrite.ts'
import type { Verdict } from '../../src/provider/verdict.ts'
import { verify } from '../../src/provider/verify.ts'
import { acme } from './support/profiles.ts'
import { now, signedRequest } from './support/requests.ts'

const profile = acme()
const unexplained = {
  ok: false,
  reason: 'wrong-signature',
  detail: 'no known secret gives the signature in Acme-Signature for this body',
  hint: 'Compare the secret with the one that the provider shows; a changed body has the same effect.',
}

interface Story {
  readonly signed?: string | Uint8Array
  readonly came?: string | Uint8Array
  readonly secret?: string
  readonly previous?: string[]
  readonly known?: KnownSecret[]
}

/** What is found of a body that came where another one was signed, perhaps with another secret than `S`. */
function explain({ signed = '{}', came = signed, secret = 'S', previous = [], known = [] }: Story): Verdict {
  const request = {
    ...signedRequest(profile, { body: signed, secret }),
    body: typeof came === 'string' ? bytesOf(came) : came,
  }
  const verification = { request, secrets: { current: ['S'], previous }, now }
  return diagnose(profile, { ...verification, known }, verify(profile, verification))
}

describe('another secret that is known', () => {
  const known = [
    { of: 'endpoint a', secret: 'A' },
    { of: 'endpoint b', secret: 'B' },
  ]

  test('is named, the right one of several', () => {
    expect(explain({ secret: 'B', known })).toEqual({
      ok: false,
      reason: 'wrong-secret',
      detail: 'signed with the secret of endpoint b',
      hint: 'Give the handler the secret of the endpoint that sends.',
    })
  })

  test('is not named where it did not sign, nor where the body is another as well', () => {
    expect([explain({ secret: 'C', known }), explain({ secret: 'B', known, came: '[]' })]).toEqual([
      unexplained,
      unexplained,
    ])
  })
})

const raw = 'Verify the raw bytes as they came, before any parser (Express: express.raw()).'
const changed = (detail: string, hint: string) => ({
  ok: false,
  reason: 'body-changed',
  detail,
  hint: `${hint} ${raw}`,
})
const appended = changed(
  'the signature fits the body without its final newline',
  'Something on the way appended a newline.',
)
const cut = changed(
  'the signature fits the body with one more newline at its end',
  'Something on the way cut the final newline.',
)
const minified = changed(
  'the signature fits the JSON written anew, without spaces',
  'The sender signed JSON.stringify of what it parsed, or the body was laid out anew on its way.',
)
const indented = changed(
  'the signature fits the JSON written anew, indented by two spaces',
  'The body was laid out anew on its way.',
)

describe('a body that was changed on its way', () => {
  test.each<[string, Story, object]>([
    ['a newline appended', { signed: '{"a":1}', came: '{"a":1}\n' }, appended],
    ['a newline of Windows appended', { signed: 'a=1', came: 'a=1\r\n' }, appended],
    ['a newline to nothing', { signed: '', came: '\n' }, appended],
    ['a newline cut', { signed: '{"a": 1}\n', came: '{"a": 1}' }, cut],
    ['all of it cut', { signed: '\n', came: '' }, cut],
    ['laid out by a parser', { signed: '{"a":"é"}', came: '{ "a" : "\\u00e9" }' }, minified],
    ['minified by a parser', { signed: '{\n  "a": [\n    1\n  ]\n}', came: '{"a":[1]}' }, indented],
    [
      'by what the previous secret signed',
      { signed: 'a', came: 'a\n', secret: 'OLD', previous: ['OLD'] },
      appended,
    ],
    [
      'no UTF-8, with a newline appended',
      { signed: new Uint8Array([0xff]), came: new Uint8Array([0xff, 0x0a]) },
      appended,
    ],
  ])('%s', (_what, story, verdict) => {
    expect(explain(story)).toEqual(verdict)
  })

  test.each<[string, Story]>([
    ['two newlines appended', { signed: 'a', came: 'a\n\n' }],
    ['a digit', { signed: '{"a":1}', came: '{"a":2}' }],
    [
      'a number that no double holds',
      { signed: '{"a":12345678901234567890}', came: '{ "a": 12345678901234567890 }' },
    ],
    ['no JSON, laid out anew', { signed: 'a:1', came: 'a: 1' }],
    ['one byte of nothing', { signed: '', came: 'x' }],
  ])('%s is not explained', (_what, story) => {
    expect(explain(story)).toEqual(unexplained)
  })
})

test('only a wrong signature is explained', () => {
  const request = signedRequest(profile, { body: 'a' })
  const verification = { request, secrets: { current: ['S'], previous: [] }, now }
  const verdicts: Verdict[] = [
    { ok: true, key: 'current' },
    { ok: false, reason: 'no-secret', detail: 'x' },
    { ok: false, reason: 'malformed-header', detail: 'x' },
    { ok: false, reason: 'timestamp-too-old', detail: 'x', hint: 'y' },
  ]
  const known = [{ of: 'a', secret: 'S' }]
  expect(verdicts.map((verdict) => diagnose(profile, { ...verification, known }, verdict))).toEqual(verdicts)
})

test('the explained signature is really right for what is said of it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.constantFrom('\n', '\r\n'), (body, end) => {
      expect(explain({ signed: body, came: body + end })).toEqual(appended)
      const laidOut = JSON.stringify(JSON.parse(body), null, 2)
      if (laidOut !== body && laidOut !== `${body}\n`)
        expect(explain({ signed: body, came: laidOut })).toEqual(minified)
    }),
  )
})

describe('JSON written anew', () => {
  test.each([0, 2])('indented by %d is what JSON.stringify makes', (indent) => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const written = rewriteJson(bytesOf(body), indent)
        expect(written && textOf(written)).toBe(JSON.stringify(JSON.parse(body), null, indent))
      }),
    )
  })

  test.each([
    ['no JSON', 'a'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['too deep', `${'['.repeat(1_001)}${']'.repeat(1_001)}`],
    [
      'too long',
      `[${Array(200)
        .fill(`${'['.repeat(400)}${']'.repeat(400)}`)
        .join()}]`,
    ],
  ])('%s is not', (_what, body) => {
    expect(rewriteJson(typeof body === 'string' ? bytesOf(body) : body, 2)).toBeUndefined()
  })

  test('brackets inside a text count for nothing', () => {
    const body = JSON.stringify([`${'['.repeat(5_000)}"\\`, `{${','.repeat(500_000)}`])
    expect(rewriteJson(bytesOf(body), 0)).toEqual(bytesOf(body))
    expect(rewriteJson(bytesOf(body), 2)).toBeDefined()
  })

  test('as deep as it may be', () => {
    const body = `${'['.repeat(1_000)}${']'.repeat(1_000)}`
    expect(rewriteJson(bytesOf(body), 0)).toEqual(bytesOf(body))
  })
})
