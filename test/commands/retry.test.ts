import { describe, expect, test } from 'vitest'
import { freePort } from '../host/support/raw-server.ts'
import type { Answer, Handler, Taken } from '../support/handler.ts'
import { handler } from '../support/handler.ts'
import type { Json, Machine, MachineOptions } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const secret = 'the-secret'

/** A handler that gives these answers one after the other, the last one again and again. */
const answering = (...answers: (Answer | 'reset')[]): Promise<Handler> => {
  let at = 0
  return handler(() => answers[Math.min(at++, answers.length - 1)] ?? {})
}

const header = ({ headers }: Taken, wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1]

/** A machine that has these events, each sent once to a handler that refused it. */
async function failed(lines: readonly string[], options: MachineOptions = {}): Promise<Machine> {
  const here = machine(options)
  const no = await handler(() => ({ status: 500 }))
  for (const line of lines) {
    await here.run(`trigger ${line} --secret ${secret} --to ${no.url}`)
    await here.clock.advance('1s')
  }
  return here
}

/** The attempts of a run: event, number, offset, status. */
const trace = (out: string): Json[] =>
  ndjson(out)
    .filter(({ kind }) => kind === 'attempt')
    .map(({ eventId, attempt, at, status }) => [eventId, attempt, at, status])

const ends = (out: string): Json[] =>
  ndjson(out)
    .filter(({ kind }) => kind === 'replayed' || kind === 'sent')
    .map(({ eventId, attempts, elapsedMs, end }) => [eventId, attempts, elapsedMs, end])

const minutes = 60_000

describe('as NDJSON, whole', () => {
  test('replay: delivered on the third attempt', async () => {
    const here = await failed(['job.completed --id evt_AAAAAA'])
    const to = await answering({ status: 500 }, { status: 429, headers: [['Retry-After', '90']] }, {})
    const { exit, out, err } = await here.run(
      `replay evt_AAAAAA --secret ${secret} --to ${to.url} --retry --json`,
    )
    expect([exit, err]).toEqual([0, ''])
    expect(ndjson(out)).toMatchInlineSnapshot(`
      [
        {
          "at": 0,
          "attempt": 1,
          "delivery": "dlv_01KKRF9K680A4VXWGTG88W4E53",
          "durationMs": 12,
          "eventId": "evt_AAAAAA",
          "kind": "attempt",
          "of": 6,
          "outcome": "refused",
          "replayOf": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "retryAfterMs": null,
          "signedAfresh": true,
          "status": 500,
          "why": {
            "countedFrom": "previous",
            "jitteredMs": null,
            "moved": [],
            "scheduledMs": 0,
          },
        },
        {
          "at": 60012,
          "attempt": 2,
          "delivery": "dlv_01KKRF9K680A4VXWGTG88W4E53",
          "durationMs": 12,
          "eventId": "evt_AAAAAA",
          "kind": "attempt",
          "of": 6,
          "outcome": "refused",
          "replayOf": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "retryAfterMs": 90000,
          "signedAfresh": true,
          "status": 429,
          "why": {
            "countedFrom": "previous",
            "jitteredMs": null,
            "moved": [],
            "scheduledMs": 60000,
          },
        },
        {
          "at": 360024,
          "attempt": 3,
          "delivery": "dlv_01KKRF9K680A4VXWGTG88W4E53",
          "durationMs": 12,
          "eventId": "evt_AAAAAA",
          "kind": "attempt",
          "of": 6,
          "outcome": "accepted",
          "replayOf": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "retryAfterMs": null,
          "signedAfresh": true,
          "status": 200,
          "why": {
            "countedFrom": "previous",
            "jitteredMs": null,
            "moved": [],
            "scheduledMs": 300000,
          },
        },
        {
          "attempts": 3,
          "deadLettered": false,
          "delivered": true,
          "delivery": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "elapsedMs": 360036,
          "end": "delivered",
          "endpointDisabled": false,
          "eventId": "evt_AAAAAA",
          "gaveUp": false,
          "kind": "replayed",
        },
      ]
    `)
  })

  test('trigger: the attempts, then what was sent', async () => {
    const here = machine()
    const to = await answering({ status: 500 }, { body: 'OK' })
    const { exit, out, err } = await here.run(
      `trigger job.completed --id evt_AAAAAA --secret ${secret} --to ${to.url} --retry --json`,
    )
    expect([exit, err]).toEqual([0, ''])
    expect(ndjson(out)).toMatchInlineSnapshot(`
      [
        {
          "at": 0,
          "attempt": 1,
          "delivery": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "durationMs": 12,
          "eventId": "evt_AAAAAA",
          "kind": "attempt",
          "of": 6,
          "outcome": "refused",
          "retryAfterMs": null,
          "status": 500,
          "why": {
            "countedFrom": "previous",
            "jitteredMs": null,
            "moved": [],
            "scheduledMs": 0,
          },
        },
        {
          "at": 60012,
          "attempt": 2,
          "delivery": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "durationMs": 12,
          "eventId": "evt_AAAAAA",
          "kind": "attempt",
          "of": 6,
          "outcome": "accepted",
          "retryAfterMs": null,
          "status": 200,
          "why": {
            "countedFrom": "previous",
            "jitteredMs": null,
            "moved": [],
            "scheduledMs": 60000,
          },
        },
        {
          "attempts": 2,
          "deadLettered": false,
          "delivered": true,
          "durationMs": 12,
          "elapsedMs": 60024,
          "end": "delivered",
          "endpointDisabled": false,
          "eventId": "evt_AAAAAA",
          "gaveUp": false,
          "id": "dlv_01KKRF9J70DZRCQ92WM98S5GQ9",
          "kind": "sent",
          "outcome": "accepted",
          "provider": "firsthand",
          "response": {
            "body": "OK",
            "headers": [
              [
                "Content-Length",
                "2",
              ],
              [
                "Connection",
                "close",
              ],
            ],
            "truncated": false,
          },
          "status": 200,
          "to": "http://127.0.0.1:50000/",
          "type": "job.completed",
        },
      ]
    `)
  })
})

describe('every provider: when its attempts are made, and how it ends', () => {
  test.each([
    ['job.completed', [0, 1, 6, 36, 156, 636], 'given-up'],
    ['user.created', [0, 1, 6, 36, 156], 'given-up'],
    ['signing_request.created', [0, 1, 6, 36, 156, 516], 'given-up'],
  ])('%s', async (type, offsets, end) => {
    const here = machine()
    const to = await handler(() => ({ status: 500 }))
    const { exit, out } = await here.run(
      `trigger ${type} --id evt_AAAAAA --secret ${secret} --to ${to.url} --retry --json`,
    )
    const lasting = offsets.map((minute, at) => ['evt_AAAAAA', at + 1, minute * minutes + 12 * at, 500])
    expect([exit, trace(out)]).toEqual([1, lasting])
    const last = offsets.at(-1) ?? 0
    expect(ends(out)).toEqual([['evt_AAAAAA', offsets.length, last * minutes + 12 * offsets.length, end]])
  })
})

describe('each attempt', () => {
  test('is signed anew, with the same event id and a new attempt id, byte for byte the same body', async () => {
    const here = machine()
    const to = await handler(() => ({ status: 500 }))
    await here.run(
      `trigger signing_request.created --id evt_AAAAAA --secret ${secret} --to ${to.url} --retry`,
    )
    const ids = to.taken.map((taken) => header(taken, 'X-Firma-Delivery'))
    expect([to.taken.length, new Set(ids).size]).toEqual([6, 6])
    expect(new Set(to.taken.map(({ body }) => body.toString('hex'))).size).toBe(1)
  })

  test.each([
    ['', [0, 0, 0]],
    ['--sign-time now', [0, 0, 0]],
    ['--sign-time virtual', [0, 60, 360]],
  ])('%s: with which time', async (flags, offsets) => {
    const here = await failed(['job.completed --id evt_AAAAAA'])
    const to = await answering({ status: 500 }, { status: 500 }, {})
    const now = Math.floor(here.clock.now() / 1_000)
    await here.run(`replay evt_AAAAAA --secret ${secret} --to ${to.url} --retry ${flags}`)
    const times = to.taken.map((taken) =>
      Number(/^t=(\d+)/.exec(header(taken, 'X-FirstHand-Signature') ?? '')?.[1]),
    )
    expect(times.map((time) => time - now)).toEqual(offsets)
  })

  test('carries both signatures while the rotation lasts', async () => {
    const here = machine()
    const to = await handler(() => ({ status: 500 }))
    const line = `trigger signing_request.created --secret ${secret} --old-secret old --to ${to.url} --retry`
    await here.run(`${line} --schedule 0,12h,12h,1h --json`)
    expect(to.taken.map((taken) => header(taken, 'X-Firma-Signature-Old') !== undefined)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  test('goes out byte for byte where no secret is known, and that is said once', async () => {
    const here = await failed(['job.completed --id evt_AAAAAA'])
    const to = await answering({ status: 500 }, { status: 500 }, {})
    const { exit, out, err } = await here.run(`replay evt_AAAAAA --to ${to.url} --retry --json`)
    expect([exit, err, trace(out).length]).toEqual([
      0,
      'No secret is known for firsthand: sent byte for byte, with the old signature. So is every attempt.\n',
      3,
    ])
    const signatures = new Set(to.taken.map((taken) => header(taken, 'X-FirstHand-Signature')))
    expect(signatures.size).toBe(1)
  })
})

describe('--schedule', () => {
  test.each([
    ['0,1m,5m', [0, 1, 6]],
    ['30m', [30]],
    ['0,1mx3', [0, 1, 2, 3]],
    ['pixelpatrol', [0, 1, 6, 36, 156]],
  ])('%s', async (schedule, offsets) => {
    const here = machine()
    const to = await handler(() => ({ status: 500 }))
    const { out } = await here.run(
      `trigger job.completed --secret s --to ${to.url} --retry --json --schedule ${schedule}`,
    )
    expect(trace(out).map(([, , at]) => Math.round(at / minutes))).toEqual(offsets)
  })

  test('of a sender that nobody knows, where none is given: what is assumed, and it says so', async () => {
    const here = machine({ terminal: true, width: 100 })
    const running = here.start('listen --port 0')
    const url = await running.listening()
    await fetch(url, { method: 'POST', body: 'x' })
    await running.stop()
    const [{ id }] = await here.json('deliveries list --json')
    const to = await handler()
    const { exit, err } = await here.run(`replay ${id} --to ${to.url} --retry`)
    expect([exit, err]).toMatchInlineSnapshot(`
      [
        0,
        "No secret is known for its provider: sent byte for byte, with the old signature. So is every attempt.
      a provider that is not known → http://127.0.0.1:50000/
      up to 10 attempts over 3 d 3 h (assumed: its provider is not known); the waiting is skipped

      ",
      ]
    `)
  })
})

describe('bad input', () => {
  test.each([
    '--retry --clock 0x',
    '--retry --clock x',
    '--retry --clock -1x',
    '--retry --clock fast',
    '--clock 60x',
    '--schedule 0,1m',
    '--sign-time virtual',
    '--retry --schedule 0,soon',
    '--retry --schedule frima',
    '--retry --dry-run',
    '--retry --as curl',
  ])('trigger %s', async (flags) => {
    const to = await handler()
    const ran = await machine().run(`trigger job.completed --secret s --to ${to.url} ${flags}`)
    expect([ran.exit, ran.out, to.taken]).toEqual([2, '', []])
    expect(ran.err).toMatchSnapshot()
  })

  test('a secret for a provider that never sends two signatures', async () => {
    const here = await failed(['job.completed --id evt_AAAAAA'])
    const to = await handler()
    const line = `replay evt_AAAAAA --secret s --old-secret t --to ${to.url} --retry`
    expect(await here.run(line)).toMatchInlineSnapshot(`
      {
        "err": "error: FirstHand does not send two signatures: its documents describe no such rotation.
        Leave --old-secret out.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(to.taken).toEqual([])
  })
})

test('trigger, interrupted: what was tried is kept, and it says how to go on', async () => {
  const here = machine()
  const to = await handler(() => {
    if (to.taken.length === 2) running.interrupt()
    return { status: 500 }
  })
  const line = `trigger job.completed --id evt_AAAAAA --secret s --to ${to.url}/hooks --retry --json`
  const running = here.start(line)
  const { exit, out, err } = await running.ended
  expect([exit, trace(out), err]).toEqual([
    130,
    [['evt_AAAAAA', 1, 0, 500]],
    'Interrupted. To try it anew: hooks replay evt_AAAAAA --to http://127.0.0.1:50000/hooks --retry\n{"kind":"error","code":"interrupted","message":"Interrupted."}\n',
  ])
  const { attempts, ended } = await here.json('deliveries show evt_AAAAAA --json')
  expect([attempts.length, ended]).toEqual([1, undefined])
})

describe('exit codes', () => {
  test.each([
    { title: 'delivered', answers: [{}], flags: '', expected: 0 },
    { title: 'given up', answers: [{ status: 500 }], flags: '', expected: 1 },
    { title: 'given up, as expected', answers: [{ status: 500 }], flags: '--expect-status 5xx', expected: 0 },
    { title: 'not as expected', answers: [{ status: 200 }], flags: '--expect-status 204', expected: 1 },
    { title: 'reset each time', answers: ['reset' as const], flags: '', expected: 3 },
    { title: 'reset in the end', answers: [{ status: 500 }, 'reset' as const], flags: '', expected: 1 },
  ])('$title: $expected', async ({ answers, flags, expected }) => {
    const to = await answering(...answers)
    const { exit } = await machine().run(`trigger job.completed --secret s --to ${to.url} --retry ${flags}`)
    expect(exit).toBe(expected)
  })

  test('nothing there at all: 3', async () => {
    const line = `trigger job.completed --secret s --to http://127.0.0.1:${await freePort()} --retry`
    expect((await machine().run(line)).exit).toBe(3)
  })
})

test('jitter is drawn from the seed: the same one gives the same times, another one others', async () => {
  const times = async (flags: string): Promise<Json> => {
    const here = await failed(['job.completed --id evt_AAAAAA'])
    const to = await handler(() => ({ status: 500 }))
    const { out } = await here.run(
      `replay evt_AAAAAA --secret ${secret} --to ${to.url} --retry --json --schedule svix ${flags}`,
    )
    return trace(out).map(([, , at]) => at)
  }
  const [one, again, other] = [await times('--seed 1'), await times('--seed 1'), await times('--seed 2')]
  expect([one.length, one]).toEqual([8, again])
  expect(one.slice(1).some((at: number, index: number) => at === other[index + 1])).toBe(false)
})

describe('several at once', () => {
  test('the endpoint is one: what it is disabled by counts across events, and the rest is never sent', async () => {
    const here = await failed(['user.created --id evt_AAAAAA', 'user.updated --id evt_BBBBBB'])
    const to = await handler(() => ({ status: 500 }))
    const { exit, out } = await here.run(
      `replay evt_AAAAAA evt_BBBBBB --secret ${secret} --to ${to.url} --retry --json --schedule 0,1m`,
    )
    expect(exit).toBe(1)
    expect([trace(out), ends(out)]).toMatchInlineSnapshot(`
      [
        [
          [
            "evt_AAAAAA",
            1,
            0,
            500,
          ],
          [
            "evt_BBBBBB",
            1,
            12,
            500,
          ],
          [
            "evt_AAAAAA",
            2,
            60012,
            500,
          ],
        ],
        [
          [
            "evt_AAAAAA",
            2,
            60024,
            "given-up",
          ],
          [
            "evt_BBBBBB",
            1,
            60024,
            "endpoint-disabled",
          ],
        ],
      ]
    `)
    expect(ndjson(out).filter(({ kind }) => kind === 'endpoint')).toMatchInlineSnapshot(`
      [
        {
          "at": 60024,
          "because": "last-attempt",
          "kind": "endpoint",
          "to": "disabled",
        },
      ]
    `)
  })

  test('in a pipe, its times are those of the attempts', async () => {
    const here = await failed(['user.created --id evt_AAAAAA', 'user.updated --id evt_BBBBBB'])
    const to = await handler(() => ({ status: 500 }))
    const { out } = await here.run(
      `replay evt_AAAAAA evt_BBBBBB --secret ${secret} --to ${to.url} --retry --schedule 0,1m`,
    )
    expect(out.split('\n').filter((line) => line.startsWith('endpoint'))).toEqual([
      'endpoint\t\tdisabled\t\t60024\tlast-attempt',
    ])
  })

  test.each([
    ['done', 0],
    ['gone', 1],
  ])('of each, what its last answer says decides: it is to be %s', async (wish, code) => {
    const here = await failed(['job.completed --id evt_AAAAAA', 'job.completed --id evt_BBBBBB'])
    const to = await handler(() => ({ status: 500, body: 'done' }))
    const { exit, err } = await here.run(
      `replay evt_AAAAAA evt_BBBBBB --secret ${secret} --to ${to.url} --retry --schedule 0,1m --expect-body ${wish}`,
    )
    expect([exit, err.trimEnd().split('\n').at(-1)]).toEqual([code, '0 delivered, 2 failed, 0 unreachable.'])
  })

  test('a provider that keeps order: an event waits for the one before it', async () => {
    const here = await failed([
      'webhook.test --provider pixelpatrol --force --id webhook_111111111',
      'webhook.test --provider pixelpatrol --force --id webhook_222222222',
    ])
    const to = await answering({ status: 500 }, {})
    const { out } = await here.run(`replay --last 2 --secret ${secret} --to ${to.url} --retry --json`)
    expect(trace(out)).toEqual([
      ['webhook_111111111', 1, 0, 500],
      ['webhook_111111111', 2, minutes + 12, 200],
      ['webhook_222222222', 1, minutes + 24, 200],
    ])
    const [, , waited] = ndjson(out).filter(({ kind }) => kind === 'attempt')
    expect(waited.why.moved).toEqual([{ by: 'order', toMs: minutes + 24 }])
  })

  test.each([
    ['', ['evt_AAAAAA', 'evt_BBBBBB', 'evt_CCCCCC']],
    ['--order received', ['evt_AAAAAA', 'evt_BBBBBB', 'evt_CCCCCC']],
    ['--order reverse', ['evt_CCCCCC', 'evt_BBBBBB', 'evt_AAAAAA']],
    ['--order shuffle --seed 2', ['evt_BBBBBB', 'evt_CCCCCC', 'evt_AAAAAA']],
  ])('in the order that is asked for: %s', async (flags, expected) => {
    const here = await failed(['A', 'B', 'C'].map((letter) => `job.completed --id evt_${letter.repeat(6)}`))
    const to = await handler()
    const line = `replay --last 3 --secret ${secret} --to ${to.url} ${flags}`
    await here.run(line)
    await here.run(`${line} --retry`)
    expect(to.taken.map(({ body }) => JSON.parse(body.toString()).id)).toEqual([...expected, ...expected])
  })

  test('a random order is told by its seed', async () => {
    const here = await failed(['A', 'B', 'C'].map((letter) => `job.completed --id evt_${letter.repeat(6)}`))
    const to = await handler()
    const line = `replay --last 3 --secret ${secret} --to ${to.url} --order shuffle`
    const { err } = await here.run(line)
    const [, seed] = /--seed (\w+) gives it again/.exec(err) ?? []
    await here.run(`${line} --seed ${seed}`)
    const bodies = to.taken.map(({ body }) => body.toString())
    expect(bodies.slice(3)).toEqual(bodies.slice(0, 3))
  })

  test('ids in the order in which they are given', async () => {
    const here = await failed(['A', 'B'].map((letter) => `job.completed --id evt_${letter.repeat(6)}`))
    const to = await handler()
    const line = `replay evt_BBBBBB evt_AAAAAA --secret ${secret} --to ${to.url} --retry --json`
    expect(trace((await here.run(line)).out).map(([id]) => id)).toEqual(['evt_BBBBBB', 'evt_AAAAAA'])
  })
})

test('what trigger spoilt on purpose is not replayed as failed', async () => {
  const here = await failed([
    'job.completed --id evt_AAAAAA',
    'job.completed --id evt_BBBBBB --tamper signature',
  ])
  const to = await handler()
  await here.run(`replay --failed --secret ${secret} --to ${to.url}`)
  expect(to.taken.map(({ body }) => JSON.parse(body.toString()).id)).toEqual(['evt_AAAAAA'])
  const { tampered } = await here.json('deliveries show evt_BBBBBB --json')
  expect(tampered).toBe('signature')
})

describe('the clock', () => {
  test.each([
    ['virtual', 0],
    ['real', 6 * minutes + 36],
    ['60x', (6 * minutes + 36) / 60],
  ])('%s: waits %i ms', async (name, expected) => {
    let now = Date.parse('2026-03-15T10:05:00Z')
    let waited = 0
    const clock = {
      now: () => Math.round(now),
      sleep: async (ms: number) => {
        now += ms
        waited += ms
      },
    }
    const here = machine({ ports: { clock } })
    const to = await answering({ status: 500 }, { status: 500 }, {})
    const line = `trigger job.completed --id evt_AAAAAA --secret s --to ${to.url} --retry --json --clock ${name}`
    expect(trace((await here.run(line)).out)).toEqual([
      ['evt_AAAAAA', 1, 0, 500],
      ['evt_AAAAAA', 2, minutes + 12, 500],
      ['evt_AAAAAA', 3, 6 * minutes + 24, 200],
    ])
    expect(waited).toBeCloseTo(expected)
  })
})
