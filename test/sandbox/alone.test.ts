import { expect, test } from 'vitest'
import { inMemory, openStore } from '../../src/host/store/open.ts'
import { changingHandler, openBox } from './support/box.ts'

test('whoever comes later takes over: the other can do nothing more, and says so', async () => {
  const store = await openStore(inMemory)
  const handler = await changingHandler()
  const first = await openBox('example', { store, abandoned: true, to: new URL(handler.url) })
  const second = await openBox('example', { store, to: new URL(handler.url) })
  await expect(first.platform.emit({ type: 'resource.created' })).rejects.toMatchObject({
    code: 'store-unusable',
  })
  await expect(first.failure).rejects.toMatchInlineSnapshot(
    `[HooksError: Another process has taken over the sandbox example.]`,
  )
  expect(handler.taken).toHaveLength(0)
  await second.platform.emit({ type: 'resource.created' })
  expect(handler.taken).toHaveLength(1)
  await first.stop()
})

test('where the port is taken nothing is touched', async () => {
  const store = await openStore(inMemory)
  const handler = await changingHandler()
  handler.answer(500)
  const first = await openBox('example', { store, to: new URL(handler.url) })
  await first.platform.emit({ type: 'resource.created' })
  const port = Number(new URL(first.url).port)
  await expect(openBox('example', { store, port })).rejects.toMatchObject({ code: 'port-in-use' })
  await first.platform.advance('1m')
  expect(handler.taken).toHaveLength(2)
})

test('each provider, and each dialect, has a sandbox of its own', async () => {
  const store = await openStore(inMemory)
  const handler = await changingHandler()
  const boxes = [await openBox('firma', { store }), await openBox('firma@2026-08', { store })]
  for (const box of boxes) {
    await box.call('POST /webhooks', { url: handler.url, events: ['workspace.created'] })
    expect((await box.call('GET /webhooks')).body.results).toHaveLength(1)
  }
})

test('a reset forgets how often the API was called, too', async () => {
  const box = await openBox('firma')
  expect((await box.call('POST /webhooks/rotate-secret')).status).toBe(200)
  expect((await box.call('POST /webhooks/rotate-secret')).status).toBe(429)
  await box.control('POST /reset')
  expect((await box.call('POST /webhooks/rotate-secret')).status).toBe(200)
})

test('a secret that nothing can be signed with is refused before anything is opened', async () => {
  await expect(openBox('standard-webhooks', { secret: 'whsec_!' })).rejects.toMatchObject({
    code: 'invalid-value',
  })
})

test.each([
  'github',
  'slack',
  'stripe',
  'svix',
  'discord',
  'sendgrid',
  'twilio',
  'shopify',
  'standard-webhooks@asymmetric',
])('what %s delivers is signed with a secret of its form', async (provider) => {
  const handler = await changingHandler()
  const box = await openBox(provider, { to: new URL(handler.url) })
  const { catalog, profile } = box.platform.core
  const [type = ''] = catalog.types(profile.name)
  await box.platform.emit({ type })
  await box.platform.advance('1d')
  expect(handler.taken).toHaveLength(1)
})
