import { expect, test } from 'vitest'
import { HooksError } from '../../src/errors.ts'
import type { Running } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const secret = 'the-secret'
const listen = `listen --port 0 --secret ${secret}`

const send = async (running: Running, what: string) =>
  machine().run(`trigger ${what} --to ${await running.listening()}/hooks`)

test('it ends with 0 as soon as all that is expected came', async () => {
  const here = machine()
  const running = here.start(`${listen} --expect job.completed=2 --expect submission.* --json`)
  await send(running, `job.completed --secret ${secret}`)
  await send(running, `job.cancelled --secret ${secret}`)
  await send(running, `submission.approved --secret ${secret}`)
  await send(running, `job.completed --secret ${secret}`)
  const { exit, out } = await running.ended
  expect(exit).toBe(0)
  const told = ndjson(out).map((event) =>
    event.kind === 'delivery' ? { kind: 'delivery', type: event.type } : event,
  )
  expect(told).toMatchInlineSnapshot(`
    [
      {
        "kind": "listening",
        "url": "http://127.0.0.1:50000",
      },
      {
        "kind": "delivery",
        "type": "job.completed",
      },
      {
        "count": 2,
        "kind": "expectation",
        "met": false,
        "seen": 1,
        "type": "job.completed",
      },
      {
        "kind": "delivery",
        "type": "job.cancelled",
      },
      {
        "kind": "delivery",
        "type": "submission.approved",
      },
      {
        "count": 1,
        "kind": "expectation",
        "met": true,
        "seen": 1,
        "type": "submission.*",
      },
      {
        "kind": "delivery",
        "type": "job.completed",
      },
      {
        "count": 2,
        "kind": "expectation",
        "met": true,
        "seen": 2,
        "type": "job.completed",
      },
      {
        "duplicates": 3,
        "kind": "stopped",
        "received": 4,
        "refused": 0,
        "verified": 4,
      },
    ]
  `)
})

test('the sender of the last one has its answer', async () => {
  const here = machine()
  const running = here.start(`${listen} --expect job.completed`)
  const { exit, out } = await send(running, `job.completed --secret ${secret}`)
  expect([exit, out.split('\t').slice(0, 2)]).toEqual([0, ['accepted', '200']])
  expect((await running.ended).exit).toBe(0)
})

test('when time is up it ends with 1, and names what is missing', async () => {
  const here = machine({ terminal: true })
  const running = here.start(`${listen} --expect job.completed=2 --expect job.cancelled --within 10s`)
  await send(running, `job.completed --secret ${secret}`)
  await here.clock.advance('10s')
  const { exit, out, err } = await running.ended
  expect(exit).toBe(1)
  expect(out).toMatchInlineSnapshot(`
    "10:05:00  ✓ job.completed             evt_01KKRF9J70…    200
    "
  `)
  expect(err).toMatchInlineSnapshot(`
    "● http://127.0.0.1:50000   verifying with --secret   Ctrl-C stops


    ✗ expected 2 verified job.completed, got 1
    ✗ expected 1 verified job.cancelled, got 0
    1 received, 1 verified, 0 refused. All are kept: hooks deliveries list
    "
  `)
})

test('without --within it is half a minute', async () => {
  const here = machine()
  const running = here.start(`${listen} --expect job.completed --json`)
  await running.listening()
  await here.clock.advance(29_999)
  expect(ndjson(running.out()).map(({ kind }) => kind)).toEqual(['listening'])
  await here.clock.advance(1)
  const { exit, out } = await running.ended
  expect(exit).toBe(1)
  expect(ndjson(out)).toMatchInlineSnapshot(`
    [
      {
        "kind": "listening",
        "url": "http://127.0.0.1:50000",
      },
      {
        "count": 1,
        "kind": "expectation",
        "met": false,
        "seen": 0,
        "type": "job.completed",
      },
      {
        "duplicates": 0,
        "kind": "stopped",
        "received": 0,
        "refused": 0,
        "verified": 0,
      },
    ]
  `)
})

test('what is not verified does not count', async () => {
  const here = machine()
  const running = here.start(`${listen} --expect job.completed --within 1s`)
  await send(running, 'job.completed --secret another')
  await here.clock.advance('1s')
  expect((await running.ended).exit).toBe(1)
})

test('with --accept-unverified it does', async () => {
  const here = machine()
  const running = here.start(`${listen} --accept-unverified --expect job.completed --within 1s`)
  await send(running, 'job.completed --secret another')
  expect((await running.ended).exit).toBe(0)
})

test('Ctrl-C before all came is 1 as well', async () => {
  const here = machine()
  const running = here.start(`${listen} --expect job.completed`)
  await running.listening()
  running.interrupt()
  const { exit, err } = await running.ended
  expect(exit).toBe(1)
  expect(err).toMatchInlineSnapshot(`
    "http://127.0.0.1:50000   verifying with --secret   Ctrl-C stops


    expected 1 verified job.completed, got 0
    0 received, 0 verified, 0 refused.
    "
  `)
})

test('without a secret nothing could be verified: it does not even begin', async () => {
  expect(await machine().run('listen --port 0 --expect job.completed')).toMatchInlineSnapshot(`
    {
      "err": "error: --expect counts verified events, and no secret is known.
      Give --secret, or --accept-unverified.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('--ready-file holds the URL for as long as it listens', async () => {
  const here = machine()
  const running = here.start(`${listen} --ready-file out/ready`)
  const url = await running.listening()
  await send(running, `job.completed --secret ${secret}`)
  expect(Buffer.from(here.files.get('out/ready') ?? '').toString()).toBe(`${url}\n`)
  running.interrupt()
  expect((await running.ended).exit).toBe(0)
  expect([...here.files.keys()]).toEqual([])
})

test('a ready file that cannot be written: exit 3, and the port is free again', async () => {
  const { context } = machine()
  const here = machine({
    ports: {
      files: {
        ...context.files,
        write: async () => {
          throw new HooksError('cannot-write', 'There is no such folder.')
        },
      },
    },
  })
  const running = here.start(`${listen} --ready-file out/ready`)
  const url = await running.listening()
  const { exit } = await running.ended
  expect(exit).toBe(3)
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
