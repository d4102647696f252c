import { describe, expect, test } from 'vitest'
import { changingHandler, headersOf, openBox } from './support/box.ts'

describe('the same call twice', () => {
  const body = { url: 'http://127.0.0.1:9/hooks', events: ['job.completed'] }

  test('with one idempotency key: the same answer, and one endpoint', async () => {
    const box = await openBox('firsthand')
    const first = await box.call('POST /v1/webhook_endpoints', body, { 'idempotency-key': 'k1' })
    const again = await box.call('POST /v1/webhook_endpoints', body, { 'idempotency-key': 'k1' })
    expect([again.status, again.body]).toEqual([first.status, first.body])
    expect((await box.call('GET /v1/webhook_endpoints')).body.data).toHaveLength(1)
  })

  test('with one key and another body: a conflict', async () => {
    const box = await openBox('firsthand')
    await box.call('POST /v1/webhook_endpoints', body, { 'idempotency-key': 'k1' })
    const other = { ...body, events: ['job.cancelled'] }
    const answer = await box.call('POST /v1/webhook_endpoints', other, { 'idempotency-key': 'k1' })
    expect([answer.status, answer.body.error.type]).toEqual([409, 'idempotency_error'])
  })

  test('a day later the key is free', async () => {
    const box = await openBox('firsthand')
    const first = await box.call('POST /v1/webhook_endpoints', body, { 'idempotency-key': 'k1' })
    await box.platform.advance('25h')
    const later = await box.call('POST /v1/webhook_endpoints', body, { 'idempotency-key': 'k1' })
    expect(later.body.id).not.toBe(first.body.id)
  })
})

describe('rate limits', () => {
  test('sixty calls a minute, on the clock of the sandbox', async () => {
    const box = await openBox('firma')
    for (let call = 1; call <= 60; call++) {
      const { status, headers } = await box.call('GET /webhooks')
      const [limit, left] = ['x-ratelimit-limit', 'x-ratelimit-remaining'].map((name) => headers.get(name))
      expect([status, limit, left, headers.get('retry-after')]).toEqual([200, '60', String(60 - call), null])
    }
    await box.platform.advance('15s')
    const refused = await box.call('GET /webhooks')
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toMatchInlineSnapshot(`
      [
        429,
        "45",
        {
          "details": {
            "retry_after": 45,
          },
          "error": "Rate Limit Exceeded",
          "message": "Too many requests. Please wait before retrying.",
        },
      ]
    `)
    // Another group has a limit of its own.
    expect((await box.call('POST /webhooks/rotate-secret')).status).toBe(200)
    await box.platform.advance('45s')
    expect((await box.call('GET /webhooks')).status).toBe(200)
  })

  test('of an hour as well', async () => {
    const box = await openBox('firsthand')
    const statuses: number[] = []
    for (let minute = 0; minute < 11; minute++) {
      for (let call = 0; call < 60; call++) statuses.push((await box.call('GET /v1/webhook_events')).status)
      await box.platform.advance('1m')
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(600)
    expect(statuses.slice(600)).toEqual(Array.from({ length: 60 }, () => 429))
  })
})

test('below the path of the base URL, and without it', async () => {
  const box = await openBox('firma')
  expect(box.apiUrl).toBe(`${box.url}/functions/v1/signing-request-api`)
  const bare = await fetch(`${box.url}/webhooks`, { headers: { authorization: 'key_of_the_test' } })
  expect(await bare.json()).toEqual((await box.call('GET /webhooks')).body)
})

test('secrets of a workspace, and its switch', async () => {
  const handler = await changingHandler()
  const box = await openBox('firma@2026-08')
  const make = (workspace?: string) =>
    box.call('POST /webhooks', { url: handler.url, events: ['workspace.updated'], workspace_id: workspace })
  await make()
  await make('ws_1')
  await box.call('POST /workspaces/ws_1/webhooks/rotate-secret')
  await box.platform.emit({ type: 'workspace.updated' })
  const olds = handler.taken.map((taken) => 'x-firma-signature-old' in headersOf(taken))
  expect(olds.filter(Boolean)).toHaveLength(1)
  expect((await box.call('GET /webhooks/secret-status')).body).toMatchObject({ grace_period_active: false })
  expect((await box.call('GET /workspaces/ws_1/webhooks/secret-status')).body).toMatchObject({
    grace_period_active: true,
    grace_period_ends_at: '2026-03-22T10:05:00Z',
  })

  const switched = await box.call('PATCH /workspaces/ws_1', { webhook_enabled: false })
  expect([switched.status, switched.body]).toEqual([200, { id: 'ws_1', webhook_enabled: false }])
  await box.platform.emit({ type: 'workspace.updated' })
  expect(handler.taken).toHaveLength(3)
  // Nothing of it is counted as a failure, and the test route goes past it.
  expect((await box.call('GET /webhooks?workspace_id=ws_1')).body.results).toMatchObject([
    { consecutive_failures: 0 },
  ])
  const { body } = await box.call('GET /webhooks?workspace_id=ws_1')
  const tried = await box.call(`POST /webhooks/${body.results[0].id}/test`)
  expect([tried.status, tried.body.success]).toEqual([200, true])
  expect(await box.call('PATCH /workspaces/ws_1', { webhook_enabled: 'no' })).toMatchObject({ status: 400 })
})

test('events are listed, and delivered again to all', async () => {
  const handler = await changingHandler()
  const box = await openBox('firsthand')
  const made = await box.call('POST /v1/webhook_endpoints', { url: handler.url, events: ['job.completed'] })
  expect(made.body.secret).toMatch(/^whsec_[0-9a-f]{64}$/)
  await box.platform.emit({ type: 'job.completed', count: 25 })
  const first = await box.call('GET /v1/webhook_events')
  const second = await box.call(`GET /v1/webhook_events?cursor=${first.body.next_cursor}`)
  expect([first.body.data.length, first.body.has_more]).toEqual([20, true])
  expect([second.body.data.length, second.body.has_more, second.body.next_cursor]).toEqual([5, false, null])
  const [event] = first.body.data
  expect(event).toMatchObject({ object: 'webhook_event', status: 'delivered', attempts: 1 })
  const again = await box.call(`POST /v1/webhook_events/${event.id}/replay`)
  expect(again.status).toBe(200)
  await box.platform.advance(0)
  expect(handler.taken).toHaveLength(26)
  expect(handler.taken.at(-1)?.body).toEqual(handler.taken[24]?.body)
  expect((await box.call('POST /v1/webhook_events/evt_nobody/replay')).status).toBe(404)
})

test('a secret that the client changes holds at once', async () => {
  const handler = await changingHandler()
  const box = await openBox('example')
  const { body } = await box.call('POST /webhooks', {
    url: handler.url,
    events: ['resource.created'],
    secret: 'first',
  })
  await box.platform.emit({ type: 'resource.created' })
  await box.call(`PATCH /webhooks/${body.id}`, { secret: 'second' })
  await box.platform.emit({ type: 'resource.created' })
  const { createHmac } = await import('node:crypto')
  const signed = handler.taken.map(({ body: bytes }, at) =>
    createHmac('sha256', at === 0 ? 'first' : 'second')
      .update(bytes)
      .digest('hex'),
  )
  expect(handler.taken.map((taken) => headersOf(taken)['x-webhook-signature'])).toEqual(signed)
})

test('an endpoint that was deleted gets nothing more, also of what was on its way', async () => {
  const handler = await changingHandler()
  handler.answer(500)
  const box = await openBox('example')
  const { body } = await box.call('POST /webhooks', {
    url: handler.url,
    events: ['resource.created'],
    secret: 'first',
  })
  await box.platform.emit({ type: 'resource.created' })
  expect((await box.call(`DELETE /webhooks/${body.id}`)).status).toBe(204)
  await box.platform.advance('3h')
  expect(handler.taken).toHaveLength(1)
  expect((await box.call('GET /webhooks')).body).toEqual({ data: [] })
  expect((await box.control('GET /state')).body.deliveries).toMatchObject({
    waiting: 0,
    'endpoint-disabled': 1,
  })
})

test('that it is deleted is not told as if it were disabled, and what is lost by it is', async () => {
  const handler = await changingHandler()
  handler.answer(500)
  const box = await openBox('example')
  const { body } = await box.call('POST /webhooks', {
    url: handler.url,
    events: ['resource.created'],
    secret: 's3cret',
  })
  await box.platform.emit({ type: 'resource.created' })
  box.told.length = 0
  await box.call(`DELETE /webhooks/${body.id}`)
  expect(box.told.map((told) => (told.kind === 'ended' ? told.endpoint.deletedAt : told.kind))).toEqual([
    box.clock.now(),
    'call',
  ])
})

test('enabling what is enabled sets its failures to nought', async () => {
  const handler = await changingHandler()
  const box = await openBox('firma')
  const asked = { url: handler.url, events: ['signing_request.completed'] }
  const { body } = await box.call('POST /webhooks', asked)
  handler.answer(500)
  await box.platform.emit({ type: 'signing_request.completed', count: 3 })
  expect((await box.call(`GET /webhooks/${body.id}`)).body.consecutive_failures).toBe(3)
  const enabled = await box.call(`PUT /webhooks/${body.id}`, { enabled: true })
  expect(enabled.body).toMatchObject({ enabled: true, consecutive_failures: 0 })
  // What waits is still tried again, and counts anew.
  await box.platform.advance('1m')
  expect((await box.call(`GET /webhooks/${body.id}`)).body.consecutive_failures).toBe(3)
})
