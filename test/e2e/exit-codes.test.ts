import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sign } from '../../src/index.ts'
import { handler } from '../support/handler.ts'
import { masked } from './support/masked.ts'
import type { Ended } from './support/running.ts'
import type { User } from './support/user.ts'
import { onLinux, user } from './support/user.ts'

/** The exit code, the code of the JSON error on stderr, and what else is said there. */
function told({ exit, err }: Ended): unknown[] {
  const [line = ''] = /^\{"kind":"error",.*\}\n/m.exec(err) ?? []
  const talk = masked(err.replace(line, ''))
  return [exit, ...(line === '' ? [] : [JSON.parse(line).code]), ...(talk === '' ? [] : [talk])]
}

async function exitsOf({ hooks }: User, lines: readonly string[]): Promise<Record<string, unknown>> {
  const exits: Record<string, unknown> = {}
  // Two at a time: the machine may have no more processors.
  for (let at = 0; at < lines.length; at += 2) {
    const pair = lines.slice(at, at + 2)
    const ends = await Promise.all(pair.map((line) => hooks([...line.split(' '), '--json'])))
    for (const [place, end] of ends.entries()) exits[pair[place] ?? ''] = told(end)
  }
  return exits
}

test('0 yes, 1 no, 2 asked for what cannot be', async () => {
  const me = user()
  const body = '{"id":"evt_1","type":"job.completed"}'
  me.file('body.json', body)
  me.file('text.txt', 'text')
  const [header = ''] = Object.entries(sign({ provider: 'firsthand', secret: 's', body })).map((line) =>
    line.join(':'),
  )
  const no = await handler(() => ({ status: 500 }))
  const yes = await handler()
  const lines = [
    `verify --provider firsthand --secret s --header ${header} --body body.json`,
    `verify --provider firsthand --secret other --header ${header} --body body.json`,
    `trigger job.completed --secret s --to ${yes.url}`,
    `trigger job.completed --secret s --to ${no.url}`,
    `trigger job.completed --secret s --to ${no.url} --expect-status 5xx`,
    'listen --port 0 --secret s --expect job.completed --within 1ms',
    'demo',
    'nonsense',
    'listen --nonsense',
    'listen --port 70000',
    'trigger job.complete --secret s --to http://127.0.0.1:1',
    'trigger resource.created --to http://127.0.0.1:1',
    'trigger job.completed --secret s --to nowhere',
    'trigger job.completed --secret s --to http://127.0.0.1:1 --set data.nothing=1',
    'trigger job.completed --secret s --to http://127.0.0.1:1 --body missing.json',
    'trigger job.completed --secret s --to http://127.0.0.1:1 --body .',
    'sign --provider nobody --secret s --body body.json',
    'deliveries show evt_missing',
    'deliveries import text.txt',
    // Standard input has ended before it began.
    'sign --provider firsthand --secret - --body body.json',
  ].map((line) => line.replace(header, 'HEADER'))
  const exits = await exitsOf(
    me,
    lines.map((line) => line.replace('HEADER', header)),
  )
  const shown = JSON.stringify(exits, null, 1)
    .replaceAll(header, 'HEADER')
    .replaceAll(yes.url, 'YES')
    .replaceAll(no.url, 'NO')
  expect(shown).toMatchInlineSnapshot(`
    "{
     "verify --provider firsthand --secret s --header HEADER --body body.json": [
      0
     ],
     "verify --provider firsthand --secret other --header HEADER --body body.json": [
      1
     ],
     "trigger job.completed --secret s --to YES": [
      0
     ],
     "trigger job.completed --secret s --to NO": [
      1
     ],
     "trigger job.completed --secret s --to NO --expect-status 5xx": [
      0
     ],
     "listen --port 0 --secret s --expect job.completed --within 1ms": [
      1
     ],
     "demo": [
      0
     ],
     "nonsense": [
      2,
      "unknown-command"
     ],
     "listen --nonsense": [
      2,
      "usage"
     ],
     "listen --port 70000": [
      2,
      "invalid-value"
     ],
     "trigger job.complete --secret s --to http://127.0.0.1:1": [
      2,
      "unknown-type"
     ],
     "trigger resource.created --to http://127.0.0.1:1": [
      2,
      "no-secret"
     ],
     "trigger job.completed --secret s --to nowhere": [
      2,
      "invalid-value"
     ],
     "trigger job.completed --secret s --to http://127.0.0.1:1 --set data.nothing=1": [
      2,
      "unknown-path"
     ],
     "trigger job.completed --secret s --to http://127.0.0.1:1 --body missing.json": [
      2,
      "unreadable-file"
     ],
     "trigger job.completed --secret s --to http://127.0.0.1:1 --body .": [
      2,
      "unreadable-file"
     ],
     "sign --provider nobody --secret s --body body.json": [
      2,
      "unknown-provider"
     ],
     "deliveries show evt_missing": [
      2,
      "unknown-id"
     ],
     "deliveries import text.txt": [
      2,
      "not-json"
     ],
     "sign --provider firsthand --secret - --body body.json": [
      2,
      "invalid-value"
     ]
    }"
  `)
})

test('3 the world failed', async () => {
  const me = user()
  const first = me.start(['listen', '--port', '0'])
  const [, port] = await first.until(/http:\/\/127\.0\.0\.1:(\d+)/)
  mkdirSync(join(me.home, 'folder'))
  me.file('other.db', 'x'.repeat(1_000))
  const exits = await exitsOf(me, [
    `listen --port ${port}`,
    'listen --port 0 --host 192.0.2.1',
    'trigger job.completed --secret s --to http://127.0.0.1:1',
    'deliveries export --output folder',
  ])
  expect(JSON.stringify(exits, null, 1).replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
    "{
     "listen --port PORT": [
      3,
      "port-in-use"
     ],
     "listen --port 0 --host 192.0.2.1": [
      3,
      "cannot-listen"
     ],
     "trigger job.completed --secret s --to http://127.0.0.1:1": [
      3
     ],
     "deliveries export --output folder": [
      3,
      "cannot-write",
      "Signatures and tokens are masked, so signatures will not verify: --reveal leaves them.\\n"
     ]
    }"
  `)
  for (const HOOKS_STORE of ['folder', 'other.db', 'other.db/inside', '/proc/store.db']) {
    const { exit, err } = await me.hooks(['deliveries', 'list', '--json'], { env: { HOOKS_STORE } })
    expect([HOOKS_STORE, exit, JSON.parse(err).code]).toEqual([HOOKS_STORE, 3, 'store-unusable'])
  }
})

test('70 is our own mistake: the stack, and where to report it', async () => {
  const { hooks, file } = user()
  const broken = file('broken.cjs', 'Date.now = () => { throw new TypeError("no time") }')
  const env = { NODE_OPTIONS: `--require ${broken}` }
  const args = ['trigger', 'job.completed', '--to', 'http://127.0.0.1:1', '--secret', 's']
  const { exit, out, err } = await hooks(args, { env })
  expect([exit, out, err.replace(/( {4}at .*\n)+/, '    at …\n')]).toMatchInlineSnapshot(`
    [
      70,
      "",
      "error: This is a bug in hooks. TypeError: no time
        at …
      Please report it with what you typed: https://github.com/hooks-cli/hooks/issues
    ",
    ]
  `)
  const json = await hooks([...args, '--json'], { env })
  expect([json.exit, json.out, JSON.parse(json.err).code]).toEqual([70, '', 'bug'])
})

onLinux('nothing hangs without a terminal, nor with standard input closed or held open', async () => {
  const { bash, hooks } = user()
  const line =
    'hooks sign --provider firsthand --secret - --body /dev/null; hooks listen --expect a --within 1ms --port 0 --secret s'
  const silent = await bash(`exec <&-; ${line}`).ended
  const detached = await bash(`setsid bash -c '${line}' < /dev/null`).ended
  expect(detached.exit).toEqual(silent.exit)
  const held = await hooks(['demo'], { input: 'open' })
  expect([silent.exit, held.exit]).toEqual([1, 0])
})
