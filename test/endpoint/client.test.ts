import { describe, expect, test } from 'vitest'
import { describeApi } from '../../src/endpoint/api/describe.ts'
import type { Client, ClientOptions } from '../../src/endpoint/client.ts'
import { createClient } from '../../src/endpoint/client.ts'
import type { Waiting } from '../../src/endpoint/wait.ts'
import { HooksError } from '../../src/errors.ts'
import { seededRandom } from '../../src/host/random.ts'
import { bytesOf, textOf } from '../../src/http/body.ts'
import type { Headers } from '../../src/http/message.ts'
import type { Outgoing, Sent } from '../../src/http/send.ts'
import { virtualClock } from '../../src/time/virtual-clock.ts'
import { catalog } from '../provider/support/profiles.ts'

const start = '2026-03-15T10:05:00Z'
const epoch = Date.parse(start) / 1_000

const answered = (status: number, body: unknown = {}, headers: Headers = []): Sent => ({
  kind: 'answered',
  durationMs: 1,
  response: {
    status,
    statusText: '',
    headers,
    body: bytesOf(typeof body === 'string' ? body : JSON.stringify(body)),
    truncated: false,
  },
})
const unreachable = (why: 'reset' | 'refused'): Sent => ({
  kind: 'unreachable',
  why,
  detail: `it was ${why}`,
  addresses: [],
  durationMs: 1,
})
const late: Sent = { kind: 'timed-out', durationMs: 30_000 }

interface Played {
  readonly client: Client
  /** What was sent: when (milliseconds from the start), method and path, idempotency key. */
  readonly calls: { at: number; call: string; key: string | undefined; body: string }[]
  readonly told: Waiting[]
  /** Lets time pass until the work ends; gives what it gave, or its error, and how long it took. */
  run<T>(work: Promise<T>): Promise<{ value?: T; error?: object; afterMs: number }>
}

/** A client of an API that answers so, in turn, on a virtual clock. */
function played(provider: string, answers: readonly Sent[], options: Partial<ClientOptions> = {}): Played {
  const clock = virtualClock(start)
  const calls: Played['calls'] = []
  const told: Waiting[] = []
  const left = [...answers]
  const send = async ({ method, url, headers, body }: Outgoing): Promise<Sent> => {
    const key = headers.find(([name]) => name === 'Idempotency-Key')?.[1]
    const at = clock.now() - Date.parse(start)
    calls.push({ at, call: `${method} ${url.pathname}${url.search}`, key, body: textOf(body) })
    const answer = left.length > 1 ? left.shift() : left[0]
    if (!answer) throw new Error('no answer is left')
    return answer
  }
  const api = describeApi(catalog.profile(provider))
  if (!api) throw new Error(`${provider} has no API`)
  const client = createClient({
    api,
    baseUrl: new URL('https://api.test'),
    userAgent: 'hooks/test',
    key: 'the-key-0123456789',
    keyFrom: 'HOOKS_API_KEY',
    send,
    clock,
    random: seededRandom('test'),
    maxWaitMs: 60_000,
    told: (waiting) => told.push(waiting),
    ...options,
  })
  return {
    client,
    calls,
    told,
    run: async (work) => {
      const begun = clock.now()
      let afterMs = 0
      const settled = work.then(
        (value) => ({ value }),
        (error: unknown) => {
          if (!(error instanceof HooksError)) throw error
          const { code, message, hint } = error
          return { error: { code, message, hint } }
        },
      )
      const done = settled.finally(() => (afterMs = clock.now() - begun))
      await clock.advance('2h')
      return { ...(await done), afterMs }
    },
  }
}

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
const page = answered(200, { object: 'list', data: [], has_more: false, next_cursor: null })
const endpoint = { id: 'we_1', url: 'https://a.test/', events: ['job.completed'] }
const creation = { url: 'https://a.test/', events: ['job.completed'] }

describe('a rate limit is waited out', () => {
  test.each<[string, Headers, number]>([
    ['seconds', [['Retry-After', '45']], 45_000],
    ['a date', [['Retry-After', 'Sun, 15 Mar 2026 10:05:20 GMT']], 20_000],
    [
      'the reset in seconds since 1970',
      [
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', String(epoch + 30)],
      ],
      30_000,
    ],
    [
      'the reset in milliseconds since 1970',
      [
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', String((epoch + 7) * 1_000)],
      ],
      7_000,
    ],
    [
      'the reset in ISO 8601',
      [
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', '2026-03-15T10:05:09Z'],
      ],
      9_000,
    ],
    [
      'the reset in seconds from now',
      [
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', '12'],
      ],
      12_000,
    ],
    [
      'both: Retry-After counts',
      [
        ['Retry-After', '3'],
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', String(epoch + 50)],
      ],
      3_000,
    ],
  ])('%s', async (_, headers, waitMs) => {
    const { client, calls, run } = played('firsthand', [answered(429, {}, headers), page])
    expect(await run(all(client.list()))).toEqual({ value: [], afterMs: waitMs })
    expect(calls.map(({ at }) => at)).toEqual([0, waitMs])
  })

  test('told in the body', async () => {
    const limited = answered(429, {
      error: 'Rate Limit Exceeded',
      message: 'Wait.',
      details: { retry_after: 45 },
    })
    const { client, run, calls } = played('firma', [limited, answered(200, { results: [] })])
    await run(all(client.list()))
    expect(calls.map(({ at }) => at)).toEqual([0, 45_000])
  })

  test('not told: longer each time', async () => {
    const { client, run, calls } = played('firma', [
      answered(429),
      answered(429),
      answered(429),
      answered(200, { results: [] }),
    ])
    await run(all(client.list()))
    expect(calls.map(({ at }) => at)).toMatchInlineSnapshot(`
      [
        0,
        478,
        1015,
        2492,
      ]
    `)
  })

  test('at once, again and again: it is not asked without end', async () => {
    const { client, run, calls } = played('firma', [answered(429, {}, [['Retry-After', '0']])])
    expect(await run(all(client.list()))).toMatchInlineSnapshot(`
      {
        "afterMs": 50422,
        "error": {
          "code": "api-rate-limited",
          "hint": "Try again later, or wait longer for it: --max-wait 10m",
          "message": "Firma limits the rate (429, tried 8 times): The API answered 429 and said no more.",
        },
      }
    `)
    expect(calls.length).toBeLessThan(10)
  })

  const odd: [string, object, Headers][] = [
    ['less than nothing, in the body', { details: { retry_after: -5 } }, []],
    ['more than any date holds, in the body', { details: { retry_after: 1e300 } }, []],
    ['more digits than a number has', {}, [['Retry-After', '9'.repeat(400)]]],
    ['the last date there is', {}, [['X-RateLimit-Reset', '+275760-09-13T00:00:00Z']]],
  ]
  test.each(odd)('%s: neither a rush nor a crash', async (_, body, headers) => {
    const { client, run, calls } = played('firma', [answered(429, body, headers)])
    expect(await run(all(client.list()))).toMatchObject({ error: { code: 'api-rate-limited' } })
    expect(calls.length).toBeLessThan(10)
  })

  test('a time without a count of what is left', async () => {
    const { client, run, calls } = played('firma', [
      answered(429, {}, [['X-RateLimit-Reset', String(epoch + 7)]]),
      answered(200, { results: [] }),
    ])
    await run(all(client.list()))
    expect(calls.map(({ at }) => at)).toEqual([0, 7_000])
  })

  test('a word every second, and one at its end', async () => {
    const { client, told, run } = played('firsthand', [answered(429, {}, [['Retry-After', '3']]), page])
    await run(all(client.list()))
    const word = { why: 'rate-limited', after: '429', wholeMs: 3_000 }
    expect(told).toEqual([3_000, 2_000, 1_000, 0].map((leftMs) => ({ ...word, leftMs })))
  })

  test('a POST too: it was not carried out; with the same idempotency key', async () => {
    const { client, run, calls } = played('firsthand', [
      answered(429, {}, [['Retry-After', '3']]),
      answered(201, endpoint),
    ])
    await run(client.create(creation))
    expect(calls.map(({ at, call }) => [at, call])).toEqual([
      [0, 'POST /v1/webhook_endpoints'],
      [3_000, 'POST /v1/webhook_endpoints'],
    ])
    expect(calls[0]?.key).toBeTruthy()
    expect(calls[1]).toEqual({ ...calls[0], at: 3_000 })
  })

  test('where nothing is left, the next page waits before it is asked for', async () => {
    const headers: Headers = [
      ['X-RateLimit-Remaining', '0'],
      ['X-RateLimit-Reset', String(epoch + 10)],
    ]
    const first = answered(200, { data: [endpoint], has_more: true, next_cursor: 'b' }, headers)
    const { client, run, calls } = played('firsthand', [first, page])
    await run(all(client.list()))
    expect(calls.map(({ at, call }) => [at, call])).toEqual([
      [0, 'GET /v1/webhook_endpoints'],
      [10_000, 'GET /v1/webhook_endpoints?cursor=b'],
    ])
  })

  test('no longer than --max-wait: it says until when', async () => {
    const { client, calls, run } = played('firma', [
      answered(429, { message: 'Cooldown active' }, [['Retry-After', '3600']]),
    ])
    expect(await run(client.rotateSecret({}))).toMatchInlineSnapshot(`
      {
        "afterMs": 0,
        "error": {
          "code": "api-rate-limited",
          "hint": "Waiting for it would take longer than --max-wait 1m allows: try again then, or give a longer one.",
          "message": "Firma limits the rate, and takes no such call for 1 h, until 2026-03-15T11:05:00.000Z: Cooldown active.",
        },
      }
    `)
    expect(calls.length).toBe(1)
  })

  test('not at all with 0', async () => {
    const { client, calls, run } = played('firma', [answered(429, {}, [['Retry-After', '1']])], {
      maxWaitMs: 0,
    })
    expect(await run(all(client.list()))).toMatchObject({ error: { code: 'api-rate-limited' }, afterMs: 0 })
    expect(calls.length).toBe(1)
  })

  test('several waits of one call count together', async () => {
    const limited = answered(429, {}, [['Retry-After', '40']])
    const { client, calls, run } = played('firma', [limited])
    expect(await run(all(client.list()))).toMatchObject({
      error: { code: 'api-rate-limited' },
      afterMs: 40_000,
    })
    expect(calls.length).toBe(2)
  })

  test('Ctrl-C ends the waiting', async () => {
    const interruption = new AbortController()
    const { client, calls, run } = played('firma', [answered(429, {}, [['Retry-After', '30']])], {
      signal: interruption.signal,
      told: ({ leftMs }) => leftMs === 20_000 && interruption.abort(),
    })
    expect(await run(all(client.list()))).toMatchObject({ error: { code: 'interrupted' }, afterMs: 10_000 })
    expect(calls.length).toBe(1)
  })
})

describe('failures', () => {
  const calls: [string, (client: Client) => Promise<unknown>, string][] = [
    ['GET', (client) => all(client.list()), 'firma'],
    ['PUT', (client) => client.update({ id: 'a1', enabled: true }), 'firma'],
    ['DELETE', (client) => client.delete({ id: 'a1' }), 'firma'],
    ['POST with an idempotency key', (client) => client.create(creation), 'firsthand'],
    ['POST', (client) => client.create(creation), 'firma'],
    ['PATCH', (client) => client.update({ id: 'a1', events: ['a'] }), 'firsthand'],
  ]
  const repeatable = calls.slice(0, 4)

  test.each(repeatable)(
    'of the server and of the connection are tried again: %s',
    async (_, call, provider) => {
      for (const failure of [
        answered(500),
        answered(502),
        answered(503),
        answered(504),
        unreachable('reset'),
        late,
      ]) {
        const { client, calls, run } = played(provider, [failure])
        const { error } = await run(call(client))
        expect(error).toMatchObject({
          code: 'api-unavailable',
          message: expect.stringContaining('tried 4 times'),
        })
        expect(calls.map(({ at }) => at)).toEqual([0, ...calls.slice(1).map(({ at }) => at)])
        expect(new Set(calls.map(({ at: _, ...rest }) => JSON.stringify(rest))).size).toBe(1)
        expect(calls.length).toBe(4)
      }
    },
  )

  test('the pauses grow', async () => {
    const { client, calls, run } = played('firma', [answered(503)])
    await run(all(client.list()))
    expect(calls.map(({ at }) => at)).toMatchInlineSnapshot(`
      [
        0,
        478,
        1015,
        2492,
      ]
    `)
  })

  test.each(calls.slice(4))('is not repeated: %s', async (_, call, provider) => {
    for (const failure of [answered(500), answered(503), unreachable('reset'), late]) {
      const { client, calls, run } = played(provider, [failure])
      expect(await run(call(client))).toMatchObject({ error: { code: 'api-unavailable' }, afterMs: 0 })
      expect(calls.length).toBe(1)
    }
  })

  test('a POST that may have been carried out says so', async () => {
    const { client, run } = played('firma', [unreachable('reset')])
    expect(await run(client.create(creation))).toMatchInlineSnapshot(`
      {
        "afterMs": 0,
        "error": {
          "code": "api-unavailable",
          "hint": "The POST may have been carried out all the same, so it was not repeated. Look first: hooks endpoints list",
          "message": "The API of Firma cannot be reached at https://api.test: it was reset.",
        },
      }
    `)
  })

  test('where nothing listens it is told at once', async () => {
    const { client, run, calls } = played('firma', [unreachable('refused')])
    expect(await run(all(client.list()))).toMatchInlineSnapshot(`
      {
        "afterMs": 0,
        "error": {
          "code": "api-unavailable",
          "hint": "Check the network, and --api-url where you gave one.",
          "message": "The API of Firma cannot be reached at https://api.test: it was refused.",
        },
      }
    `)
    expect(calls.length).toBe(1)
  })

  test('a deletion whose answer was lost is done, though the second one finds nothing', async () => {
    const { client, run } = played('firsthand', [unreachable('reset'), answered(404)])
    expect(await run(client.delete({ id: 'we_1' }))).toMatchObject({ value: { id: null } })
  })

  test('others are not tried again', async () => {
    for (const status of [400, 401, 404, 409, 501, 505]) {
      const { client, run, calls } = played('firma', [answered(status)])
      expect((await run(all(client.list()))).error).toBeDefined()
      expect(calls.length).toBe(1)
    }
  })
})

describe('pages', () => {
  const listed = (id: string, next: string | null): Sent =>
    answered(200, { data: [{ ...endpoint, id }], has_more: next !== null, next_cursor: next })

  test('are asked for as they are needed', async () => {
    const { client, calls } = played('firsthand', [listed('we_1', 'b'), listed('we_2', null)])
    const seen: [string, number][] = []
    for await (const { id } of client.list()) seen.push([id, calls.length])
    expect(seen).toEqual([
      ['we_1', 1],
      ['we_2', 2],
    ])
  })

  test('that go in a circle are told', async () => {
    const { client, run } = played('firsthand', [
      listed('we_1', 'b'),
      listed('we_2', 'c'),
      listed('we_1', 'b'),
    ])
    expect((await run(all(client.list()))).error).toMatchInlineSnapshot(`
      {
        "code": "api-unreadable",
        "hint": "Check --api-url and HOOKS_API_URL, and --provider NAME@DIALECT: the API may have changed.",
        "message": "What FirstHand answered, asked to list endpoints, is not what its documentation says: its pages go in a circle, back to 'b'.",
      }
    `)
  })

  test('an empty one need not be the last', async () => {
    const { client, run } = played('firsthand', [
      answered(200, { data: [], has_more: true, next_cursor: 'b' }),
      listed('we_2', null),
    ])
    expect((await run(all(client.list()))).value).toMatchObject([{ id: 'we_2' }])
  })

  test('without end are told', async () => {
    let page = 0
    const endless = async (): Promise<Sent> => listed('we_1', `c${page++}`)
    const { client, run } = played('firsthand', [], { send: endless })
    expect((await run(all(client.list()))).error).toMatchObject({
      message:
        'What FirstHand answered, asked to list endpoints, is not what its documentation says: it does not end after 10000 pages.',
    })
  })
})

describe('an answer that is not as documented', () => {
  const answers: [string, Sent][] = [
    ['HTML', answered(200, '<html><title>Log in</title></html>', [['Content-Type', 'text/html']])],
    ['nothing', answered(200, '')],
    ['half of it', answered(200, '{"data":[')],
    ['another shape', answered(200, { webhooks: [] })],
    ['a list', answered(200, [1, 2])],
    ['an endpoint without an id', answered(200, { data: [{ url: 'https://a.test' }] })],
    ['a redirect', answered(302, '', [['Location', 'https://elsewhere.test/login']])],
  ]
  test.each(answers)('%s', async (_, answer) => {
    const { client, run } = played('firsthand', [answer])
    expect((await run(all(client.list()))).error).toMatchSnapshot('list')
    const second = played('firsthand', [answer])
    expect((await second.run(second.client.create(creation))).error).toMatchSnapshot('create')
  })

  test('too much of it', async () => {
    const whole = answered(200, '[]')
    if (whole.kind !== 'answered') throw new Error('no answer')
    const { client, run } = played('firsthand', [
      { ...whole, response: { ...whole.response, truncated: true } },
    ])
    expect((await run(all(client.list()))).error).toMatchObject({ code: 'api-unreadable' })
  })
})

describe('each documented refusal has its own message', () => {
  const refusals: [string, string, Sent][] = [
    [
      'firsthand',
      '400',
      answered(400, {
        error: {
          type: 'validation_error',
          message: 'description is required',
          request_id: 'req_01',
          details: [{ field: 'description', message: 'required' }],
        },
      }),
    ],
    [
      'firsthand',
      '401',
      answered(401, {
        error: { type: 'authentication_error', message: 'Invalid API key', request_id: 'req_01' },
      }),
    ],
    ['firsthand', '403', answered(403, { error: { type: 'authorization_error', message: 'Missing scope' } })],
    ['firsthand', '404', answered(404, { error: { type: 'not_found', message: 'No such endpoint' } })],
    ['firsthand', '409', answered(409, { error: { type: 'idempotency_error', message: 'Key reused' } })],
    [
      'firsthand',
      '422',
      answered(422, { error: { type: 'validation_error', message: 'url must be https' } }),
    ],
    ['firsthand', '500', answered(500, { error: { type: 'internal_error', message: 'Oops' } })],
    [
      'firma',
      '400',
      answered(400, {
        error: 'Validation Error',
        message: 'Invalid input data',
        details: { url: 'must use HTTPS', events: 'is empty' },
      }),
    ],
    [
      'firma',
      '400 of a list',
      answered(400, {
        error: 'Validation failed',
        code: 'VALIDATION_ERROR',
        details: [{ path: ['sort_by'], message: 'Invalid sort field' }],
      }),
    ],
    [
      'firma',
      '401',
      answered(401, { error: 'Unauthorized', code: 'UNAUTHORIZED', message: 'Invalid or missing API key' }),
    ],
    ['firma', '403', answered(403, { error: 'Forbidden', message: 'Protected key required' })],
    ['firma', '404', answered(404, { error: 'Not Found', message: 'The requested resource was not found' })],
    ['firma', '502 in HTML', answered(502, '<html><head><title>502 Bad Gateway</title></head></html>')],
    [
      'example',
      '400',
      answered(400, {
        error: { code: 'invalid', message: 'Bad', details: [{ field: 'url', message: 'no URL' }] },
      }),
    ],
    ['example', '500, nothing said', answered(500, '')],
  ]
  test.each(refusals)('%s %s', async (provider, _, answer) => {
    const { client, run } = played(provider, [answer])
    expect((await run(client.update({ id: 'we_1', events: ['a'] }))).error).toMatchSnapshot()
  })

  test('the key is not shown, even where the API repeats it', async () => {
    const { client, run } = played('firma', [
      answered(401, { message: 'the-key-0123456789 is no key', details: { key: 'the-key-0123456789' } }),
    ])
    expect(JSON.stringify(await run(all(client.list())))).not.toContain('the-key-0123456789')
  })

  test.each([
    ['a text', answered(401, `${'x'.repeat(190)}the-key-0123456789`)],
    ['a text instead of JSON', answered(200, `your key is the-key-0123456789 and ${'x'.repeat(9)}`)],
    ['one that is cut', answered(200, `${'x'.repeat(50)}the-key-0123456789`)],
    ['a redirect', answered(302, '', [['Location', 'https://a.test/?key=the-key-0123456789']])],
  ])('nor in %s', async (_, answer) => {
    const { client, run } = played('firma', [answer])
    const said = JSON.stringify(await run(all(client.list())))
    expect(said).not.toContain('the-key-01')
  })

  test('an id that would be another route is refused before anything is sent', async () => {
    for (const id of ['', '.', '..', ' ']) {
      const { client, run, calls } = played('firma', [answered(200)])
      expect(await run(client.delete({ id }))).toMatchObject({ error: { code: 'unknown-id' } })
      expect(calls).toEqual([])
    }
  })

  test('what stands in an id stays within it', async () => {
    const { client, run, calls } = played('firma', [answered(200)])
    await run(client.delete({ id: '../a?b#c/d' }))
    expect(calls[0]?.call).toBe('DELETE /webhooks/..%2Fa%3Fb%23c%2Fd')
  })
})
