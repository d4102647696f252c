import { beforeEach, expect, test } from 'vitest'
import type { Folder } from '../../src/provider/catalog.ts'
import type { Handler } from '../support/handler.ts'
import { handler } from '../support/handler.ts'
import { machine } from '../support/machine.ts'

let to: Handler

beforeEach(async () => {
  to = await handler()
})

const secret = 'the-secret'

const fail = (): never => {
  throw new Error('The handler was sent nothing.')
}

/** Runs `trigger`, and gives what the handler was sent: the payload, or its text where it is no JSON. */
async function sent(line: string, options: Parameters<typeof machine>[0] = {}, ...more: string[]) {
  const here = machine(options)
  const ran = await here.run(`trigger ${line} --secret ${secret} --to ${to.url}/hooks`, ...more)
  if (ran.exit !== 0) throw new Error(ran.err)
  const taken = to.taken.at(-1)
  return { ...ran, headers: taken?.headers ?? [], text: taken?.body.toString() ?? '', body: taken?.body }
}

const payload = async (line: string, options: Parameters<typeof machine>[0] = {}, ...more: string[]) =>
  JSON.parse((await sent(line, options, ...more)).text)

test('the handler gets the request that the provider would send', async () => {
  await sent('job.completed')
  const [{ body, headers, ...head } = fail()] = to.taken
  const lines = headers.map(([name, value]) => `${name}: ${name === 'host' ? '' : value}`)
  expect({ ...head, lines, body: body.toString() }).toMatchInlineSnapshot(`
    {
      "body": "{"id":"evt_01KKRF9J70DZRCQ92WM98S5GQ9","type":"job.completed","created_at":"2026-03-15T10:05:00Z","data":{"object":"job","id":"job_01JQYCS20TTBH03CRT4Z199J8X","status":"completed","type":"data_collection","description":"Photos of house mailboxes, seen from the front, in daylight","files_needed":100,"files_approved":100,"price_per_file_cents":50,"total_cost_cents":5000,"created_at":"2026-03-15T03:25:00Z"}}",
      "lines": [
        "host: ",
        "connection: close",
        "Content-Type: application/json",
        "X-FirstHand-Event-Id: evt_01KKRF9J70DZRCQ92WM98S5GQ9",
        "X-FirstHand-Signature: t=1773569100,v1=c8f9e1167c8759ba143d1bdc7e4bf09307bcc805e46ebdbcc9f8121f0418a10e",
        "User-Agent: hooks/0.0.0-test",
        "content-length: 408",
      ],
      "method": "POST",
      "target": "/hooks",
    }
  `)
})

test('for people: the answer, its status and time, and its body', async () => {
  const here = machine({ terminal: true, width: 120 })
  expect(await here.run(`trigger job.completed --secret s --to ${to.url}/hooks`)).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "✓ accepted  200  12 ms   job.completed  evt_01KKRF9J70DZRCQ92WM98S5GQ9  firsthand → http://127.0.0.1:50000/hooks
      OK
    ",
    }
  `)
})

test('in a pipe: a row with tabs, then the body', async () => {
  expect(await machine().run(`trigger job.completed --secret s --to ${to.url}/hooks`)).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "accepted	200	12	job.completed	evt_01KKRF9J70DZRCQ92WM98S5GQ9	firsthand	http://127.0.0.1:50000/hooks
      OK
    ",
    }
  `)
})

test('as JSON, whole', async () => {
  const here = machine()
  expect(
    await here.json(`trigger job.completed --json --secret s --to ${to.url}/hooks`),
  ).toMatchInlineSnapshot(`
    {
      "durationMs": 12,
      "eventId": "evt_01KKRF9J70DZRCQ92WM98S5GQ9",
      "id": "dlv_01KKRF9J7004G7CX68BJJQXXYA",
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
      "to": "http://127.0.0.1:50000/hooks",
      "type": "job.completed",
    }
  `)
})

test('what was sent is kept, with what came of it', async () => {
  const here = machine()
  const { id } = await here.json(`trigger job.completed --json --secret s --to ${to.url}/hooks`)
  expect(await here.json(`deliveries show ${id} --json`)).toMatchInlineSnapshot(`
    {
      "answered": null,
      "at": "2026-03-15T10:05:00.000Z",
      "attempts": [
        {
          "at": "2026-03-15T10:05:00.000Z",
          "durationMs": 12,
          "number": 1,
          "outcome": "accepted",
          "status": 200,
          "to": "http://127.0.0.1:50000/hooks",
        },
      ],
      "bytes": 408,
      "direction": "out",
      "duplicateOf": null,
      "eventId": "evt_01KKRF9J70DZRCQ92WM98S5GQ9",
      "id": "dlv_01KKRF9J7004G7CX68BJJQXXYA",
      "provider": "firsthand",
      "replayOf": null,
      "request": {
        "body": "{"id":"evt_01KKRF9J70DZRCQ92WM98S5GQ9","type":"job.completed","created_at":"2026-03-15T10:05:00Z","data":{"object":"job","id":"job_01JQYCS20TTBH03CRT4Z199J8X","status":"completed","type":"data_collection","description":"Photos of house mailboxes, seen from the front, in daylight","files_needed":100,"files_approved":100,"price_per_file_cents":50,"total_cost_cents":5000,"created_at":"2026-03-15T03:25:00Z"}}",
        "headers": [
          [
            "Content-Type",
            "application/json",
          ],
          [
            "X-FirstHand-Event-Id",
            "evt_01KKRF9J70DZRCQ92WM98S5GQ9",
          ],
          [
            "X-FirstHand-Signature",
            "t=1773569100,v1=...3474",
          ],
          [
            "User-Agent",
            "hooks/0.0.0-test",
          ],
        ],
        "method": "POST",
        "target": "/hooks",
      },
      "signature": null,
      "to": "http://127.0.0.1:50000/hooks",
      "type": "job.completed",
      "unknownType": false,
      "verdict": null,
    }
  `)
})

test('each one is a new event, and its times fit together', async () => {
  const here = machine()
  const line = `trigger job.completed --secret ${secret} --to ${to.url}`
  await here.run(line)
  await here.clock.advance('1h')
  await here.run(line)
  const [first, second] = to.taken.map(({ body }) => JSON.parse(body.toString()))
  expect([first.created_at, first.data.created_at]).toEqual(['2026-03-15T10:05:00Z', '2026-03-15T03:25:00Z'])
  expect([second.created_at, second.data.created_at]).toEqual([
    '2026-03-15T11:05:00Z',
    '2026-03-15T04:25:00Z',
  ])
  expect(second.id).not.toBe(first.id)
})

test('--set changes fields: JSON values, else text', async () => {
  const { data } = await payload(
    'job.completed --set data.files_approved=3 --set data.status=3rd --set data.type=null --set data.description={"a":[1]}',
  )
  expect([data.files_approved, data.status, data.type, data.description]).toEqual([
    3,
    '3rd',
    null,
    { a: [1] },
  ])
})

test('--set writes a number with all its digits', async () => {
  const { text } = await sent('job.completed --set data.files_approved=12345678901234567890.10')
  expect(text).toContain('"files_approved":12345678901234567890.10')
})

test('--set takes a value with spaces and signs of equality as it stands', async () => {
  const { data } = await payload('job.completed', {}, '--set', 'data.status=a = "b" ')
  expect(data.status).toBe('a = "b" ')
})

test('--set leaves the rest of the payload as it is, byte for byte', async () => {
  const plain = await sent('job.completed --seed 1')
  const changed = await sent('job.completed --seed 1 --set data.files_approved=3')
  expect(changed.text).toBe(plain.text.replace('"files_approved":100', '"files_approved":3'))
})

test('--set: a path that the fixture lacks', async () => {
  const here = machine()
  const line = `trigger job.completed --secret s --to ${to.url} --set data.file_approved=3`
  expect(await here.run(line)).toMatchInlineSnapshot(`
    {
      "err": "error: There is no 'data.file_approved' in the fixture of job.completed.
      Did you mean data.files_approved? --add makes a new field.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect(await here.run(line.replace('data.file_approved', 'nothing.like.it'))).toMatchInlineSnapshot(`
    {
      "err": "error: There is no 'nothing.like.it' in the fixture of job.completed.
      It has id, type, created_at, data.object, data.id, data.status, data.type, data.description. --add makes a new field.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect(to.taken).toEqual([])
})

test('--add makes it', async () => {
  const { data, extra } = await payload('job.completed --add --set data.fresh=3 --set extra.list[0].a=b')
  expect([data.fresh, extra]).toEqual([3, { list: [{ a: 'b' }] }])
})

test('--id and --at: the id and the time of the event, not that of the signature', async () => {
  const { text, headers } = await sent('job.completed --id evt_MINE --at 2025-01-02T03:04:05Z')
  const { id, created_at } = JSON.parse(text)
  expect([id, created_at]).toEqual(['evt_MINE', '2025-01-02T03:04:05Z'])
  expect(headers.filter(([name]) => name.startsWith('X-'))).toMatchInlineSnapshot(`
    [
      [
        "X-FirstHand-Event-Id",
        "evt_MINE",
      ],
      [
        "X-FirstHand-Signature",
        "t=1773569100,v1=8799b11d6f94ae42db067906bad60e0e57b1353bbaf4e024b9c8c531dc164a8c",
      ],
    ]
  `)
})

test('--at takes seconds since 1970 too', async () => {
  expect((await payload('job.completed --at 1735787045')).created_at).toBe('2025-01-02T03:04:05Z')
})

test('--seed: the same event byte for byte, whenever it is sent', async () => {
  const first = await sent('job.completed --seed blue', { seed: 'one' })
  const again = await sent('job.completed --seed blue', { seed: 'two', start: '2027-01-01T00:00:00Z' })
  const other = await sent('job.completed --seed green', { seed: 'one' })
  expect(again.text).toBe(first.text)
  expect(other.text).not.toBe(first.text)
})

test('an event without an id of its own cannot be given one', async () => {
  const line = `trigger model.created --id evt_MINE --secret s --to ${to.url}`
  expect(await machine().run(line)).toMatchInlineSnapshot(`
    {
      "err": "error: Events of HeadshotPro bear no id, so none can be set.
      They are told apart by {event}:{object._id}:{object.status}: change one of these with --set.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('--body sends these bytes, from a file or from standard input', async () => {
  const bytes = Buffer.from('{ "id":"evt_OWN", "n": 12345678901234567890.10,\n"\u00fc":"\\u00e9" }\r\n')
  const fromFile = await sent('job.completed --body event.json', { files: { 'event.json': bytes } })
  expect(fromFile.body).toEqual(bytes)
  expect(fromFile.headers.find(([name]) => name === 'X-FirstHand-Event-Id')).toEqual([
    'X-FirstHand-Event-Id',
    'evt_OWN',
  ])
  expect((await sent('job.completed --body -', { stdin: bytes })).body).toEqual(bytes)
})

test('--body may be anything: no UTF-8, no JSON, nothing at all', async () => {
  for (const bytes of [
    Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a]),
    Buffer.from('a=1&b=2'),
    Buffer.from(''),
  ]) {
    expect((await sent('job.completed --body a', { files: { a: bytes } })).body).toEqual(bytes)
  }
})

test('--set changes a body of your own, and nothing else in it', async () => {
  const files = { a: '{ "n": 12345678901234567890.10, "a" : 1 }' }
  const { text } = await sent('job.completed --body a --set a=2', { files })
  expect(text).toBe('{ "n": 12345678901234567890.10, "a" : 2 }')
})

test('--set cannot change what is no JSON', async () => {
  const here = machine({ files: { a: 'a=1' }, stdin: Uint8Array.of(0xff) })
  const line = `trigger job.completed --secret s --to ${to.url} --set a=2`
  expect(await here.run(`${line} --body a`)).toMatchInlineSnapshot(`
    {
      "err": "error: 'a' is no JSON, so --set cannot change it: Unexpected token 'a', "a=1" is not valid JSON.
      Leave --set out: any bytes can be sent.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect(await here.run(`${line} --body -`)).toMatchInlineSnapshot(`
    {
      "err": "error: standard input is no JSON, so --set cannot change it: it is no UTF-8 text.
      Leave --set out: any bytes can be sent.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('a body that says that it is of another type is sent, with a word', async () => {
  const here = machine({ files: { a: '{"type":"job.cancelled\\u001b"}' } })
  const { exit, err } = await here.run(`trigger job.completed --body a --secret s --to ${to.url}`)
  expect([exit, err]).toMatchInlineSnapshot(`
    [
      0,
      "The body says that it is 'job.cancelled', not 'job.completed'.
    ",
    ]
  `)
})

test('a body that cannot be read', async () => {
  expect(
    await machine().run(`trigger job.completed --body nowhere.json --secret s --to ${to.url}`),
  ).toMatchInlineSnapshot(`
    {
      "err": "error: Cannot read 'nowhere.json': it does not exist.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('--header adds one, or replaces one', async () => {
  const { headers } = await sent(
    'job.completed --header X-Mine:1 --header x-mine:2 --header content-type:text/plain --header X-FirstHand-Event-Id:',
    {},
    '--header',
    'X-Text: é  ü ',
  )
  expect(headers.filter(([name]) => !/signature|host|connection|length/i.test(name))).toMatchInlineSnapshot(`
    [
      [
        "content-type",
        "text/plain",
      ],
      [
        "X-FirstHand-Event-Id",
        "",
      ],
      [
        "User-Agent",
        "hooks/0.0.0-test",
      ],
      [
        "x-mine",
        "2",
      ],
      [
        "X-Text",
        "Ã©  Ã¼",
      ],
    ]
  `)
})

test('--header that would break out of its line is refused', async () => {
  const line = `trigger job.completed --secret s --to ${to.url} --header`
  expect(await machine().run(line, 'X-A: b\r\nX-B: c')).toMatchInlineSnapshot(`
    {
      "err": "error: --header takes a header such as 'X-Test: 1', not 'X-A: b\\r\\nX-B: c'.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect((await machine().run(line, 'no colon')).exit).toBe(2)
  expect((await machine().run(line, 'a b: c')).exit).toBe(2)
})

test('--force sends a type that nobody documents, with as much as is known of its form', async () => {
  const here = machine()
  const { exit } = await here.run(`trigger job.paused --provider firma --force --secret s --to ${to.url}`)
  expect([exit, to.taken[0]?.body.toString()]).toMatchInlineSnapshot(`
    [
      0,
      "{"event_id":"evt_df8c792c","event_type":"job.paused","timestamp":"2026-03-15T10:05:00.000Z"}",
    ]
  `)
  const [kept] = await here.json('deliveries list --json')
  expect([kept.type, kept.unknownType]).toEqual(['job.paused', true])
})

test('--force needs to know whose type it is', async () => {
  expect(await machine().run(`trigger job.paused --force --secret s --to ${to.url}`)).toMatchInlineSnapshot(`
    {
      "err": "error: --force needs to know whose 'job.paused' it is.
      Give --provider.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('--old-secret: both signatures, as a provider that rotates sends them', async () => {
  const { headers } = await sent('signing_request.completed --provider firma --old-secret before')
  expect(headers.filter(([name]) => name.includes('Signature'))).toMatchInlineSnapshot(`
    [
      [
        "X-Firma-Signature",
        "t=1773569100,v1=2fed6d10c4182a8dac04f28899481ec231092ef819e1ae19bebc54caaa9f0c77",
      ],
      [
        "X-Firma-Signature-Old",
        "t=1773569100,v1=38fe67f789fa5679d2b50074cf102b0fdf504b9068c751f0e1117c88fec3a424",
      ],
    ]
  `)
})

test('--old-secret: a provider that sends one signature only', async () => {
  const line = `trigger job.completed --secret s --old-secret before --to ${to.url}`
  expect(await machine().run(line)).toMatchInlineSnapshot(`
    {
      "err": "error: FirstHand does not send two signatures: its documents describe no such rotation.
      Leave --old-secret out.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('an old secret in the settings does not make a rotation', async () => {
  const env = { HOOKS_OLD_SECRET: 'before' }
  const { headers } = await sent('signing_request.completed --provider firma', { env })
  expect(headers.map(([name]) => name).filter((name) => name.includes('Signature'))).toEqual([
    'X-Firma-Signature',
  ])
})

test('--tamper timestamp: a provider that knows no age', async () => {
  const line = `trigger user.created --secret s --tamper timestamp --to ${to.url}`
  expect(await machine().run(line)).toMatchInlineSnapshot(`
    {
      "err": "error: Example API sets no limit to a timestamp's age, so it cannot be too old.
      Spoil something else: signature, body, missing or secret.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test.each([
  ['is known to nobody', 'job.complete'],
  ['is far from all', 'nothing.at.all'],
  ['is of another dialect', 'job.flagged --provider firsthand'],
  ['is of another provider', 'job.completed --provider firma'],
  ['is of a provider that there is not', 'job.completed --provider firsthnad'],
  ['is not given', '--json'],
])('an event type that %s', async (_, line) => {
  const { exit, err } = await machine().run(`trigger ${line} --secret s --to ${to.url}`)
  expect(`${exit}\n${err}`).toMatchSnapshot()
})

test('an event type that two providers have', async () => {
  const { fixtures } = machine().context
  const original = (path: string): string => path.replace(/^acme\b/, 'example')
  /** Everything that ships, and a provider with the events of another one. */
  const more: Folder = {
    names: (path) => (path === '' ? ['acme', ...fixtures.names('')] : fixtures.names(original(path))),
    text: (path) => {
      const text = fixtures.text(original(path))
      return path.startsWith('acme/') ? text?.replace('"name": "example"', '"name": "acme"') : text
    },
  }
  const here = machine({ ports: { fixtures: more } })
  const line = `trigger user.created --secret s --to ${to.url}`
  expect(await here.run(line)).toMatchInlineSnapshot(`
    {
      "err": "error: 'user.created' is an event type of acme and example.
      Say which one: --provider acme
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect((await here.json(`${line} --provider acme --json`)).provider).toBe('acme')
  expect((await here.json(`${line} --provider example --json`)).provider).toBe('example')
})

test('no --to, and no setting for it', async () => {
  expect(await machine().run('trigger job.completed --secret s')).toMatchInlineSnapshot(`
    {
      "err": "error: --to is missing.
      Give --to URL, or set it: hooks config set to …
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('--to may be a setting, and an address of this machine needs no http://', async () => {
  const here = machine({ settings: { to: `${to.url}/from-settings`, secret: 's' } })
  await here.run('trigger job.completed')
  await here.run(`trigger job.completed --to ${to.url.replace('http://', '')}/bare`)
  expect(to.taken.map(({ target }) => target)).toEqual(['/from-settings', '/bare'])
})

test('what is no URL', async () => {
  const run = async (url: string) => (await machine().run('trigger job.completed --secret s --to', url)).err
  expect(await run('ftp://localhost/a')).toMatchInlineSnapshot(`
    "error: --to takes an http or https URL without a user, such as http://localhost:3000/hooks, not 'ftp://localhost/a'.
    "
  `)
  expect(await run('what?')).toMatchInlineSnapshot(`
    "error: --to takes an http or https URL without a user, such as http://localhost:3000/hooks, not 'what?'.
    "
  `)
  expect(await run('http://user:password@localhost/')).toMatchInlineSnapshot(`
    "error: --to takes an http or https URL without a user, such as http://localhost:3000/hooks, not 'http://…@localhost/'.
    "
  `)
})
