import { describe, expect, test } from 'vitest'
import type { Outgoing, Sent } from '../../src/http/send.ts'
import { freePort, rawServer } from '../host/support/raw-server.ts'
import { signal } from '../host/support/signal.ts'
import type { Answer } from '../support/handler.ts'
import { handler } from '../support/handler.ts'
import type { Ran } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const terminal = { terminal: true, width: 100 }

/** Sends to a handler that answers so. */
async function answered(answer: Answer, flags = ''): Promise<Ran> {
  const { url } = await handler(() => answer)
  return machine(terminal).run(`trigger user.created --secret s --to ${url}/hooks ${flags}`)
}

const shown = ({ exit, out, err }: Ran): string => `${exit}\n${out}${err}`

describe('what the handler answers decides, and what to do stands below', () => {
  test.each<[string, Answer]>([
    ['200', { body: '{"ok":true,"n":1.50}', headers: [['Content-Type', 'application/json']] }],
    ['204', { status: 204 }],
    ['302', { status: 302, headers: [['Location', 'https://elsewhere.test/login']] }],
    ['308', { status: 308, headers: [['Location', '/hooks/']] }],
    ['400', { status: 400, body: 'Bad signature' }],
    ['401', { status: 401, body: 'no' }],
    ['403', { status: 403 }],
    ['404', { status: 404, body: '<html>\n<body>Not Found</body>\n</html>\n' }],
    ['405', { status: 405, headers: [['Allow', 'GET, HEAD']] }],
    ['413', { status: 413 }],
    ['415', { status: 415, headers: [['Accept-Post', 'application/json']] }],
    ['418', { status: 418 }],
    ['429', { status: 429, headers: [['Retry-After', '5']] }],
    ['500', { status: 500, body: 'Error: boom\n    at /app.js:1:1\n' }],
    ['503', { status: 503 }],
  ])('%s', async (_, answer) => {
    expect(shown(await answered(answer))).toMatchSnapshot()
  })

  test('200 counts where only 200 does, and no other 2xx', async () => {
    const { url } = await handler(() => ({ status: 201 }))
    const ran = await machine(terminal).run(`trigger model.created --secret s --to ${url}/hooks`)
    expect(shown(ran)).toMatchInlineSnapshot(`
      "1
      ✗ refused  201  12 ms
        model.created  model.created:df8c7…0407cd68:onboarding  headshotpro → http://127.0.0.1:50000/hooks
        The provider counts only 200 as success, so 201 is a failure to it: answer with 200. The provider
        would try again in 1 m.
      "
    `)
  })
})

test('a redirect is never followed', async () => {
  const second = await handler()
  const answer: Answer = { status: 307, headers: [['Location', `${second.url}/hooks`]] }
  expect(await answered(answer)).toMatchObject({ exit: 1 })
  expect(await answered(answer, '--expect-status 307')).toMatchObject({ exit: 0 })
  expect(second.taken).toEqual([])
})

describe('nothing answers', () => {
  const run = async (url: string, flags = '') =>
    machine(terminal).run(`trigger user.created --secret s --to ${url} ${flags}`)

  test('a handler that is down', async () => {
    const port = await freePort()
    expect(shown(await run(`http://127.0.0.1:${port}/hooks`))).toMatchInlineSnapshot(`
      "3
      ✗ Nothing answers at http://127.0.0.1:50000/hooks (connection refused on 127.0.0.1).
        Start your handler, or give another --to; should it listen on IPv6 only, that is
        http://[::1]:50000/hooks
      "
    `)
  })

  test('a host that there is not', async () => {
    expect(shown(await run('http://no-such-host.invalid/hooks'))).toMatchInlineSnapshot(`
      "3
      ✗ The host of http://no-such-host.invalid/hooks is not known.
        Check the spelling of the host name, or give its address.
      "
    `)
  })

  test('a connection that is closed without an answer', async () => {
    const { url } = await handler(() => 'reset')
    expect(shown(await run(url))).toMatchInlineSnapshot(`
      "3
      ✗ The connection to http://127.0.0.1:50000/ was closed without an answer.
        The connection was closed without an answer: did the handler crash, or is something else listening
        at this port?
      "
    `)
  })

  test('what is no HTTP', async () => {
    const { port } = await rawServer((socket) => socket.end('220 smtp.test ESMTP\u001b[2J\r\n'))
    expect(shown(await run(`http://127.0.0.1:${port}/`))).toMatchInlineSnapshot(`
      "3
      ✗ What answers at http://127.0.0.1:50000/ is not HTTP (what was answered is no HTTP: Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/)).
        What listens there speaks something else: check the port, or try https:// instead of http://.
      "
    `)
  })

  test('https to a handler that speaks plain http', async () => {
    const { url } = await handler()
    const { exit, out } = await run(url.replace('http:', 'https:'))
    expect(exit).toBe(3)
    expect(out.split('\n').slice(1)).toMatchInlineSnapshot(`
      [
        "  Most local servers speak plain HTTP: try http:// instead of https://, or give a certificate that",
        "  is trusted here.",
        "",
      ]
    `)
  })

  test('as JSON', async () => {
    const port = await freePort()
    const here = machine()
    const value = await here.json(
      `trigger user.created --json --secret s --to http://127.0.0.1:${port}/hooks`,
    )
    expect(value).toMatchInlineSnapshot(`
      {
        "durationMs": 12,
        "eventId": "evt_57covhmocd81",
        "id": "dlv_01KKRF9J705GQ904G7CX68BJJQ",
        "kind": "sent",
        "outcome": "unreachable",
        "provider": "example",
        "response": null,
        "status": null,
        "to": "http://127.0.0.1:50000/hooks",
        "type": "user.created",
        "unreachable": {
          "addresses": [
            "127.0.0.1",
          ],
          "detail": "connection refused on 127.0.0.1",
          "why": "refused",
        },
      }
    `)
  })

  test('an expectation does not make it right', async () => {
    const port = await freePort()
    const { exit, out } = await run(`http://127.0.0.1:${port}/hooks`, '--expect-status 4xx')
    expect([exit, out]).toMatchInlineSnapshot(`
      [
        3,
        "✗ Nothing answers at http://127.0.0.1:50000/hooks (connection refused on 127.0.0.1).
        There was no answer (unreachable).
        Start your handler, or give another --to; should it listen on IPv6 only, that is
        http://[::1]:50000/hooks
      ",
      ]
    `)
  })
})

/** A handler that does not answer in time, without the waiting; notes how long it had. */
function late() {
  const limits: number[] = []
  const send = async ({ timeoutMs }: Outgoing): Promise<Sent> => {
    limits.push(timeoutMs)
    return { kind: 'timed-out', durationMs: timeoutMs }
  }
  return { limits, here: machine({ ...terminal, ports: { send } }) }
}

describe('a handler that is late', () => {
  const to = '--secret s --to http://127.0.0.1:50000/hooks'

  test('has as long as its provider gives it, unless --within says otherwise', async () => {
    const { limits, here } = late()
    await here.run(`trigger user.created ${to}`)
    await here.run(`trigger job.completed ${to}`)
    await here.run(`trigger job.completed ${to} --within 1500ms`)
    expect(limits).toEqual([5_000, 10_000, 1_500])
  })

  test('it says so, and what the provider would do', async () => {
    const { here } = late()
    expect(shown(await here.run(`trigger user.created ${to}`))).toMatchInlineSnapshot(`
      "1
      ✗ timed out  5 s   user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
        The provider waits 5 s at most: answer at once, and do the work afterwards. The provider would try
        again in 1 m.
      "
    `)
    expect(shown(await here.run(`trigger user.created ${to} --within 250ms`))).toMatchInlineSnapshot(`
      "1
      ✗ timed out  250 ms   user.created  evt_dt6ac6cvlocq  example → http://127.0.0.1:50000/hooks
        No whole answer came within 250 ms: answer at once, and do the work afterwards. The provider would
        try again in 1 m.
      "
    `)
  })

  test('for real', async () => {
    const { port } = await rawServer(() => undefined)
    const ran = await machine(terminal).run(
      `trigger user.created --secret s --to http://127.0.0.1:${port}/hooks --within 20ms`,
    )
    expect(shown(ran)).toMatchInlineSnapshot(`
      "1
      ✗ timed out  12 ms   user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
        No whole answer came within 20 ms: answer at once, and do the work afterwards. The provider would
        try again in 1 m.
      "
    `)
  })
})

describe('--expect-status and --expect-body say what is right', () => {
  const no: Answer = { status: 401, body: '{"error":"bad signature\u001b"}' }

  test.each([
    ['--expect-status 401', 0],
    ['--expect-status 4xx', 0],
    ['--expect-status 200,4xx', 0],
    ['--expect-status 2xx', 1],
    ['--expect-body signature', 0],
    ['--expect-body Signature', 1],
    ['--expect-body /SIG.*re/i', 0],
    ['--expect-body /^signature/', 1],
    ['--expect-status 4xx --expect-body signature', 0],
    ['--expect-status 4xx --expect-body nothing', 1],
  ])('%s: %i', async (flags, exit) => {
    const ran = await answered(no, flags)
    expect(ran.exit).toBe(exit)
    expect(shown(ran)).toMatchSnapshot()
  })

  test('what cannot be read is refused before anything is sent', async () => {
    const { url, taken } = await handler()
    const line = `trigger user.created --secret s --to ${url}`
    expect(await machine().run(`${line} --expect-body /(/`)).toMatchInlineSnapshot(`
      {
        "err": "error: --expect-body cannot be read: Invalid regular expression: /(/: Unterminated group.
        Write \\ before a sign that is meant as it stands.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(await machine().run(`${line} --expect-status 2yy`)).toMatchInlineSnapshot(`
      {
        "err": "error: --expect-status takes a status such as 200, 2xx or 4xx, or a comma list, not '2yy'.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(await machine().run(`${line} --within soon`)).toMatchInlineSnapshot(`
      {
        "err": "error: --within takes a duration such as 250ms, 5s, 1m, 2h or 3d, not 'soon'.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(taken).toEqual([])
  })

  test('as JSON', async () => {
    const { url } = await handler(() => no)
    const here = machine()
    const line = `trigger user.created --json --secret s --to ${url}`
    expect((await here.json(`${line} --expect-status 4xx`)).expectation).toEqual({ met: true })
    expect((await here.json(`${line} --expect-status 2xx`)).expectation).toEqual({
      met: false,
      why: 'The status is 401, not 2xx.',
    })
  })
})

test('an answer that is too long is cut for the eye, and kept up to a limit', async () => {
  const line = `${'x'.repeat(99)}\n`
  const { out } = await answered({ body: line.repeat(20_000) })
  expect(out.split('\n').length).toBeLessThan(30)
  expect(out.split('\n').slice(-3)).toMatchInlineSnapshot(`
    [
      "  … 9980 more lines",
      "  (the rest of the answer was not kept)",
      "",
    ]
  `)
})

test('interrupted while it waits: 130, and it is kept', async () => {
  const { send } = machine().context
  const began = signal()
  const { port } = await rawServer(began.give)
  const here = machine({ ports: { send } })
  const running = here.start(`trigger user.created --secret s --to http://127.0.0.1:${port}/hooks`)
  await began.given
  expect(await running.stop()).toEqual({ exit: 130, out: '', err: '' })
  const [{ type, attempts }] = await here.json('deliveries list --json')
  expect([type, attempts.length, attempts[0].outcome]).toEqual(['user.created', 1, 'unreachable'])
})

test('what was spoilt and taken all the same is told; what was refused is no fault', async () => {
  const flags = '--tamper signature'
  expect(shown(await answered({ body: 'OK' }, flags))).toMatchInlineSnapshot(`
    "0
    ✓ accepted  200  12 ms   user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
      OK
      It was spoilt (signature), and the handler took it all the same: it should refuse it.
    "
  `)
  expect(shown(await answered({ status: 401 }, flags))).toMatchInlineSnapshot(`
    "1
    ✗ refused  401  12 ms   user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
      It was spoilt (signature), so the handler is right to refuse it: with --expect-status 4xx that
      counts as success.
    "
  `)
  expect(shown(await answered({ status: 500 }, flags))).toMatchInlineSnapshot(`
    "1
    ✗ refused  500  12 ms   user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
      The handler failed: its own log says why. The provider would try again in 1 m.
    "
  `)
  expect(shown(await answered({ status: 401 }, `${flags} --expect-status 4xx`))).toMatchInlineSnapshot(`
    "0
    ✓ refused, as expected  401  12 ms
      user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
    "
  `)
  expect(shown(await answered({ status: 200 }, `${flags} --expect-status 4xx`))).toMatchInlineSnapshot(`
    "1
    ✗ accepted  200  12 ms   user.created  evt_57covhmocd81  example → http://127.0.0.1:50000/hooks
      The status is 200, not 4xx.
    "
  `)
})
