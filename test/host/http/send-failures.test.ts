import { lookup } from 'node:dns'
import { createServer as createTlsServer } from 'node:https'
import type { LookupFunction } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSend, send } from '../../../src/host/http/send.ts'
import type { Outgoing } from '../../../src/http/send.ts'
import { selfSigned } from '../support/certificate.ts'
import { answering, freePort, portOf, rawServer } from '../support/raw-server.ts'

const outgoing = (url: string, more: Partial<Outgoing> = {}): Outgoing => ({
  url: new URL(url),
  method: 'POST',
  headers: [],
  body: Buffer.from('{}'),
  timeoutMs: 5_000,
  ...more,
})

const durationMs = expect.any(Number)

/** A name that stands for both loopback addresses, whatever this machine calls them. */
const bothLoopbacks: LookupFunction = (_name, options, found) => {
  const addresses = [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]
  if (options.all) found(null, addresses)
  else found(null, '127.0.0.1', 4)
}

/** A name that nobody can look up, as where there is no network. */
const failingLookup =
  (code: string): LookupFunction =>
  (_name, _options, found) =>
    found(Object.assign(new Error('words that decide nothing'), { code }), '')

describe('nothing answers', () => {
  test('where nothing listens, on either address', async () => {
    const port = await freePort()
    expect(await createSend({ lookup: bothLoopbacks })(outgoing(`http://both.test:${port}/`))).toEqual({
      kind: 'unreachable',
      why: 'refused',
      detail: 'connection refused on ::1 and 127.0.0.1',
      addresses: ['::1', '127.0.0.1'],
      durationMs,
    })
  })

  test('where nothing listens at an IPv6 address', async () => {
    const port = await freePort('::1')
    expect(await send(outgoing(`http://[::1]:${port}/`))).toMatchObject({
      why: 'refused',
      addresses: ['::1'],
    })
  })

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('where the name is unknown (%s)', async (code) => {
    expect(await createSend({ lookup: failingLookup(code) })(outgoing('http://nowhere.test/'))).toEqual({
      kind: 'unreachable',
      why: 'unknown-host',
      detail: 'no address is known for nowhere.test',
      addresses: [],
      durationMs,
    })
  })

  test.each(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])('where no way leads (%s)', async (code) => {
    expect(await createSend({ lookup: failingLookup(code) })(outgoing('http://far.test/'))).toMatchObject({
      kind: 'unreachable',
      why: 'unroutable',
    })
  })

  test.each([
    ['closes at once', 'end'],
    ['resets the connection', 'resetAndDestroy'],
  ] as const)('where the server %s', async (_title, how) => {
    const { port } = await rawServer((socket) => socket.once('data', () => socket[how]()))
    expect(await send(outgoing(`http://127.0.0.1:${port}/`))).toEqual({
      kind: 'unreachable',
      why: 'reset',
      detail: 'the connection was closed before an answer came',
      addresses: ['127.0.0.1'],
      durationMs,
    })
  })

  test.each([
    ['a body with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
    ['a body in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
    [
      'a last body in chunks',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
    ],
    ['a last body with a length', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nabc'],
  ])('to the end, where the server breaks off %s', async (_title, bytes) => {
    const { port } = await rawServer(answering(bytes))
    expect(await send(outgoing(`http://127.0.0.1:${port}/`))).toMatchObject({
      kind: 'unreachable',
      why: 'reset',
      detail: 'the connection was closed in the middle of the answer (200)',
    })
  })

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a status that is none', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a broken header', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${'X-Filler: 0123456789\r\n'.repeat(4_000)}`],
  ])('in HTTP, where it is %s', async (_title, bytes) => {
    const { port } = await rawServer(answering(bytes, () => undefined))
    expect(await send(outgoing(`http://127.0.0.1:${port}/`))).toMatchObject({
      kind: 'unreachable',
      why: 'invalid-http',
    })
  })

  test('in TLS, where the server speaks plainly', async () => {
    const { port } = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await send(outgoing(`https://127.0.0.1:${port}/`))).toMatchObject({
      kind: 'unreachable',
      why: 'tls',
    })
  })

  test('to be trusted, where the certificate signed itself', async () => {
    let asked = 0
    const server = createTlsServer(selfSigned, () => asked++)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    expect(await createSend({ lookup })(outgoing(`https://localhost:${portOf(server)}/`))).toEqual({
      kind: 'unreachable',
      why: 'tls',
      detail: expect.stringMatching(/^TLS failed: self-signed certificate/),
      addresses: ['127.0.0.1'],
      durationMs,
    })
    expect(asked).toBe(0)
  })
})

test('the other address family is tried, where the first has nobody', async () => {
  const { port } = await rawServer(answering('HTTP/1.1 204 No Content\r\n\r\n'))
  expect(await createSend({ lookup: bothLoopbacks })(outgoing(`http://both.test:${port}/`))).toMatchObject({
    kind: 'answered',
    response: { status: 204 },
  })
})

describe('the time limit', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'

  test.each([
    ['no byte', '', undefined],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-', undefined],
    ['a head and half a body', `${head}half`, 200],
  ])('ends an exchange of which %s came', async (_title, bytes, status) => {
    const server = await rawServer(answering(bytes, () => undefined))
    const sent = await send(outgoing(`http://127.0.0.1:${server.port}/`, { timeoutMs: 60 }))
    expect(sent).toEqual({ kind: 'timed-out', durationMs, ...(status && { status }) })
    expect(sent.durationMs).toBeGreaterThanOrEqual(59)
  })

  test('holds for the whole, not for each byte of a drip', async () => {
    const { port } = await rawServer(
      answering(head, (socket) => {
        const drip = setInterval(() => socket.write('x'), 5)
        socket.on('close', () => clearInterval(drip))
      }),
    )
    const sent = await send(outgoing(`http://127.0.0.1:${port}/`, { timeoutMs: 60 }))
    expect(sent).toEqual({ kind: 'timed-out', durationMs, status: 200 })
    expect(sent.durationMs).toBeLessThan(450)
  })

  test('of connecting alone ends what is not connected, TLS included, and nothing else', async () => {
    const silent = await rawServer(() => undefined)
    const limits = { timeoutMs: 60_000, connectTimeoutMs: 30 }
    expect(await send(outgoing(`https://127.0.0.1:${silent.port}/`, limits))).toEqual({
      kind: 'timed-out',
      durationMs,
    })
    const slow = { timeoutMs: 90, connectTimeoutMs: 30 }
    const sent = await send(outgoing(`http://127.0.0.1:${silent.port}/`, slow))
    expect(sent.durationMs).toBeGreaterThanOrEqual(89)
  })

  test('counts from before the connection stands', async () => {
    const neverFound: LookupFunction = () => undefined
    const sent = await createSend({ lookup: neverFound })(outgoing('http://slow.test/', { timeoutMs: 30 }))
    expect(sent).toEqual({ kind: 'timed-out', durationMs })
  })
})

describe('an interruption', () => {
  const interrupted = { kind: 'unreachable', why: 'interrupted', detail: 'interrupted', durationMs }

  test('ends an exchange at once', async () => {
    const interruption = new AbortController()
    const { port } = await rawServer((socket) => socket.once('data', () => interruption.abort()))
    const { signal } = interruption
    expect(await send(outgoing(`http://127.0.0.1:${port}/`, { signal }))).toEqual({
      ...interrupted,
      addresses: ['127.0.0.1'],
    })
  })

  test('that came before prevents one', async () => {
    let connections = 0
    const { port } = await rawServer(() => connections++)
    const signal = AbortSignal.abort()
    expect(await send(outgoing(`http://127.0.0.1:${port}/`, { signal }))).toEqual({
      ...interrupted,
      addresses: [],
    })
    expect(connections).toBe(0)
  })
})
