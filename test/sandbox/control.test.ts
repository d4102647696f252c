import { describe, expect, test } from 'vitest'
import { changingHandler, headersOf, openBox } from './support/box.ts'

/** An endpoint of a provider without an API, and its sandbox. */
async function registered(provider: string, fields: Record<string, unknown> = {}) {
  const handler = await changingHandler()
  const box = await openBox(provider)
  const { body } = await box.control('POST /endpoints', { url: handler.url, ...fields })
  return { handler, box, endpoint: body }
}

describe('a provider without an API', () => {
  test('five seconds before the first attempt', async () => {
    const { handler, box } = await registered('headshotpro')
    await box.control('POST /events', { type: 'model.status.updated' })
    await box.control('POST /clock', { advance: '4999ms' })
    expect(handler.taken).toHaveLength(0)
    await box.control('POST /clock', { advance: '1ms' })
    expect(handler.taken).toHaveLength(1)
    expect(headersOf(handler.taken[0] ?? { headers: [] })).toHaveProperty('x-headshotpro-signature')
  })

  test('in order, and a dead letter at the end', async () => {
    const { handler, box } = await registered('pixelpatrol')
    handler.answer(500)
    const { events } = (await box.control('POST /events', { type: 'media.created', count: 2 })).body
    await box.control('POST /clock', { advance: '1h' })
    const idOf = (taken: { body: Buffer }) => JSON.parse(taken.body.toString()).id
    // The second waits for the first, which is still tried.
    expect([...new Set(handler.taken.map(idOf))]).toEqual([events[0].id])
    await box.control('POST /clock', { advance: '6h' })
    const ids = handler.taken.map(idOf)
    expect(ids).toEqual([...Array(5).fill(events[0].id), ...Array(5).fill(events[1].id)])
    const { deliveries } = (await box.control('GET /state')).body
    expect(deliveries).toMatchObject({ 'dead-letter': 2, waiting: 0 })
    // By hand it can be tried once more.
    handler.answer(200)
    const again = await box.control('POST /redeliver', { event: events[0].id })
    expect(again.body.deliveries).toMatchObject([{ state: 'delivered' }])
  })

  test('its management API is not there, and it says what to do', async () => {
    const { box } = await registered('headshotpro')
    const response = await fetch(`${box.url}/webhooks`)
    expect([response.status, await response.json()]).toMatchInlineSnapshot(`
      [
        404,
        {
          "error": {
            "code": "not-supported",
            "hint": "The API has no webhook routes: URL and secret are set in the dashboard, under Admin > API Settings.",
            "message": "The sandbox of HeadshotPro serves no management API.",
          },
        },
      ]
    `)
    expect((await box.control('GET /openapi.json')).status).toBe(409)
  })
})

describe('faults', () => {
  test('of the management API', async () => {
    const box = await openBox('firma')
    expect((await box.control('POST /faults', { fault: { next: 2, status: 503 } })).body).toEqual({
      calls: { left: 2, status: 503 },
      deliveries: null,
    })
    const answers = [
      await box.call('GET /webhooks'),
      await box.call('GET /webhooks'),
      await box.call('GET /webhooks'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200])
    expect(answers[0]?.body).toMatchInlineSnapshot(`
      {
        "error": "unavailable",
        "message": "This fault was asked for",
      }
    `)
  })

  test('duplicates', async () => {
    const { handler, box } = await registered('example')
    await box.control('POST /faults', { deliveries: { next: 1, duplicate: 2 } })
    await box.control('POST /events', { type: 'resource.created', count: 2 })
    const ids = handler.taken.map(({ body }) => JSON.parse(body.toString()).id)
    expect(ids).toHaveLength(4)
    expect(new Set(ids).size).toBe(2)
  })

  test('delays', async () => {
    const { handler, box } = await registered('example')
    await box.control('POST /faults', { deliveries: { next: 1, delay: '10m' } })
    await box.control('POST /events', { type: 'resource.created', count: 2 })
    expect(handler.taken).toHaveLength(1)
    await box.control('POST /clock', { advance: '10m' })
    expect(handler.taken).toHaveLength(2)
  })

  test('another order', async () => {
    const { handler, box } = await registered('example')
    await box.control('POST /faults', { deliveries: { next: 3, reorder: true } })
    const { events } = (await box.control('POST /events', { type: 'resource.created', count: 3 })).body
    await box.control('POST /clock', { advance: '10s' })
    const ids = handler.taken.map(({ body }) => JSON.parse(body.toString()).id)
    expect(ids).toEqual(events.map(({ id }: { id: string }) => id).reverse())
  })
})

describe('its answers, whole', () => {
  test('each', async () => {
    const handler = await changingHandler()
    const box = await openBox('example')
    const port = new URL(handler.url).port
    const tidy = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value, (key, each) => (key === 'durationMs' ? 1 : each))
          .replaceAll(port, '50000')
          .replaceAll(/dlv_[0-9A-Z]+/g, 'dlv_…'),
      )
    handler.answer(500)
    const calls: [string, unknown?][] = [
      ['GET /clock'],
      ['POST /endpoints', { url: handler.url, events: ['resource.*'], secret: 's3cret' }],
      ['POST /events', { type: 'resource.created', set: { 'data.object.name': 'Another' } }],
      ['POST /clock', { advance: '1m' }],
      ['GET /deliveries'],
      ['GET /secrets'],
      ['POST /faults', { deliveries: { next: 1, duplicate: 1 } }],
      ['GET /state'],
      ['POST /reset'],
    ]
    const answers: unknown[] = []
    for (const [what, body] of calls) {
      const answer = await box.control(what, body)
      answers.push({ [what]: tidy(answer.body) })
      expect(answer.status, what).toBe(200)
    }
    expect(answers).toMatchSnapshot()
  })

  test('what cannot be', async () => {
    const box = await openBox('example')
    const calls: [string, unknown?][] = [
      ['GET /nowhere'],
      ['DELETE /state'],
      ['POST /clock', '{'],
      ['POST /clock', []],
      ['POST /clock', {}],
      ['POST /clock', { advance: 'soon' }],
      ['POST /clock', { advance: -1 }],
      ['POST /clock', { forward: '1h' }],
      ['POST /events', {}],
      ['POST /events', { type: 'resource.invented' }],
      ['POST /events', { type: 'resource.created', set: { 'data.colour': 'red' } }],
      ['POST /events', { type: 'resource.created', set: 'all' }],
      ['POST /events', { type: 'resource.created', count: 0 }],
      ['POST /endpoints', { url: 'nowhere' }],
      ['POST /endpoints', { url: 'http://127.0.0.1:9', events: [] }],
      ['POST /endpoints', { url: 'http://127.0.0.1:9', secret: '' }],
      ['POST /redeliver', { event: 'evt_nobody' }],
      ['POST /faults', { fault: { next: 1, status: 200 } }],
      ['POST /faults', { deliveries: { delay: 'long' } }],
      ['POST /faults', { deliveries: 3 }],
    ]
    const answers: unknown[] = []
    for (const [what, body] of calls) {
      const answer = await box.control(what, body)
      answers.push([what, body, answer.status, answer.body.error])
    }
    expect(answers).toMatchSnapshot()
    expect((await box.control('GET /state')).body).toMatchObject({
      events: 0,
      endpoints: [],
      now: '2026-03-15T10:05:00Z',
    })
  })
})

test('the emulated API is described', async () => {
  const box = await openBox('firma')
  const { body } = await box.control('GET /openapi.json')
  expect([body.openapi.slice(0, 3), Object.keys(body.paths).length > 0]).toEqual(['3.1', true])
  // A client that is made of it calls the sandbox: the first server is relative to where the document is.
  expect(new URL(body.servers[0].url, `${box.url}/_sandbox/openapi.json`).href).toBe(box.apiUrl)
})

test('times are whole milliseconds, whatever the clock is moved by', async () => {
  const { handler, box } = await registered('headshotpro')
  await box.control('POST /clock', { advance: 0.5 })
  await box.control('POST /faults', { deliveries: { delay: '0.5ms' } })
  await box.control('POST /events', { type: 'model.status.updated' })
  const { now } = (await box.control('POST /clock', { advance: '1m' })).body
  expect([now, handler.taken.length]).toEqual(['2026-03-15T10:06:00.001Z', 1])
})

test('the clock stops at the end of the year 9999', async () => {
  const box = await openBox('example')
  const moves = Array.from({ length: 80 }, () => box.control('POST /clock', { advance: '36525d' }))
  expect(new Set((await Promise.all(moves)).map(({ status }) => status))).toEqual(new Set([200, 400]))
  expect((await box.control('GET /clock')).body.now).toMatch(/^99\d\d-/)
})

test('a real clock is not moved by hand', async () => {
  const { virtualClock } = await import('../../src/time/virtual-clock.ts')
  const { now, sleep } = virtualClock('2026-03-15T10:05:00Z')
  const box = await openBox('example', { clock: () => ({ now, sleep }) })
  const { status, body } = await box.control('POST /clock', { advance: '1h' })
  expect([status, body]).toMatchInlineSnapshot(`
    [
      409,
      {
        "error": {
          "code": "not-supported",
          "hint": "Start it with --clock virtual.",
          "message": "The clock of this sandbox is the real one, which nobody can move.",
        },
      },
    ]
  `)
})
