import { describe, expect, test } from 'vitest'
import type { Asked, Operation } from '../../../src/endpoint/api/api.ts'
import { callOf, filtersOf, idempotencyOf } from '../../../src/endpoint/api/call.ts'
import { HooksError } from '../../../src/errors.ts'
import { apiOf } from '../support/apis.ts'

const call = (provider: string, operation: Operation, asked: Asked) =>
  callOf(apiOf(provider), operation, { asked })

/** The code, message and hint of the error that a call leads to. */
function refusal(provider: string, operation: Operation, asked: Asked): unknown[] {
  try {
    return ['none', call(provider, operation, asked)]
  } catch (error) {
    return error instanceof HooksError ? [error.code, error.message, error.hint] : [error]
  }
}

test('ids are escaped where they stand in a path', () => {
  expect(call('firma', 'show', { id: '../a b/ü' }).path).toBe('/webhooks/..%2Fa%20b%2F%C3%BC')
})

test('no key, no header for it; fields of its own stand beside ours', () => {
  const asked = { id: 'x', enabled: false, data: { ignore_company_webhooks: true, enabled: true } }
  expect(call('firma', 'update', asked)).toEqual({
    method: 'PUT',
    path: '/webhooks/x',
    headers: [['Content-Type', 'application/json']],
    body: { enabled: true, ignore_company_webhooks: true },
  })
})

test('a page is no greater than the API allows', () => {
  expect(call('firma', 'list', { limit: 1_000 }).path).toBe('/webhooks?page_size=200')
  expect(call('firsthand', 'events', { limit: 1_000, next: 'a/b' }).path).toBe(
    '/v1/webhook_events?cursor=a%2Fb&limit=100',
  )
})

test('what an operation takes', () => {
  expect([filtersOf(apiOf('example'), 'list'), filtersOf(apiOf('firma'), 'show')]).toEqual([[], []])
  expect(filtersOf(apiOf('firma'), 'list').map(({ name, means }) => [name, means])).toEqual([
    ['enabled', 'enabled'],
    ['url', 'url'],
    ['event', 'event'],
    ['created_after', 'createdAfter'],
    ['created_before', 'createdBefore'],
    ['sort_by', 'sortBy'],
    ['sort_order', 'sortOrder'],
  ])
  const firsthand = apiOf('firsthand')
  expect([idempotencyOf(firsthand, 'create'), idempotencyOf(firsthand, 'update')]).toEqual([
    'accepted',
    'none',
  ])
})

describe('a call that cannot be', () => {
  test.each<[provider: string, operation: Operation, asked: Asked, error: unknown[]]>([
    [
      'firma',
      'events',
      {},
      ['not-supported', 'The API of Firma cannot list events.', 'The event log is in the dashboard only.'],
    ],
    [
      'example',
      'show',
      { id: 'wh_1' },
      [
        'not-supported',
        'The API of Example API cannot show an endpoint.',
        'List them all: hooks endpoints list',
      ],
    ],
    [
      'firsthand',
      'update',
      { id: 'we_1', enabled: true, description: 'x' },
      [
        'not-supported',
        'The API of FirstHand takes no enabled and no description to change endpoints.',
        'What it takes: hooks providers show firsthand',
      ],
    ],
    [
      'firma',
      'list',
      { url: 'https://a.example' },
      [
        'not-supported',
        'The API of Firma takes no url to list endpoints.',
        'What it takes: hooks providers show firma',
      ],
    ],
    [
      'firma',
      'create',
      { url: 'https://a.example' },
      ['usage', 'The API of Firma wants events to create endpoints.', undefined],
    ],
    [
      'firma',
      'show',
      {},
      ['usage', 'The API of Firma wants to know which endpoint is meant.', 'Name its id.'],
    ],
    [
      'firsthand',
      'redeliver',
      {},
      ['usage', 'The API of FirstHand wants to know which event is meant.', 'Name its id.'],
    ],
    [
      'firma',
      'list',
      { filters: { sort: 'url' } },
      [
        'invalid-value',
        "There is no filter 'sort'.",
        'There are enabled, url, event, created_after, created_before, sort_by, sort_order.',
      ],
    ],
    [
      'firma',
      'list',
      { filters: { enabled: 'yes' } },
      ['invalid-value', "'yes' is no value of enabled.", 'There are 0, 1.'],
    ],
  ])('%s %s %j', (...[provider, operation, asked, error]) => {
    expect(refusal(provider, operation, asked)).toEqual(error)
  })
})
