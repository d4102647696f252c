import { expect, test } from 'vitest'
import { matchCall } from '../../../src/endpoint/api/match.ts'
import { apiOf } from '../support/apis.ts'

test.each<[provider: string, method: string, path: string, matched: unknown]>([
  ['example', 'POST', '/webhooks/test', { kind: 'call', operation: 'test', params: {} }],
  ['example', 'PATCH', '/webhooks/test', { kind: 'call', operation: 'update', params: { id: 'test' } }],
  ['example', 'POST', '/v1/webhooks', { kind: 'call', operation: 'create', params: {} }],
  ['example', 'GET', '/webhooks/wh_1', { kind: 'method-not-allowed', allow: ['PATCH', 'DELETE'] }],
  ['firma', 'GET', '/webhooks?page=2', { kind: 'call', operation: 'list', params: {} }],
  ['firma', 'GET', '/webhooks/secret-status', { kind: 'call', operation: 'secretStatus', params: {} }],
  ['firma', 'GET', '/webhooks/other', { kind: 'call', operation: 'show', params: { id: 'other' } }],
  ['firma', 'POST', '/webhooks/a%2Fb/test', { kind: 'call', operation: 'test', params: { id: 'a/b' } }],
  [
    'firma',
    'POST',
    '/functions/v1/signing-request-api/workspaces/ws_1/webhooks/rotate-secret',
    { kind: 'call', operation: 'rotateSecret', params: { workspace: 'ws_1' } },
  ],
  ['firma', 'PATCH', '/webhooks/x', { kind: 'method-not-allowed', allow: ['GET', 'PUT', 'DELETE'] }],
  ['firma', 'GET', '/webhooks/', { kind: 'not-found' }],
  ['firma', 'GET', '/webhooks/%ff', { kind: 'not-found' }],
  ['firma', 'GET', '/', { kind: 'not-found' }],
  ['firma', 'GET', '', { kind: 'not-found' }],
  [
    'firsthand',
    'POST',
    '/v1/webhook_events/evt_1/replay',
    { kind: 'call', operation: 'redeliver', params: { eventId: 'evt_1' } },
  ],
])('%s: %s %s', (...[provider, method, path, matched]) => {
  expect(matchCall(apiOf(provider), method, path)).toEqual(matched)
})
