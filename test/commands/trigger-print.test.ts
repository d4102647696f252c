import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import { machine } from '../support/machine.ts'

const to = 'http://127.0.0.1:3000/hooks?a=b'
const odd = Buffer.from('{"a":"it\'s $HOME `id` \\u00e9 \\\\ %s é",\n"b": 1.50}\r\n')

describe('--dry-run prints the request instead of sending it', () => {
  test('for people', async () => {
    const here = machine({ terminal: true })
    expect(await here.run(`trigger user.created --secret s --dry-run --to ${to}`)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "POST http://127.0.0.1:3000/hooks?a=b
      Content-Type: application/json
      X-Webhook-Signature: 391bf7c71cb12653eab5cc03560eb20f40d8dbbc44d00d29b90da15c32d7237a
      User-Agent: hooks/0.0.0-test

      {
        "id": "evt_57covhmocd81",
        "type": "user.created",
        "created_at": "2026-03-15T10:05:00Z",
        "data": {
          "object": {
            "id": "usr_abc123",
            "name": "Zoë Example",
            "email": "zoe@example.com",
            "status": "active"
          }
        },
        "previous_data": null
      }
      ",
      }
    `)
  })

  test('in a pipe', async () => {
    expect(
      await machine().run(`trigger user.created --secret s --dry-run --to ${to}`),
    ).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "POST http://127.0.0.1:3000/hooks?a=b
      Content-Type: application/json
      X-Webhook-Signature: 391bf7c71cb12653eab5cc03560eb20f40d8dbbc44d00d29b90da15c32d7237a
      User-Agent: hooks/0.0.0-test

      {
        "id": "evt_57covhmocd81",
        "type": "user.created",
        "created_at": "2026-03-15T10:05:00Z",
        "data": {
          "object": {
            "id": "usr_abc123",
            "name": "Zoë Example",
            "email": "zoe@example.com",
            "status": "active"
          }
        },
        "previous_data": null
      }
      ",
      }
    `)
  })

  test('as JSON', async () => {
    const line = `trigger job.completed --secret s --dry-run --json --header X-A:1 --to ${to}`
    expect(await machine().json(line)).toMatchInlineSnapshot(`
      {
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
            "t=1773569100,v1=20f33e6133ad03dcfe6b4539ef3edfaef87d2cef4e9a5f861328d952a2d93474",
          ],
          [
            "User-Agent",
            "hooks/0.0.0-test",
          ],
          [
            "X-A",
            "1",
          ],
        ],
        "kind": "dry-run",
        "method": "POST",
        "url": "http://127.0.0.1:3000/hooks?a=b",
      }
    `)
  })

  test('a body that is no UTF-8', async () => {
    const here = machine({ files: { a: Uint8Array.of(0xff, 0x00, 0x1b, 0x5b, 0x32, 0x4a) } })
    const line = `trigger user.created --secret s --dry-run --body a --to ${to}`
    expect((await here.json(`${line} --json`)).bodyBase64).toBe('/wAbWzJK')
    expect((await here.run(line)).out).toMatchInlineSnapshot(`
      "POST http://127.0.0.1:3000/hooks?a=b
      Content-Type: application/json
      X-Webhook-Signature: 12da401564dfd3a29d0ffc9af3a617bfa6fd7df13fbbd944714781b17d1dea4b
      User-Agent: hooks/0.0.0-test

      00000000  ff 00 1b 5b 32 4a                                |...[2J|
      "
    `)
  })
})

describe('--as curl prints a line for the shell', () => {
  test('for people, and as JSON', async () => {
    const line = `trigger user.created --secret s --as curl --to ${to}`
    expect((await machine({ terminal: true }).run(line)).out).toMatchInlineSnapshot(`
      "curl -X POST 'http://127.0.0.1:3000/hooks?a=b' \\
        -H 'Content-Type: application/json' \\
        -H 'X-Webhook-Signature: 391bf7c71cb12653eab5cc03560eb20f40d8dbbc44d00d29b90da15c32d7237a' \\
        -H 'User-Agent: hooks/0.0.0-test' \\
        -H 'Accept:' \\
        -H 'Expect:' \\
        --data-raw '{"id":"evt_57covhmocd81","type":"user.created","created_at":"2026-03-15T10:05:00Z","data":{"object":{"id":"usr_abc123","name":"Zoë Example","email":"zoe@example.com","status":"active"}},"previous_data":null}'
      "
    `)
    expect((await machine().json(`${line} --json`)).kind).toBe('curl')
  })

  test.each([
    ['text', odd],
    ['text with control characters', Buffer.from('a\u001b[31m\u0000b')],
    ['no UTF-8', Uint8Array.of(0xff, 0x27, 0x25, 0x5c, 0x0a)],
    ['nothing', Buffer.from('')],
  ])('the shell gives curl the same bytes and headers: %s', async (_, body) => {
    const target = await handler()
    const here = machine({ files: { body } })
    const line = `trigger user.created --secret s --body body --seed 1 --to ${target.url}/hooks`
    const more = ['--header', 'X-Odd: it\'s "é"', '--header', 'X-Empty:']
    await here.run(line, ...more)
    const command = Buffer.from(await here.bytes(`${line} --as curl`, ...more)).toString()
    const { url, ...rest } = await whatCurlWouldSend(command)
    const [{ headers, body: sent, method } = fail()] = target.taken
    const own = headers.filter(([name]) => !/^(host|connection|content-length)$/i.test(name))
    expect(url).toBe(`${target.url}/hooks`)
    expect(rest).toEqual({ method, headers: own, body: sent })
  })
})

const fail = (): never => {
  throw new Error('The handler was sent nothing.')
}

/** A curl that tells what it was given, in the words of a shell. */
const fakeCurl = `curl() { "$NODE" -e '
  const parts = []
  const tell = () => console.log(JSON.stringify({
    words: process.argv.slice(1).map((word) => Buffer.from(word).toString("latin1")),
    input: Buffer.concat(parts).toString("latin1"),
  }))
  if (!process.argv.includes("@-")) tell()
  else process.stdin.on("data", (part) => parts.push(part)).on("end", tell)
' -- "$@"; }`

/** Lets a shell read a curl line, and reads its words as curl does. All texts are latin-1, a character for each byte. */
async function whatCurlWouldSend(command: string) {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${fakeCurl}\n${command}`], {
    env: { NODE: process.execPath },
  })
  const { words, input }: { words: string[]; input: string } = JSON.parse(stdout)
  const behind = (flag: string): string[] => words.filter((_, at) => words[at - 1] === flag)
  const data = behind('--data-raw')[0] ?? (behind('--data-binary')[0] === '@-' ? input : '')
  const headers = behind('-H').flatMap((line): [string, string][] => {
    const [, name = '', mark, value = ''] = /^([^:;]*)([:;]) ?(.*)$/s.exec(line) ?? []
    return mark === ':' && value === '' ? [] : [[name, value]]
  })
  return { method: behind('-X')[0], url: words[2], headers, body: Buffer.from(data, 'latin1') }
}

test('nothing is sent, and nothing is kept', async () => {
  const { url, taken } = await handler()
  const here = machine()
  await here.run(`trigger user.created --secret s --dry-run --to ${url}`)
  await here.run(`trigger user.created --secret s --as curl --to ${url}`)
  expect([taken, await here.json('deliveries list --json')]).toEqual([[], []])
})

test('what is printed is spoilt as it would be sent', async () => {
  const line = `trigger user.created --seed 1 --secret s --dry-run --json --to ${to}`
  const plain = await machine().json(line)
  const spoilt = await machine().json(`${line} --tamper missing`)
  expect(spoilt).toEqual({
    ...plain,
    headers: plain.headers.filter(([name]: [string]) => name !== 'X-Webhook-Signature'),
  })
})
