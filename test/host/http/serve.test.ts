import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../../../src/host/http/serve.ts'
import { rawClient } from '../support/raw-client.ts'
import { portOf } from '../support/raw-server.ts'
import { okReply, post, served } from '../support/served.ts'
import { signal } from '../support/signal.ts'

/** Sends bytes and gives the whole connection's answer; the request asks to close it. */
const ask = (url: string, bytes: string | Uint8Array): Promise<string> => rawClient(url, bytes).closed()
const close = 'Connection: close'

describe('a request', () => {
  test('is handed over as it stood on the wire', async () => {
    const { url, requests } = await served()
    const head =
      'POST /a/../b%20c?x=1&x=2 HTTP/1.1\r\nhOST: shop.test\r\nX-Id: 1\r\nx-id: 2\r\nX-ID: 1\r\nX-Raw: \xc3\xbc\xff\r\n' +
      'Content-Type: a\r\nContent-Type: b\r\n__proto__: x\r\nX-Empty:\r\nContent-Length: 256\r\nConnection: close\r\n\r\n'
    const body = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte))
    await ask(url, Buffer.concat([Buffer.from(head, 'latin1'), body]))
    expect(requests).toEqual([
      {
        method: 'POST',
        target: '/a/../b%20c?x=1&x=2',
        headers: [
          ['hOST', 'shop.test'],
          ['X-Id', '1'],
          ['x-id', '2'],
          ['X-ID', '1'],
          ['X-Raw', '\xc3\xbc\xff'],
          ['Content-Type', 'a'],
          ['Content-Type', 'b'],
          ['__proto__', 'x'],
          ['X-Empty', ''],
          ['Content-Length', '256'],
          ['Connection', 'close'],
        ],
        body: new Uint8Array(body),
      },
    ])
  })

  test('in chunks is put together, and its trailers are no headers', async () => {
    const { url, requests } = await served()
    const lines = [
      'POST / HTTP/1.1',
      'Host: test',
      'Transfer-Encoding: chunked',
      'Trailer: X-Signature',
      close,
    ]
    await ask(url, `${lines.join('\r\n')}\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Signature: forged\r\n\r\n`)
    expect(
      requests.map(({ body, headers }) => [Buffer.from(body).toString(), headers.map(([name]) => name)]),
    ).toEqual([['abcde', ['Host', 'Transfer-Encoding', 'Trailer', 'Connection']]])
  })

  test('that comes byte by byte is the same', async () => {
    const { url, requests } = await served()
    const client = rawClient(url)
    client.socket.setNoDelay(true)
    for (const byte of post('{"a":1}', close)) client.socket.write(byte, 'latin1')
    await client.closed()
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['{"a":1}'])
  })

  test.each([
    ['http://evil.test/w?x=1', '/w?x=1'],
    ['HTTPS://evil.test:8443', '/'],
    ['http://evil.test?x', '/?x'],
    ['//evil.test/w', '//evil.test/w'],
    ['/redirect?to=http://evil.test/w', '/redirect?to=http://evil.test/w'],
  ])('for %s has the target %s', async (target, expected) => {
    const { url, requests } = await served()
    await ask(url, `GET ${target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`)
    expect(requests.map((request) => request.target)).toEqual([expected])
  })

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])(
    'with the method %s is handed over too',
    async (method) => {
      const { url, requests } = await served()
      const answer = await ask(
        url,
        `${method} / HTTP/1.1\r\nHost: test\r\nX-Secret: 1\r\nConnection: close\r\n\r\n`,
      )
      expect(requests.map((request) => request.method)).toEqual([method])
      expect(answer).not.toContain('X-Secret')
    },
  )

  test('with 200 header lines keeps them all', async () => {
    const { url, requests } = await served()
    const lines = Array.from({ length: 197 }, (_, at) => `X-${at}: ${at}`)
    await ask(url, post('', ...lines, close))
    expect(requests.map(({ headers }) => headers.length)).toEqual([200])
  })

  test('that expects 100-continue is told to go on', async () => {
    const { url, requests } = await served()
    const client = rawClient(
      url,
      'POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
    )
    await client.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/)
    client.socket.write('ok')
    await client.until(/HTTP\/1.1 200 OK/)
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['ok'])
  })

  test('may follow another on the same connection', async () => {
    const { url, requests } = await served()
    const answer = await ask(url, post('1') + post('2') + post('3', close))
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['1', '2', '3'])
    expect(answer.match(/HTTP\/1.1 200 OK/g)).toHaveLength(3)
  })
})

describe('an answer', () => {
  const answerTo = async (reply: typeof okReply, request = post('', close)): Promise<string> => {
    const { url } = await served({ handle: async () => reply })
    return (await ask(url, request)).replace(/Date: [^\r]+/, 'Date: now')
  }

  test('has status, headers and body as they were given', async () => {
    const headers = [
      ['X-b', '1'],
      ['Set-Cookie', 'a'],
      ['set-cookie', 'b'],
      ['x-raw', '\xff'],
    ] as const
    expect(await answerTo({ status: 402, headers, body: Buffer.from('\x00\xff', 'latin1') })).toBe(
      'HTTP/1.1 402 Payment Required\r\nX-b: 1\r\nSet-Cookie: a\r\nset-cookie: b\r\nx-raw: \xff\r\nContent-Length: 2\r\n' +
        'Date: now\r\nConnection: close\r\n\r\n\x00\xff',
    )
  })

  test('is framed by the server alone', async () => {
    const headers = [
      ['Content-Length', '999'],
      ['Transfer-Encoding', 'chunked'],
      ['Connection', 'upgrade'],
      ['Date', 'once'],
    ] as const
    expect(await answerTo({ status: 200, headers, body: Buffer.from('ok') })).toBe(
      'HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
    )
  })

  test.each([204, 304])('of %d has no body and no length', async (status) => {
    const answer = await answerTo({ status, headers: [], body: Buffer.from('ignored') })
    expect(answer.split('\r\n').slice(1)).toEqual(['Date: now', 'Connection: close', '', ''])
  })

  test('to HEAD has the length of the body, and no body', async () => {
    const answer = await answerTo(okReply, 'HEAD / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/Content-Length: 2\r\n[\s\S]*\r\n\r\n$/)
  })

  test.each([
    ['handling fails', async () => Promise.reject(new Error('boom'))],
    [
      'it has a header that cannot be sent',
      async () => ({ ...okReply, headers: [['X-Bad', 'a\nboom']] as const }),
    ],
  ])('is 500 where %s, and the server goes on', async (_title, failing) => {
    let calls = 0
    const { url, refusals } = await served({
      handle: () => (calls++ === 0 ? failing() : Promise.resolve(okReply)),
    })
    const answer = await ask(url, post('') + post('', close))
    expect(answer).toMatch(/^HTTP\/1.1 500 [\s\S]*\r\n\r\nInternal error.\nHTTP\/1.1 200 OK/)
    expect(answer).not.toContain('boom')
    expect(refusals).toEqual([{ status: 500, why: expect.any(String) }])
  })

  test('nobody waits for any more disturbs nobody', async () => {
    const answered = signal()
    const gone = signal()
    const { url, refusals, requests } = await served({
      handle: async () => {
        await answered.given
        return okReply
      },
    })
    const client = rawClient(url, post('first'))
    await expect.poll(() => requests.length).toBe(1)
    client.socket.on('close', gone.give)
    client.socket.resetAndDestroy()
    await gone.given
    answered.give()
    expect(await ask(url, post('second', close))).toContain('200 OK')
    expect(refusals).toEqual([])
  })
})

describe('listening', () => {
  test('says where, and takes any free port', async () => {
    const { server } = await served()
    expect(server.port).toBeGreaterThan(0)
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  })

  test.each([
    ['::1', '[::1]'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '[::1]'],
    ['localhost', '127.0.0.1'],
  ])('on %s gives a URL that can be asked', async (host, written) => {
    const { server } = await served({ host })
    expect(server.url).toMatch(
      host === 'localhost' ? /^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/ : `http://${written}:`,
    )
    expect(await ask(server.url, post('', close))).toContain('200 OK')
  })

  test('on a port that is taken is refused, with a way out', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const port = portOf(other)
    await expect(served({ port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: `Port ${port} on 127.0.0.1 is in use by another program.`,
      hint: 'Give another --port; --port 0 takes any free one.',
    })
  })

  test.each(['203.0.113.1', 'nowhere.invalid'])('on %s, which is not here, is refused', async (host) => {
    await expect(served({ host })).rejects.toMatchObject({
      code: 'cannot-listen',
      message: `This machine has no address '${host}'.`,
    })
  })
})

describe('closing', () => {
  test('lets what is in flight end, takes nothing new, and closes idle connections', async () => {
    const asked = signal()
    const answered = signal()
    const server = await serve({
      host: '127.0.0.1',
      port: 0,
      maxBodyBytes: 1_000,
      handle: async () => {
        asked.give()
        await answered.given
        return okReply
      },
    })
    const idle = rawClient(server.url)
    const busy = rawClient(server.url, post('1'))
    await asked.given
    const closing = server.close()
    await expect(ask(server.url, post('2')).then((text) => text.length)).resolves.toBe(0)
    answered.give()
    expect(await busy.closed()).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*Connection: close\r\n/)
    await closing
    await idle.closed()
    await server.close()
  })
})
