import { describe, expect, test } from 'vitest'
import { createServe } from '../../../src/host/http/serve.ts'
import { rawClient } from '../support/raw-client.ts'
import { okReply, post, served } from '../support/served.ts'
import { signal } from '../support/signal.ts'

const head = (...lines: string[]): string => ['POST / HTTP/1.1', 'Host: test', ...lines, '', ''].join('\r\n')

/** What a refusal looks like on the wire. */
const refusal = (status: string, why: string): RegExp =>
  new RegExp(
    `^HTTP/1.1 ${status}\r\n[\\s\\S]*Connection: close\r\n[\\s\\S]*\r\nThe request is refused: ${why}\\.\n$`,
  )

describe('a body above the limit', () => {
  test('is refused by its length, before any of it is read', async () => {
    const { url, requests, refusals } = await served({ maxBodyBytes: 10 })
    const client = rawClient(url, head('Content-Length: 11'))
    await client.until(refusal('413 Payload Too Large', 'its body is larger than the limit of 10 bytes'))
    client.socket.end()
    await client.closed()
    expect({ requests, refusals }).toEqual({
      requests: [],
      refusals: [{ status: 413, why: 'its body is larger than the limit of 10 bytes' }],
    })
  })

  test('is refused by its length, before the sender is told to go on', async () => {
    const { url, requests } = await served({ maxBodyBytes: 10 })
    const client = rawClient(url, head('Expect: 100-continue', 'Content-Length: 11'))
    expect(await client.until(/\n$/)).toMatch(refusal('413 Payload Too Large', '.*'))
    client.socket.end()
    await client.closed()
    expect(requests).toEqual([])
  })

  test('is refused where it passes the limit, in chunks without end', async () => {
    const { url, requests, refusals } = await served({ maxBodyBytes: 100_000 })
    const client = rawClient(url, head('Transfer-Encoding: chunked'))
    const more = (): void => {
      while (client.socket.writable && client.socket.write(`1000\r\n${'x'.repeat(0x1000)}\r\n`)) {
        // Until the socket is full; it says when it is not.
      }
    }
    client.socket.on('drain', more)
    more()
    expect(await client.closed()).toMatch(refusal('413 Payload Too Large', '.* 100000 bytes'))
    expect({ requests, refusals: refusals.map(({ status }) => status) }).toEqual({
      requests: [],
      refusals: [413],
    })
  })

  test('reaches a sender that reads only when it has sent everything', async () => {
    const { url } = await served({ maxBodyBytes: 10 })
    const size = 20_000_000
    const client = rawClient(url, head(`Content-Length: ${size}`))
    client.socket.pause()
    await new Promise((resolve) => client.socket.write(Buffer.alloc(size), resolve))
    client.socket.resume()
    expect(await client.until(/\n$/)).toMatch(refusal('413 Payload Too Large', '.*'))
  })

  test('is one byte above it; at the limit it is taken', async () => {
    const { url, requests } = await served({ maxBodyBytes: 10 })
    expect(await rawClient(url, post('0123456789', 'Connection: close')).closed()).toContain('200 OK')
    expect(requests).toHaveLength(1)
  })
})

describe('a head above the limit', () => {
  test('of lines is refused, for none may be lost', async () => {
    const { url, requests, refusals } = await served()
    const lines = Array.from({ length: 1_100 }, (_, at) => `X-${at}: 1`)
    const answer = await rawClient(url, post('', ...lines)).closed()
    expect(answer).toMatch(
      refusal('431 Request Header Fields Too Large', 'it has 1102 header lines; 200 are the limit'),
    )
    expect({ requests, statuses: refusals.map(({ status }) => status) }).toEqual({
      requests: [],
      statuses: [431],
    })
  })

  test('of bytes is refused', async () => {
    const { url, requests, refusals } = await served()
    const answer = await rawClient(url, head(`X-Long: ${'x'.repeat(40_000)}`)).closed()
    const why = 'its headers are larger than 32768 bytes'
    expect(answer).toMatch(refusal('431 Request Header Fields Too Large', why))
    expect({ requests, refusals }).toEqual({ requests: [], refusals: [{ status: 431, why }] })
  })
})

describe('what is no valid HTTP is refused, once, and the server goes on', () => {
  test.each([
    ['garbage', 'garbage\r\n\r\n'],
    ['an unknown method', 'FLY / HTTP/1.1\r\nHost: test\r\n\r\n'],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two Hosts', head('Host: other')],
    ['a folded header', head('X-A: 1', ' 2')],
    ['a space before the colon', head('X-A : 1')],
    ['a NUL in a value', head('X-A: \0')],
    ['an escape in a value', head('X-A: \x1b[31m')],
    ['a negative length', head('Content-Length: -1')],
    ['two lengths', `${head('Content-Length: 2', 'Content-Length: 3')}abc`],
    ['a length and chunks', `${head('Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['a broken chunk', `${head('Transfer-Encoding: chunked')}zz\r\n`],
    ['a preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('%s', async (_title, bytes) => {
    const { url, requests, refusals } = await served()
    expect(await rawClient(url, bytes).closed()).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
    expect(await rawClient(url, post('', 'Connection: close')).closed()).toContain('200 OK')
    expect({ requests: requests.length, refusals: refusals.map(({ status }) => status) }).toEqual({
      requests: 1,
      refusals: [400],
    })
  })

  test('TLS, which is called by its name', async () => {
    const { url, refusals } = await served()
    await rawClient(url, Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])).closed()
    expect(refusals).toEqual([{ status: 400, why: 'it is https, and this is plain http' }])
  })

  test('a transfer coding that would have to be undone', async () => {
    const { url, requests, refusals } = await served()
    const bytes = `${head('Transfer-Encoding: gzip, chunked', 'Connection: close')}0\r\n\r\n`
    expect(await rawClient(url, bytes).closed()).toMatch(/^HTTP\/1.1 501 /)
    expect({ requests, statuses: refusals.map(({ status }) => status) }).toEqual({
      requests: [],
      statuses: [501],
    })
  })

  test('an expectation that nobody knows', async () => {
    const { url, requests, refusals } = await served()
    const client = rawClient(url, head('Expect: wonders', 'Content-Length: 0', 'Connection: close'))
    expect(await client.closed()).toMatch(/^HTTP\/1.1 417 /)
    expect({ requests, statuses: refusals.map(({ status }) => status) }).toEqual({
      requests: [],
      statuses: [417],
    })
  })
})

describe('an upload that is cut off', () => {
  const whole = post('0123456789')

  test.each(['end', 'resetAndDestroy'] as const)(
    '(%s) is never handed over, wherever it is cut',
    async (how) => {
      const { url, requests } = await served()
      for (let length = 0; length < whole.length; length++) {
        const client = rawClient(url)
        await new Promise((resolve) => client.socket.once('connect', resolve))
        await new Promise((resolve) => client.socket.write(whole.slice(0, length), resolve))
        client.socket[how]()
        await client.closed()
      }
      expect(await rawClient(url, post('last', 'Connection: close')).closed()).toContain('200 OK')
      expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['last'])
    },
  )

  test('is told once', async () => {
    const { url, refusals } = await served()
    const client = rawClient(url, whole.slice(0, -1))
    client.socket.end()
    await client.closed()
    expect(refusals).toEqual([{ status: 400, why: 'it was cut off' }])
  })
})

describe('a request that was whole before a broken one', () => {
  test('on the same connection is answered first', async () => {
    const answered = signal()
    const { url, requests, refusals } = await served({
      handle: async () => {
        await answered.given
        return okReply
      },
    })
    const client = rawClient(url, `${post('good')}GARBAGE\r\n\r\n${post('never')}`)
    await expect.poll(() => [requests.length, refusals.length]).toEqual([1, 1])
    answered.give()
    expect(await client.closed()).toMatch(
      /^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\nokHTTP\/1.1 400 Bad Request\r\n/,
    )
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['good'])
  })
})

describe('a sender that dawdles', () => {
  const serve = createServe({ headMs: 60, requestMs: 120, keepAliveMs: 60, checkEveryMs: 10 })

  test.each([
    ['with the head', 'POST / HTTP/1.1\r\nHost: te'],
    ['with the body', post('0123456789').slice(0, -1)],
    ['from the start', ''],
  ])('%s is told so and cut off, while others are served', async (_title, bytes) => {
    const { url, requests, refusals } = await served({}, serve)
    const slow = rawClient(url, bytes)
    expect(await rawClient(url, post('fast', 'Connection: close')).closed()).toContain('200 OK')
    expect(await slow.closed()).toMatch(
      refusal('408 Request Timeout', 'it did not come within the time limit'),
    )
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['fast'])
    expect(refusals.map(({ status }) => status)).toEqual([408])
  })

  test('is not one who waits for a slow answer', async () => {
    const { url } = await served(
      { handle: () => new Promise((resolve) => setTimeout(resolve, 200, okReply)) },
      serve,
    )
    expect(await rawClient(url, post('', 'Connection: close')).closed()).toContain('200 OK')
  })

  test('between two requests is cut off without a word', async () => {
    const { url, refusals } = await served({}, serve)
    expect(await rawClient(url, post('')).closed()).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\nok$/)
    expect(refusals).toEqual([])
  })
})
