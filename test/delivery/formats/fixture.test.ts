import { expect, test } from 'vitest'
import { writeFixture } from '../../../src/delivery/formats/fixture.ts'
import { bytesOf } from '../../../src/http/body.ts'
import { fixtureSchema } from '../../../src/provider/profile.ts'
import { refusalOf } from '../../support/refusal.ts'
import { received } from '../support/kept.ts'

const withBody = (body: string | Uint8Array) =>
  received({ request: { ...received().request, body: typeof body === 'string' ? bytesOf(body) : body } })

test('a document for the events of a provider', () => {
  const fixture = JSON.parse(writeFixture(withBody('{ "b": [1, null], "a": "é\u2028" }')))
  expect(fixture).toEqual({
    type: 'job.completed',
    about: 'Captured on 2026-03-15.',
    origin: 'captured',
    source: 'captured',
    at: '2026-03-15T10:05:00.000Z',
    body: { b: [1, null], a: 'é\u2028' },
  })
  expect(fixtureSchema.parse(fixture)).toEqual(fixture)
})

test.each([
  ['no JSON', 'a=1'],
  ['a list', '[1]'],
  ['null', 'null'],
  ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('%s can be none', (_what, body) => {
  expect(refusalOf(() => writeFixture(withBody(body)))).toEqual({
    code: 'not-json',
    message: 'The payload of dlv_01KKRF9J700000000000000001 is no JSON object.',
    hint: 'Export it as jsonl instead.',
  })
})

test('a payload that is nested deeper than the stack can be none', () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(refusalOf(() => writeFixture(withBody(deep)))).toEqual({
    code: 'not-supported',
    message:
      'The payload of dlv_01KKRF9J700000000000000001 is nested too deep, or would become too long, to be laid out.',
    hint: 'Export it as jsonl instead.',
  })
})

test('a payload of no known type can be none', () => {
  expect(refusalOf(() => writeFixture(received({ type: null })))).toEqual({
    code: 'invalid-value',
    message: 'The event type of dlv_01KKRF9J700000000000000001 is not known.',
    hint: 'Export it as jsonl instead.',
  })
})
