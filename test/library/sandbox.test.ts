import { expect, test } from 'vitest'
import { sandbox, verify, virtualClock } from '../../src/index.ts'
import { handler } from '../support/handler.ts'

test('a platform in a test, on a clock of its own', async () => {
  const { url, taken } = await handler(() => ({ status: taken.length < 3 ? 500 : 200 }))
  const clock = virtualClock('2026-03-15T10:05:00Z')
  const box = await sandbox('firma', { clock, seed: 'one' })
  const api = (path: string, body?: unknown) =>
    fetch(`${box.apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: box.apiKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  // The test event must succeed, and this handler refuses what comes first.
  const refused = await api('/webhooks', { url, events: ['workspace.created'] })
  expect(refused.status).toBe(400)
  await box.register(url, { events: ['workspace.*'] })
  const [event] = await box.emit('workspace.created', { set: { 'data.name': 'Legal' } })
  await box.clock.advance('2m')
  expect(box.deliveries().map(({ eventId, state, attempts }) => [eventId, state, attempts.length])).toEqual([
    [event?.id, 'delivered', 2],
  ])
  expect(box.state()).toMatchObject({ provider: 'firma', now: '2026-03-15T10:07:00Z', events: 1 })
  const [secret] = box.secrets()
  const last = taken.at(-1)
  const verdict = verify({
    provider: 'firma',
    secret: secret?.secret ?? '',
    headers: last?.headers ?? [],
    body: last?.body ?? '',
    at: Date.parse('2026-03-15T10:06:00Z'),
  })
  expect(verdict).toEqual({ ok: true, key: 'current' })
  expect(JSON.parse(String(last?.body))).toMatchObject({ data: { name: 'Legal' } })
  await box.redeliver(event?.id ?? '')
  expect(taken).toHaveLength(4)
  await expect(box.emit('workspace.invented')).rejects.toMatchObject({ code: 'unknown-type' })
  await expect(box.clock.advance('soon')).rejects.toMatchObject({ code: 'invalid-value' })
  await box.reset()
  expect(box.deliveries()).toEqual([])
  await box.close()
  await box.close()
  await expect(fetch(box.url)).rejects.toThrow()
})

test('it ends with its block', async () => {
  let url = ''
  {
    await using box = await sandbox('headshotpro', { clock: virtualClock() })
    url = box.url
    expect(box.apiUrl).toBeUndefined()
  }
  await expect(fetch(url)).rejects.toThrow()
})

test('on the real clock nothing is moved', async () => {
  const box = await sandbox('example')
  await expect(box.clock.advance('1h')).rejects.toMatchObject({ code: 'not-supported' })
  await box.close()
})

test('an endpoint that nothing can be delivered to is refused', async () => {
  const box = await sandbox('headshotpro', { clock: virtualClock() })
  await expect(box.register('ftp://localhost/hooks')).rejects.toMatchObject({ code: 'invalid-value' })
  expect(box.state().endpoints).toEqual([])
  await box.close()
})
