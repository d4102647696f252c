import { join } from 'node:path'
import { expect, test } from 'vitest'
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
          "out": "example	7	5 in 2 h 36 m	5 s	X-Webhook-Signature	A generic webhook sender: the bare HMAC of the body in one header, and five attempts before the webhook is disabled.
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
  for (const line of ['providers list', 'config list --json', '--help', '--version', 'demo']) {
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
  expect([deaf?.exit, deaf?.out, deaf?.err.split('\n').at(-2)]).toEqual([
    0,
    '',
    '3 received, 0 verified, 0 refused. All are kept: hooks deliveries list',
  ])
  expect([mute?.exit, mute?.out.split('\n').length, mute?.err]).toEqual([0, 6, ''])
})
