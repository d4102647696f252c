import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../../../src/http/send.ts'
import { signal } from '../../host/support/signal.ts'
import { handler } from '../../support/handler.ts'
import { withDeliveries } from '../../support/kept.ts'
import { machine, ndjson } from '../../support/machine.ts'

describe('tail', () => {
  test('begins with the newest, then shows what is kept as it comes', async () => {
    const here = await withDeliveries({ terminal: true, width: 120 })
    const running = here.start('deliveries tail --limit 2')
    await running.until('evt_FIRST')
    const to = await handler()
    await here.run(`trigger user.created --id evt_LATER1 --to ${to.url}`)
    await here.clock.advance(250)
    await running.until('evt_LATER1')
    const { exit, out, err } = await running.stop()
    expect([exit, err]).toEqual([0, ''])
    expect(out).toMatchInlineSnapshot(`
      "✗ Nothing answers at http://127.0.0.1:50000/hooks (connection refused).
        Start your handler, or give another --to; should it listen on IPv6 only, that is http://[::1]:50000/hooks
      ✓ accepted  200  12 ms   job.completed  evt_FIRST  firsthand → http://127.0.0.1:50000/hooks
      ✓ accepted  200  12 ms   user.created  evt_LATER1  example → http://127.0.0.1:50000/
      "
    `)
  })

  test('as NDJSON', async () => {
    const here = await withDeliveries()
    const running = here.start('deliveries tail --json --direction in --limit 1')
    await running.until('evt_UNKNOWN')
    const { out } = await running.stop()
    expect(ndjson(out)).toMatchInlineSnapshot(`
      [
        {
          "answered": 200,
          "at": "2026-03-15T10:08:00.000Z",
          "attempts": [],
          "bytes": 82,
          "direction": "in",
          "duplicateOf": null,
          "eventId": "evt_UNKNOWN",
          "id": "dlv_01KKRFF200W5N9QZ6GFC5APGQ5",
          "kind": "kept",
          "provider": "example",
          "replayOf": null,
          "signature": {
            "header": "X-Webhook-Signature",
            "scheme": "{signature}",
          },
          "to": null,
          "type": "user.renamed",
          "unknownType": true,
          "verdict": {
            "key": "current",
            "ok": true,
          },
        },
      ]
    `)
  })

  test('of ten, where no limit is given; filters hold for what comes later', async () => {
    const here = await withDeliveries()
    const running = here.start('deliveries tail --type user.* --json')
    await running.until('evt_NOBODY')
    const to = await handler()
    await here.run(`trigger payment.failed --id evt_LATER1 --to ${to.url}`)
    await here.run(`trigger user.deleted --provider example --force --id evt_LATER2 --to ${to.url}`)
    await here.clock.advance(250)
    const { out } = await running.stop()
    expect(ndjson(out).map(({ eventId }) => eventId)).toEqual([
      'evt_UNKNOWN',
      'evt_SENT01',
      'evt_NOBODY',
      'evt_LATER2',
    ])
  })

  test('what is still on its way is told with its outcome', async () => {
    const asked = signal()
    const answered = signal()
    const send = async (_: Outgoing) => {
      asked.give()
      await answered.given
      return { kind: 'timed-out' as const, durationMs: 5_000 }
    }
    const here = machine({ ports: { send } })
    const sending = here.start(`trigger user.created --secret s --id evt_SLOW01 --to http://127.0.0.1:1`)
    await asked.given
    const running = here.start('deliveries tail --json')
    await here.clock.advance(500)
    expect(running.out()).toBe('')
    answered.give()
    await sending.ended
    await here.clock.advance(250)
    await running.until('evt_SLOW01')
    const [{ attempts }] = ndjson((await running.stop()).out)
    expect(attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['timed-out'])
  })
})

describe('prune', () => {
  test('forgets what is older, and says how many', async () => {
    const here = await withDeliveries()
    expect(await here.run('deliveries prune --older-than 4m')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "4 forgotten
      ",
      }
    `)
    const left = await here.json('deliveries list --json')
    expect(left.map(({ eventId }: { eventId: string }) => eventId)).toEqual([
      'evt_SENT01',
      'evt_FAILED',
      'evt_NOBODY',
      'evt_FIRST',
    ])
    expect(await here.json('deliveries prune --older-than 0 --json')).toEqual({ pruned: 4 })
    expect(await here.json('deliveries prune --older-than 0 --json')).toEqual({ pruned: 0 })
  })

  test('how old has to be said', async () => {
    expect((await machine().run('deliveries prune')).err).toMatchInlineSnapshot(`
      "error: --older-than is missing.
        Give --older-than D
      "
    `)
    expect((await machine().run('deliveries prune --older-than old')).err).toMatchInlineSnapshot(`
      "error: --older-than takes a duration such as 250ms, 5s, 1m, 2h or 3d, not 'old'.
      "
    `)
  })
})

describe('stats', () => {
  test('for people, in a pipe, as JSON', async () => {
    const here = await withDeliveries({ terminal: true })
    expect((await here.run('deliveries stats')).out).toMatchInlineSnapshot(`
      "deliveries  8
      received    4
      sent        4
      verified    3
      refused     1
      duplicates  1
      attempts    4
      size        2.2 kB
      oldest      2026-03-15 10:05:00
      newest      2026-03-15 10:12:00

      count  type            provider
          3  job.completed   firsthand
          1  payment.failed  example
          1  user.created    example
          1  user.renamed    example
          1  user.updated    example
          1  job.cancelled   firsthand
      "
    `)
    expect((await (await withDeliveries()).run('deliveries stats')).out).toMatchInlineSnapshot(`
      "deliveries	8
      received	4
      sent	4
      verified	3
      refused	1
      duplicates	1
      attempts	4
      size	2246
      oldest	2026-03-15T10:05:00.000Z
      newest	2026-03-15T10:12:00.000Z

      3	job.completed	firsthand
      1	payment.failed	example
      1	user.created	example
      1	user.renamed	example
      1	user.updated	example
      1	job.cancelled	firsthand
      "
    `)
    expect(await here.json('deliveries stats --json')).toMatchInlineSnapshot(`
      {
        "attempts": 4,
        "bytes": 2246,
        "deliveries": 8,
        "duplicates": 1,
        "in": 4,
        "newest": "2026-03-15T10:12:00.000Z",
        "oldest": "2026-03-15T10:05:00.000Z",
        "out": 4,
        "path": ":memory:",
        "refused": 1,
        "types": [
          {
            "count": 3,
            "provider": "firsthand",
            "type": "job.completed",
          },
          {
            "count": 1,
            "provider": "example",
            "type": "payment.failed",
          },
          {
            "count": 1,
            "provider": "example",
            "type": "user.created",
          },
          {
            "count": 1,
            "provider": "example",
            "type": "user.renamed",
          },
          {
            "count": 1,
            "provider": "example",
            "type": "user.updated",
          },
          {
            "count": 1,
            "provider": "firsthand",
            "type": "job.cancelled",
          },
        ],
        "verified": 3,
      }
    `)
  })

  test('of nothing', async () => {
    expect((await machine({ terminal: true }).run('deliveries stats')).out).toMatchInlineSnapshot(`
      "deliveries  0
      received    0
      sent        0
      verified    0
      refused     0
      duplicates  0
      attempts    0
      size        0 B
      "
    `)
    expect(await machine().json('deliveries stats --json')).toMatchInlineSnapshot(`
      {
        "attempts": 0,
        "bytes": 0,
        "deliveries": 0,
        "duplicates": 0,
        "in": 0,
        "newest": null,
        "oldest": null,
        "out": 0,
        "path": ":memory:",
        "refused": 0,
        "types": [],
        "verified": 0,
      }
    `)
  })
})
