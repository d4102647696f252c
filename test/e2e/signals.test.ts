import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import { post } from './support/http.ts'
import { masked } from './support/masked.ts'
import type { Running } from './support/running.ts'
import { user } from './support/user.ts'

/** A handler that says when it was asked, and answers when it is told to. */
async function slowHandler() {
  let asked = (): void => undefined
  let answer = (): void => undefined
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve
  })
  const { url } = await handler(async () => {
    asked()
    await mayAnswer
    return { body: 'late' }
  })
  return { url, isAsked, answer: () => answer() }
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
    const sending = post({ url: address, body: '{}' })
    await slow.isAsked
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
  const sending = post({ url: address, body: '{}' }).catch(() => 'no answer')
  await slow.isAsked
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
  const waiting = [start(args), start([...args, '--json'])]
  await slow.isAsked
  for (const each of waiting) each.signal(signal)
  expect(await Promise.all(waiting.map(({ ended }) => ended))).toEqual([])
  slow.answer()
  expect(await json('deliveries', 'list')).toEqual([])
})
