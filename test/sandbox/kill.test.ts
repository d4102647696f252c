import { expect, test } from 'vitest'
import { send } from '../../src/host/http/send.ts'
import { serve } from '../../src/host/http/serve.ts'
import { inMemory, openStore } from '../../src/host/store/open.ts'
import type { Server } from '../../src/http/serve.ts'
import { deliveriesOf } from '../../src/sandbox/telling.ts'
import { handler } from '../support/handler.ts'
import type { Box } from './support/box.ts'
import { openBox } from './support/box.ts'
import { mortal } from './support/mortal.ts'

const minute = 60_000

/** When the attempts of the schedule are due, since the event, in minutes. */
const schedule = [0, 1, 6, 36]

/** A handler that refuses the first attempts of every event; how often each came. */
async function stubborn() {
  const came = new Map<string, number>()
  const { url } = await handler(({ body }) => {
    const { id } = JSON.parse(body.toString())
    const times = (came.get(id) ?? 0) + 1
    came.set(id, times)
    return { status: times < schedule.length ? 500 : 200 }
  })
  return { url: `${url}/hooks`, came }
}

/** What the user does: all that was answered is returned. */
async function story(box: Box, url: string, known: { id: string | null; at: number }[]): Promise<void> {
  await box.call('POST /v1/webhook_endpoints', { url, events: ['job.completed'] })
  for (let round = 0; round < 2; round++) {
    const at = box.clock.now()
    const emitted = await box.platform.emit({ type: 'job.completed', count: 2 })
    known.push(...emitted.map(({ event }) => ({ id: event.id, at })))
    await box.platform.advance('90s')
  }
  await box.platform.advance('1h')
}

async function lived(last: number, how: 'before' | 'after') {
  const { url, came } = await stubborn()
  const store = await openStore(inMemory)
  const servers: Server[] = []
  const life = mortal(send, last, how)
  const known: { id: string | null; at: number }[] = []
  const first = async (): Promise<'lived'> => {
    const box = await openBox('firsthand', {
      store: life.store(store),
      send: life.send,
      abandoned: true,
      serve: async (options) => {
        const server = await serve(options)
        servers.push(server)
        return server
      },
    })
    await story(box, url, known)
    return 'lived'
  }
  const end = await Promise.race([first(), life.killed.then(() => 'killed' as const)])
  for (const server of servers) void server.close()
  const box = await openBox('firsthand', { store })
  await box.platform.advance('3h')
  const deliveries = deliveriesOf(box.platform.core)
  await box.stop()
  return { end, steps: life.steps, known, came, deliveries }
}

test('killed at any step: nothing is lost, nothing sent more often than it must be, no attempt out of time', async () => {
  const whole = await lived(Number.POSITIVE_INFINITY, 'before')
  expect([whole.end, whole.deliveries.length]).toEqual(['lived', 4])
  for (const how of ['before', 'after'] as const) {
    for (let last = 1; last <= whole.steps; last++) {
      const { end, known, came, deliveries } = await lived(last, how)
      const where = `killed ${how} step ${last} of ${whole.steps}`
      expect(end, where).toBe('killed')
      // What was answered as emitted is delivered.
      for (const { id } of known) {
        expect(deliveries.find(({ eventId }) => eventId === id)?.state, where).toBe('delivered')
      }
      for (const { eventId, attempts, state } of deliveries) {
        expect(state, where).toBe('delivered')
        const [first] = attempts
        const offsets = attempts.map(({ at }) => (Date.parse(at) - Date.parse(first?.at ?? '')) / minute)
        expect(offsets, where).toEqual(schedule.slice(0, attempts.length))
        // Only what was under way when it was killed can have been sent twice.
        const times = came.get(eventId ?? '') ?? 0
        expect([attempts.length, attempts.length + 1], where).toContain(times)
      }
      const twice = deliveries.filter(({ eventId, attempts }) => came.get(eventId ?? '') !== attempts.length)
      expect(twice.length, where).toBeLessThanOrEqual(1)
    }
  }
}, 30_000)
