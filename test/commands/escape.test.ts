import { beforeEach, describe, expect, test } from 'vitest'
import { rawClient } from '../host/support/raw-client.ts'
import { answering, rawServer } from '../host/support/raw-server.ts'
import type { Machine, MachineOptions } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

// What a terminal must never be given, wherever it came from: in what was received, in what a handler answers, on the command
// line and in files. Only `deliveries show --raw` gives bytes as they are, and that is its purpose.

const secret = 'the-secret'

const forbidden =
  /(?![\t\n])\p{Cc}|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0001}]|\p{Surrogate}/u
const forbiddenIn = (text: string): string | undefined => forbidden.exec(text)?.[0]

/** Colours, a title, the clipboard, a bell, C1 controls, other directions, breaks of lines, the invisible, and half a pair. */
const evil =
  '\u001b[31m\u001b]0;title\u0007\u001b]52;c;AAAA\u0007\u009b2J\u0085\u0000\b\r\u007f\u202e\u2066\u2028\u2029\u200b\ufeff\u{e0001}\ud800'

/** The same as far as header lines can have it: bytes above ASCII, C1 controls among them. */
const evilBytes = '\x9b31m\x85\xe2\x80\xae\xff'

const payload = (changes: object = {}): string =>
  JSON.stringify({
    id: `evt_${evil}`,
    type: `job.${evil}`,
    created_at: evil,
    data: { [evil]: evil },
    ...changes,
  })

/** All that is received: a hostile payload as JSON, as JSON that is written raw, and as no JSON at all. */
const bodies = [payload(), payload().replaceAll(String.raw`\u202e`, '\u202e'), evil, '\xff\xfe\x00\x1b[2J']

function post(body: string, target = '/hooks'): string {
  const bytes = Buffer.from(body, body.includes('\xff') ? 'latin1' : 'utf8')
  const lines = [
    `POST ${target} HTTP/1.1`,
    'Host: a',
    `User-Agent: ${evilBytes}`,
    `X-FirstHand-Event-Id: ${evilBytes}`,
    `X-FirstHand-Signature: t=1,v1=${evilBytes}`,
    `X-FirstHand-Signature: ${evilBytes}`,
    'Connection: close',
    `Content-Length: ${bytes.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${bytes.toString('latin1')}`
}

/** A handler whose every word is hostile. */
const answer = (status: string): string =>
  `HTTP/1.1 ${status} ${evilBytes}\r\nContent-Type: ${evilBytes}\r\nLocation: /${evilBytes}\r\nAllow: ${evilBytes}\r\n` +
  `Retry-After: ${evilBytes}\r\n\r\n${Buffer.from(evil).toString('latin1')}`

const styles: [string, MachineOptions][] = [
  ['on a terminal', { terminal: true, width: 120 }],
  ['on a narrow terminal', { terminal: true, width: 40 }],
  ['in a pipe', {}],
]

describe.each(styles)('%s', (_, options) => {
  let here: Machine
  let to: string

  /** Runs a command, and gives what a terminal must not be given. */
  const unsafe = async (line: string, ...more: string[]): Promise<string | undefined> => {
    const { out, err } = await here.run(line, ...more)
    expect([line, out + err]).not.toEqual([line, ''])
    return forbiddenIn(out) ?? forbiddenIn(err)
  }

  /** A machine with everything hostile in its store: received, passed on, and sent. */
  beforeEach(async () => {
    here = machine({ ...options, env: { HOOKS_SECRET: secret } })
    to = `http://127.0.0.1:${(await rawServer(answering(answer('500')))).port}/hooks`
  })

  async function received(flags: string) {
    const running = here.start(`listen --port 0 --accept-unverified ${flags}`)
    const url = await running.listening()
    for (const body of bodies) await rawClient(url, post(body)).closed()
    await rawClient(url, post('', '/%1b[31m?a=\x9b')).closed()
    await rawClient(url, 'GET /\x9b HTTP/1.1\r\nHost: a\r\n\r\n').closed()
    await rawClient(url, `GE\x1b[T / HTTP/1.1\r\n\r\n`).closed()
    return running.stop()
  }

  test('what listen shows of what comes', async () => {
    for (const flags of ['--verbose', '--json', `--forward-to ${to}`]) {
      const { out, err } = await received(flags)
      expect(out.split('\n').length).toBeGreaterThan(3)
      expect([flags, forbiddenIn(out), forbiddenIn(err)]).toEqual([flags, undefined, undefined])
    }
  })

  test('what is kept', async () => {
    await received(`--forward-to ${to}`)
    const kept: { id: string }[] = await here.json('deliveries list --json')
    expect(kept.length).toBeGreaterThanOrEqual(4)
    const [{ id: first } = { id: '' }] = kept
    const found: [string, string | undefined][] = []
    const look = async (line: string) => found.push([line, await unsafe(line)])
    for (const line of [
      'list',
      'list --json',
      'stats',
      'stats --json',
      'export --as har',
      'export --as curl',
      'export',
    ]) {
      await look(`deliveries ${line}`)
    }
    for (const { id } of kept) {
      for (const flags of ['', '--headers', '--body', '--json', '--reveal'])
        await look(`deliveries show ${id} ${flags}`)
      await look(`deliveries export ${id} --as fixture`)
      await look(`deliveries diff ${first} ${id}`)
      await look(`deliveries diff ${first} ${id} --json --reveal`)
      await look(`verify ${id}`)
      await look(`verify ${id} --json --provider firsthand`)
      await look(`sign ${id} --provider firsthand`)
      await look(`replay ${id} --to ${to}`)
      await look(`replay ${id} --to ${to} --json --set data.x=1 --add`)
    }
    expect(found.filter(([, what]) => what !== undefined)).toEqual([])
  })

  test('what completion and tail tell', async () => {
    await received('')
    expect(await unsafe('__complete -- replay', '')).toBeUndefined()
    const running = here.start('deliveries tail')
    await running.until(/job/)
    const { out, err } = await running.stop()
    expect([forbiddenIn(out), forbiddenIn(err)]).toEqual([undefined, undefined])
  })

  test('what a handler answers', async () => {
    for (const status of ['200', '302', '400', '405', '415', '429', '500']) {
      const { port } = await rawServer(answering(answer(status)))
      const line = `trigger user.created --to http://127.0.0.1:${port}`
      expect([status, await unsafe(line), await unsafe(`${line} --json`)]).toEqual([
        status,
        undefined,
        undefined,
      ])
    }
    const { port } = await rawServer((socket) => socket.end(Buffer.from(evil)))
    expect(await unsafe(`trigger user.created --to http://127.0.0.1:${port}`)).toBeUndefined()
  })

  test('what stands on the command line', async () => {
    const lines: [string, ...string[]][] = [
      [''],
      ['deliveries'],
      ['trigger'],
      ['providers show'],
      ['deliveries show'],
      ['deliveries list --type'],
      ['deliveries list --limit'],
      ['deliveries list --direction'],
      ['config get'],
      [`config set ${evil.replaceAll(' ', '')}`],
      ['config set to'],
      ['config set', `secrets.${evil}`, 'x'],
      ['deliveries export -o'],
      ['completion'],
      [`trigger user.created --to ${to} --set`],
      [`trigger user.created --to ${to} --header`],
      [`trigger user.created --to ${to} --expect-body`],
      [`trigger user.created --to ${to} --id`],
      [`trigger user.created --to ${to} --force --provider example --body`],
      [`trigger user.created --dry-run --as curl --to`],
      [`trigger user.created --dry-run --to`, `http://localhost/${evil}`, '--header', `X-A: ${evilBytes}`],
      ['deliveries import'],
      ['verify --body'],
      ['listen --host'],
    ]
    for (const [line, ...more] of lines) {
      const operands = more.length > 0 ? more : [evil]
      expect([line, await unsafe(line, ...operands)]).toEqual([line, undefined])
      expect([line, await unsafe(line, ...operands, '--json')]).toEqual([line, undefined])
    }
    for (const type of ['--force --provider example', '']) {
      expect(await unsafe(`trigger ${type} --to ${to}`, evil)).toBeUndefined()
    }
  })

  test('what stands in files', async () => {
    const files = (text: string) => ({
      ...options,
      files: { [`a${evil}`]: text, 'hooks.config.json': '{}' },
      stdin: text,
    })
    for (const text of [evil, JSON.stringify(evil), JSON.stringify({ kind: evil }), `${evil}\n${evil}`]) {
      here = machine(files(text))
      expect(await unsafe('deliveries import -')).toBeUndefined()
      expect(await unsafe('deliveries import', `a${evil}`)).toBeUndefined()
      expect(
        await unsafe(`trigger user.created --secret s --to ${to} --set a=1 --body`, `a${evil}`),
      ).toBeUndefined()
      expect(await unsafe(`trigger user.created --secret s --dry-run --to ${to} --body -`)).toBeUndefined()
      expect(await unsafe(`sign --provider example --body - --secret-file`, `a${evil}`)).toBeUndefined()
    }
    for (const settings of [{ [evil]: 1 }, { to: evil }, { secrets: { [evil]: evil } }, { provider: evil }]) {
      here = machine({ ...options, files: { 'hooks.config.json': JSON.stringify(settings) } })
      for (const line of ['config list', 'trigger user.created', 'sign --body a', 'deliveries list']) {
        expect([line, settings, await unsafe(line)]).toEqual([line, settings, undefined])
      }
    }
    here = machine({ ...options, settings: { secrets: { [evil]: evil } } })
    const running = here.start('listen --port 0')
    await rawClient(await running.listening(), post(payload())).closed()
    const { out, err } = await running.stop()
    expect([forbiddenIn(out), forbiddenIn(err)]).toEqual([undefined, undefined])
  })
})
