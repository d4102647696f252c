import { describe, expect, test } from 'vitest'
import type { Answers } from './support/api.ts'
import { json, key, managed } from './support/api.ts'

// Requests as the providers' documentation writes them down (reference: management APIs), and what is made of the documented answers.

const plain = { Accept: 'application/json', 'User-Agent': 'hooks/0.0.0-test' }
const withBody = { 'Content-Type': 'application/json', ...plain }
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

const firmaHook = {
  id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  url: 'https://your-app.com/webhooks/firma',
  description: 'Production webhook',
  events: ['signing_request.completed'],
  enabled: true,
  consecutive_failures: 0,
  auto_disabled_at: null,
  created_at: '2025-10-03T14:30:00Z',
  updated_at: '2025-10-03T14:30:00Z',
}
const firmaPage = (results: unknown[], page = 1, pages = 1) => ({
  results,
  pagination: { current_page: page, page_size: 50, total_count: results.length, total_pages: pages },
})
const firsthandEndpoint = {
  object: 'webhook_endpoint',
  id: 'we_01JQA7Z4M8C3',
  url: 'https://your-app.com/webhooks/firsthand',
  events: ['submission.approved', 'job.completed'],
  created_at: '2026-03-15T10:00:00Z',
}
const exampleHook = {
  id: 'wh_abc123',
  url: 'https://your-app.com/hooks',
  events: ['resource.created'],
  enabled: true,
  created_at: '2025-02-18T10:30:00Z',
}
const secretStatus = {
  created_at: '2025-10-03T14:30:00Z',
  last_rotated_at: '2026-03-15T05:05:00Z',
  grace_period_active: true,
  grace_period_ends_at: '2026-03-16T05:05:00Z',
}

interface Case {
  readonly line: string
  readonly answers: Answers
  readonly asked: readonly object[]
}

/** The headers of a call without a body, and of one with. */
const headers = {
  firma: { Authorization: key, ...plain },
  firsthand: { Authorization: `Bearer ${key}`, ...plain },
  example: { Authorization: `Bearer ${key}`, ...plain },
}
const bodied = {
  firma: { Authorization: key, ...withBody },
  firsthand: { Authorization: `Bearer ${key}`, ...withBody },
  example: { Authorization: `Bearer ${key}`, ...withBody },
}

const firma: Record<string, Case> = {
  list: {
    line: 'list',
    answers: { 'GET /webhooks': json(firmaPage([firmaHook])) },
    asked: [{ call: 'GET /webhooks', headers: headers.firma }],
  },
  'list, all pages': {
    line: 'list',
    answers: {
      'GET /webhooks': [
        json(firmaPage([firmaHook], 1, 2)),
        json(firmaPage([{ ...firmaHook, id: 'other' }], 2, 2)),
      ],
    },
    asked: [
      { call: 'GET /webhooks', headers: headers.firma },
      { call: 'GET /webhooks?page=2', headers: headers.firma },
    ],
  },
  'list, filtered': {
    line: 'list --enabled --url your-app --event signing_request.completed --since 365d --workspace ws_456',
    answers: { 'GET /webhooks': json(firmaPage([firmaHook])) },
    asked: [
      {
        call: 'GET /webhooks?enabled=1&url=your-app&event=signing_request.completed&created_after=2025-03-15T10%3A05%3A00.000Z&workspace_id=ws_456',
        headers: headers.firma,
      },
    ],
  },
  create: {
    line: 'create --url https://your-app.com/webhooks/firma --event signing_request.completed --description Production',
    answers: { 'POST /webhooks': json(firmaHook, { status: 201 }) },
    asked: [
      {
        call: 'POST /webhooks',
        headers: bodied.firma,
        body: {
          url: 'https://your-app.com/webhooks/firma',
          events: ['signing_request.completed'],
          description: 'Production',
        },
      },
    ],
  },
  'create, in a workspace': {
    line: 'create --url https://your-app.com/webhooks/firma --event signing_request.completed --workspace ws_456',
    answers: { 'POST /webhooks': json(firmaHook, { status: 201 }) },
    asked: [
      {
        call: 'POST /webhooks',
        headers: bodied.firma,
        body: {
          url: 'https://your-app.com/webhooks/firma',
          events: ['signing_request.completed'],
          workspace_id: 'ws_456',
        },
      },
    ],
  },
  show: {
    line: `show ${firmaHook.id}`,
    answers: {
      [`GET /webhooks/${firmaHook.id}`]: json({
        ...firmaHook,
        consecutive_failures: 12,
        last_success_at: '2026-03-15T07:05:00Z',
      }),
      'GET /webhooks/secret-status': json(secretStatus),
    },
    asked: [
      { call: `GET /webhooks/${firmaHook.id}`, headers: headers.firma },
      { call: 'GET /webhooks/secret-status', headers: headers.firma },
    ],
  },
  'update, by PUT': {
    line: `update ${firmaHook.id} --enable --event signing_request.completed`,
    answers: { [`PUT /webhooks/${firmaHook.id}`]: json(firmaHook) },
    asked: [
      {
        call: `PUT /webhooks/${firmaHook.id}`,
        headers: bodied.firma,
        body: { events: ['signing_request.completed'], enabled: true },
      },
    ],
  },
  delete: {
    line: `delete ${firmaHook.id} --yes`,
    answers: { [`DELETE /webhooks/${firmaHook.id}`]: json({ message: 'Webhook deleted successfully' }) },
    asked: [{ call: `DELETE /webhooks/${firmaHook.id}`, headers: headers.firma }],
  },
  test: {
    line: `test ${firmaHook.id}`,
    answers: {
      [`POST /webhooks/${firmaHook.id}/test`]: json({
        success: true,
        status_code: 200,
        webhook_event_id: '0f3d7f0e-3f38-4a0c-9d7e-2b7c3c3c9a11',
        message: 'Test webhook delivered successfully',
        headers_sent: { 'X-Firma-Event': 'webhook.test', 'X-Firma-Signature': 't=1,v1=0123456789abcdef0123' },
      }),
    },
    asked: [{ call: `POST /webhooks/${firmaHook.id}/test`, headers: headers.firma }],
  },
  'rotate-secret, of the company': {
    line: 'rotate-secret',
    answers: {
      'POST /webhooks/rotate-secret': json({
        message: 'Webhook secret rotated successfully',
        new_secret: 'ab'.repeat(32),
        grace_period_hours: 168,
        warning: 'Update your verification code',
      }),
    },
    asked: [{ call: 'POST /webhooks/rotate-secret', headers: headers.firma }],
  },
  'rotate-secret, of a workspace': {
    line: 'rotate-secret --workspace ws_456',
    answers: {
      'POST /workspaces/ws_456/webhooks/rotate-secret': json({
        new_secret: 'cd'.repeat(32),
        grace_period_hours: 168,
      }),
    },
    asked: [{ call: 'POST /workspaces/ws_456/webhooks/rotate-secret', headers: headers.firma }],
  },
}

const firsthand: Record<string, Case> = {
  list: {
    line: 'list',
    answers: {
      'GET /v1/webhook_endpoints': [
        json({ object: 'list', data: [firsthandEndpoint], has_more: true, next_cursor: 'abc=' }),
        json({
          object: 'list',
          data: [{ ...firsthandEndpoint, id: 'we_02' }],
          has_more: false,
          next_cursor: null,
        }),
      ],
    },
    asked: [
      { call: 'GET /v1/webhook_endpoints', headers: headers.firsthand },
      { call: 'GET /v1/webhook_endpoints?cursor=abc%3D', headers: headers.firsthand },
    ],
  },
  create: {
    line: 'create --url https://your-app.com/webhooks/firsthand --event submission.approved --event job.completed',
    answers: {
      'POST /v1/webhook_endpoints': json(
        { ...firsthandEndpoint, secret: 'whsec_0123456789abcdef3f2a' },
        { status: 201 },
      ),
    },
    asked: [
      {
        call: 'POST /v1/webhook_endpoints',
        headers: { ...bodied.firsthand, 'Idempotency-Key': uuid },
        body: {
          url: 'https://your-app.com/webhooks/firsthand',
          events: ['submission.approved', 'job.completed'],
        },
      },
    ],
  },
  show: {
    line: 'show we_01JQA7Z4M8C3',
    answers: { 'GET /v1/webhook_endpoints/we_01JQA7Z4M8C3': json(firsthandEndpoint) },
    asked: [{ call: 'GET /v1/webhook_endpoints/we_01JQA7Z4M8C3', headers: headers.firsthand }],
  },
  'update, by PATCH': {
    line: 'update we_01JQA7Z4M8C3 --url https://your-app.com/other',
    answers: {
      'PATCH /v1/webhook_endpoints/we_01JQA7Z4M8C3': json({
        ...firsthandEndpoint,
        url: 'https://your-app.com/other',
      }),
    },
    asked: [
      {
        call: 'PATCH /v1/webhook_endpoints/we_01JQA7Z4M8C3',
        headers: bodied.firsthand,
        body: { url: 'https://your-app.com/other' },
      },
    ],
  },
  delete: {
    line: 'delete we_01JQA7Z4M8C3 --yes',
    answers: { 'DELETE /v1/webhook_endpoints/we_01JQA7Z4M8C3': { status: 204 } },
    asked: [{ call: 'DELETE /v1/webhook_endpoints/we_01JQA7Z4M8C3', headers: headers.firsthand }],
  },
  'rotate-secret': {
    line: 'rotate-secret we_01JQA7Z4M8C3',
    answers: {
      'POST /v1/webhook_endpoints/we_01JQA7Z4M8C3/rotate_secret': json({
        ...firsthandEndpoint,
        secret: 'whsec_fedcba9876543210aaaa',
      }),
    },
    asked: [
      {
        call: 'POST /v1/webhook_endpoints/we_01JQA7Z4M8C3/rotate_secret',
        headers: { ...headers.firsthand, 'Idempotency-Key': uuid },
      },
    ],
  },
  events: {
    line: 'events',
    answers: {
      'GET /v1/webhook_events': [
        json({
          object: 'list',
          data: [
            {
              object: 'webhook_event',
              id: 'evt_01JQA7Z4M8C3',
              type: 'job.completed',
              status: 'failed',
              attempts: 6,
              created_at: '2026-03-15T10:00:00Z',
            },
          ],
          has_more: true,
          next_cursor: 'c2',
        }),
        json({ object: 'list', data: [], has_more: false, next_cursor: null }),
      ],
    },
    asked: [
      { call: 'GET /v1/webhook_events', headers: headers.firsthand },
      { call: 'GET /v1/webhook_events?cursor=c2', headers: headers.firsthand },
    ],
  },
  redeliver: {
    line: 'redeliver evt_01JQA7Z4M8C3',
    answers: {
      'POST /v1/webhook_events/evt_01JQA7Z4M8C3/replay': json({
        object: 'webhook_event',
        id: 'evt_01JQA7Z4M8C3',
      }),
    },
    asked: [
      {
        call: 'POST /v1/webhook_events/evt_01JQA7Z4M8C3/replay',
        headers: { ...headers.firsthand, 'Idempotency-Key': uuid },
      },
    ],
  },
}

const example: Record<string, Case> = {
  list: {
    line: 'list',
    answers: { 'GET /webhooks': json({ data: [exampleHook] }) },
    asked: [{ call: 'GET /webhooks', headers: headers.example }],
  },
  create: {
    line: 'create --url https://your-app.com/hooks --event resource.created --secret your_webhook_secret',
    answers: { 'POST /webhooks': json(exampleHook, { status: 201 }) },
    asked: [
      {
        call: 'POST /webhooks',
        headers: bodied.example,
        body: {
          url: 'https://your-app.com/hooks',
          events: ['resource.created'],
          secret: 'your_webhook_secret',
        },
      },
    ],
  },
  'show, out of the list': {
    line: 'show wh_abc',
    answers: { 'GET /webhooks': json({ data: [{ ...exampleHook, id: 'wh_other' }, exampleHook] }) },
    asked: [{ call: 'GET /webhooks', headers: headers.example }],
  },
  'update, by PATCH': {
    line: 'update wh_abc123 --event resource.created --event user.created',
    answers: {
      'PATCH /webhooks/wh_abc123': json({ ...exampleHook, events: ['resource.created', 'user.created'] }),
    },
    asked: [
      {
        call: 'PATCH /webhooks/wh_abc123',
        headers: bodied.example,
        body: { events: ['resource.created', 'user.created'] },
      },
    ],
  },
  delete: {
    line: 'delete wh_abc123 --yes',
    answers: { 'DELETE /webhooks/wh_abc123': { status: 204 } },
    asked: [{ call: 'DELETE /webhooks/wh_abc123', headers: headers.example }],
  },
  test: {
    line: 'test wh_abc123 --type resource.created',
    answers: { 'POST /webhooks/test': json({ success: false, status_code: 500 }) },
    asked: [
      {
        call: 'POST /webhooks/test',
        headers: bodied.example,
        body: { webhook_id: 'wh_abc123', event_type: 'resource.created' },
      },
    ],
  },
}

const cases = { firma, 'firma@2026-08': firma, firsthand, example }

describe.each(Object.entries(cases))('%s', (provider, of) => {
  test.each(Object.entries(of))('%s', async (_, { line, answers, asked }) => {
    const here = await managed(answers)
    const pipe = await here.run(`endpoints ${line} --provider ${provider}`)
    expect(here.asked()).toEqual(asked)
    expect(pipe.err + pipe.out).not.toContain(key)
    expect(pipe).toMatchSnapshot('in a pipe')
    const told = await managed(answers)
    expect(await told.run(`endpoints ${line} --provider ${provider} --json`)).toMatchSnapshot('as JSON')
    const shown = await managed(answers, { terminal: true, width: 100 })
    expect(await shown.run(`endpoints ${line} --provider ${provider}`)).toMatchSnapshot('on a terminal')
  })
})
