import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { answering, rawServer } from '../host/support/raw-server.ts'
import type { Json, MachineOptions, Ran } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

// Handlers as they should not be: each attempt is bounded, named and kept, and the rest goes on.

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
const head = (status: string, ...lines: string[]): string =>
  `HTTP/1.1 ${[status, 'Content-Length: 0', ...lines].join('\r\n')}\r\n\r\n`

/** A handler that does these things with one connection after the other, and then answers well. */
async function handler(...acts: ((socket: Socket) => void)[]): Promise<string> {
  let at = 0
  const { port } = await rawServer((socket) => (acts[at++] ?? answering(ok))(socket))
  return `http://127.0.0.1:${port}/hooks`
}

const lines = ({ out }: Ran): Json[] => ndjson(out.replaceAll(/(dlv|run|msg|evt)_\w+/g, '$1_X'))

const trigger = async (to: string, flags = '', options: MachineOptions = {}): Promise<Ran> =>
  machine(options).run(`trigger job.completed --secret s --to ${to} --retry --json --schedule 0,1m ${flags}`)

/** Takes the request, and says nothing. */
const silent = (_socket: Socket): void => undefined

const resetting = (socket: Socket): void => {
  socket.resetAndDestroy()
}

/** Says that more is coming, and never ends it. */
const endless = (socket: Socket): void => {
  answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegin', () => undefined)(socket)
}

/** Answers with 100 MB as fast as they are taken. */
const flooding = (socket: Socket): void => {
  const part = Buffer.alloc(1_000_000, 'x')
  answering('HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n', () => {
    const more = (left: number): void => {
      if (left > 0 && !socket.destroyed) socket.write(part, () => more(left - 1))
    }
    more(100)
  })(socket)
}

describe('as NDJSON, whole', () => {
  test.each([
    ['never answers', [silent], '--within 80ms'],
    ['never ends its answer', [endless], '--within 80ms'],
    ['answers with 100 MB', [flooding], '--within 5s'],
    ['breaks HTTP', [answering('HTTP/9.9 no\r\n\r\n')], ''],
    ['speaks something else', [answering('SSH-2.0-OpenSSH_9.9\r\n')], ''],
    ['resets', [resetting], ''],
    ['closes in the middle', [answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegin')], ''],
    ['redirects', [answering(head('302 Found', 'Location: http://127.0.0.1:1/'))], ''],
    ['is gone', [answering(head('410 Gone'))], ''],
    ['is busy', [answering(head('429 Too Many Requests', 'Retry-After: 90'))], ''],
  ] as const)('a handler that %s', async (_title, acts, flags) => {
    const ran = await trigger(await handler(...acts), flags)
    const told = lines(ran).map((line: Json) => ({
      ...line,
      ...(line.response && { response: line.response.body.length }),
    }))
    expect([ran.exit, ran.err, told]).toMatchSnapshot()
  })
})

describe('by the rules of a provider that heeds what an answer asks for', () => {
  const secret = `whsec_${Buffer.from('a secret of a provider').toString('base64')}`
  const follow = async (...acts: ((socket: Socket) => void)[]): Promise<Ran> =>
    machine().run(
      `trigger contact.created --provider standard-webhooks --force --secret ${secret} --to ${await handler(...acts)} --retry --json`,
    )
  const shown = (ran: Ran): Json[] => [
    ran.exit,
    ...lines(ran).map(({ kind, status, at, retryAfterMs, why, end, to, because }) =>
      kind === 'attempt'
        ? { status, at, retryAfterMs, moved: why.moved }
        : { kind, end, to: kind === 'sent' ? undefined : to, because },
    ),
  ]

  test('429 with Retry-After', async () => {
    const busy = answering(head('429 Too Many Requests', 'Retry-After: 90'))
    expect(shown(await follow(busy))).toMatchInlineSnapshot(`
      [
        0,
        {
          "at": 0,
          "moved": [],
          "retryAfterMs": 90000,
          "status": 429,
        },
        {
          "at": 90012,
          "moved": [
            {
              "by": "least-delay",
              "toMs": 60000,
            },
            {
              "by": "retry-after",
              "toMs": 90000,
            },
          ],
          "retryAfterMs": null,
          "status": 200,
        },
        {
          "because": undefined,
          "end": "delivered",
          "kind": "sent",
          "to": undefined,
        },
      ]
    `)
  })

  test('410: the endpoint would be disabled', async () => {
    expect(shown(await follow(answering(head('410 Gone'))))).toMatchInlineSnapshot(`
      [
        1,
        {
          "at": 0,
          "moved": [],
          "retryAfterMs": null,
          "status": 410,
        },
        {
          "because": undefined,
          "end": "stopped",
          "kind": "sent",
          "to": undefined,
        },
        {
          "because": "answer",
          "end": undefined,
          "kind": "endpoint",
          "to": "disabled",
        },
      ]
    `)
  })
})

test('one of several that hangs does not hold up the others, and all of it is kept', async () => {
  const here = machine()
  const no = await handler(answering(head('500 No')), answering(head('500 No')))
  for (const id of ['evt_AAAAAA', 'evt_BBBBBB']) {
    await here.run(`trigger job.completed --id ${id} --secret s --to ${no}`)
  }
  const to = await handler(silent, flooding)
  const ran = await here.run(`replay --last 2 --secret s --to ${to} --retry --json --within 500ms`)
  expect([
    ran.exit,
    ndjson(ran.out).map(({ kind, eventId, outcome, attempts }) => [kind, eventId, outcome ?? attempts]),
  ]).toMatchInlineSnapshot(`
    [
      0,
      [
        [
          "attempt",
          "evt_AAAAAA",
          "timed-out",
        ],
        [
          "attempt",
          "evt_BBBBBB",
          "accepted",
        ],
        [
          "replayed",
          "evt_BBBBBB",
          1,
        ],
        [
          "attempt",
          "evt_AAAAAA",
          "accepted",
        ],
        [
          "replayed",
          "evt_AAAAAA",
          2,
        ],
      ],
    ]
  `)
  const kept = await here.json('deliveries list --json')
  expect(
    kept.map(({ attempts, ended }: Json) => [attempts.map(({ outcome }: Json) => outcome), ended?.end]),
  ).toMatchInlineSnapshot(`
    [
      [
        [
          "refused",
        ],
        undefined,
      ],
      [
        [
          "refused",
        ],
        undefined,
      ],
      [
        [
          "timed-out",
          "accepted",
        ],
        "delivered",
      ],
      [
        [
          "accepted",
        ],
        "delivered",
      ],
    ]
  `)
})
