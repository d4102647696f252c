import { describe, expect, test } from 'vitest'
import { rawClient } from '../../host/support/raw-client.ts'
import { withDeliveries } from '../../support/kept.ts'
import { machine } from '../../support/machine.ts'

describe('whole', () => {
  test.each(['evt_FIRST', 'evt_REFUSED', 'evt_UNKNOWN', 'evt_SENT01', 'evt_FAILED', 'evt_NOBODY'])(
    '%s',
    async (id) => {
      const here = await withDeliveries({ terminal: true })
      expect((await here.run(`deliveries show ${id}`)).out).toMatchSnapshot()
    },
  )

  test('in a pipe, and as JSON', async () => {
    const here = await withDeliveries()
    expect((await here.run('deliveries show evt_SENT01')).out).toMatchSnapshot()
    expect(await here.json('deliveries show evt_SENT01 --json')).toMatchSnapshot()
  })
})

describe('a part', () => {
  test('--headers, --body', async () => {
    const here = await withDeliveries({ terminal: true })
    expect((await here.run('deliveries show evt_SENT01 --headers')).out).toMatchInlineSnapshot(`
      "Content-Type: application/json
      X-Webhook-Signature: 5361…5314
      User-Agent: hooks/0.0.0-test
      "
    `)
    expect((await here.run('deliveries show evt_UNKNOWN --body')).out).toMatchInlineSnapshot(`
      "{
        "id": "evt_UNKNOWN",
        "type": "user.renamed",
        "created_at": "2026-03-15T10:08:00.000Z"
      }
      "
    `)
  })

  test('--raw: every byte, and none besides', async () => {
    const here = machine({ terminal: true })
    const running = here.start('listen --port 0 --json')
    const body = '\x1b[2J\xff\x00\r\n'
    await rawClient(
      await running.listening(),
      `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ).closed()
    await running.stop()
    const [{ id }] = await here.json('deliveries list --json')
    const bytes = await here.bytes(`deliveries show ${id} --raw`)
    expect(Buffer.from(bytes).toString('latin1')).toBe(body)
    expect((await here.json(`deliveries show ${id} --json`)).request.bodyBase64).toBe(
      Buffer.from(body, 'latin1').toString('base64'),
    )
    expect((await here.run(`deliveries show ${id} --body`)).out).toMatchInlineSnapshot(`
      "00000000  1b 5b 32 4a ff 00 0d 0a                          |.[2J....|
      "
    `)
  })

  test('one at a time', async () => {
    const here = await withDeliveries()
    expect(await here.run('deliveries show evt_SENT01 --raw --body')).toMatchInlineSnapshot(`
      {
        "err": "error: --raw, --headers and --body cannot go together.
        Give one of them.
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })
})

test('signatures and tokens are masked unless --reveal', async () => {
  const here = await withDeliveries()
  const secretsIn = async (line: string) => {
    const { out } = await here.run(line)
    return [/[0-9a-f]{64}/.test(out), out.includes('0123456789abcdef0123')]
  }
  for (const line of ['show evt_SENT01', 'show evt_SENT01 --json', 'show evt_SENT01 --headers']) {
    expect([line, await secretsIn(`deliveries ${line}`)]).toEqual([line, [false, false]])
  }
  expect(await secretsIn('deliveries show evt_SENT01 --reveal')).toEqual([true, true])
  expect(await secretsIn('deliveries show evt_SENT01 --reveal --json')).toEqual([true, true])
})

test('an id that fits nothing, or too much', async () => {
  const here = await withDeliveries()
  expect((await here.run('deliveries show evt_NOPE')).err).toMatchInlineSnapshot(`
    "error: No kept delivery has the id 'evt_NOPE'.
      What is kept: hooks deliveries list
    "
  `)
  const { exit, err } = await here.run('deliveries show dlv_01KK')
  expect([exit, err]).toMatchInlineSnapshot(`
    [
      2,
      "error: 'dlv_01KK' fits 6 events: evt_FIRST, evt_NOBODY, evt_FAILED, evt_SENT01, ….
      Give more of it.
    ",
    ]
  `)
  expect((await here.run('deliveries show')).err).toMatchInlineSnapshot(`
    "error: Missing required argument 'ID'.
      See hooks deliveries show --help.
    "
  `)
})

test('of several deliveries of one event it is the first', async () => {
  const here = await withDeliveries()
  const [first] = await here.json('deliveries list --json')
  expect((await here.json('deliveries show evt_FIRST --json')).id).toBe(first.id)
})
