import { describe, expect, test } from 'vitest'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { createCatalog } from '../../src/provider/catalog.ts'
import { rawClient } from '../host/support/raw-client.ts'
import type { MachineOptions } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const body = '{"id":"evt_FIRST","type":"job.completed"}'
const secret = 'the-secret'
const catalog = createCatalog(fixturesFolder())

/** The headers that a body is signed with, as flags. */
async function signed(what: string, options: MachineOptions = {}): Promise<string[]> {
  const headers = await machine({ files: { body }, ...options }).json(`sign --json --body body ${what}`)
  return Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
}

const firsthand = `--provider firsthand --secret ${secret}`
const line = `verify --body body --secret ${secret}`

describe('yes', () => {
  test('for people, in a pipe, as JSON', async () => {
    const headers = await signed(firsthand)
    expect(await machine({ files: { body }, terminal: true }).run(line, ...headers)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "✓ verified with the current secret
      ",
      }
    `)
    expect(await machine({ files: { body } }).run(line, ...headers)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "verified with the current secret
      ",
      }
    `)
    expect(await machine({ files: { body } }).json(`${line} --json`, ...headers)).toEqual({
      ok: true,
      key: 'current',
    })
  })

  test('with the old secret', async () => {
    const headers = await signed('--provider firsthand --secret before')
    const here = machine({ files: { body } })
    expect(await here.run(`${line} --old-secret before`, ...headers)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "verified with the previous secret
      ",
      }
    `)
    expect(await here.json(`${line} --old-secret before --json`, ...headers)).toEqual({
      ok: true,
      key: 'previous',
    })
  })

  test('a signature in the header for the old secret', async () => {
    const headers = await signed('--provider firma --secret new --old-secret before')
    const here = machine({ files: { body } })
    expect(headers.length).toBe(4)
    expect(await here.json('verify --body body --json --secret before', ...headers)).toEqual({
      ok: true,
      key: 'previous',
    })
  })

  test('of every provider and dialect that takes any secret and no URL, recognised by its headers', async () => {
    // What signs with a key pair, a key of its own form, the URL, or in the body is for the judges.
    const names = catalog.names.filter((name) => {
      const { key, algorithm, signs, inBody } = catalog.profile(name).signature
      return key.encoding === 'utf8' && algorithm.startsWith('hmac') && !signs.includes('{url}') && !inBody
    })
    expect(names.length).toBeGreaterThanOrEqual(10)
    for (const name of names) {
      const headers = await signed(`--provider ${name} --secret ${secret}`)
      const { exit } = await machine({ files: { body } }).run(line, ...headers)
      expect([name, exit]).toEqual([name, 0])
    }
  })

  test('the body from standard input, byte for byte', async () => {
    const bytes = Uint8Array.of(0xff, 0x0d, 0x0a, 0x00)
    const headers = await signed(firsthand, { files: { body: bytes } })
    expect((await machine({ stdin: bytes }).run(`verify --body - --secret ${secret}`, ...headers)).exit).toBe(
      0,
    )
  })

  test('header names in any case', async () => {
    const [, header = ''] = await signed(firsthand)
    expect((await machine({ files: { body } }).run(line, '--header', header.toLowerCase())).exit).toBe(0)
  })
})

describe('no, and why', () => {
  const at = (start: string) => ({ files: { body }, start })
  const cases: [reason: string, flags: () => Promise<string[]>, options?: MachineOptions][] = [
    ['no-secret', async () => ['verify --body body --provider firsthand', ...(await signed(firsthand))]],
    ['missing-header', async () => [`${line} --provider firsthand`]],
    ['missing-header, of nobody', async () => [line, '--header', 'X-Nothing: 1']],
    ['malformed-header', async () => [`${line} --header`, 'X-FirstHand-Signature: 00']],
    ['malformed-header, of hex', async () => [`${line} --header`, 'X-Webhook-Signature: 00zz']],
    ['malformed-header, of time', async () => [`${line} --header`, 'X-FirstHand-Signature: t=now,v1=00']],
    [
      'unknown-scheme',
      async () => [`${line} --header`, `X-FirstHand-Signature: t=1773569100,v2=${'00'.repeat(32)}`],
    ],
    ['timestamp-too-old', async () => [line, ...(await signed(firsthand))], at('2026-03-15T10:10:01Z')],
    [
      'timestamp-just-not-too-old',
      async () => [line, ...(await signed(firsthand))],
      at('2026-03-15T10:10:00Z'),
    ],
    ['wrong-signature', async () => [line, ...(await signed('--provider firsthand --secret another'))]],
    [
      'wrong-secret',
      async () => [line, ...(await signed('--provider firsthand --secret of-another'))],
      { files: { body }, env: { HOOKS_FIRMA_SECRET: 'of-another' } },
    ],
    [
      'body-changed: newline added',
      async () => [line, ...(await signed(firsthand))],
      { files: { body: `${body}\n` } },
    ],
    [
      'body-changed: newline cut',
      async () => [line, ...(await signed(firsthand, { files: { body: `${body}\n` } }))],
    ],
    [
      'body-changed: written anew',
      async () => [line, ...(await signed(firsthand))],
      { files: { body: JSON.stringify(JSON.parse(body), null, 4) } },
    ],
    [
      'body-changed: laid out',
      async () => [
        line,
        ...(await signed(firsthand, { files: { body: JSON.stringify(JSON.parse(body), null, 2) } })),
      ],
    ],
  ]

  test.each(cases)('%s', async (_, flags, options = { files: { body } }) => {
    const [first = '', ...more] = await flags()
    const people = await machine({ ...options, terminal: true }).run(first, ...more)
    const verdict = await machine(options).json(`${first.replace('verify', 'verify --json')}`, ...more)
    expect({ verdict, people }).toMatchSnapshot()
  })

  test('a time ahead of ours, where the provider minds', async () => {
    const { fixtures } = machine().context
    const text = (path: string) => fixtures.text(path)?.replace('"value": "ignored"', '"value": "refused"')
    const headers = await signed(firsthand)
    const here = machine({ ...at('2026-03-15T09:55:00Z'), ports: { fixtures: { ...fixtures, text } } })
    expect(await here.json(`${line} --json`, ...headers)).toMatchInlineSnapshot(`
      {
        "detail": "signed 10 m in the future",
        "hint": "Check both clocks.",
        "ok": false,
        "reason": "timestamp-too-new",
      }
    `)
  })
})

test('--at is the time to verify at', async () => {
  const headers = await signed(firsthand)
  const here = machine({ files: { body }, start: '2027-01-01T00:00:00Z' })
  expect((await here.run(line, ...headers)).exit).toBe(1)
  expect((await here.run(`${line} --at 2026-03-15T10:06:00Z`, ...headers)).exit).toBe(0)
  expect((await here.run(`${line} --at 1773569160`, ...headers)).exit).toBe(0)
})

describe('a kept delivery', () => {
  test('at the time that it came, with what is known now', async () => {
    const here = machine()
    const running = here.start('listen --port 0 --json')
    await machine().run(
      `trigger job.completed --secret ${secret} --id evt_FIRST --to ${await running.listening()}`,
    )
    const [, { id }] = ndjson((await running.stop()).out)
    await here.clock.advance('30d')
    expect(await here.run(`verify ${id} --secret ${secret}`)).toMatchObject({ exit: 0 })
    expect(await here.json(`verify evt_FIRST --secret other --json`)).toMatchObject({
      ok: false,
      reason: 'wrong-signature',
    })
    expect(await here.json(`verify evt_FIRST --secret ${secret} --at 2027-01-01 --json`)).toMatchObject({
      ok: false,
      reason: 'timestamp-too-old',
    })
    expect((await here.run('verify evt_FIRST')).exit).toBe(1)
  })

  test('one that is not', async () => {
    expect(await machine().run(`verify evt_NOPE --secret ${secret}`)).toMatchInlineSnapshot(`
      {
        "err": "error: No kept delivery has the id 'evt_NOPE'.
        What is kept: hooks deliveries list
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })

  test('of a sender that writes what no one should', async () => {
    const here = machine({ terminal: true })
    const running = here.start(`listen --port 0 --secret ${secret}`)
    const value = 't=\x9b31m,v1=\x85'
    await rawClient(
      await running.listening(),
      `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-FirstHand-Signature: ${value}\r\nContent-Length: 0\r\n\r\n`,
    ).closed()
    await running.stop()
    const [{ id }] = await here.json('deliveries list --json')
    expect((await here.run(`verify ${id} --secret ${secret}`)).out).toMatchInlineSnapshot(`
      "✗ malformed-header: X-FirstHand-Signature holds 1 characters where 32 bytes of hex belong
      "
    `)
  })
})

describe('what cannot be asked', () => {
  test.each([
    ['nothing', 'verify --secret s'],
    ['a body that is not there', 'verify --secret s --body nowhere'],
    ['a provider that is not there', 'verify --secret s --body body --provider acme'],
    ['a time that is none', 'verify --secret s --body body --at yesterday'],
    ['a header that is none', 'verify --secret s --body body --header nothing'],
  ])('%s', async (_, command) => {
    expect(await machine({ files: { body } }).run(command)).toMatchSnapshot()
  })
})
