import { expect, test } from 'vitest'
import type { Json } from './support/box.ts'
import { changingHandler, openBox } from './support/box.ts'

// The example bodies of the documents, as they stand there. Of a value only its kind is compared, of an object all its keys.

/** What kind of value stands in each place; a time and an id are told from other texts. */
function kindsOf(value: Json): Json {
  if (Array.isArray(value)) return value.length > 0 ? [kindsOf(value[0])] : []
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, kindsOf(each)]))
  }
  if (typeof value !== 'string') return value === null ? 'null' : typeof value
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return 'time'
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return 'uuid'
  return /^[0-9a-f]{64}$/.test(value) ? 'hex' : 'text'
}

const webhook = {
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

test('of firma', async () => {
  const handler = await changingHandler()
  const box = await openBox('firma')
  const fields = { url: handler.url, events: webhook.events, description: webhook.description }
  const created = await box.call('POST /webhooks', fields)
  expect([created.status, kindsOf(created.body)]).toEqual([201, kindsOf(webhook)])
  const { id } = created.body

  const listed = await box.call('GET /webhooks')
  expect([listed.status, listed.body]).toEqual([
    200,
    {
      results: [created.body],
      pagination: { current_page: 1, page_size: 50, total_count: 1, total_pages: 1 },
    },
  ])
  // The guide promises the last success and the last failure of one webhook.
  const shown = await box.call(`GET /webhooks/${id}`)
  const health = { last_success_at: null, last_failure_at: null }
  expect([shown.status, shown.body]).toEqual([200, { ...created.body, ...health }])
  const updated = await box.call(`PUT /webhooks/${id}`, { description: 'Another', enabled: false })
  expect([updated.status, updated.body]).toEqual([
    200,
    { ...created.body, description: 'Another', enabled: false },
  ])
  await box.call(`PUT /webhooks/${id}`, { enabled: true })

  const tested = await box.call(`POST /webhooks/${id}/test`)
  const { webhook_event_id, headers_sent, ...told } = tested.body
  expect([tested.status, told]).toEqual([
    200,
    { success: true, status_code: 200, message: 'Test webhook delivered successfully' },
  ])
  expect([webhook_event_id, headers_sent]).toEqual([
    expect.any(String),
    {
      'X-Firma-Delivery': expect.any(String),
      'X-Firma-Event': 'webhook.test',
      'X-Firma-Signature': expect.any(String),
    },
  ])

  const rotated = await box.call('POST /webhooks/rotate-secret')
  expect([rotated.status, kindsOf(rotated.body)]).toEqual([
    200,
    kindsOf({
      message: 'Webhook secret rotated successfully',
      new_secret: 'a'.repeat(64),
      grace_period_hours: 168,
      warning: '...',
    }),
  ])
  const status = await box.call('GET /webhooks/secret-status')
  expect([status.status, status.body]).toEqual([
    200,
    {
      created_at: '2026-03-15T10:05:00Z',
      last_rotated_at: '2026-03-15T10:05:00Z',
      grace_period_active: true,
      grace_period_ends_at: '2026-03-16T10:05:00Z',
    },
  ])
  const deleted = await box.call(`DELETE /webhooks/${id}`)
  expect([deleted.status, deleted.body]).toEqual([200, { message: 'Webhook deleted successfully' }])
  const gone = await box.call(`GET /webhooks/${id}`)
  expect([gone.status, gone.body]).toEqual([
    404,
    { error: 'Not Found', message: 'The requested resource was not found' },
  ])
  const denied = await box.call('GET /webhooks', undefined, { authorization: 'nobody' })
  expect([denied.status, denied.body]).toEqual([401, { error: 'Unauthorized', message: 'Invalid API key' }])
  const wrong = await box.call('POST /webhooks', { url: 'nowhere', events: ['a'] })
  expect([wrong.status, kindsOf(wrong.body)]).toEqual([
    400,
    kindsOf({ error: 'Validation Error', message: 'Invalid input data', details: { url: '...' } }),
  ])
  const unsorted = await box.call('GET /webhooks?sort_by=colour')
  expect([unsorted.status, kindsOf(unsorted.body)]).toEqual([
    400,
    kindsOf({
      error: 'Validation failed',
      code: 'VALIDATION_ERROR',
      details: [{ path: ['sort_by'], message: 'Invalid sort field' }],
    }),
  ])
})

test('of firsthand', async () => {
  const box = await openBox('firsthand')
  const fields = { url: 'https://your-app.com/webhooks/firsthand', events: ['submission.approved'] }
  const created = await box.call('POST /v1/webhook_endpoints', fields)
  expect(created.body).toMatchObject({ object: 'webhook_endpoint', ...fields })
  // The secret is shown once.
  const { secret, ...endpoint } = created.body
  expect(typeof secret).toBe('string')
  const listed = await box.call('GET /v1/webhook_endpoints')
  expect(listed.body).toEqual({ object: 'list', data: [endpoint], has_more: false, next_cursor: null })
  expect((await box.call(`GET /v1/webhook_endpoints/${endpoint.id}`)).body).toEqual(endpoint)
  const rotated = await box.call(`POST /v1/webhook_endpoints/${endpoint.id}/rotate_secret`)
  expect(rotated.body).toEqual({ ...endpoint, secret: expect.not.stringMatching(secret) })
  const changed = await box.call(`PATCH /v1/webhook_endpoints/${endpoint.id}`, { events: ['job.completed'] })
  expect(changed.body).toEqual({ ...endpoint, events: ['job.completed'] })
  const wrong = await box.call('POST /v1/webhook_endpoints', { url: fields.url })
  expect([wrong.status, wrong.body]).toEqual([
    400,
    {
      error: {
        type: 'validation_error',
        message: 'events is required',
        request_id: expect.stringMatching(/^req_/),
        details: [{ field: 'events', message: 'events is required' }],
      },
    },
  ])
})
