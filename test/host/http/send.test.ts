import { describe, expect, test } from 'vitest'
import { send } from '../../../src/host/http/send.ts'
import type { Headers } from '../../../src/http/message.ts'
import type { Outgoing } from '../../../src/http/send.ts'
import { answering, rawServer, wholeRequest } from '../support/raw-server.ts'
import { signal } from '../support/signal.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

const outgoing = (port: number, more: Partial<Outgoing> = {}): Outgoing => ({
  url: new URL(`http://127.0.0.1:${port}/hooks`),
  method: 'POST',
  headers: [],
  body: Buffer.from('{}'),
  timeoutMs: 5_000,
  ...more,
})

/** Sends one request and gives it as it stood on the wire, as latin-1. */
async function onTheWire(more: Partial<Outgoing> & { path?: string }): Promise<string> {
  let received = ''
  const { port } = await rawServer((socket) => {
    const read = wholeRequest()
    socket.on('data', (bytes) => {
      const text = read(bytes)
      if (text === undefined) return
      received = text
      socket.end(ok)
    })
  })
  const url = new URL(`http://127.0.0.1:${port}${more.path ?? '/hooks'}`)
  const sent = await send({ ...outgoing(port), ...more, url })
  expect(sent.kind).toBe('answered')
  return received.replaceAll(String(port), 'PORT')
}

describe('a request on the wire', () => {
  test('has the headers in their order, case and number, and nothing but what HTTP needs beside them', async () => {
    const headers: Headers = [
      ['Content-Type', 'application/json'],
      ['X-Twice', 'one'],
      ['x-lower', ''],
      ['X-TWICE', 'two'],
      ['x-UTF8', Buffer.from('ü', 'utf8').toString('latin1')],
      ['Cookie', 'a=b'],
      ['content-type', 'text/plain'],
    ]
    expect(await onTheWire({ headers })).toBe(
      'POST /hooks HTTP/1.1\r\n' +
        'host: 127.0.0.1:PORT\r\n' +
        'connection: close\r\n' +
        'Content-Type: application/json\r\n' +
        'X-Twice: one\r\n' +
        'x-lower: \r\n' +
        'X-TWICE: two\r\n' +
        'x-UTF8: \xc3\xbc\r\n' +
        'Cookie: a=b\r\n' +
        'content-type: text/plain\r\n' +
        'content-length: 2\r\n\r\n{}',
    )
  })

  test('has the body byte for byte, and the target as it stands in the URL', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const received = await onTheWire({ body, path: '/a%2Fb/../c?x=%20&y=+&&z' })
    expect(received.split('\r\n')[0]).toBe('POST /c?x=%20&y=+&&z HTTP/1.1')
    expect(Buffer.from(received.slice(received.indexOf('\r\n\r\n') + 4), 'latin1')).toEqual(Buffer.from(body))
  })

  test('says that a POST without a body has none', async () => {
    const received = await onTheWire({ body: new Uint8Array(0) })
    expect(received).toBe(
      'POST /hooks HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
    )
  })

  test('leaves out what frames a message or belongs to another connection', async () => {
    const headers: Headers = [
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '999'],
      ['Connection', 'keep-alive, X-Mine'],
      ['X-Mine', '1'],
      ['Keep-Alive', 'timeout=5'],
      ['Upgrade', 'h2c'],
      ['Expect', '100-continue'],
      ['X-Kept', 'yes'],
    ]
    expect(await onTheWire({ headers })).toBe(
      'POST /hooks HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\nconnection: close\r\nX-Kept: yes\r\ncontent-length: 2\r\n\r\n{}',
    )
  })

  test('has the Host that is given, once', async () => {
    const headers: Headers = [
      ['X-First', '1'],
      ['Host', 'shop.test'],
      ['host', 'other.test'],
    ]
    expect((await onTheWire({ headers })).split('\r\n').slice(1, 4)).toEqual([
      'host: shop.test',
      'connection: close',
      'X-First: 1',
    ])
  })

  test.each([
    ['a line break in a value', ['X-Id', 'a\r\nX-Evil: 1']],
    ['a character that is no byte', ['X-Id', '€']],
    ['a name that is none', ['X Id', 'a']],
    ['an empty name', ['', 'a']],
  ] as const)('is refused with %s', async (_title, line) => {
    await expect(send(outgoing(1, { headers: [line] }))).rejects.toMatchObject({ code: 'invalid-value' })
  })
})

describe('an answer', () => {
  test('is given whole, with its headers as they came', async () => {
    const body = Buffer.from([0, 13, 10, 255, 31, 139])
    const head =
      'HTTP/1.1 299 Strange\r\nSet-Cookie: a\r\nset-cookie: b\r\nContent-Encoding: gzip\r\nX-Odd: \xe9\r\nContent-Length: 6\r\n\r\n'
    const { port } = await rawServer(answering(Buffer.concat([Buffer.from(head, 'latin1'), body])))
    expect(await send(outgoing(port))).toEqual({
      kind: 'answered',
      durationMs: expect.any(Number),
      response: {
        status: 299,
        statusText: 'Strange',
        headers: [
          ['Set-Cookie', 'a'],
          ['set-cookie', 'b'],
          ['Content-Encoding', 'gzip'],
          ['X-Odd', '\xe9'],
          ['Content-Length', '6'],
        ],
        body: new Uint8Array(body),
        truncated: false,
      },
    })
  })

  test.each([
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n',
    ],
    ['that ends with the connection', 'HTTP/1.0 200 OK\r\n\r\nabcde'],
    [
      'after an interim one',
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde',
    ],
  ])('%s is read to its end', async (_title, bytes) => {
    const { port } = await rawServer(answering(bytes))
    expect(await send(outgoing(port))).toMatchObject({
      kind: 'answered',
      response: { status: 200, body: new Uint8Array(Buffer.from('abcde')), truncated: false },
    })
  })

  test.each([301, 302, 303, 307, 308])(
    'that redirects (%d) is the answer, and nobody follows it',
    async (status) => {
      let followed = 0
      const { port: elsewhere } = await rawServer(() => followed++)
      const location = `http://127.0.0.1:${elsewhere}/`
      const { port } = await rawServer(
        answering(`HTTP/1.1 ${status} Go\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
      )
      expect(await send(outgoing(port))).toMatchObject({
        kind: 'answered',
        response: {
          status,
          headers: [
            ['Location', location],
            ['Content-Length', '0'],
          ],
        },
      })
      expect(followed).toBe(0)
    },
  )

  test('of exactly the limit is whole, and one byte more is truncated', async () => {
    const answer = (length: number) =>
      `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`
    const bodyOf = async (length: number) => {
      const { port } = await rawServer(answering(answer(length)))
      const sent = await send(outgoing(port, { maxResponseBytes: 100 }))
      return sent.kind === 'answered' && [sent.response.body.length, sent.response.truncated]
    }
    expect(await bodyOf(100)).toEqual([100, false])
    expect(await bodyOf(101)).toEqual([100, true])
  })

  test('that never ends is cut off, and its connection with it', async () => {
    const closed = signal()
    const { port } = await rawServer(
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', (socket) => {
        const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`
        const more = (): void => {
          while (socket.writable && socket.write(chunk));
        }
        socket.on('drain', more)
        socket.on('close', closed.give)
        more()
      }),
    )
    const sent = await send(outgoing(port))
    expect(sent).toMatchObject({ kind: 'answered', response: { status: 200, truncated: true } })
    expect(sent.kind === 'answered' && sent.response.body.length).toBe(1_000_000)
    await closed.given
  })

  test('leaves no connection open, whatever the server would like', async () => {
    const closed = signal()
    const { port } = await rawServer((socket) => {
      socket.on('close', closed.give)
      answering(
        'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n',
        () => undefined,
      )(socket)
    })
    expect(await send(outgoing(port))).toMatchObject({ kind: 'answered' })
    await closed.given
  })
})
