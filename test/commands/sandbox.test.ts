import { describe, expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import { machine, ndjson } from '../support/machine.ts'

/** What the test machine writes in the place of a port. */
const port = /:\d{4,5}\b/g

describe('its life', () => {
  test('registered, emitted, delivered, retried, ended by Ctrl-C', async () => {
    const here = machine()
    let answer = 500
    const { url, taken } = await handler(() => ({ status: answer }))
    const running = here.start('sandbox example --port 0 --clock virtual --json', '--to', `${url}/hooks`)
    await running.until('"listening"')
    const at = await running.listening()
    const there = ['--url', at]
    expect((await here.run('sandbox emit resource.created', ...there)).exit).toBe(0)
    answer = 200
    expect(await here.run('sandbox advance 1m', ...there)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "2026-03-15T10:06:00Z   1 delivered
      ",
      }
    `)
    expect(taken).toHaveLength(2)
    expect((await here.run('sandbox state', ...there)).out.split('\t').slice(1)).toMatchInlineSnapshot(`
      [
        "http://127.0.0.1:50000/hooks",
        "*",
        "enabled",
        "0
      ",
      ]
    `)
    const { exit, out, err } = await running.stop()
    expect([exit, err]).toEqual([0, ''])
    const lines = ndjson(out.replaceAll(port, ':50000')).map((line) => ({ ...line, durationMs: undefined }))
    expect(JSON.parse(JSON.stringify(lines).replaceAll(/dlv_[0-9A-Z]{26}/g, 'dlv_…'))).toMatchSnapshot()
  })

  test('it goes on where it was', async () => {
    const here = machine()
    const { url, taken } = await handler(() => ({ status: 500 }))
    const first = here.start('sandbox example --port 0 --clock virtual --json', '--to', `${url}/hooks`)
    const at = await first.listening()
    await here.run('sandbox emit resource.created', '--url', at)
    await here.run('sandbox advance 2m', '--url', at)
    await first.stop()
    const second = here.start('sandbox example --port 0 --clock virtual --json', '--to', `${url}/hooks`)
    const next = await second.listening()
    const { deliveries, endpoints, now } = await here.json('sandbox state --json', '--url', next)
    expect([deliveries.waiting, endpoints.length, now]).toEqual([1, 1, '2026-03-15T10:07:00Z'])
    await here.run('sandbox advance 3h', '--url', next)
    expect(taken).toHaveLength(5)
    // What was sent is kept like any other delivery.
    const kept = await here.json('deliveries list --json')
    expect(kept).toMatchObject([{ direction: 'out', type: 'resource.created' }])
    await second.stop()
    const third = here.start('sandbox example --port 0 --clock virtual --json --reset')
    const state = await here.json('sandbox state --json', '--url', await third.listening())
    expect([state.events, state.endpoints]).toEqual([0, []])
  })

  test('for people', async () => {
    const here = machine({ terminal: true, width: 120 })
    let answer = 500
    const { url } = await handler(() => ({ status: answer }))
    const running = here.start(
      'sandbox firma --port 0 --clock virtual --ephemeral',
      '--secret',
      'whsec_0123456789abcdef',
      '--to',
      `${url}/hooks`,
    )
    const at = await running.listening()
    const emitted = await here.run('sandbox emit workspace.created', '--url', at)
    answer = 200
    await here.run('sandbox advance 1m', '--url', at)
    const state = await here.run('sandbox state', '--url', at)
    await here.run('endpoints list --provider firma --api-key nobody', '--api-url', at)
    const { exit, out, err } = await running.stop()
    expect(exit).toBe(0)
    expect(
      [emitted.out, state.out, err, out].map((text) => text.replaceAll(port, ':50000')),
    ).toMatchSnapshot()
  })
})

test('on a clock that is moved by hand, handlers still compare with the real time', async () => {
  const here = machine()
  const listening = here.start('listen --port 0 --json --secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  const to = ['--to', await listening.listening()]
  const verdicts = async (flags: string): Promise<unknown[]> => {
    const running = here.start(
      `sandbox standard-webhooks --port 0 --clock virtual --ephemeral --json --secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ${flags}`,
      ...to,
    )
    const at = await running.listening()
    await here.run('sandbox advance 2h', '--url', at)
    await here.run('sandbox emit contact.created', '--url', at)
    await running.stop()
    return ndjson(listening.out()).flatMap((line) => (line.kind === 'delivery' ? [line.verdict] : []))
  }
  expect(await verdicts('')).toEqual([{ ok: true, key: 'current' }])
  expect((await verdicts('--sign-time virtual'))[1]).toMatchObject({ ok: false, reason: 'timestamp-too-new' })
})

test('in a pipe', async () => {
  const here = machine()
  const { url } = await handler(() => ({ status: 500 }))
  const running = here.start('sandbox example --port 0 --clock virtual --ephemeral', '--to', `${url}/hooks`)
  const at = await running.listening()
  await here.run('sandbox emit resource.created --count 2', '--url', at)
  await here.run('sandbox advance 3h', '--url', at)
  await here.run('endpoints list --provider example --api-key sandbox', '--api-url', at)
  const { out } = await running.stop()
  expect(out.replaceAll(port, ':50000')).toMatchSnapshot()
})

test('the client and the server are of one mind', async () => {
  const here = machine({ env: { HOOKS_API_KEY: 'key_of_mine_0123' } })
  const { url } = await handler()
  const running = here.start('sandbox firma --port 0 --clock virtual --json')
  const apiUrl = `${await running.listening()}/functions/v1/signing-request-api`
  const there = ['--provider', 'firma', '--api-url', apiUrl]
  const made = await here.run('endpoints create --event workspace.created', '--url', `${url}/hooks`, ...there)
  expect(made.exit).toBe(0)
  const listed = await here.run('endpoints list', ...there)
  expect(listed.out).toContain('/hooks')
  expect((await here.run('endpoints rotate-secret', ...there)).exit).toBe(0)
})

describe('what cannot be', () => {
  test.each([
    ['sandbox nobody'],
    ['sandbox'],
    ['sandbox example --clock fast'],
    ['sandbox emit'],
    ['sandbox advance'],
    ['sandbox advance soon'],
    ['sandbox state --url http://127.0.0.1:9'],
  ])('%s', async (line) => {
    expect(await machine().run(line)).toMatchSnapshot()
  })

  test('an unknown type, a clock that is real', async () => {
    const here = machine()
    const running = here.start('sandbox example --port 0 --json --ephemeral')
    const there = ['--url', await running.listening()]
    expect(await here.run('sandbox emit resource.invented', ...there)).toMatchSnapshot()
    expect(await here.run('sandbox advance 2h', ...there)).toMatchSnapshot()
  })

  test('a server that is no sandbox', async () => {
    const { url } = await handler(() => ({ status: 200, body: '[]' }))
    const { exit, err } = await machine().run('sandbox state', '--url', url)
    expect([exit, err.includes('No sandbox answers')]).toEqual([3, true])
  })
})

test('what may stand next', async () => {
  const { out } = await machine().run('__complete --', 'sandbox', '')
  const words = out.split('\n').map((line) => line.split('\t')[0])
  expect(words).toEqual(expect.arrayContaining(['advance', 'emit', 'state', 'firma', 'headshotpro']))
  const flags = (await machine().run('__complete --', 'sandbox', 'firma', '--')).out
  expect(flags).toContain('--clock')
})
