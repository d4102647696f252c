import { expect, test } from 'vitest'
import { realClock } from '../../src/host/clock.ts'
import { send } from '../../src/host/http/send.ts'
import type { Send } from '../../src/http/send.ts'
import { changingHandler, openBox } from './support/box.ts'

/** A promise, and what resolves it. */
function signal() {
  let resolve = (): void => undefined
  const given = new Promise<void>((settle) => {
    resolve = settle
  })
  return { given, give: () => resolve() }
}

test('what is asked during a reset waits for its end', async () => {
  const [begun, letGo, over] = [signal(), signal(), signal()]
  let sent = 0
  // The first delivery is slow to be broken off; those after it are answered after the reset.
  const slow: Send = async (outgoing) => {
    sent += 1
    if (sent === 1) {
      begun.give()
      await letGo.given
    } else await over.given
    return send(outgoing)
  }
  const { url } = await changingHandler()
  const box = await openBox('example', { to: new URL(url), clock: () => realClock, send: slow })
  const ended: unknown[] = []
  box.failure.catch((error: unknown) => ended.push(error))
  const event = { type: 'resource.created' }
  await box.control('POST /events', event)
  await begun.given
  const resetting = box.platform.reset()
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  const meanwhile = [box.platform.emit(event), box.platform.emit(event)]
  letGo.give()
  await resetting
  over.give()
  await Promise.all(meanwhile)
  expect((await box.control('GET /state')).body).toMatchObject({ events: 2, endpoints: [{ url }] })
  await box.platform.reset()
  expect(ended).toEqual([])
})
