import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { sign } from '../../src/index.ts'
import { expectSafe, hostile, hostileBytes } from './support/hostile.ts'
import { rawRequest } from './support/http.ts'
import { onLinux, user } from './support/user.ts'

// FORCE_COLOR makes colours certain, CI makes it certain that there is no spinner.
const env = { FORCE_COLOR: '1', CI: '1' }

/** A request whose every part is hostile, signed where there is a secret. */
function delivery(
  body: Uint8Array,
  { target = '/hooks', secret }: { target?: string; secret?: string } = {},
): Uint8Array {
  const signature = secret === undefined ? {} : sign({ provider: 'firsthand', secret, body })
  const lines = Object.entries(signature).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([
    Buffer.from(`POST ${target} HTTP/1.1\r\nHost: h\r\n${lines.join('')}User-Agent: `),
    hostileBytes,
    Buffer.from(`\r\nX-Firsthand-Event-Id: `),
    hostileBytes,
    Buffer.from(`\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ])
}

const event = (id: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: id + hostile,
      type: `job.completed${hostile}`,
      data: { [hostile]: [hostile, { [hostile]: hostile }] },
    }),
  )

onLinux('nothing that was received reaches a terminal raw', async () => {
  const { onTerminal, hooks, json } = user()
  const listening = onTerminal(['listen', '--port', '0', '--secret', 's', '--verbose'], { env })
  const [url = ''] = await listening.until(/http:\/\/[\d.:]+/)
  const tailing = onTerminal(['deliveries', 'tail'], { env })
  const path = Buffer.concat([Buffer.from('/hooks?x='), hostileBytes]).toString('latin1')
  const requests = [
    delivery(event('evt_one'), { secret: 's' }),
    delivery(event('evt_two'), { secret: 's', target: '/a/../%1b]0;x%07' }),
    delivery(event('evt_unsigned')),
    delivery(Buffer.from(`not json ${hostile}`), { secret: 's' }),
    delivery(Buffer.concat([event('evt_raw'), hostileBytes]), { secret: 's' }),
    delivery(Buffer.from(`\0 ${hostile}`), { secret: 's' }),
    // What is refused is told too.
    Buffer.from(`GET /%1b]0;x%07 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`),
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`, 'latin1'),
    Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\nX: ${hostile}\r\n\r\n`),
    Buffer.from(`\x1b]0;x\x07 ${hostile}\r\n\r\n`),
  ]
  const statuses: string[] = []
  for (const request of requests) statuses.push((await rawRequest(url, request)).slice(9, 12))
  expect(statuses).toEqual(['200', '200', '401', '200', '200', '200', '405', '400', '400', '400'])
  await tailing.until(/(?:\d\d:\d\d:\d\d[\s\S]*){6}/)
  for (const each of [listening, tailing]) each.type('\x03')
  await Promise.all([listening.ended, tailing.ended])
  expectSafe('listen', listening.bytes())
  expectSafe('tail', tailing.bytes())
  expect(listening.bytes().includes('\x1b[32m')).toBe(true)
  // What came is kept as it was.
  const kept: { id: string; eventId: string }[] = await json('deliveries', 'list')
  expect(kept.filter(({ eventId }) => eventId === `evt_one${hostile}`)).toHaveLength(1)
  const [one = '', two = ''] = kept.map(({ id }) => id)
  const commands = [
    ['deliveries', 'list'],
    ['deliveries', 'list', '--json'],
    ['deliveries', 'stats'],
    ['deliveries', 'diff', one, two],
    ['deliveries', 'diff', one, two, '--json'],
    ...kept.flatMap(({ id }) => [
      ['deliveries', 'show', id],
      ['deliveries', 'show', id, '--reveal', '--json'],
      ['verify', id, '--secret', 's'],
      ['verify', id, '--secret', 'other'],
    ]),
    ...['curl', 'jsonl', 'har', 'fixture'].map((format) => [
      'deliveries',
      'export',
      '--as',
      format,
      '--reveal',
    ]),
    ['deliveries', 'show', `evt_none${hostile}`],
    ['replay', one, '--to', 'http://127.0.0.1:1', '--as-received'],
  ]
  for (const command of commands) {
    const shown = onTerminal(command, { env })
    await shown.ended
    expectSafe(command.join(' '), shown.bytes())
  }
  // A shell shows this in columns; the tab is between word and description.
  const { out } = await hooks(['__complete', '--', 'deliveries', 'show', ''])
  expectSafe('__complete', Buffer.from(out.replaceAll('\t', ' ')))
})

onLinux('nothing that a handler answers reaches a terminal raw', async () => {
  const { onTerminal } = user()
  const body = Buffer.from(`{"message": "no ${hostile}"} ${hostile}`)
  const head = [
    Buffer.from('HTTP/1.1 500 '),
    hostileBytes,
    Buffer.from('\r\nX-Evil: '),
    hostileBytes,
    Buffer.from('\r\nContent-Type: text/plain; '),
    hostileBytes,
    Buffer.from('\r\n\r\n'),
  ]
  const answers = [
    Buffer.concat([...head, body]),
    Buffer.concat([...head, hostileBytes]),
    Buffer.concat([...head, body, Buffer.from('\0')]),
    // No valid HTTP: what the parser says of it must not pass it on.
    Buffer.from(`HTTP/1.1 200 ${hostile}\r\n\r\n`),
    Buffer.from(`HTTP/1.1 302 Found\r\nLocation: http://evil/${hostile}\r\n\r\n`),
    Buffer.from(hostile),
  ]
  for (const [at, answer] of answers.entries()) {
    const url = await answering(answer)
    const sent = onTerminal(['trigger', 'job.completed', '--to', url, '--secret', 's'], { env })
    expect([1, 3]).toContain((await sent.ended).exit)
    expectSafe(`answer ${at}`, sent.bytes())
  }
  for (const command of [['list'], ['show', 'evt_01'], ['tail']]) {
    const shown = onTerminal(['deliveries', ...command], { env })
    if (command[0] === 'tail') {
      await shown.until(/evt_01[\s\S]*evt_01/)
      shown.type('\x03')
    }
    await shown.ended
    expectSafe(command.join(' '), shown.bytes())
  }
})

/** A server that answers any request with these bytes and closes; gives its URL. */
async function answering(bytes: Uint8Array): Promise<string> {
  const server = createServer((socket) => socket.once('data', () => socket.end(bytes)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP server')
  return `http://127.0.0.1:${address.port}`
}
