import { expect, test } from 'vitest'
import { bytesOf } from '../../src/http/body.ts'
import { readFields } from '../../src/provider/signature-fields.ts'

/** A list of signatures beside an id and a time, as Standard Webhooks has them. */
const rule = {
  algorithm: 'hmac-sha256',
  key: { encoding: 'base64', prefix: 'whsec_' },
  signs: '{id}.{timestamp}.{body}',
  encoding: 'base64',
  separator: ' ',
  headers: {
    'webhook-id': '{id}',
    'webhook-timestamp': '{timestamp}',
    'webhook-signature': 'v1,{signature}',
  },
  timestamp: { unit: 's' },
  source: 'spec',
} as const

const read = (id: string, signature: string) =>
  readFields(rule, rule.headers, {
    headers: [
      ['webhook-id', id],
      ['webhook-timestamp', '1614265330'],
      ['webhook-signature', signature],
    ],
    body: bytesOf('{}'),
  })

test('the header of the signature is a list, and every signature of it counts', () => {
  expect(read('msg_1', 'v1,AAAA v2,BBBB v1,CCCC')).toEqual({
    ok: true,
    fields: {
      signatures: ['AAAA', 'CCCC'],
      timestamp: '1614265330',
      id: 'msg_1',
      header: 'webhook-signature',
      scheme: 'v1,{signature}',
    },
  })
})

test('an id is one text: what stands before it is signed with it', () => {
  expect(read('other msg_1', 'v1,AAAA')).toMatchObject({ ok: true, fields: { id: 'other msg_1' } })
})
