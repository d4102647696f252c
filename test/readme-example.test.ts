import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { receiver, sandbox, send, sign, verify, virtualClock } from 'hooks-cli'
import { afterAll, beforeAll, expect, test } from 'vitest'

const secret = 'whsec_test'
let isDown = false

/** Stands for your own handler. */
const server = createServer(async (request, response) => {
  if (isDown) return void response.writeHead(503).end()
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const signature = createHmac('sha256', secret).update(Buffer.concat(parts)).digest('hex')
  response.statusCode = request.headers['x-webhook-signature'] === signature ? 204 : 401
  response.end()
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

test('the handler accepts a payment, and refuses a forged one', async () => {
  const { port } = server.address() as AddressInfo
  const payment = { to: `http://127.0.0.1:${port}/hooks`, type: 'payment.succeeded', secret }
  expect(await send(payment)).toMatchObject({ outcome: 'accepted' })
  expect(await send({ ...payment, tamper: 'body' })).toMatchObject({ outcome: 'refused' })
})

test('what we send ourselves is signed as it should be', async () => {
  const inbox = await receiver({ secret })
  await send({ to: inbox.url, type: 'user.created', secret }) // your own sender
  const delivery = await inbox.next('user.*')
  expect(delivery.verdict).toEqual({ ok: true, key: 'current' })
  await inbox.close()
})

test('what happens while the handler is down for an hour arrives later', async () => {
  const { port } = server.address() as AddressInfo
  const to = `http://127.0.0.1:${port}/hooks`
  await using box = await sandbox('example', { to, secret, clock: virtualClock() })
  isDown = true
  await box.emit('payment.succeeded')
  await box.clock.advance('1h')
  isDown = false
  await box.clock.advance('2h') // the fifth attempt: 0, 1 m, 6 m, 36 m, 2 h 36 m
  expect(box.deliveries()).toMatchObject([{ state: 'delivered', attempts: { length: 5 } }])
})

test('an old signature is refused, with the reason', () => {
  const signed = { provider: 'firma', secret, body: '{}', at: Date.parse('2026-03-15T10:05:00Z') }
  const verdict = verify({ ...signed, headers: sign(signed), at: signed.at + 10 * 60_000 })
  expect(verdict).toMatchObject({ ok: false, reason: 'timestamp-too-old' })
})
