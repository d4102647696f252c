import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sign } from '../../src/index.ts'
import { post } from './support/http.ts'
import { written } from './support/ready.ts'
import type { Running } from './support/running.ts'
import { onLinux, user } from './support/user.ts'

test('a reader that has seen enough ends a command quietly', async () => {
  const { start, hooks, bash } = user()
  const listening = start(['listen', '--port', '0'])
  const [url] = await listening.until(/http:\S+/)
  await post({ url, body: '.'.repeat(400_000) })
  listening.signal('SIGINT')
  await listening.ended
  const lines = [
    'hooks providers list | head -1',
    // More than a pipe holds, so that it is still being written when its reader goes.
    'hooks deliveries export --as jsonl --reveal | head -c 20',
    'hooks deliveries show dlv_01 --raw | head -c 20',
    'hooks demo --json | head -c 20',
    'hooks --help | head -1',
    'hooks --version | true',
  ]
  const results: unknown[] = []
  for (const line of lines) results.push([line, await bash(`${line}; echo " [\${PIPESTATUS[*]}]"`).ended])
  expect(results).toMatchInlineSnapshot(`
    [
      [
        "hooks providers list | head -1",
        {
          "err": "",
          "exit": 0,
          "out": "discord	12	7 in 9 m 10 s	3 s	X-Signature-Ed25519, X-Signature-Timestamp	Webhook events of an app, signed with Ed25519, with the PING that a new URL must acknowledge; interactions are left out.
     [0 0]
    ",
        },
      ],
      [
        "hooks deliveries export --as jsonl --reveal | head -c 20",
        {
          "err": "",
          "exit": 0,
          "out": "{"kind":"kept-delive [0 0]
    ",
        },
      ],
      [
        "hooks deliveries show dlv_01 --raw | head -c 20",
        {
          "err": "",
          "exit": 0,
          "out": ".................... [0 0]
    ",
        },
      ],
      [
        "hooks demo --json | head -c 20",
        {
          "err": "",
          "exit": 0,
          "out": "{"kind":"says","text [0 0]
    ",
        },
      ],
      [
        "hooks --help | head -1",
        {
          "err": "",
          "exit": 0,
          "out": "Usage: hooks [options] [command]
     [0 0]
    ",
        },
      ],
      [
        "hooks --version | true",
        {
          "err": "",
          "exit": 0,
          "out": " [0 0]
    ",
        },
      ],
    ]
  `)
  expect((await hooks(['deliveries', 'show', 'dlv_01', '--raw'])).out).toHaveLength(400_000)
})

test('nobody reads what a command writes, from the beginning', async () => {
  const { hooks, json } = user()
  for (const line of ['providers list', 'config list --json', '--help', '--version', 'demo --json']) {
    const args = line.split(' ')
    expect([line, await hooks(args, { unread: 'stdout' })]).toEqual([line, { exit: 0, out: '', err: '' }])
    expect([line, (await hooks(args, { unread: 'stderr' })).exit]).toEqual([line, 0])
  }
  expect((await hooks(['nonsense'], { unread: 'stderr' })).exit).toBe(2)
  expect(await json('deliveries', 'list')).toEqual([])
})

onLinux('a full disk is not taken for a reader that has seen enough', async () => {
  const { bash } = user()
  const said = 'Cannot write to standard output: the disk is full.\n'
  expect(await bash('hooks providers list > /dev/full').ended).toEqual({ exit: 3, out: '', err: said })
  expect((await bash('hooks --version > /dev/full').ended).exit).toBe(3)
})

test('a listener goes on answering and keeping, whoever reads what it says', async () => {
  const { start, json, home } = user()
  const listeners: Running[] = []
  for (const unread of ['stdout', 'stderr'] as const) {
    const file = join(home, unread)
    const ready = written(file)
    const listening = start(['listen', '--port', '0', '--json', '--ready-file', file], {
      unread,
    })
    listeners.push(listening)
    const url = await ready
    for (const body of ['1', '2', '3']) expect((await post({ url, body })).status).toBe(200)
    listening.signal('SIGTERM')
  }
  const [deaf, mute] = await Promise.all(listeners.map(({ ended }) => ended))
  expect(await json('deliveries', 'list')).toHaveLength(6)
  expect(deaf).toEqual({ exit: 0, out: '', err: '' })
  expect([mute?.exit, mute?.out.split('\n').length, mute?.err]).toEqual([0, 6, ''])
})

onLinux('a reader that dawdles does not keep webhooks waiting, and loses nothing', async () => {
  const { bash, home } = user()
  const file = join(home, 'ready')
  const ready = written(file)
  const listen = `hooks listen --port 0 --json --secret s --expect job.completed=400 --ready-file ${file}`
  // It reads nothing until it is told to.
  const listening = bash(`set -o pipefail; exec 3<&0; ${listen} | { read -r <&3; wc -l; }`, {
    input: 'open',
  })
  const url = await ready
  const body = '{"id":"evt_1","type":"job.completed"}'
  const headers = sign({ provider: 'firsthand', secret: 's', body })
  // Some 150 kB to tell, of which a pipe holds 64.
  for (let number = 0; number < 400; number++) expect((await post({ url, body, headers })).status).toBe(200)
  listening.type('go on\n')
  const { exit, out } = await listening.ended
  // One for each delivery and each step to what is expected, one at either end.
  expect([exit, out]).toEqual([0, '802\n'])
})
