import { createHmac } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Receiver, ReceiverOptions } from '../../src/index.ts'
import { receiver, send, sign, verify, virtualClock } from '../../src/index.ts'
import { freePort, rawServer } from '../host/support/raw-server.ts'
import { bodyOf, handler, listening } from '../support/handler.ts'

const secret = 'the-secret'
const body = '{"id":"evt_1","type":"user.created"}'
const at = Date.parse('2026-03-15T10:05:00Z')
const hmac = (text: string, key = secret): string => createHmac('sha256', key).update(text).digest('hex')

/** A receiver that is closed when the test ends. */
async function receiving(options: ReceiverOptions = {}): Promise<Receiver> {
  const opened = await receiver({ secret, ...options })
  onTestFinished(() => opened.close())
  return opened
}

describe('sign', () => {
  test('gives the headers', () => {
    expect(sign({ provider: 'example', secret, body })).toEqual({ 'X-Webhook-Signature': hmac(body) })
    expect(sign({ provider: 'firsthand', secret, body, at })).toEqual({
      'X-FirstHand-Signature': `t=1773569100,v1=${hmac(`1773569100.${body}`)}`,
    })
  })

  test('takes bytes as well as text', () => {
    const bytes = Uint8Array.of(0xff, 0x00)
    const expected = createHmac('sha256', secret).update(bytes).digest('hex')
    expect(sign({ provider: 'example', secret, body: bytes })).toEqual({ 'X-Webhook-Signature': expected })
  })

  test('signs with both secrets of a rotation', () => {
    expect(sign({ provider: 'firma', secret, oldSecret: 'old', body, at })).toEqual({
      'X-Firma-Signature': `t=1773569100,v1=${hmac(`1773569100.${body}`)}`,
      'X-Firma-Signature-Old': `t=1773569100,v1=${hmac(`1773569100.${body}`, 'old')}`,
    })
  })

  test('throws for what cannot be', () => {
    expect(() => sign({ provider: 'exmaple', secret, body })).toThrow(
      expect.objectContaining({
        name: 'HooksError',
        code: 'unknown-provider',
        message: "There is no provider 'exmaple'.",
        hint: 'Did you mean example? All of them: hooks providers list',
      }),
    )
    expect(() => sign({ provider: 'example', secret, oldSecret: 'old', body })).toThrow(
      expect.objectContaining({ code: 'not-supported' }),
    )
    expect(() => sign({ provider: 'example', secret: '', body })).toThrow(
      expect.objectContaining({ code: 'invalid-value' }),
    )
  })
})

describe('verify', () => {
  const headers = sign({ provider: 'firsthand', secret, body, at })

  test('says yes', () => {
    expect(verify({ headers, body, secret, at })).toEqual({ ok: true, key: 'current' })
    expect(verify({ headers: Object.entries(headers), body, secret, at })).toEqual({
      ok: true,
      key: 'current',
    })
    expect(verify({ headers, body: Buffer.from(body), secret: 'new', oldSecret: secret, at })).toEqual({
      ok: true,
      key: 'previous',
    })
  })

  test('takes the headers of node:http and of fetch', async () => {
    const seen: unknown[] = []
    const url = await listening(async (request, response) => {
      const received = await bodyOf(request)
      seen.push(verify({ provider: 'firsthand', headers: request.headers, body: received, secret, at }))
      seen.push(verify({ headers: Object.fromEntries(new Headers(headers)), body: received, secret, at }))
      response.end()
    })
    await fetch(url, { method: 'POST', headers, body })
    expect(seen).toEqual([
      { ok: true, key: 'current' },
      { ok: true, key: 'current' },
    ])
  })

  test('says no, and why; never throws for what is in a request', () => {
    const reason = (options: Partial<Parameters<typeof verify>[0]>) => {
      const verdict = verify({ headers, body, secret, at, ...options })
      return verdict.ok ? 'ok' : verdict.reason
    }
    expect(reason({ secret: 'another' })).toBe('wrong-signature')
    expect(reason({ body: `${body}\n` })).toBe('body-changed')
    expect(reason({ headers: {} })).toBe('missing-header')
    expect(reason({ headers: { 'X-FirstHand-Signature': '\u0000' } })).toBe('malformed-header')
    expect(reason({ at: at + 301_000 })).toBe('timestamp-too-old')
    expect(reason({ body: Uint8Array.of(0xff, 0xfe) })).toBe('wrong-signature')
    expect(reason({ provider: 'example' })).toBe('missing-header')
  })

  test('throws only for what is wrong with the call', () => {
    expect(() => verify({ provider: 'acme', headers, body, secret })).toThrow(
      expect.objectContaining({ code: 'unknown-provider' }),
    )
  })
})

describe('send', () => {
  test('tells what was sent and what came of it', async () => {
    const to = await handler(() => ({ status: 201, headers: [['X-Answer', 'yes']], body: 'made' }))
    const sent = await send({ to: `${to.url}/hooks`, type: 'user.created', secret, id: 'evt_1', at })
    const [taken] = to.taken
    expect({
      ...sent,
      body: taken?.body.toString(),
      durationMs: sent.durationMs >= 0,
    }).toMatchInlineSnapshot(`
      {
        "body": "{"id":"evt_1","type":"user.created","created_at":"2026-03-15T10:05:00Z","data":{"object":{"id":"usr_abc123","name":"Zoë Example","email":"zoe@example.com","status":"active"}},"previous_data":null}",
        "durationMs": true,
        "eventId": "evt_1",
        "headers": [
          [
            "Content-Type",
            "application/json",
          ],
          [
            "X-Webhook-Signature",
            "7fd5dff2b19e0c2cbd61d05c198353621a0c9a71f2933cfac83403ee38359198",
          ],
        ],
        "outcome": "accepted",
        "provider": "example",
        "response": {
          "body": Uint8Array [
            109,
            97,
            100,
            101,
          ],
          "headers": [
            [
              "Content-Length",
              "4",
            ],
            [
              "X-Answer",
              "yes",
            ],
            [
              "Connection",
              "close",
            ],
          ],
          "status": 201,
          "statusText": "Created",
          "truncated": false,
        },
        "type": "user.created",
        "unreachable": null,
      }
    `)
    expect(Buffer.from(sent.body)).toEqual(taken?.body)
    expect(JSON.parse(taken?.body.toString() ?? '')).toMatchObject({
      id: 'evt_1',
      type: 'user.created',
      created_at: '2026-03-15T10:05:00Z',
    })
  })

  test('changes fields, and is the same for the same seed', async () => {
    const to = await handler()
    const options = { to: to.url, type: 'user.created', secret, seed: 'blue' }
    await send({ ...options, set: { 'data.object.name': 'Ada', 'data.object.status': null } })
    await send(options)
    await send(options)
    const [changed, first, second] = to.taken.map((taken) => taken.body.toString())
    expect(JSON.parse(changed ?? '').data.object).toMatchObject({ name: 'Ada', status: null })
    expect(second).toBe(first)
  })

  test('what the handler refuses, and what nobody takes, is a result', async () => {
    const no = await handler(() => ({ status: 500 }))
    const silent = await rawServer(() => undefined)
    const to = async (url: string) => {
      const { outcome, response, unreachable } = await send({
        to: url,
        type: 'user.created',
        secret,
        timeoutMs: 100,
      })
      return [outcome, response?.status, unreachable?.why]
    }
    expect(await to(no.url)).toEqual(['refused', 500, undefined])
    expect(await to(`http://127.0.0.1:${silent.port}`)).toEqual(['timed-out', undefined, undefined])
    expect(await to(`http://127.0.0.1:${await freePort()}`)).toEqual(['unreachable', undefined, 'refused'])
  })

  test('a spoilt one', async () => {
    const inbox = await receiving()
    const refused = await send({ to: inbox.url, type: 'user.created', secret, tamper: 'body' })
    expect([refused.outcome, refused.response?.status]).toEqual(['refused', 401])
  })

  test('rejects what cannot be', async () => {
    const options = { to: 'http://127.0.0.1:1', secret }
    await expect(send({ ...options, type: 'user.create' })).rejects.toMatchObject({ code: 'unknown-type' })
    await expect(send({ ...options, type: 'user.created', set: { 'data.x': 1 } })).rejects.toMatchObject({
      code: 'unknown-path',
    })
    await expect(send({ ...options, type: 'user.created', provider: 'acme' })).rejects.toMatchObject({
      code: 'unknown-provider',
    })
    await expect(send({ ...options, to: 'what?', type: 'user.created' })).rejects.toThrow('Invalid URL')
  })
})

describe('receiver', () => {
  test('remembers what comes, and gives the next one of a type', async () => {
    const inbox = await receiving()
    const to = `${inbox.url}/hooks`
    await send({ to, type: 'user.created', secret, id: 'evt_1' })
    await send({ to, type: 'payment.failed', secret, id: 'evt_2' })
    const waiting = inbox.next('user.*')
    const late = inbox.next('user.updated')
    await send({ to, type: 'user.updated', secret, id: 'evt_3' })
    expect((await waiting).eventId).toBe('evt_1')
    expect((await late).eventId).toBe('evt_3')
    expect((await inbox.next()).eventId).toBe('evt_2')
    expect(inbox.deliveries.map(({ eventId }) => eventId)).toEqual(['evt_1', 'evt_2', 'evt_3'])
  })

  test('says what was verified and what was refused', async () => {
    const inbox = await receiving({ oldSecret: 'old' })
    const to = inbox.url
    for (const each of [secret, 'old', 'another'])
      await send({ to, type: 'user.created', secret: each, id: 'evt_1' })
    expect(
      inbox.deliveries.map(({ verdict, answered, duplicateOf }) => [verdict, answered, duplicateOf !== null]),
    ).toMatchInlineSnapshot(`
      [
        [
          {
            "key": "current",
            "ok": true,
          },
          200,
          false,
        ],
        [
          {
            "key": "previous",
            "ok": true,
          },
          200,
          true,
        ],
        [
          {
            "detail": "no known secret gives the signature in X-Webhook-Signature for this body",
            "hint": "Compare the secret with the one that the provider shows; a changed body has the same effect.",
            "ok": false,
            "reason": "wrong-signature",
          },
          401,
          true,
        ],
      ]
    `)
  })

  test('without a secret everything is taken, and nothing is verified', async () => {
    const inbox = await receiver()
    const { outcome } = await send({ to: inbox.url, type: 'user.created', secret })
    const { verdict } = await inbox.next()
    expect([outcome, verdict]).toMatchObject(['accepted', { ok: false, reason: 'no-secret' }])
    await inbox.close()
  })

  test('two who wait for the same type get one each', async () => {
    const inbox = await receiving()
    const waiting = [inbox.next('user.created'), inbox.next('user.created')]
    for (const id of ['evt_1', 'evt_2']) await send({ to: inbox.url, type: 'user.created', secret, id })
    expect((await Promise.all(waiting)).map(({ eventId }) => eventId).sort()).toEqual(['evt_1', 'evt_2'])
  })

  test('who waits when it is closed is told', async () => {
    const inbox = await receiver({ secret })
    const waiting = inbox.next()
    await inbox.close()
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' })
    await expect(inbox.next()).rejects.toMatchObject({ code: 'interrupted' })
    await expect(fetch(inbox.url)).rejects.toThrow('fetch failed')
  })

  test('closing twice is closing once', async () => {
    const inbox = await receiver()
    await inbox.close()
    await inbox.close()
  })

  test('who waits may give up', async () => {
    const inbox = await receiving()
    const patience = new AbortController()
    const waiting = inbox.next('user.created', patience.signal)
    patience.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await send({ to: inbox.url, type: 'user.created', secret, id: 'evt_1' })
    expect((await inbox.next('user.created')).eventId).toBe('evt_1')
  })

  test('listens where it is told to', async () => {
    const port = await freePort()
    expect((await receiving({ port })).url).toBe(`http://127.0.0.1:${port}`)
    await expect(receiver({ port })).rejects.toMatchObject({ code: 'port-in-use' })
  })

  test('has its own time where it is given a clock', async () => {
    const clock = virtualClock('2026-03-15T10:05:00Z')
    const inbox = await receiving({ clock })
    const signed = sign({ provider: 'firsthand', secret, body, at: clock.now() })
    const post = async () => (await fetch(inbox.url, { method: 'POST', headers: signed, body })).status
    expect(await post()).toBe(200)
    await clock.advance('6m')
    expect(await post()).toBe(401)
    expect(inbox.deliveries.map((each) => new Date(each.at).toISOString())).toEqual([
      '2026-03-15T10:05:00.000Z',
      '2026-03-15T10:11:00.000Z',
    ])
  })
})

test("a test of a user's handler", async () => {
  const paid: string[] = []
  const url = await listening(async (request, response) => {
    const received = await bodyOf(request)
    const verdict = verify({ provider: 'example', headers: request.headers, body: received, secret })
    if (verdict.ok) paid.push(JSON.parse(received.toString()).data.object.id)
    response.writeHead(verdict.ok ? 200 : 401).end()
  })
  const event = { to: url, type: 'payment.succeeded', secret }
  expect((await send({ ...event, set: { 'data.object.id': 'pay_1' } })).outcome).toBe('accepted')
  for (const tamper of ['signature', 'body', 'missing', 'secret'] as const) {
    expect((await send({ ...event, tamper })).response?.status).toBe(401)
  }
  expect(paid).toEqual(['pay_1'])
})

test('a clock that moves only when it is told to', async () => {
  const clock = virtualClock('2026-03-15T10:05:00Z')
  const woken: string[] = []
  const nap = async (name: string, ms: number) => {
    await clock.sleep(ms)
    woken.push(`${name} at ${(clock.now() - at) / 1_000} s`)
  }
  const naps = [nap('long', 60_000), nap('short', 1_000)]
  await clock.advance('30s')
  expect(woken).toEqual(['short at 1 s'])
  await clock.advance('1h')
  await Promise.all(naps)
  expect(woken).toEqual(['short at 1 s', 'long at 60 s'])
  expect(clock.now()).toBe(at + 3_630_000)
})
