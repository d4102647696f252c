import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import { post } from './support/http.ts'
import type { Ended, Running } from './support/running.ts'
import { user } from './support/user.ts'

/** A handler that answers nothing until it is told to. */
async function slowHandler() {
  const asked = new EventEmitter()
  const released = new EventEmitter()
  const { url } = await handler(async () => {
    asked.emit('once')
    await once(released, 'answer')
    return { body: 'late' }
  })
  return {
    url,
    /** Resolves at its next request. */
    asked: () => once(asked, 'once'),
    answer: () => released.emit('answer'),
  }
}

const url = async (listening: Running): Promise<string> => (await listening.until(/http:\/\/[\d.:]+/))[0]

/** Resolves when a port takes no connections any more. */
async function closed(address: string): Promise<void> {
  const { hostname, port } = new URL(address)
  for (;;) {
    const socket = connect({ host: hostname, port: Number(port) })
    try {
      await once(socket, 'connect')
    } catch {
      return
    } finally {
      socket.destroy()
    }
  }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a listener, which finishes what it began',
  async (signal) => {
    const { start, json } = user()
    const slow = await slowHandler()
    const listening = start(['listen', '--port', '0', '--forward-to', slow.url])
    const address = await url(listening)
    const asked = slow.asked()
    const sending = post({ url: address, body: '{}' })
    await asked
    listening.signal(signal)
    await closed(address)
    slow.answer()
    expect(await sending).toEqual({ status: 200, body: 'late' })
    const { exit, err } = await listening.ended
    expect([exit, err.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      '1 received, 0 verified, 0 refused. All are kept: hooks deliveries list',
    ])
    expect(await json('deliveries', 'list')).toMatchObject([{ answered: 200 }])
  },
)

test('a second Ctrl-C does not wait', async () => {
  const { start } = user()
  const slow = await slowHandler()
  const listening = start(['listen', '--port', '0', '--forward-to', slow.url])
  const address = await url(listening)
  const asked = slow.asked()
  const sending = post({ url: address, body: '{}' }).catch(() => 'no answer')
  await asked
  listening.signal('SIGINT')
  await closed(address)
  // Two that come together are one, so that it may take some until one of them is the second.
  const again = setInterval(() => listening.signal('SIGINT'), 20)
  const { exit } = await listening.ended
  clearInterval(again)
  expect([exit, await sending]).toEqual([130, 'no answer'])
  slow.answer()
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a command that waits', async (signal) => {
  const { start, json } = user()
  const slow = await slowHandler()
  const args = ['trigger', 'job.completed', '--to', slow.url, '--secret', 's']
  const ends: Ended[] = []
  for (const more of [[], ['--json']]) {
    const asked = slow.asked()
    const waiting = start([...args, ...more])
    await asked
    waiting.signal(signal)
    ends.push(await waiting.ended)
  }
  slow.answer()
  const error = '{"kind":"error","code":"interrupted","message":"Interrupted."}\n'
  expect(ends).toEqual([
    { exit: 130, out: '', err: '' },
    { exit: 130, out: '', err: error },
  ])
  // What was sent is kept, with what became of it.
  const interrupted = [{ outcome: 'unreachable', status: null }]
  expect(await json('deliveries', 'list')).toMatchObject([
    { attempts: interrupted },
    { attempts: interrupted },
  ])
})
