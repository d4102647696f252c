import { expect, test } from 'vitest'
import type { Send } from '../../src/http/send.ts'
import { rawClient } from '../host/support/raw-client.ts'
import { freePort } from '../host/support/raw-server.ts'
import { handler } from '../support/handler.ts'
import type { Running } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const secret = 'the-secret'
const listen = `listen --port 0 --secret ${secret}`

/** Sends an event from another machine. */
const send = async (running: Running, flags = `--secret ${secret}`) =>
  machine().json(
    `trigger job.completed --json --id evt_FIRST ${flags} --to ${await running.listening()}/hooks`,
  )

test('bytes and header lines reach the handler as they came', async () => {
  const to = await handler()
  const running = machine().start(`${listen} --accept-unverified --forward-to ${to.url}/a?b=c`)
  const body = Buffer.from('{"a": 1.50, "b":\t"\xff\xfe\u0000"}\r\n', 'latin1')
  const head = [
    'POST /elsewhere?d=e HTTP/1.1',
    'HOST: my-own.name',
    'x-Odd-CASE: one',
    'X-ODD-case: two,  three',
    'x-latin: \xe9\xff',
    'x-empty:',
    'Connection: close, X-Hop',
    'X-Hop: only to the next',
    'Proxy-Authorization: Basic YTpi',
    'TE: trailers',
    'accept-encoding: gzip',
    `content-length: ${body.length}`,
  ]
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body])
  await rawClient(await running.listening(), bytes.toString('latin1')).closed()
  const [taken] = to.taken
  expect(taken?.body).toEqual(body)
  expect([taken?.method, taken?.target]).toEqual(['POST', '/a?b=c'])
  expect(taken?.headers).toMatchInlineSnapshot(`
    [
      [
        "host",
        "my-own.name",
      ],
      [
        "connection",
        "close",
      ],
      [
        "x-Odd-CASE",
        "one",
      ],
      [
        "X-ODD-case",
        "two,  three",
      ],
      [
        "x-latin",
        "éÿ",
      ],
      [
        "x-empty",
        "",
      ],
      [
        "accept-encoding",
        "gzip",
      ],
      [
        "content-length",
        "25",
      ],
    ]
  `)
})

test('where the URL names no path, the request has its own', async () => {
  const to = await handler()
  const here = machine()
  const running = here.start(`${listen} --forward-to ${to.url}`)
  await here.run(`trigger job.completed --secret ${secret} --to ${await running.listening()}/my/path?a=b`)
  expect(to.taken.map(({ target }) => target)).toEqual(['/my/path?a=b'])
})

test("the sender gets the handler's answer", async () => {
  const to = await handler(() => ({
    status: 202,
    headers: [
      ['X-Odd-CASE', 'a'],
      ['x-odd-case', 'b'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Content-Type', 'text/plain'],
      ['Keep-Alive', 'timeout=5'],
    ],
    body: Buffer.from('done \xff', 'latin1'),
  }))
  const here = machine()
  const running = here.start(`${listen} --forward-to ${to.url}`)
  const { outcome, response } = await send(running)
  expect({ outcome, response }).toMatchInlineSnapshot(`
    {
      "outcome": "accepted",
      "response": {
        "bodyBase64": "ZG9uZSD/",
        "headers": [
          [
            "X-Odd-CASE",
            "a",
          ],
          [
            "x-odd-case",
            "b",
          ],
          [
            "Set-Cookie",
            "a=1",
          ],
          [
            "Set-Cookie",
            "b=2",
          ],
          [
            "Content-Type",
            "text/plain",
          ],
          [
            "Content-Length",
            "6",
          ],
          [
            "Date",
            "Sun, 15 Mar 2026 10:05:00 GMT",
          ],
          [
            "Connection",
            "close",
          ],
        ],
        "truncated": false,
      },
    }
  `)
})

test('what is not verified never reaches the handler', async () => {
  const to = await handler()
  const here = machine()
  const running = here.start(`${listen} --json --forward-to ${to.url}`)
  const { status } = await send(running, '--secret another')
  const { out } = await running.stop()
  expect([status, to.taken, ndjson(out).map(({ kind }) => kind)]).toEqual([
    401,
    [],
    ['listening', 'delivery', 'stopped'],
  ])
})

test('NDJSON, whole', async () => {
  const statuses = [200, 500]
  const to = await handler(() => ({ status: statuses.shift() ?? 200 }))
  const here = machine()
  const running = here.start(`${listen} --json --forward-to ${to.url}/hooks`)
  await send(running)
  await send(running)
  expect(ndjson((await running.stop()).out)).toMatchInlineSnapshot(`
    [
      {
        "kind": "listening",
        "url": "http://127.0.0.1:50000",
      },
      {
        "answered": 200,
        "at": "2026-03-15T10:05:00.000Z",
        "bytes": 387,
        "duplicateOf": null,
        "durationMs": 0,
        "eventId": "evt_FIRST",
        "id": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
        "kind": "delivery",
        "provider": "firsthand",
        "signature": {
          "header": "X-FirstHand-Signature",
          "scheme": "v1={signature}",
        },
        "type": "job.completed",
        "unknownType": false,
        "verdict": {
          "key": "current",
          "ok": true,
        },
      },
      {
        "durationMs": 12,
        "eventId": "evt_FIRST",
        "id": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
        "kind": "forwarded",
        "outcome": "accepted",
        "retryInMs": null,
        "status": 200,
        "to": "http://127.0.0.1:50000/hooks",
      },
      {
        "answered": 500,
        "at": "2026-03-15T10:05:00.000Z",
        "bytes": 387,
        "duplicateOf": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
        "durationMs": 0,
        "eventId": "evt_FIRST",
        "id": "dlv_01KKRF9J7004G7CX68BJJQXXYA",
        "kind": "delivery",
        "provider": "firsthand",
        "signature": {
          "header": "X-FirstHand-Signature",
          "scheme": "v1={signature}",
        },
        "type": "job.completed",
        "unknownType": false,
        "verdict": {
          "key": "current",
          "ok": true,
        },
      },
      {
        "durationMs": 12,
        "eventId": "evt_FIRST",
        "id": "dlv_01KKRF9J7004G7CX68BJJQXXYA",
        "kind": "forwarded",
        "outcome": "refused",
        "retryInMs": 60000,
        "status": 500,
        "to": "http://127.0.0.1:50000/hooks",
      },
      {
        "duplicates": 1,
        "kind": "stopped",
        "received": 2,
        "refused": 0,
        "verified": 2,
      },
    ]
  `)
})

/** Handlers that answer in every way there is, and what the line says of each. */
test.each([
  ['accepts', () => ({ status: 204 })],
  ['fails', () => ({ status: 500, body: 'boom' })],
  ['redirects', () => ({ status: 302, headers: [['Location', '/login'] as const] })],
  ['breaks off', () => 'reset' as const],
])('a handler that %s', async (_, answer) => {
  const to = await handler(answer)
  const here = machine({ terminal: true, width: 120 })
  const running = here.start(`${listen} --forward-to ${to.url}/hooks`)
  const { status, response } = await send(running)
  const { out, err } = await running.stop()
  const [{ id }] = await here.json('deliveries list --json')
  const kept = await here.json(`deliveries show ${id} --json`)
  expect({ status, body: response.body, kept: [kept.answered, kept.attempts] }).toMatchSnapshot('answer')
  expect(`${err}${out}`).toMatchSnapshot('talk')
})

test('a handler that is down: 502, and it is kept with what happened', async () => {
  const here = machine({ terminal: true, width: 120 })
  const running = here.start(`${listen} --forward-to http://127.0.0.1:${await freePort()}/hooks`)
  const { status, response } = await send(running)
  const { out } = await running.stop()
  expect([status, response.body]).toMatchInlineSnapshot(`
    [
      502,
      "{"error":"unreachable","to":"http://127.0.0.1:50000/hooks","message":"connection refused on 127.0.0.1"}
    ",
    ]
  `)
  expect(out).toMatchInlineSnapshot(`
    "10:05:00  ✓ job.completed           evt_FIRST        firsthand     387 B    502   12 ms  ✗ unreachable  ! again in 1 m
    "
  `)
})

test('the handler has as long as the provider gives it; then the sender gets 504', async () => {
  const limits: number[] = []
  const { context } = machine()
  /** A handler that does not answer in time, without the waiting. */
  const late: Send = async (request) => {
    if (request.url.pathname !== '/slow') return context.send(request)
    limits.push(request.timeoutMs)
    return { kind: 'timed-out', durationMs: request.timeoutMs }
  }
  const here = machine({ terminal: true, width: 120, ports: { send: late } })
  const running = here.start(`${listen} --forward-to http://127.0.0.1:50000/slow`)
  const { status, response } = await send(running)
  const more = `--secret ${secret} --id evt_OTHER --to ${await running.listening()}`
  await machine().run(`trigger user.created ${more}`)
  await machine().run(`trigger photo.rejected --provider pixelpatrol --force ${more}`)
  expect(limits).toEqual([10_000, 5_000, 30_000])
  expect([status, response.body]).toMatchInlineSnapshot(`
    [
      504,
      "{"error":"timed-out","to":"http://127.0.0.1:50000/slow"}
    ",
    ]
  `)
  expect((await running.stop()).out).toMatchInlineSnapshot(`
    "10:05:00  ✓ job.completed           evt_FIRST        firsthand     387 B    504    10 s  ✗ timed out  ! again in 1 m
    10:05:00  ✓ user.created            evt_OTHER        example       201 B    504     5 s  ✗ timed out  ! again in 1 m
    10:05:00  ✓ photo.rejected          evt_OTHER        pixe…trol      83 B    504    30 s  ✗ timed out  ! again in 1 m
    "
  `)
  expect(await here.run('deliveries show evt_FIRST')).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "✓ verified with the current secret
    delivery      dlv_01KKRF9J70DZRCQ92WM98S5GQ9
    received      2026-03-15 10:05:00
    provider      firsthand
    event         evt_FIRST
    type          job.completed
    size          387 B
    signature     X-FirstHand-Signature (v1={signature})
    answered      504

    POST /hooks
    host: 127.0.0.1:50000
    connection: close
    Content-Type: application/json
    X-FirstHand-Event-Id: evt_FIRST
    X-FirstHand-Signature: t=1773569100,v1=…70bb
    User-Agent: hooks/0.0.0-test
    content-length: 387

    {
      "id": "evt_FIRST",
      "type": "job.completed",
      "created_at": "2026-03-15T10:05:00Z",
      "data": {
        "object": "job",
        "id": "job_01JQYCS20TTBH03CRT4Z199J8X",
        "status": "completed",
        "type": "data_collection",
        "description": "Photos of house mailboxes, seen from the front, in daylight",
        "files_needed": 100,
        "files_approved": 100,
        "price_per_file_cents": 50,
        "total_cost_cents": 5000,
        "created_at": "2026-03-15T03:25:00Z"
      }
    }

    attempt 1  2026-03-15 10:05:00  ✗ timed out  10 s  → http://127.0.0.1:50000/slow
    ",
    }
  `)
})

test('it is kept before the handler sees it', async () => {
  const here = machine()
  const seen: number[] = []
  const to = await handler(async () => {
    seen.push((await here.json('deliveries list --direction in --json')).length)
    return {}
  })
  const running = here.start(`${listen} --forward-to ${to.url}`)
  await send(running)
  expect(seen).toEqual([1])
})

test('it does not forward to itself', async () => {
  const port = await freePort()
  const { exit, err } = await machine().run(
    `listen --secret s --port ${port} --forward-to http://localhost:${port}/hooks`,
  )
  expect([exit, err.replaceAll(String(port), '4400')]).toMatchInlineSnapshot(`
    [
      2,
      "error: --forward-to http://localhost:50000/hooks is this listener itself.
      Give the URL of your handler.
    ",
    ]
  `)
})

test('a token in the URL of the handler is not shown', async () => {
  const to = await handler()
  const running = machine().start(`${listen} --forward-to ${to.url}/hooks?token=0123456789abcdef0123`)
  await send(running)
  const { out, err } = await running.stop()
  expect(to.taken[0]?.target).toBe('/hooks?token=0123456789abcdef0123')
  expect(err + out).not.toContain('89abcdef')
})

test('--forward-to may be a setting', async () => {
  const to = await handler()
  const here = machine({ settings: { forwardTo: `${to.url}/hooks` } })
  const running = here.start(listen)
  await send(running)
  expect(to.taken.length).toBe(1)
})
