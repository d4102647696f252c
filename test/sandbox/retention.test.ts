import { expect, test } from 'vitest'
import { keptEvents } from '../../src/sandbox/retention.ts'
import { changingHandler, openBox } from './support/box.ts'

test('a dead letter is kept as long as the provider keeps it', async () => {
  const handler = await changingHandler()
  handler.answer(500)
  const box = await openBox('pixelpatrol', { to: new URL(handler.url) })
  const { events } = (await box.control('POST /events', { type: 'media.created' })).body
  await box.control('POST /clock', { advance: '30d' })
  const again = { event: events[0].id }
  handler.answer(200)
  await box.control('POST /events', { type: 'media.created' })
  expect((await box.control('GET /state')).body.deliveries).toMatchObject({ 'dead-letter': 1, delivered: 1 })
  await box.control('POST /clock', { advance: '3h' })
  expect((await box.control('GET /state')).body.deliveries).toMatchObject({ 'dead-letter': 0, delivered: 1 })
  expect((await box.control('POST /redeliver', again)).status).toBe(404)
})

test('the oldest of too many events are forgotten, but for what waits', async () => {
  const handler = await changingHandler()
  handler.answer(500)
  const box = await openBox('example')
  const register = { url: handler.url, events: ['resource.deleted'] }
  await box.control('POST /endpoints', register)
  const [waiting] = await box.platform.emit({ type: 'resource.deleted' })
  const [ended] = await box.platform.emit({ type: 'resource.created' })
  await box.platform.emit({ type: 'resource.created', count: keptEvents })
  const { ledger } = box.platform.core
  expect(ledger.all('event')).toHaveLength(keptEvents + 1)
  expect(ledger.get('event', waiting?.event.key ?? '')).toBeDefined()
  expect(ledger.get('event', ended?.event.key ?? '')).toBeUndefined()
})
