import { describe, expect, test } from 'vitest'
import { writeAnswer } from '../../../src/endpoint/api/answer.ts'
import type { Problem } from '../../../src/endpoint/api/api.ts'
import { readAsked } from '../../../src/endpoint/api/asked.ts'
import { idempotencyKeyIn, keyIn } from '../../../src/endpoint/api/auth.ts'
import { callOf } from '../../../src/endpoint/api/call.ts'
import { matchCall } from '../../../src/endpoint/api/match.ts'
import { readProblem } from '../../../src/endpoint/api/problem.ts'
import { readAnswer, readPage } from '../../../src/endpoint/api/read.ts'
import { writeProblem } from '../../../src/endpoint/api/write-problem.ts'
import type { Json } from '../../../src/http/body.ts'
import { bytesOf } from '../../../src/http/body.ts'
import { operations } from '../../../src/provider/management.ts'
import { apiOf } from '../support/apis.ts'
import { contracts } from '../support/contracts.ts'
import { answerOf, writtenOf } from '../support/facts.ts'

const now = Date.parse('2025-10-03T14:30:00Z')

describe.each(contracts)('$provider', ({ provider, calls, answers, problems }) => {
  const api = apiOf(provider)
  const bodyBytes = (body: Json | undefined) => bytesOf(body === undefined ? '' : JSON.stringify(body))

  test.each(calls)('we call: $title', ({ operation, asked, idempotencyKey, request }) => {
    const key = /^(?:Bearer )?(.*)$/.exec(request.headers.Authorization ?? '')?.[1]
    const call = callOf(api, operation, { asked, key, idempotencyKey })
    expect({
      method: call.method,
      url: api.baseUrl + call.path,
      headers: Object.fromEntries(call.headers),
      body: call.body,
    }).toEqual({ body: undefined, ...request })
  })

  test.each(calls)('we take: $title', ({ operation, asked, idempotencyKey, request, received }) => {
    const { pathname, search } = new URL(request.url)
    const headers = Object.entries(request.headers)
    const matched = matchCall(api, request.method, pathname + search)
    expect(matched).toMatchObject({ kind: 'call', operation })
    if (matched.kind !== 'call') return
    const reading = readAsked(api, matched, { query: search.slice(1), body: bodyBytes(request.body) })
    expect(reading).toEqual({ ok: true, asked: { ...asked, ...received } })
    expect(keyIn(api, headers)).toBe(request.headers.Authorization?.replace('Bearer ', ''))
    const wanted = request.headers['Idempotency-Key'] === undefined ? undefined : idempotencyKey
    expect(idempotencyKeyIn(api, operation, headers)).toEqual({ ok: true, key: wanted })
  })

  test.each(answers)('we answer: $title', ({ operation, value, hidden, status, body }) => {
    const written = writeAnswer(api, operation, writtenOf(operation, { ...value, ...hidden }))
    const headers = body === undefined ? [] : [['Content-Type', 'application/json']]
    expect(written).toEqual({ status, headers, body })
  })

  test.each(answers)('we read: $title', ({ operation, value, body }) => {
    expect(readAnswer(api, operation, body)).toEqual(answerOf(operation, value, body))
    if (operation !== 'list' && operation !== 'events') return
    const page = readPage(api, operation, { json: body, asked: {} })
    expect(page?.next ?? null).toEqual(value.next)
  })

  test.each(problems)('we understand: $title', ({ status, headers = {}, body, problem }) => {
    const refusal = { status, headers: Object.entries(headers), body: bodyBytes(body) }
    expect(readProblem(api, refusal, now)).toEqual(problem)
  })

  test.each(problems.filter(({ served }) => served))('we refuse: $title', (entry) => {
    const { status, body, operation, problem, writtenAs } = entry
    const meant: Problem = { ...problem, kind: writtenAs ?? problem.kind }
    const requestId = JSON.stringify(body).includes('request_id')
      ? 'req_01JQ0000000000000000000000'
      : undefined
    expect(writeProblem(api, meant, { operation, requestId })).toEqual({
      status,
      headers: [['Content-Type', 'application/json']],
      body,
    })
  })
})

test('every call of every API is written down', () => {
  const called = (provider: string) =>
    new Set(contracts.find((each) => each.provider === provider)?.calls.map((call) => call.operation))
  const silent = ['example', 'firma', 'firsthand'].flatMap((provider) =>
    operations.filter((each) => apiOf(provider).supports(each) && !called(provider).has(each)),
  )
  expect(silent).toEqual([])
})
