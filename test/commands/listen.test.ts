import { expect, test } from 'vitest'
import type { Json, Machine, Running } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const secret = 'the-secret-in-force'
const old = 'the-secret-before-it'
const listen = `listen --port 0 --secret ${secret}`

/** Sends an event to what listens, and gives what was answered. */
async function send(to: Machine, running: Running, flags: string): Promise<Json> {
  const url = await running.listening()
  const { status, response } = await to.json(`trigger job.completed --json --to ${url}/hooks ${flags}`)
  return [status, JSON.parse(response.body)]
}

/** Sends an event of a type that no document knows. */
const sendUnknown = async (to: Machine, running: Running) =>
  to.run(
    `trigger job.paused --provider firsthand --force --secret ${secret} --to ${await running.listening()}`,
  )

test('each delivery is one line, and the summary counts them', async () => {
  const here = machine({ terminal: true, width: 120 })
  const running = here.start(`${listen} --old-secret ${old}`)
  await send(here, running, `--secret ${secret} --id evt_FIRST`)
  await send(here, running, `--secret ${old}`)
  await send(here, running, '--secret another')
  await send(here, running, `--secret ${secret} --tamper missing`)
  await here.clock.advance('2s')
  await send(here, running, `--secret ${secret} --id evt_FIRST`)
  await sendUnknown(here, running)
  const { exit, out, err } = await running.stop()
  expect(exit).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "10:05:00  ✓ job.completed           evt_FIRST        firsthand     387 B    200    0 ms
    10:05:00  ✓ job.completed           evt_01KKRF9J70…  firsthand     408 B    200    0 ms  signed with the previous secret
    10:05:00  ✗ job.completed           evt_01KKRF9J70…  firsthand     408 B    401    0 ms  wrong-signature: no known secr…
    10:05:00  ✗ job.completed           evt_01KKRF9J70…  firsthand     408 B    401    0 ms  missing-header: the header X-F…
    10:05:02  ✓ job.completed           evt_FIRST        firsthand     387 B    200    0 ms  ! duplicate of 10:05:00
    10:05:02  ✓ job.paused              evt_01KKRF9M5G…  firsthand      99 B    200    0 ms  ! type is not documented
    "
  `)
  expect(err).toMatchInlineSnapshot(`
    "● http://127.0.0.1:50000   verifying with --secret, --old-secret   Ctrl-C stops


    6 received, 4 verified, 2 refused, 1 duplicate. All are kept: hooks deliveries list
    "
  `)
})

test('in a pipe a delivery is a row with tabs', async () => {
  const here = machine()
  const running = here.start(`${listen} --old-secret ${old}`)
  await send(here, running, `--secret ${secret} --id evt_FIRST`)
  await send(here, running, `--secret ${old} --id evt_FIRST`)
  await send(here, running, '--secret another')
  await sendUnknown(here, running)
  expect((await running.stop()).out).toMatchInlineSnapshot(`
    "2026-03-15T10:05:00.000Z	verified	job.completed	evt_FIRST	firsthand	387	200	0	
    2026-03-15T10:05:00.000Z	verified	job.completed	evt_FIRST	firsthand	387	200	0	signed with the previous secret; duplicate of 2026-03-15T10:05:00.000Z
    2026-03-15T10:05:00.000Z	wrong-signature	job.completed	evt_01KKRF9J70B9B0Z9FN3VD2EV3T	firsthand	408	401	0	wrong-signature: no known secret gives the signature in X-FirstHand-Signature for this body
    2026-03-15T10:05:00.000Z	verified	job.paused	evt_01KKRF9J70AJETGAWR1JCA3NHX	firsthand	99	200	0	type is not documented
    "
  `)
})

test('the sender is told what was found', async () => {
  const here = machine()
  const running = here.start(`${listen} --old-secret ${old}`)
  const told = [
    await send(here, running, `--secret ${secret}`),
    await send(here, running, `--secret ${old}`),
    await send(here, running, '--secret another'),
    await send(here, running, `--secret ${secret} --tamper body`),
    await send(here, running, `--secret ${secret} --tamper missing`),
    await send(here, running, `--secret ${secret} --tamper timestamp`),
  ]
  expect(told).toMatchInlineSnapshot(`
    [
      [
        200,
        {
          "received": "dlv_01KKRF9J700A4VXWGTG88W4E53",
        },
      ],
      [
        200,
        {
          "received": "dlv_01KKRF9J70HNG9X3BMQXNXHZJ5",
        },
      ],
      [
        401,
        {
          "error": "wrong-signature",
          "message": "no known secret gives the signature in X-FirstHand-Signature for this body",
          "received": "dlv_01KKRF9J703V2HVV0VVVB3VWHY",
        },
      ],
      [
        401,
        {
          "error": "wrong-signature",
          "message": "no known secret gives the signature in X-FirstHand-Signature for this body",
          "received": "dlv_01KKRF9J70PZ8EB4YKZWJW4VAY",
        },
      ],
      [
        401,
        {
          "error": "missing-header",
          "message": "the header X-FirstHand-Signature is missing",
          "received": "dlv_01KKRF9J70SWCJZGX0K6R30DC0",
        },
      ],
      [
        401,
        {
          "error": "timestamp-too-old",
          "message": "signed 10 m ago; at most 5 m are allowed",
          "received": "dlv_01KKRF9J70H1GH04FH7PECMA4E",
        },
      ],
    ]
  `)
})

test('NDJSON, whole', async () => {
  const here = machine()
  const running = here.start(`${listen} --old-secret ${old} --json`)
  await send(here, running, `--secret ${secret} --id evt_FIRST`)
  await send(here, running, `--secret ${old} --id evt_FIRST`)
  await send(here, running, '--secret another')
  await sendUnknown(here, running)
  const { exit, out } = await running.stop()
  expect(exit).toBe(0)
  expect(ndjson(out)).toMatchInlineSnapshot(`
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
        "answered": 200,
        "at": "2026-03-15T10:05:00.000Z",
        "bytes": 387,
        "duplicateOf": "dlv_01KKRF9J7004G7CX68BJJQXXYA",
        "durationMs": 0,
        "eventId": "evt_FIRST",
        "id": "dlv_01KKRF9J70W5N9QZ6GFC5APGQ5",
        "kind": "delivery",
        "provider": "firsthand",
        "signature": {
          "header": "X-FirstHand-Signature",
          "scheme": "v1={signature}",
        },
        "type": "job.completed",
        "unknownType": false,
        "verdict": {
          "key": "previous",
          "ok": true,
        },
      },
      {
        "answered": 401,
        "at": "2026-03-15T10:05:00.000Z",
        "bytes": 408,
        "duplicateOf": null,
        "durationMs": 0,
        "eventId": "evt_01KKRF9J70B9B0Z9FN3VD2EV3T",
        "id": "dlv_01KKRF9J70E6DZGZ56DC9BY2AG",
        "kind": "delivery",
        "provider": "firsthand",
        "signature": {
          "header": "X-FirstHand-Signature",
          "scheme": "v1={signature}",
        },
        "type": "job.completed",
        "unknownType": false,
        "verdict": {
          "detail": "no known secret gives the signature in X-FirstHand-Signature for this body",
          "hint": "Compare the secret with the one that the provider shows; a changed body has the same effect.",
          "ok": false,
          "reason": "wrong-signature",
        },
      },
      {
        "answered": 200,
        "at": "2026-03-15T10:05:00.000Z",
        "bytes": 99,
        "duplicateOf": null,
        "durationMs": 0,
        "eventId": "evt_01KKRF9J70AJETGAWR1JCA3NHX",
        "id": "dlv_01KKRF9J705KK0JVJXKCX2729F",
        "kind": "delivery",
        "provider": "firsthand",
        "signature": {
          "header": "X-FirstHand-Signature",
          "scheme": "v1={signature}",
        },
        "type": "job.paused",
        "unknownType": true,
        "verdict": {
          "key": "current",
          "ok": true,
        },
      },
      {
        "duplicates": 1,
        "kind": "stopped",
        "received": 4,
        "refused": 1,
        "verified": 3,
      },
    ]
  `)
})

test('without a secret nothing is verified, and it says so', async () => {
  const here = machine()
  const running = here.start('listen --port 0')
  const [status] = await send(here, running, `--secret ${secret}`)
  const { exit, out, err } = await running.stop()
  expect([exit, status]).toEqual([0, 200])
  expect(out).toMatchInlineSnapshot(`
    "2026-03-15T10:05:00.000Z	unverified	job.completed	evt_01KKRF9J70DZRCQ92WM98S5GQ9	firsthand	408	200	0	unverified
    "
  `)
  expect(err).toMatchInlineSnapshot(`
    "http://127.0.0.1:50000   no secret is known: nothing will be verified   Ctrl-C stops


    1 received, 0 verified, 0 refused. All are kept: hooks deliveries list
    "
  `)
})

test('--provider says whose it is, whatever the headers say', async () => {
  const here = machine()
  const running = here.start(`${listen} --provider example --json`)
  await send(here, running, `--secret ${secret}`)
  await here.run(`trigger user.created --secret ${secret} --to ${await running.listening()}`)
  const told = ndjson((await running.stop()).out).filter(({ kind }) => kind === 'delivery')
  expect(told.map(({ provider, type, verdict }) => ({ provider, type, verdict }))).toMatchInlineSnapshot(`
    [
      {
        "provider": "example",
        "type": "job.completed",
        "verdict": {
          "detail": "the header X-Webhook-Signature is missing",
          "ok": false,
          "reason": "missing-header",
        },
      },
      {
        "provider": "example",
        "type": "user.created",
        "verdict": {
          "key": "current",
          "ok": true,
        },
      },
    ]
  `)
})

test('a dialect is recognised by its own headers, and told', async () => {
  const here = machine()
  const running = here.start(`${listen} --provider pixelpatrol --json`)
  const url = await running.listening()
  await here.run(
    `trigger media.moderated --provider pixelpatrol@prefixed --force --secret ${secret} --to ${url}`,
  )
  await here.run(`trigger media.moderated --provider pixelpatrol --force --secret ${secret} --to ${url}`)
  const told = ndjson((await running.stop()).out).filter(({ kind }) => kind === 'delivery')
  expect(told.map(({ provider, verdict }) => [provider, verdict])).toEqual([
    ['pixelpatrol@prefixed', { ok: true, key: 'current' }],
    ['pixelpatrol', { ok: true, key: 'current' }],
  ])
})

test('each of several secrets verifies', async () => {
  const here = machine()
  const running = here.start('listen --port 0 --secret one --secret two')
  const statuses = [
    (await send(here, running, '--secret one'))[0],
    (await send(here, running, '--secret two'))[0],
    (await send(here, running, '--secret three'))[0],
  ]
  expect(statuses).toEqual([200, 200, 401])
})

test('another secret that is known is named', async () => {
  const here = machine({ env: { HOOKS_FIRSTHAND_SECRET: 'first', HOOKS_EXAMPLE_SECRET: 'second' } })
  const running = here.start('listen --port 0')
  expect(await send(here, running, '--secret second')).toMatchInlineSnapshot(`
    [
      401,
      {
        "error": "wrong-secret",
        "message": "signed with the secret of HOOKS_EXAMPLE_SECRET",
        "received": "dlv_01KKRF9J700A4VXWGTG88W4E53",
      },
    ]
  `)
  expect((await running.stop()).err).toMatchInlineSnapshot(`
    "http://127.0.0.1:50000   verifying with HOOKS_EXAMPLE_SECRET, HOOKS_FIRSTHAND_SECRET   Ctrl-C stops


    1 received, 0 verified, 1 refused. All are kept: hooks deliveries list
    "
  `)
})

test('--accept-unverified answers 200, and the verdict still says no', async () => {
  const here = machine({ terminal: true, width: 120 })
  const running = here.start(`${listen} --accept-unverified`)
  const [status] = await send(here, running, '--secret another')
  const { out, err } = await running.stop()
  expect(status).toBe(200)
  expect(out).toMatchInlineSnapshot(`
    "10:05:00  ✗ job.completed           evt_01KKRF9J70…  firsthand     408 B    200    0 ms  wrong-signature: no known secr…
    "
  `)
  expect(err).toMatchInlineSnapshot(`
    "● http://127.0.0.1:50000   verifying with --secret   Ctrl-C stops


    1 received, 0 verified, 0 refused. All are kept: hooks deliveries list
    "
  `)
})

test('--verbose shows payloads, laid out', async () => {
  const here = machine({ terminal: true })
  const running = here.start(`${listen} -v`)
  await send(here, running, `--secret ${secret}`)
  expect((await running.stop()).out).toMatchInlineSnapshot(`
    "10:05:00  ✓ job.completed             evt_01KKRF9J70…    200
    {
      "id": "evt_01KKRF9J70DZRCQ92WM98S5GQ9",
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
    "
  `)
})

test('what came is kept with the path and the headers that it came with', async () => {
  const here = machine()
  const running = here.start(listen)
  await here.run(
    `trigger user.created --secret ${secret} --to ${await running.listening()}/some/path?a=1 --header`,
    'x-Odd-CASE: a  b',
  )
  const [{ id }] = await here.json('deliveries list --direction in --json')
  expect(await here.json(`deliveries show ${id} --json --reveal`)).toMatchInlineSnapshot(`
    {
      "answered": 200,
      "at": "2026-03-15T10:05:00.000Z",
      "attempts": [],
      "bytes": 208,
      "direction": "in",
      "duplicateOf": null,
      "eventId": "evt_57covhmocd81",
      "id": "dlv_01KKRF9J70XXYA0A4VXWGTG88W",
      "provider": "example",
      "replayOf": null,
      "request": {
        "body": "{"id":"evt_57covhmocd81","type":"user.created","created_at":"2026-03-15T10:05:00Z","data":{"object":{"id":"usr_abc123","name":"Zoë Example","email":"zoe@example.com","status":"active"}},"previous_data":null}",
        "headers": [
          [
            "host",
            "127.0.0.1:50000",
          ],
          [
            "connection",
            "close",
          ],
          [
            "Content-Type",
            "application/json",
          ],
          [
            "X-Webhook-Signature",
            "091d0c5ec246fb2d377be612bc7f207a6eebdfd4f4a1c549d077f7c2517eb1df",
          ],
          [
            "User-Agent",
            "hooks/0.0.0-test",
          ],
          [
            "x-Odd-CASE",
            "a  b",
          ],
          [
            "content-length",
            "208",
          ],
        ],
        "method": "POST",
        "target": "/some/path?a=1",
      },
      "signature": {
        "header": "X-Webhook-Signature",
        "scheme": "{signature}",
      },
      "to": null,
      "type": "user.created",
      "unknownType": false,
      "verdict": {
        "key": "current",
        "ok": true,
      },
    }
  `)
})

test('--no-store keeps nothing', async () => {
  const here = machine()
  const sender = machine()
  const running = here.start(`${listen} --no-store`)
  await send(sender, running, `--secret ${secret} --id evt_FIRST`)
  await send(sender, running, `--secret ${secret} --id evt_FIRST`)
  const { out, err } = await running.stop()
  expect(out).toMatchInlineSnapshot(`
    "2026-03-15T10:05:00.000Z	verified	job.completed	evt_FIRST	firsthand	387	200	0	
    2026-03-15T10:05:00.000Z	verified	job.completed	evt_FIRST	firsthand	387	200	0	duplicate of 2026-03-15T10:05:00.000Z
    "
  `)
  expect(err).toMatchInlineSnapshot(`
    "http://127.0.0.1:50000   verifying with --secret   nothing is kept   Ctrl-C stops


    2 received, 2 verified, 0 refused, 1 duplicate.
    "
  `)
  expect(await here.run('deliveries list --json')).toMatchObject({ exit: 0, out: '[]\n' })
})

test('the port and the provider may be settings; a flag goes before them', async () => {
  const here = machine({ settings: { port: 0, provider: 'firma', secret } })
  const running = here.start('listen --provider example --json')
  const url = await running.listening()
  await here.run(`trigger user.created --provider example --to ${url}`)
  const [, { provider, verdict }] = ndjson((await running.stop()).out)
  expect([provider, verdict]).toEqual(['example', { ok: true, key: 'current' }])
})
