import { expect, test } from 'vitest'
import type { Context } from '../../src/context.ts'
import type { Store } from '../../src/delivery/store.ts'
import { HooksError } from '../../src/errors.ts'
import { rawClient } from '../host/support/raw-client.ts'
import { freePort, rawServer } from '../host/support/raw-server.ts'
import type { Running } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const post = (length: number, body = 'x'.repeat(length)): string =>
  `POST /hooks HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`

/** Sends bytes, and gives the answer without the lines that tell the time. */
async function answerTo(running: Running, bytes: string): Promise<string> {
  const answer = await rawClient(await running.listening(), bytes).closed()
  return answer.replace(/Date: .*\r\n/, '').replaceAll('\r\n', '\n')
}

test('any method but POST is told which one it is', async () => {
  const running = machine().start('listen --port 0')
  const request = 'GET /a?b=c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
  expect(await answerTo(running, request)).toMatchInlineSnapshot(`
    "HTTP/1.1 405 Method Not Allowed
    Allow: POST
    Content-Length: 31
    Connection: close

    {"error":"method-not-allowed"}
    "
  `)
  const { out, err } = await running.stop()
  expect(out).toBe('')
  expect(err).toMatchInlineSnapshot(`
    "http://127.0.0.1:50000   no secret is known: nothing will be verified   Ctrl-C stops

    answered 405: GET /a?b=c

    0 received, 0 verified, 0 refused.
    "
  `)
})

test('--max-body: as large is taken, one byte more is not', async () => {
  const here = machine()
  const running = here.start('listen --port 0 --max-body 1kb --json')
  expect(await answerTo(running, post(1_000))).toContain('HTTP/1.1 200 OK\n')
  expect(await answerTo(running, post(1_001))).toMatchInlineSnapshot(`
    "HTTP/1.1 413 Payload Too Large
    Content-Type: text/plain; charset=utf-8
    Content-Length: 73
    Connection: close

    The request is refused: its body is larger than the limit of 1000 bytes.
    "
  `)
  const { out, err } = await running.stop()
  expect(ndjson(out).map(({ kind, bytes }) => [kind, bytes])).toEqual([
    ['listening', undefined],
    ['delivery', 1_000],
    ['stopped', undefined],
  ])
  expect(err).toMatchInlineSnapshot(`
    "answered 413: its body is larger than the limit of 1000 bytes
    "
  `)
})

test('what is no HTTP is refused, and told without its control characters', async () => {
  const running = machine().start('listen --port 0')
  expect(await answerTo(running, 'GET /\u001b[2J HTTP/1.1\r\nHost: a\r\n\r\n')).toMatchInlineSnapshot(`
    "HTTP/1.1 400 Bad Request
    Content-Type: text/plain; charset=utf-8
    Content-Length: 63
    Connection: close

    The request is refused: it is no valid HTTP (HPE_INVALID_URL).
    "
  `)
  expect(await answerTo(running, '\u001b]0;title\u0007\r\n\r\n')).toContain('HTTP/1.1 400 Bad Request\n')
  expect((await running.stop()).err).toMatchInlineSnapshot(`
    "http://127.0.0.1:50000   no secret is known: nothing will be verified   Ctrl-C stops

    answered 400: it is no valid HTTP (HPE_INVALID_URL)
    answered 400: it is no valid HTTP (HPE_INVALID_METHOD)

    0 received, 0 verified, 0 refused.
    "
  `)
})

test('what is no webhook of anybody is kept all the same', async () => {
  const here = machine()
  const running = here.start('listen --port 0 --secret s --json')
  expect(await answerTo(running, post(5, 'hello'))).toMatchInlineSnapshot(`
    "HTTP/1.1 401 Unauthorized
    Content-Type: application/json
    Content-Length: 134
    Connection: close

    {"error":"missing-header","message":"no header is one of the 23 known signature headers","received":"dlv_01KKRF9J70DZRCQ92WM98S5GQ9"}
    "
  `)
  const [, told] = ndjson((await running.stop()).out)
  expect(told).toMatchInlineSnapshot(`
    {
      "answered": 401,
      "at": "2026-03-15T10:05:00.000Z",
      "bytes": 5,
      "duplicateOf": null,
      "durationMs": 0,
      "eventId": null,
      "id": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
      "kind": "delivery",
      "provider": null,
      "signature": null,
      "type": null,
      "unknownType": false,
      "verdict": {
        "detail": "no header is one of the 23 known signature headers",
        "hint": "Say which provider it is: --provider NAME. All of them: hooks providers list",
        "ok": false,
        "reason": "missing-header",
      },
    }
  `)
  expect(await here.bytes(`deliveries show ${told.id} --raw`)).toEqual(new Uint8Array(Buffer.from('hello')))
})

/** A store that cannot keep for as long as it is full. */
function fullDisk(openStore: Context['openStore']) {
  const disk = { full: true }
  const open: Context['openStore'] = async (where) => {
    const store: Store = await openStore(where)
    return {
      ...store,
      keep: async (delivery) => {
        if (disk.full) throw new HooksError('store-unusable', 'The disk is full.')
        return store.keep(delivery)
      },
    }
  }
  return { disk, open }
}

test('what cannot be kept is answered 503, and the next one is taken', async () => {
  const { context } = machine()
  const { disk, open } = fullDisk(context.openStore)
  const here = machine({ ports: { openStore: open } })
  const running = here.start('listen --port 0 --json')
  expect(await answerTo(running, post(5, 'first'))).toMatchInlineSnapshot(`
    "HTTP/1.1 503 Service Unavailable
    Content-Type: application/json
    Content-Length: 21
    Connection: close

    {"error":"not-kept"}
    "
  `)
  disk.full = false
  expect(await answerTo(running, post(5, 'again'))).toContain('HTTP/1.1 200 OK\n')
  const { exit, out, err } = await running.stop()
  expect(exit).toBe(0)
  expect(ndjson(out).map(({ kind, received }) => [kind, received])).toEqual([
    ['listening', undefined],
    ['delivery', undefined],
    ['stopped', 1],
  ])
  expect(err).toMatchInlineSnapshot(`
    "answered 503: The disk is full.
    "
  `)
  expect((await here.json('deliveries list --json')).length).toBe(1)
})

test('a port that is taken', async () => {
  const { port } = await rawServer(() => undefined)
  const ran = await machine().run(`listen --port ${port}`)
  expect({ ...ran, err: ran.err.replaceAll(String(port), '4400') }).toMatchInlineSnapshot(`
    {
      "err": "error: Port 4400 on 127.0.0.1 is in use by another program.
      Give another --port; --port 0 takes any free one.
    ",
      "exit": 3,
      "out": "",
    }
  `)
})

test('an address that is not one of this machine', async () => {
  expect(await machine().run('listen --port 0 --host 192.0.2.1')).toMatchInlineSnapshot(`
    {
      "err": "error: This machine has no address '192.0.2.1'.
      Give another --host.
    ",
      "exit": 3,
      "out": "",
    }
  `)
})

test('the given port is the one that it listens on', async () => {
  const port = await freePort()
  const running = machine().start(`listen --port ${port}`)
  expect(await running.listening()).toBe(`http://127.0.0.1:${port}`)
})

test('a store that cannot be opened: nothing is bound, and the error says why', async () => {
  const here = machine({ env: { HOOKS_STORE: '/' } })
  expect(await here.run('listen --port 0')).toMatchInlineSnapshot(`
    {
      "err": "error: '/' is no store: it is a folder.
      Name another file with HOOKS_STORE.
    ",
      "exit": 3,
      "out": "",
    }
  `)
})
