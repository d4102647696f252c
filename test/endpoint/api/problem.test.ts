import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readProblem } from '../../../src/endpoint/api/problem.ts'
import { readAnswer, readEndpoint, readPage } from '../../../src/endpoint/api/read.ts'
import { writeProblem } from '../../../src/endpoint/api/write-problem.ts'
import { bytesOf, readJson } from '../../../src/http/body.ts'
import type { Headers } from '../../../src/http/message.ts'
import { operations, problemKinds } from '../../../src/provider/management.ts'
import { apiOf } from '../support/apis.ts'

const now = Date.parse('2025-10-03T14:30:00Z')

function read(status: number, body: string, headers: Headers = []) {
  return readProblem(apiOf('firma'), { status, headers, body: bytesOf(body) }, now)
}

const said = (kind: string, message: string) => ({ kind, message, fields: [] })

test.each<[status: number, body: string, problem: object]>([
  [
    502,
    '<html>\n<head><title>502 Bad\n Gateway</title></head></html>',
    said('unavailable', '502 Bad Gateway'),
  ],
  [503, '<html></html>', said('unavailable', 'The API answered 503 and said no more.')],
  [500, 'upstream connect error', said('unavailable', 'upstream connect error')],
  [504, '', said('unavailable', 'The API answered 504 and said no more.')],
  [418, '"teapot"', said('invalid', '"teapot"')],
  [401, 'null', said('unauthorized', 'The API answered 401 and said no more.')],
  [404, '{}', said('not-found', 'The API answered 404 and said no more.')],
  [403, '{"error":{"message":""}}', said('forbidden', 'The API answered 403 and said no more.')],
  [405, '{"detail":"Method not allowed."}', said('method-not-allowed', 'Method not allowed.')],
  [413, '{"title":"Too large"}', said('too-large', 'Too large')],
  [500, 'x'.repeat(5_000), said('unavailable', `${'x'.repeat(1_999)}…`)],
])('a refusal of no documented shape: %i %s', (status, body, problem) => {
  expect(read(status, body)).toEqual(problem)
})

test('bytes that are no text say nothing', () => {
  const body = new Uint8Array([0xff, 0xfe, 0x00, 0x80])
  expect(readProblem(apiOf('firma'), { status: 500, headers: [], body }, now)).toEqual(
    said('unavailable', 'The API answered 500 and said no more.'),
  )
})

test.each<[details: string, fields: string[][]]>([
  ['"details":[{"field":"url","message":"bad"}]', [['url', 'bad']]],
  ['"details":[{"path":["events",0],"message":"bad"}]', [['events.0', 'bad']]],
  [
    '"details":{"url":"bad","events":["empty","short"],"retry_after":45}',
    [
      ['url', 'bad'],
      ['events', 'empty; short'],
    ],
  ],
  ['"detail":[{"loc":["body","url"],"msg":"bad"}]', [['body.url', 'bad']]],
  ['"errors":[{"param":"url","reason":"bad"},null,7,{"param":"x"}]', [['url', 'bad']]],
  ['"details":"none"', []],
])('the details of fields in {%s}', (details, fields) => {
  const found = read(400, `{"message":"no",${details}}`).fields.map(({ field, message }) => [field, message])
  expect(found).toEqual(fields)
})

test('a time to wait, in a header or as a date', () => {
  const wait = (value: string) => read(429, '{}', [['Retry-After', value]]).retryAfterS
  expect([wait('7'), wait('Fri, 03 Oct 2025 14:31:00 GMT'), wait('soon')]).toEqual([7, 60, undefined])
})

test('every kind of problem can be written by every API, and most are read again as what they are', () => {
  const kinds = ['example', 'firma', 'firsthand'].map((name) => {
    const api = apiOf(name)
    const misread = problemKinds.filter((kind) => {
      const { status, body } = writeProblem(api, { kind, message: 'No.', fields: [] })
      const answer = { status, headers: [], body: bytesOf(JSON.stringify(body)) }
      return status < 400 || readProblem(api, answer, now).kind !== kind
    })
    return [name, misread.join(' ')]
  })
  // What an API tells by the same status and the same words cannot be told apart.
  expect(kinds).toEqual([
    ['example', 'insecure-url malformed idempotency-conflict test-failed'],
    ['firma', 'insecure-url malformed idempotency-conflict test-failed'],
    ['firsthand', 'malformed test-failed'],
  ])
})

test('nothing that an API may answer breaks the reading of it', () => {
  const texts = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom('{"results":[null]}', '{"results":{}}', '{"data":[[]]}'),
  )
  const names = fc.constantFrom('example', 'firma', 'firsthand')
  fc.assert(
    fc.property(names, fc.integer({ min: 200, max: 599 }), texts, (...[name, status, text]) => {
      const api = apiOf(name)
      const body = bytesOf(text)
      readProblem(api, { status, headers: [['Retry-After', text.replace(/[^ -~]/g, '')]], body }, now)
      const reading = readJson(body)
      if (!reading.ok) return
      readEndpoint(api, reading.value)
      readPage(api, 'list', { json: reading.value, asked: {} })
      for (const operation of operations) readAnswer(api, operation, reading.value)
    }),
  )
})
