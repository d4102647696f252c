import { describe, expect, test } from 'vitest'
import type { Box, Json } from './support/box.ts'
import { apiKey, changingHandler, openBox } from './support/box.ts'
import { rawAnswer } from './support/raw.ts'

/** What an answer is, in short. */
const shortOf = ({ status, body }: { readonly status: number; readonly body: Json }) => ({ status, body })

/** Everything that the sandbox knows, but for the time. */
const known = (box: Box): Json => ({
  endpoints: box.platform.core.ledger.all('endpoint'),
  events: box.platform.core.ledger.all('event'),
  secrets: box.platform.core.ledger.all('secret'),
  sendings: box.platform.core.ledger.all('sending'),
})

describe('a call that cannot be, in the words of the provider', () => {
  const target = 'http://127.0.0.1:9/hooks'
  const calls: Record<string, (box: Box, id: string) => Promise<{ status: number; body: Json }>> = {
    'no key': (box) => box.call('GET /webhooks', undefined, { authorization: '' }),
    'another key': (box) => box.call('GET /webhooks', undefined, { authorization: 'Bearer nobody' }),
    'no JSON': (box) => box.call('POST /webhooks', '{"url":'),
    'JSON of another kind': (box) => box.call('POST /webhooks', [1]),
    'an unknown field': (box) =>
      box.call('POST /webhooks', { url: target, events: ['resource.created'], secret: 's', colour: 'red' }),
    'what must be there is not': (box) => box.call('POST /webhooks', {}),
    'no URL': (box) =>
      box.call('POST /webhooks', { url: 'nowhere', events: ['resource.created'], secret: 's' }),
    'a URL of another kind': (box) =>
      box.call('POST /webhooks', { url: 'ftp://x/y', events: ['resource.created'], secret: 's' }),
    'an unknown type': (box) =>
      box.call('POST /webhooks', { url: target, events: ['resource.invented'], secret: 's' }),
    'events of another kind': (box) =>
      box.call('POST /webhooks', { url: target, events: 'all', secret: 's' }),
    'an empty secret': (box) =>
      box.call('POST /webhooks', { url: target, events: ['resource.created'], secret: '' }),
    'an id that is not': (box) => box.call('DELETE /webhooks/wh_nobody'),
    'a way that is not': (box) => box.call('GET /elsewhere'),
    'a method that is not': (box, id) => box.call(`PUT /webhooks/${id}`, {}),
    'too large': (box) => box.call('POST /webhooks', { url: target, events: ['x'.repeat(300_000)] }),
    'a test of an unknown type': (box, id) =>
      box.call('POST /webhooks/test', { webhook_id: id, event_type: 'resource.invented' }),
    'a test of nobody': (box) =>
      box.call('POST /webhooks/test', { webhook_id: 'wh_nobody', event_type: 'resource.created' }),
  }

  test.each(Object.entries(calls))('%s', async (_, call) => {
    const handler = await changingHandler()
    const box = await openBox('example')
    const { body } = await box.call('POST /webhooks', {
      url: handler.url,
      events: ['resource.created'],
      secret: 's3cret',
    })
    const before = structuredClone(known(box))
    expect(shortOf(await call(box, body.id))).toMatchSnapshot()
    expect(known(box)).toEqual(before)
    expect(handler.taken).toEqual([])
  })

  test('a disabled endpoint is not tested', async () => {
    const handler = await changingHandler()
    const box = await openBox('example')
    const { body } = await box.call('POST /webhooks', {
      url: handler.url,
      events: ['resource.created'],
      secret: 's3cret',
    })
    await box.call(`PATCH /webhooks/${body.id}`, { enabled: false })
    const tried = await box.call('POST /webhooks/test', {
      webhook_id: body.id,
      event_type: 'resource.created',
    })
    expect(shortOf(tried)).toMatchInlineSnapshot(`
      {
        "body": {
          "error": {
            "code": "conflict",
            "message": "The endpoint is disabled: enable it first",
          },
        },
        "status": 409,
      }
    `)
    await box.platform.emit({ type: 'resource.created' })
    expect(handler.taken).toEqual([])
  })
})

describe('URLs', () => {
  test('http is for this machine alone, where https is demanded', async () => {
    const box = await openBox('firsthand')
    const refused = await box.call('POST /v1/webhook_endpoints', {
      url: 'http://handler.test/hooks',
      events: ['job.completed'],
    })
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({
      error: { type: 'validation_error', details: [{ field: 'url', message: 'url must use HTTPS' }] },
    })
    const taken = await box.call('POST /v1/webhook_endpoints', {
      url: 'http://127.0.0.1:9/hooks',
      events: ['job.completed'],
    })
    expect(taken.status).toBe(201)
  })

  test('http is for all, where it is let through', async () => {
    const box = await openBox('firsthand', { allowHttp: true })
    const taken = await box.call('POST /v1/webhook_endpoints', {
      url: 'http://handler.test/hooks',
      events: ['job.completed'],
    })
    expect(taken.status).toBe(201)
  })

  test('private hosts are refused where the provider refuses them', async () => {
    const box = await openBox('firma@2026-08')
    const refused = await box.call('POST /webhooks', {
      url: 'https://10.0.0.1/hooks',
      events: ['workspace.created'],
    })
    expect(shortOf(refused)).toMatchInlineSnapshot(`
      {
        "body": {
          "details": {
            "url": "url must not point to a private address",
          },
          "error": "Validation Error",
          "message": "Invalid input data",
        },
        "status": 400,
      }
    `)
  })

  test('nothing goes to another machine', async () => {
    const box = await openBox('firsthand')
    await box.call('POST /v1/webhook_endpoints', {
      url: 'https://handler.test/hooks',
      events: ['job.completed'],
    })
    await box.platform.emit({ type: 'job.completed' })
    const [told] = box.told.filter(({ kind }) => kind === 'attempt')
    expect(told).toMatchObject({ attempt: { outcome: 'unreachable', unreachable: { why: 'unroutable' } } })
  })
})

test('a test event that is not accepted: the endpoint is not made', async () => {
  const handler = await changingHandler()
  handler.answer(500)
  const box = await openBox('firma')
  const refused = await box.call('POST /webhooks', { url: handler.url, events: ['workspace.created'] })
  expect(shortOf(refused)).toMatchInlineSnapshot(`
    {
      "body": {
        "error": "Validation Error",
        "message": "The test event was not accepted by the webhook URL",
      },
      "status": 400,
    }
  `)
  expect(handler.taken).toHaveLength(1)
  expect((await box.call('GET /webhooks')).body.results).toEqual([])
})

describe('a stranger', () => {
  const asked = (headers: Record<string, string>, path: string, box: Box) =>
    rawAnswer(box.url, { path, headers: { authorization: `Bearer ${apiKey}`, ...headers } })

  test.each([
    ['a Host that only points here', { host: 'evil.test' }],
    ['an Origin elsewhere', { origin: 'https://evil.test' }],
    ['an Origin without a name', { origin: 'null' }],
  ])('%s', async (_, headers) => {
    const box = await openBox('firma')
    expect(await asked(headers, '/webhooks', box)).toMatchSnapshot()
    expect(await asked(headers, '/_sandbox/state', box)).toMatchSnapshot()
  })

  test.each([
    ['localhost', { host: 'localhost:4500' }],
    ['an Origin of this machine', { origin: 'http://localhost:3000' }],
  ])('%s is none', async (_, headers) => {
    const box = await openBox('firma')
    expect((await asked(headers, '/webhooks', box)).status).toBe(200)
  })
})
