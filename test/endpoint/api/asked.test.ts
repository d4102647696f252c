import { describe, expect, test } from 'vitest'
import { readAsked } from '../../../src/endpoint/api/asked.ts'
import { idempotencyKeyIn, keyIn } from '../../../src/endpoint/api/auth.ts'
import type { Api } from '../../../src/endpoint/api/describe.ts'
import { describeApi } from '../../../src/endpoint/api/describe.ts'
import { matchCall } from '../../../src/endpoint/api/match.ts'
import { bytesOf } from '../../../src/http/body.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { catalog } from '../../provider/support/profiles.ts'
import { apiOf } from '../support/apis.ts'

/** What a server makes of a request. */
function ask(of: string | Api, request: string, body: unknown = undefined) {
  const api = typeof of === 'string' ? apiOf(of) : of
  const [method = '', target = ''] = request.split(' ')
  const matched = matchCall(api, method, target)
  if (matched.kind !== 'call') return matched
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return readAsked(api, matched, { query: target.split('?')[1] ?? '', body: bytesOf(text) })
}

const problem = (kind: string, message: string, fields: readonly string[][] = []) => ({
  ok: false,
  problem: { kind, message, fields: fields.map(([field, said]) => ({ field, message: said })) },
})

const created = { url: 'https://a.example/hooks', events: ['a'] }

describe('what is right', () => {
  test('an update that replaces everything: what it leaves out is as in a new endpoint', () => {
    const api = apiOf('firma')
    const { update } = api.section.routes
    if (!update) throw new Error('nothing to update with')
    const routes = { ...api.section.routes, update: { ...update, semantics: 'whole' as const } }
    const asked = ask({ ...api, section: { ...api.section, routes } }, 'PUT /webhooks/x', created)
    expect(asked).toEqual({ ok: true, asked: { id: 'x', ...created, enabled: true, description: '' } })
  })

  test('words, parameters of the path, and defaults', () => {
    expect(ask('firma', 'POST /webhooks', created)).toEqual({
      ok: true,
      asked: { ...created, enabled: true },
    })
    expect(ask('firma', 'PUT /webhooks/x', { description: null })).toEqual({
      ok: true,
      asked: { id: 'x', description: '' },
    })
    expect(ask('firma', 'PUT /webhooks/x')).toEqual({ ok: true, asked: { id: 'x' } })
    expect(ask('firsthand', 'POST /v1/webhook_events/evt_1/replay', 'not looked at')).toEqual({
      ok: true,
      asked: { id: 'evt_1' },
    })
  })

  test('a page, its size within bounds', () => {
    expect(ask('firma', 'GET /webhooks?page=3&page_size=900&other=1')).toEqual({
      ok: true,
      asked: { next: '3', limit: 200 },
    })
    expect(ask('firsthand', 'GET /v1/webhook_events?cursor=abc')).toEqual({
      ok: true,
      asked: { next: 'abc' },
    })
  })
})

describe('what is wrong', () => {
  test.each(['{', '[]', '"text"', 'null', '\u0000'])('a body that is no JSON object: %s', (body) => {
    expect(ask('firma', 'POST /webhooks', body)).toEqual(
      problem('malformed', 'The body is no valid JSON object'),
    )
  })

  test('what is missing, of the wrong type or not known, all at once and by field', () => {
    expect(ask('firma', 'POST /webhooks', { url: 'ftp://a', enabled: 'yes', evnets: [] })).toEqual(
      problem(
        'invalid',
        'events is required; url must be a valid URL; enabled must be true or false; evnets is not a known field',
        [
          ['events', 'events is required'],
          ['url', 'url must be a valid URL'],
          ['enabled', 'enabled must be true or false'],
          ['evnets', 'evnets is not a known field'],
        ],
      ),
    )
  })

  test.each([[[]], [['']], [[1]], ['a'], [null], [{}]])('events that are no list of types: %j', (events) => {
    const said = 'events must be a list of event types, at least one'
    expect(ask('firma', 'PUT /webhooks/x', { events })).toEqual(problem('invalid', said, [['events', said]]))
  })

  test('fields bear the names of the API', () => {
    expect(ask('example', 'POST /webhooks/test', { webhook_id: 7 })).toEqual(
      problem('invalid', 'event_type is required; webhook_id must be a string that is not empty', [
        ['event_type', 'event_type is required'],
        ['webhook_id', 'webhook_id must be a string that is not empty'],
      ]),
    )
  })

  test('parameters', () => {
    const query = 'page=0&page_size=x&enabled=2&created_after=soon&sort_by=name'
    const reading = ask('firma', `GET /webhooks?${query}`)
    expect('problem' in reading ? reading.problem.fields.map(({ message }) => message) : reading).toEqual([
      'enabled must be one of 0, 1',
      'created_after must be a date',
      'sort_by must be one of url, enabled, created_on, last_changed_on, consecutive_failures',
      'page must be a whole number from 1',
      'page_size must be a whole number from 1',
    ])
  })
})

test('an API that passes over what it does not know', () => {
  const firma = catalog.profile('firma')
  const rules = { ...firma.api.rules, unknownFields: 'ignored' } as const
  const profile: Profile = { ...firma, api: { ...firma.api, rules } }
  const reading = ask(describeApi(profile) ?? 'firma', 'PUT /webhooks/x', { url: created.url, colour: 'red' })
  expect(reading).toEqual({ ok: true, asked: { id: 'x', url: created.url, data: { colour: 'red' } } })
})

test('the key, in each form that is taken', () => {
  const keys = (provider: string, value: string) => keyIn(apiOf(provider), [['authorization', value]])
  expect([keys('firma', 'k1'), keys('firma', 'Bearer k1'), keys('firma', 'Bearer ')]).toEqual([
    'k1',
    'k1',
    'Bearer',
  ])
  expect([keys('firsthand', 'Bearer k1'), keys('firsthand', 'k1'), keyIn(apiOf('firma'), [])]).toEqual([
    'k1',
    undefined,
    undefined,
  ])
})

test('an idempotency key that must be there', () => {
  const firsthand = catalog.profile('firsthand')
  const idempotency = { header: 'Idempotency-Key', operations: ['create' as const], required: true }
  const api = describeApi({ ...firsthand, api: { ...firsthand.api, idempotency } }) ?? apiOf('firsthand')
  const [missing, given, other] = [
    idempotencyKeyIn(api, 'create', []),
    idempotencyKeyIn(api, 'create', [['idempotency-key', 'k']]),
    idempotencyKeyIn(api, 'delete', [['idempotency-key', 'k']]),
  ]
  const fields = [{ field: 'Idempotency-Key', message: 'required' }]
  expect(missing).toEqual({
    ok: false,
    problem: { kind: 'invalid', message: 'Idempotency-Key header is required', fields },
  })
  expect([given, other]).toEqual([
    { ok: true, key: 'k' },
    { ok: true, key: undefined },
  ])
})
