import { describe, expect, test } from 'vitest'
import { fixtureSchema } from '../../../src/provider/profile.ts'
import { rawClient } from '../../host/support/raw-client.ts'
import { handler } from '../../support/handler.ts'
import { secret, withDeliveries } from '../../support/kept.ts'
import type { Json } from '../../support/machine.ts'
import { machine, ndjson } from '../../support/machine.ts'

describe('export', () => {
  test.each(['jsonl', 'curl', 'har', 'fixture'])('--as %s', async (format) => {
    const here = await withDeliveries()
    const { exit, out, err } = await here.run(`deliveries export evt_SENT01 evt_REFUSED --as ${format}`)
    expect(exit).toBe(0)
    expect(out).toMatchSnapshot()
    expect(err).toMatchSnapshot()
  })

  test.each(['jsonl', 'curl', 'har'])('--as %s --reveal', async (format) => {
    const here = await withDeliveries()
    const revealed = await here.run(`deliveries export --as ${format} --reveal`)
    const redacted = await here.run(`deliveries export --as ${format}`)
    const secrets = ({ out }: { out: string }) => [
      /[0-9a-f]{64}/.test(out),
      out.includes('0123456789abcdef0123'),
    ]
    expect([secrets(revealed), secrets(redacted)]).toEqual([
      [true, true],
      [false, false],
    ])
    expect(revealed.err).toBe('')
  })

  test('filters, and all where there are none', async () => {
    const here = await withDeliveries()
    const events = async (flags: string) =>
      ndjson((await here.run(`deliveries export ${flags}`)).out).map(({ eventId }) => eventId)
    expect(await events('--verdict failed')).toEqual(['evt_REFUSED', 'evt_FAILED', 'evt_NOBODY'])
    expect(await events('--type user.* --limit 1')).toEqual(['evt_NOBODY'])
    expect((await events('')).length).toBe(8)
    expect(await events('--type nothing')).toEqual([])
  })

  test('-o writes a file, and nothing to stdout', async () => {
    const here = await withDeliveries()
    const { exit, out, err } = await here.run('deliveries export evt_SENT01 --reveal -o out/a.jsonl')
    expect([exit, out, err]).toMatchInlineSnapshot(`
      [
        0,
        "",
        "1 written to out/a.jsonl
      ",
      ]
    `)
    const plain = await here.bytes('deliveries export evt_SENT01 --reveal')
    expect(Buffer.from(here.files.get('out/a.jsonl') ?? '')).toEqual(Buffer.from(plain))
  })

  test('a fixture is one that a provider could have', async () => {
    const here = await withDeliveries()
    const { out } = await here.run('deliveries export evt_SENT01 --as fixture')
    expect(fixtureSchema.parse(JSON.parse(out)).type).toBe('user.created')
  })

  test('no fixture can be made of what is no JSON object', async () => {
    const here = machine()
    const running = here.start('listen --port 0')
    await rawClient(
      await running.listening(),
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx',
    ).closed()
    await running.stop()
    const { exit, out, err } = await here.run('deliveries export --as fixture')
    expect([exit, out, err.replace(/dlv_\w+/, 'dlv_X')]).toMatchInlineSnapshot(`
      [
        2,
        "",
        "error: The payload of dlv_X is no JSON object.
        Export it as jsonl instead.
      ",
      ]
    `)
  })

  test('an id that is not there', async () => {
    expect((await machine().run('deliveries export evt_NOPE')).exit).toBe(2)
    expect((await machine().run('deliveries export --as yaml')).err).toMatchInlineSnapshot(`
      "error: --as takes one of jsonl, curl, har, fixture, not 'yaml'.
      "
    `)
  })
})

describe('import', () => {
  /** All that is kept, with the bodies. */
  const all = async (line: string, here: { json(line: string): Promise<Json> }) =>
    Promise.all(
      (await here.json(line)).map(({ id }: { id: string }) =>
        here.json(`deliveries show ${id} --json --reveal`),
      ),
    )

  test('brings back what was exported, byte for byte', async () => {
    const here = await withDeliveries()
    const { out } = await here.run('deliveries export --reveal')
    const there = machine({ files: { 'all.jsonl': out }, seed: 'another' })
    expect(await there.run('deliveries import all.jsonl')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "8 imported, 0 kept already
      ",
      }
    `)
    expect(await all('deliveries list --json', there)).toEqual(await all('deliveries list --json', here))
    expect((await there.run('deliveries export --reveal')).out).toBe(out)
  })

  test('bytes and header lines that no text could hold', async () => {
    const here = machine()
    const running = here.start('listen --port 0')
    const body = '\xff\xfe\x00\r\n\x1b'
    const lines = ['X-Latin: \xe9\xff', 'x-latin: again', 'X-Empty:']
    await rawClient(
      await running.listening(),
      `POST /%ff?a HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ).closed()
    await running.stop()
    const { out } = await here.run('deliveries export --reveal')
    const there = machine({ stdin: out })
    await there.run('deliveries import -')
    const [kept] = await all('deliveries list --json', there)
    expect(Buffer.from(kept.request.bodyBase64, 'base64').toString('latin1')).toBe(body)
    expect(kept.request.target).toBe('/%ff?a')
    expect(kept.request.headers).toEqual([
      ['Host', 'a'],
      ['X-Latin', '\xe9\xff'],
      ['x-latin', 'again'],
      ['X-Empty', ''],
      ['Connection', 'close'],
      ['Content-Length', String(body.length)],
    ])
  })

  test('what was imported can be verified and replayed', async () => {
    const source = await withDeliveries()
    const { out } = await source.run('deliveries export evt_FIRST --reveal')
    const to = await handler()
    const there = machine({ stdin: out, seed: 'another' })
    await there.run('deliveries import -')
    expect((await there.run(`verify evt_FIRST --secret ${secret}`)).exit).toBe(0)
    await there.run(`replay evt_FIRST --secret ${secret} --to ${to.url}`)
    expect(to.taken.length).toBe(1)
  })

  test('twice is once', async () => {
    const source = await withDeliveries()
    const { out } = await source.run('deliveries export --reveal')
    const there = machine({ stdin: out })
    await there.run('deliveries import -')
    expect(await there.json('deliveries import - --json')).toEqual({ imported: 0, alreadyKept: 8 })
    expect((await there.json('deliveries list --json')).length).toBe(8)
  })

  test('the same delivery twice in one file is one', async () => {
    const source = await withDeliveries()
    const { out } = await source.run('deliveries export evt_SENT01 --reveal')
    const there = machine({ stdin: out + out })
    expect(await there.json('deliveries import - --json')).toEqual({ imported: 1, alreadyKept: 1 })
  })

  describe('a broken line changes nothing', () => {
    const cases: [string, (line: Json, text: string) => string][] = [
      ['no JSON', () => '{"kind":'],
      ['cut off', (_, text) => text.slice(0, 300)],
      ['no delivery', () => '{"kind":"other"}'],
      ['a list', () => '[]'],
      ['another version', (line) => JSON.stringify({ ...line, formatVersion: 2 })],
      ['an id that is a path', (line) => JSON.stringify({ ...line, id: '../../etc/passwd' })],
      [
        'a body that is no base64',
        (line) => JSON.stringify({ ...line, request: { ...line.request, body: '*' } }),
      ],
      [
        'a header that is none',
        (line) => JSON.stringify({ ...line, request: { ...line.request, headers: [['a']] } }),
      ],
      ['a field that nobody knows', (line) => JSON.stringify({ ...line, extra: 1 })],
      ['a time that is none', (line) => JSON.stringify({ ...line, at: 'yesterday' })],
      ['control characters', () => '\u001b[2J'],
    ]

    test.each(cases)('%s', async (_, broken) => {
      const source = await withDeliveries()
      const { out } = await source.run('deliveries export --reveal --limit 3')
      const [first = '', second = '', third = ''] = out.split('\n')
      const there = machine({ stdin: `${first}\n\n${broken(JSON.parse(second), second)}\n${third}\n` })
      const { exit, out: told, err } = await there.run('deliveries import -')
      expect([exit, told, err]).toMatchSnapshot()
      expect(await there.json('deliveries list --json')).toEqual([])
    })
  })

  test('nothing, and a file that is not there', async () => {
    expect(await machine({ stdin: '\n\n' }).json('deliveries import - --json')).toEqual({
      imported: 0,
      alreadyKept: 0,
    })
    expect((await machine().run('deliveries import nowhere')).exit).toBe(2)
  })
})
