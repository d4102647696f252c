import { expect, test } from 'vitest'
import { identify } from '../../src/provider/identify.ts'
import { acme } from './support/profiles.ts'
import { requestOf } from './support/requests.ts'

const inHeaders = acme({ event: { id: 'header:X-Id', type: 'header:x-type', newId: '{uuid}' } })
const greeting = acme({
  handshakes: [
    {
      type: 'PING',
      when: { 'data.kind': 0 },
      status: 204,
      contentType: 'text/plain',
      about: 'A ping.',
      source: 'guide',
    },
  ],
})
const composed = acme({ event: { id: null, newId: null, identity: '{type}:{data.id}:{data.list[0]}' } })

test.each([
  ['in the payload', acme(), '{"id":"evt_1","type":"a"}', { id: 'evt_1', type: 'a' }],
  ['a number for an id', acme(), '{"id":42,"type":"a"}', { id: '42', type: 'a' }],
  ['nothing of it', acme(), '{}', { id: null, type: null }],
  ['an object for an id', acme(), '{"id":{},"type":true}', { id: null, type: null }],
  ['no JSON', acme(), 'id=1', { id: null, type: null }],
  ['no UTF-8', acme(), new Uint8Array([0xff]), { id: null, type: null }],
  ['a list', acme(), '["id","type"]', { id: null, type: null }],
  ['in headers', inHeaders, '{"id":"other"}', { id: 'h1', type: 'first' }],
  ['a handshake that the profile names', greeting, '{"data":{"kind":0}}', { id: null, type: 'PING' }],
  [
    'a handshake that says its type itself',
    greeting,
    '{"type":"a","data":{"kind":0}}',
    { id: null, type: 'a' },
  ],
  ['no handshake', greeting, '{"data":{"kind":1}}', { id: null, type: null }],
  ['composed', composed, '{"type":"a","data":{"id":7,"list":["x"]}}', { id: 'a:7:x', type: 'a' }],
  ['composed of too little', composed, '{"type":"a","data":{"id":7}}', { id: null, type: 'a' }],
] as const)('%s', (...[, profile, body, identity]) => {
  const request = requestOf(
    [
      ['x-id', 'h1'],
      ['X-Type', 'first'],
      ['X-Type', 'second'],
    ],
    body,
  )
  expect(identify(profile, request)).toEqual(identity)
})
