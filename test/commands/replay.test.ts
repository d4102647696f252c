import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../../src/http/send.ts'
import { rawClient } from '../host/support/raw-client.ts'
import { freePort } from '../host/support/raw-server.ts'
import type { Handler, Taken } from '../support/handler.ts'
import { handler } from '../support/handler.ts'
import type { Machine } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const secret = 'the-secret'

/** A machine that has received these events, a minute apart. The last word of each is its id. */
async function received(
  lines: readonly string[],
  options: Parameters<typeof machine>[0] = {},
): Promise<Machine> {
  const here = machine(options)
  const running = here.start(`listen --port 0 --json --secret ${secret}`)
  const url = await running.listening()
  for (const line of lines) {
    await machine({ seed: line, start: new Date(here.clock.now()).toISOString() }).run(
      `trigger ${line} --to ${url}/hooks`,
    )
    await here.clock.advance('1m')
  }
  await running.stop()
  return here
}

const three = [
  `job.completed --secret ${secret} --id evt_AAAAAA`,
  `job.cancelled --secret ${secret} --id evt_AABBBB`,
  `user.created --secret ${secret} --id evt_CCCCCC`,
]

const idOf = ({ body }: Taken): string => JSON.parse(body.toString()).id
const ids = ({ taken }: Handler): string[] => taken.map(idOf)
const header = ({ headers }: Taken, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted)?.[1]

describe('which ones are meant', () => {
  test.each([
    ['evt_AAAAAA', ['evt_AAAAAA']],
    ['evt_CC', ['evt_CCCCCC']],
    ['evt_CCCCCC evt_AAAAAA', ['evt_CCCCCC', 'evt_AAAAAA']],
    ['--last 1', ['evt_CCCCCC']],
    ['--last 2', ['evt_AABBBB', 'evt_CCCCCC']],
    ['--type job.*', ['evt_AAAAAA', 'evt_AABBBB']],
    ['--type *.completed --last 5', ['evt_AAAAAA']],
    ['--provider example', ['evt_CCCCCC']],
    ['--since 150s', ['evt_AABBBB', 'evt_CCCCCC']],
  ])('%s', async (which, expected) => {
    const here = await received(three)
    const to = await handler()
    const { exit } = await here.run(`replay ${which} --secret ${secret} --to ${to.url}`)
    expect([exit, ids(to)]).toEqual([0, expected])
  })

  test('a delivery id, and a prefix of one', async () => {
    const here = await received(three.slice(0, 1))
    const [{ id }] = await here.json('deliveries list --json')
    const to = await handler()
    await here.run(`replay ${id} --secret ${secret} --to ${to.url}`)
    await here.run(`replay ${id.slice(0, 12)} --secret ${secret} --to ${to.url}`)
    expect(ids(to)).toEqual(['evt_AAAAAA', 'evt_AAAAAA'])
  })

  test('--failed: what was refused, late, or not verified', async () => {
    const here = await received([...three, 'job.completed --secret another --id evt_DDDDDD'])
    const no = await handler(() => ({ status: 500 }))
    await here.run(`trigger job.completed --id evt_EEEEEE --secret ${secret} --to ${no.url}`)
    await here.run(
      `trigger job.completed --id evt_FFFFFF --secret ${secret} --to http://127.0.0.1:${await freePort()}`,
    )
    const to = await handler()
    await here.run(`replay --failed --secret ${secret} --to ${to.url}`)
    expect(ids(to)).toEqual(['evt_DDDDDD', 'evt_EEEEEE', 'evt_FFFFFF'])
  })

  test('a replay is no event of its own: it is not replayed again in bulk', async () => {
    const here = await received(three.slice(0, 1))
    const to = await handler()
    const replay = `replay --last 9 --secret ${secret} --to ${to.url}`
    await here.run(replay)
    await here.run(replay)
    expect(to.taken.length).toBe(2)
  })

  test('nor is the replay of what bears no id', async () => {
    const here = machine()
    const running = here.start('listen --port 0')
    await rawClient(
      await running.listening(),
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx',
    ).closed()
    await running.stop()
    const to = await handler()
    await here.run(`replay --last 9 --to ${to.url}`)
    await here.run(`replay --last 9 --to ${to.url}`)
    expect(to.taken.length).toBe(2)
  })

  test('a prefix that fits several events', async () => {
    const here = await received(three)
    const line = `--secret ${secret} --to http://127.0.0.1:1`
    expect(await here.run(`replay evt_AA ${line}`)).toMatchInlineSnapshot(`
      {
        "err": "error: 'evt_AA' fits 2 events: evt_AABBBB, evt_AAAAAA.
        Give more of it.
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })

  test('an id that there is not, or that is too short', async () => {
    const here = await received(three)
    const line = `--secret ${secret} --to http://127.0.0.1:1`
    expect(await here.run(`replay evt_NOPE ${line}`)).toMatchInlineSnapshot(`
      {
        "err": "error: No kept delivery has the id 'evt_NOPE'.
        What is kept: hooks deliveries list
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect((await here.run(`replay evt_A ${line}`)).err).toMatchInlineSnapshot(`
      "error: ID takes an event id or a delivery id, or at least its first 6 characters, not 'evt_A'.
      "
    `)
    expect((await here.run('replay', '../../%27', ...line.split(' '))).err).toMatchInlineSnapshot(`
      "error: No kept delivery has the id '../../%27'.
        What is kept: hooks deliveries list
      "
    `)
  })

  test('nothing, or too much', async () => {
    const here = await received(three)
    const line = `--secret ${secret} --to http://127.0.0.1:1`
    expect((await here.run(`replay ${line}`)).err).toMatchInlineSnapshot(`
      "error: There is nothing to replay: no id was given.
        Give an id, or --last N. What is kept: hooks deliveries list
      "
    `)
    expect((await here.run(`replay evt_AAAAAA --last 1 ${line}`)).err).toMatchInlineSnapshot(`
      "error: Ids and filters cannot go together.
        Give ids, or --last, --type, --provider, --since and --failed.
      "
    `)
    expect((await here.run(`replay --type nothing.* ${line}`)).err).toMatchInlineSnapshot(`
      "error: Nothing that is kept fits.
        What is kept: hooks deliveries list
      "
    `)
    expect((await machine().run(`replay --last 3 ${line}`)).exit).toBe(2)
  })

  test('an id that is wrong stops all, before anything is sent', async () => {
    const here = await received(three)
    const to = await handler()
    const { exit } = await here.run(`replay evt_AAAAAA evt_NOPE --secret ${secret} --to ${to.url}`)
    expect([exit, to.taken]).toEqual([2, []])
  })
})

describe('signed afresh', () => {
  test('the same event with a signature of now, which verifies', async () => {
    const here = await received(three)
    await here.clock.advance('1d')
    const to = await handler()
    const { exit } = await here.run(`replay evt_AAAAAA --secret new-secret --to ${to.url}/other?a=b`)
    const [kept] = await here.json('deliveries list --direction in --type job.completed --json')
    const original = await here.json(`deliveries show ${kept.id} --json --reveal`)
    const [taken] = to.taken
    expect([exit, taken?.target, taken?.body.toString()]).toEqual([0, '/other?a=b', original.request.body])
    const signed = taken ? header(taken, 'X-FirstHand-Signature') : undefined
    expect(signed?.split(',')[0]).toBe(`t=${here.clock.now() / 1_000}`)
    const verified = await machine({ files: { body: taken?.body ?? '' }, start: '2026-03-16T10:08:00Z' }).run(
      'verify --provider firsthand --secret new-secret --body body --header',
      `X-FirstHand-Signature: ${signed}`,
    )
    expect(verified.exit).toBe(0)
  })

  test('hop-by-hop headers and the old host stay behind, all others go along', async () => {
    const here = machine()
    const running = here.start(`listen --port 0 --accept-unverified --secret ${secret}`)
    const body = '{"id":"evt_AAAAAA","type":"job.completed"}'
    const head = [
      'POST /hooks HTTP/1.1',
      'Host: old.test',
      'x-Odd-CASE: one',
      'X-ODD-case: two',
      'Connection: close, X-Hop',
      'X-Hop: a',
      'Transfer-Encoding: chunked',
      'X-FirstHand-Signature: t=1,v1=00',
    ]
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    await rawClient(await running.listening(), `${head.join('\r\n')}\r\n\r\n${chunk}`).closed()
    await running.stop()
    const to = await handler()
    await here.run(`replay evt_AAAAAA --secret ${secret} --to ${to.url}/x`)
    await here.run(`replay evt_AAAAAA --as-received --to ${to.url}/x`)
    const lines = to.taken.map(({ headers }) => headers.map(([name, value]) => `${name}: ${value}`))
    expect(
      lines.map((each) => each.map((line) => line.replace(to.url.slice(7), 'HOST'))),
    ).toMatchInlineSnapshot(`
      [
        [
          "host: HOST",
          "connection: close",
          "x-Odd-CASE: one",
          "X-ODD-case: two",
          "X-FirstHand-Signature: t=1773569100,v1=aa668984fd27cead9d87c505210809fab10f068f3a44a62ef2cbb506193c5da7",
          "content-length: 42",
        ],
        [
          "host: HOST",
          "connection: close",
          "x-Odd-CASE: one",
          "X-ODD-case: two",
          "X-FirstHand-Signature: t=1,v1=00",
          "content-length: 42",
        ],
      ]
    `)
    expect(to.taken.map((each) => each.body.toString())).toEqual([body, body])
  })

  test('a new id for the attempt, where the provider has such', async () => {
    const here = await received([`signing_request.created --secret ${secret} --id evt_AAAAAA`])
    const to = await handler()
    await here.run(`replay evt_AAAAAA --secret ${secret} --to ${to.url}`)
    await here.run(`replay evt_AAAAAA --secret ${secret} --to ${to.url}`)
    await here.run(`replay evt_AAAAAA --as-received --to ${to.url}`)
    const attempts = to.taken.map((taken) => header(taken, 'X-Firma-Delivery'))
    expect(new Set(attempts).size).toBe(3)
  })

  test('--set changes the payload first', async () => {
    const here = await received(three)
    const to = await handler()
    await here.run(`replay evt_AAAAAA --secret ${secret} --to ${to.url} --set data.status=late`)
    await here.run(`replay evt_AAAAAA --secret ${secret} --to ${to.url} --set data.fresh=1 --add`)
    const payloads = to.taken.map(({ body }) => JSON.parse(body.toString()).data)
    expect(payloads.map(({ status, fresh }) => [status, fresh])).toEqual([
      ['late', undefined],
      ['completed', 1],
    ])
    const { exit, err } = await here.run(
      `replay evt_AAAAAA --secret ${secret} --to ${to.url} --set data.statsu=late`,
    )
    expect([exit, err.replace(/dlv_\w+/, 'dlv_X')]).toMatchInlineSnapshot(`
      [
        2,
        "error: There is no 'data.statsu' in the payload of dlv_X.
        Did you mean data.status? --add makes a new field.
      ",
      ]
    `)
  })
})

describe('byte for byte', () => {
  const signatureOf = async (here: Machine) => {
    const [kept] = await here.json('deliveries list --direction in --type job.completed --json')
    const { request } = await here.json(`deliveries show ${kept.id} --json --reveal`)
    return request.headers.find(([name]: [string]) => name === 'X-FirstHand-Signature')[1]
  }

  test('where no secret is known, and it says so', async () => {
    const here = await received(three, { terminal: true, width: 120 })
    await here.clock.advance('1d')
    const to = await handler()
    expect(await here.run(`replay evt_AAAAAA --to ${to.url}`)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "✓ accepted  200  12 ms   job.completed  evt_AAAAAA  firsthand → http://127.0.0.1:50000/
        OK
        No secret is known for firsthand: sent byte for byte, with the old signature.
      ",
      }
    `)
    const [taken] = to.taken
    expect(taken && header(taken, 'X-FirstHand-Signature')).toBe(await signatureOf(here))
  })

  test('with --as-received, and it says so', async () => {
    const here = await received(three, { terminal: true, width: 120 })
    const to = await handler()
    const { out } = await here.run(`replay evt_AAAAAA --as-received --secret ${secret} --to ${to.url}`)
    expect(out).toMatchInlineSnapshot(`
      "✓ accepted  200  12 ms   job.completed  evt_AAAAAA  firsthand → http://127.0.0.1:50000/
        OK
        Sent byte for byte, with the old signature.
      "
    `)
    const [taken] = to.taken
    expect(taken && header(taken, 'X-FirstHand-Signature')).toBe(await signatureOf(here))
  })

  test('what nobody recognised goes out as it came', async () => {
    const here = machine()
    const running = here.start('listen --port 0 --json')
    const body = 'a=1&\xff\x00\r\n'
    await rawClient(
      await running.listening(),
      `POST /hooks HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ).closed()
    const [, { id }] = ndjson((await running.stop()).out)
    const to = await handler()
    await here.run(`replay ${id} --secret ${secret} --to ${to.url}`)
    expect(to.taken[0]?.body.toString('latin1')).toBe(body)
  })

  test('--set cannot go with it', async () => {
    const here = await received(three)
    const to = await handler()
    const line = `replay evt_AAAAAA --to ${to.url} --set data.status=late`
    expect(await here.run(`${line} --as-received --secret ${secret}`)).toMatchInlineSnapshot(`
      {
        "err": "error: --set and --as-received cannot go together.
        A changed payload has to be signed afresh.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    const { exit, err } = await here.run(line)
    expect([exit, err.replace(/dlv_\w+/, 'dlv_X')]).toMatchInlineSnapshot(`
      [
        2,
        "error: dlv_X cannot be changed: no secret is known for firsthand, and its old signature would be wrong.
        Give --secret.
      ",
      ]
    `)
    expect(to.taken).toEqual([])
  })
})

describe('what comes of it', () => {
  test('for people', async () => {
    const statuses = [200, 500, 401]
    const to = await handler(() => ({ status: statuses.shift() ?? 200, body: 'body' }))
    const here = await received(three, { terminal: true, width: 120 })
    const { exit, out, err } = await here.run(`replay --last 3 --secret ${secret} --to ${to.url}/hooks`)
    expect([exit, err]).toEqual([
      1,
      '3 deliveries go to http://127.0.0.1:50000/hooks. Ctrl-C stops; hooks replay --resume goes on.\n1 delivered, 2 failed, 0 unreachable.\n',
    ])
    expect(out).toMatchInlineSnapshot(`
      "✓ accepted  200  12 ms   job.completed  evt_AAAAAA  firsthand → http://127.0.0.1:50000/hooks
        body
      ✗ refused  500  12 ms   job.cancelled  evt_AABBBB  firsthand → http://127.0.0.1:50000/hooks
        body
        The handler failed: its own log says why. The provider would try again in 1 m.
      ✗ refused  401  12 ms   user.created  evt_CCCCCC  example → http://127.0.0.1:50000/hooks
        body
        The handler refuses the signature: does it have the secret that was signed with, and verify the raw body, before
        anything parses it? The provider would try again in 1 m.
      "
    `)
  })

  test('in a pipe', async () => {
    const here = await received(three)
    const to = await handler()
    expect(await here.run(`replay --last 3 --secret ${secret} --to ${to.url}/hooks`)).toMatchInlineSnapshot(`
      {
        "err": "3 deliveries go to http://127.0.0.1:50000/hooks. Ctrl-C stops; hooks replay --resume goes on.
      3 delivered, 0 failed, 0 unreachable.
      ",
        "exit": 0,
        "out": "accepted	200	12	job.completed	evt_AAAAAA	firsthand	http://127.0.0.1:50000/hooks
        OK
      accepted	200	12	job.cancelled	evt_AABBBB	firsthand	http://127.0.0.1:50000/hooks
        OK
      accepted	200	12	user.created	evt_CCCCCC	example	http://127.0.0.1:50000/hooks
        OK
      ",
      }
    `)
  })

  test('as NDJSON, whole', async () => {
    const statuses = [200, 500]
    const to = await handler(() => ({ status: statuses.shift() ?? 200 }))
    const here = await received(three.slice(0, 2))
    const { exit, out } = await here.run(`replay --last 3 --secret ${secret} --json --to ${to.url}/hooks`)
    expect(exit).toBe(1)
    expect(ndjson(out)).toMatchInlineSnapshot(`
      [
        {
          "at": 0,
          "attempt": 1,
          "delivery": "dlv_01KKRFD7D0W5N9QZ6GFC5APGQ5",
          "durationMs": 12,
          "eventId": "evt_AAAAAA",
          "kind": "attempt",
          "of": 1,
          "outcome": "accepted",
          "replayOf": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "retryAfterMs": null,
          "signedAfresh": true,
          "status": 200,
        },
        {
          "attempts": 1,
          "deadLettered": false,
          "delivered": true,
          "delivery": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "elapsedMs": 12,
          "endpointDisabled": false,
          "eventId": "evt_AAAAAA",
          "gaveUp": false,
          "kind": "replayed",
        },
        {
          "at": 0,
          "attempt": 1,
          "delivery": "dlv_01KKRFD7D0B9B0Z9FN3VD2EV3T",
          "durationMs": 12,
          "eventId": "evt_AABBBB",
          "kind": "attempt",
          "of": 1,
          "outcome": "refused",
          "replayOf": "dlv_01KKRFBCT004G7CX68BJJQXXYA",
          "retryAfterMs": null,
          "signedAfresh": true,
          "status": 500,
        },
        {
          "attempts": 1,
          "deadLettered": false,
          "delivered": false,
          "delivery": "dlv_01KKRFBCT004G7CX68BJJQXXYA",
          "elapsedMs": 12,
          "endpointDisabled": false,
          "eventId": "evt_AABBBB",
          "gaveUp": false,
          "kind": "replayed",
        },
      ]
    `)
  })

  test('it is kept as a replay of what it repeats', async () => {
    const here = await received(three.slice(0, 1))
    const to = await handler()
    await here.run(`replay --last 1 --secret ${secret} --to ${to.url}/hooks`)
    const [original, again] = await here.json('deliveries list --json')
    expect([again.replayOf, again.direction, again.attempts[0].outcome]).toEqual([
      original.id,
      'out',
      'accepted',
    ])
  })

  test.each([
    ['--expect-status 500', 0],
    ['--expect-status 2xx', 1],
    ['--expect-body boom', 0],
    ['--expect-body /^b.{3}$/', 0],
    ['--expect-body other', 1],
  ])('%s: %i', async (flags, expected) => {
    const here = await received(three.slice(0, 1))
    const to = await handler(() => ({ status: 500, body: 'boom' }))
    const { exit } = await here.run(`replay --last 1 --secret ${secret} --to ${to.url} ${flags}`)
    expect(exit).toBe(expected)
  })

  test('--within is how long the handler may take', async () => {
    const limits: number[] = []
    const send = async ({ timeoutMs }: Outgoing) => {
      limits.push(timeoutMs)
      return { kind: 'timed-out' as const, durationMs: timeoutMs }
    }
    const source = await received(three.slice(0, 1))
    const lines = (await source.run('deliveries export --reveal')).out
    const here = machine({ files: { lines }, ports: { send }, seed: 'another' })
    await here.run('deliveries import lines')
    await here.run('replay --last 1 --to http://127.0.0.1:1')
    await here.run('replay --last 1 --to http://127.0.0.1:1 --within 70ms')
    expect(limits).toEqual([10_000, 70])
  })

  test('a handler that is down: exit 3', async () => {
    const here = await received(three.slice(0, 1))
    const { exit } = await here.run(
      `replay --last 1 --secret ${secret} --to http://127.0.0.1:${await freePort()}`,
    )
    expect(exit).toBe(3)
  })

  test('a redirect is never followed', async () => {
    const second = await handler()
    const to = await handler(() => ({ status: 308, headers: [['Location', second.url]] }))
    const here = await received(three.slice(0, 1))
    const { exit } = await here.run(`replay --last 1 --secret ${secret} --to ${to.url}`)
    expect([exit, second.taken]).toEqual([1, []])
  })

  test('interrupted in the middle: what was sent is told, and how many were not', async () => {
    const here = await received(three)
    const to = await handler((taken) => {
      if (idOf(taken) === 'evt_AABBBB') running.interrupt()
      return { body: 'OK' }
    })
    const running = here.start(`replay --last 3 --secret ${secret} --json --to ${to.url}`)
    const { exit, out, err } = await running.ended
    expect([exit, ids(to)]).toEqual([130, ['evt_AAAAAA', 'evt_AABBBB']])
    expect(ndjson(out).map(({ kind, outcome }) => [kind, outcome])).toMatchInlineSnapshot(`
      [
        [
          "attempt",
          "accepted",
        ],
        [
          "replayed",
          undefined,
        ],
        [
          "attempt",
          "unreachable",
        ],
        [
          "replayed",
          undefined,
        ],
      ]
    `)
    expect(err).toMatchInlineSnapshot(`
      "Interrupted: 2 of 3 are left. To go on: hooks replay --resume run_01KKRFF200W5N9QZ6GFC5APGQ5
      "
    `)
  })
})
