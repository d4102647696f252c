import { describe, expect, test } from 'vitest'
import { freePort } from '../host/support/raw-server.ts'
import { handler } from '../support/handler.ts'
import type { Machine, Ran } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

// Secrets that are easy to recognise, given in every way there is, and looked for in everything that is written.

const canaries = [
  'whsec_Y2FuYXJ5LW9uZS1vbmU=',
  'canary-two-two-two-two',
  'canary-three-3333333333',
  'canary-old-old-old-old',
]
const [one = '', two = '', three = '', old = ''] = canaries

/** A secret as it stands, without its prefix, and as it may be written otherwise. */
const forms = (secret: string): string[] => {
  const bytes = Buffer.from(secret)
  const bare = secret.replace(/^whsec_/, '')
  return [
    secret,
    bare,
    Buffer.from(bare, 'base64').toString('latin1'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    [...secret].reverse().join(''),
  ]
}
const wanted = canaries.flatMap(forms).filter((form) => form.length >= 8)

/** Those that stand in what a command wrote. */
const leaked = (...texts: string[]): string[] =>
  wanted.filter((form) => texts.some((text) => text.includes(form)))

/** A machine that knows secrets from everywhere. */
const knowing = (terminal: boolean): Machine =>
  machine({
    terminal,
    env: {
      HOOKS_SECRET: three,
      HOOKS_OLD_SECRET: old,
      HOOKS_FIRSTHAND_SECRET: two,
      HOOKS_FIRMA_OLD_SECRET: old,
    },
    settings: { secret: one, secrets: { example: one, firma: two } },
    files: {
      'hooks.config.json': JSON.stringify({ secrets: { firsthand: three }, oldSecrets: { firma: old } }),
      secret: `${one}\n`,
      broken: `${one}\n${two}\n`,
      body: '{"id":"evt_CANARY","type":"job.completed"}',
    },
    stdin: `${two}\n`,
  })

describe.each([
  ['for people', true, ''],
  ['in a pipe', false, ''],
  ['as JSON', false, ' --json'],
])('%s', (_, terminal, json) => {
  test('no command ever writes a secret', async () => {
    const here = knowing(terminal)
    const found: [string, string[]][] = []
    const check = (line: string, { out, err }: Ran) => {
      expect([line, `${out}${err}`]).not.toEqual([line, ''])
      found.push([line, leaked(out, err)])
    }
    const running = here.start(
      `listen --port 0 --verbose --secret ${one} --secret ${two} --old-secret ${old}${json}`,
    )
    const url = await running.listening()
    const no = await handler(() => ({ status: 500, body: 'no' }))
    const to = `--to ${url}/hooks`
    const down = `--to http://127.0.0.1:${await freePort()}`
    const lines = [
      `trigger job.completed --secret ${one} ${to}`,
      `trigger job.completed --secret another ${to}`,
      `trigger job.completed --secret-file secret ${to}`,
      `trigger job.completed --secret - ${to}`,
      `trigger job.completed ${to}`,
      `trigger user.created ${to} --tamper secret`,
      `trigger user.created ${to} --tamper signature --expect-status 4xx`,
      `trigger signing_request.completed --provider firma --secret ${two} --old-secret ${old} ${to}`,
      `trigger job.completed --secret ${one} --dry-run ${to}`,
      `trigger job.completed --secret ${one} --as curl ${to}`,
      `trigger job.completed --secret ${one} --to ${no.url}`,
      `trigger job.completed --secret ${one} ${down}`,
      `trigger job.completed --secret ${one} --old-secret ${old} ${to}`,
      `trigger job.complete --secret ${one} ${to}`,
      `trigger job.completed --secret ${one} --to nowhere?`,
      `trigger job.completed --secrt=${one} ${to}`,
      `trigger job.completed --secret=${one} --nope ${to}`,
      `trigger job.completed --secret ${one} --secret-file broken ${to}`,
      `replay --last 2 --secret ${one} ${to}`,
      `replay --last 1 --as-received ${to}`,
      `replay --last 1 ${down}`,
      `verify evt_CANARY --secret ${one}`,
      `verify --secret ${one} --secret ${two} --old-secret ${old} --body body --provider firsthand`,
      `verify --secret-file broken --body body --provider firsthand`,
      `sign --provider firma --secret ${one} --old-secret ${old} --body body`,
      `sign --provider example --secret ${one} --old-secret ${old} --body body`,
      'deliveries list',
      'deliveries stats',
      'deliveries export --reveal',
      'deliveries export --as curl',
      'deliveries export --as har --reveal',
      'providers list',
      'providers show firma',
      'config list',
      'config get secrets.example',
      'config path',
      'completion bash',
      'demo',
      `listen --secret ${one} --port 99999`,
      `listen --secret ${one} --forward-to ${url}?token=${two} --port ${new URL(url).port}`,
      `listen --secret ${one} --expect nothing`.replace('--expect', '--expct'),
    ]
    for (const line of lines) check(line, await here.run(line + json))
    check(`config set secrets.acme ${one}`, await here.run(`config set secrets.acme ${one}`))
    check('config set secrets.example -', await here.run('config set secrets.example -'))
    check(`config set port ${one}`, await here.run(`config set port ${one}`))
    for (const { id } of await here.json('deliveries list --limit 100 --json')) {
      check(`deliveries show ${id}`, await here.run(`deliveries show ${id} --reveal${json}`))
    }
    check('listen', await running.stop())
    expect(found.filter(([, leaks]) => leaks.length > 0)).toEqual([])
  })
})

test('what is revealed is only what was asked to be', async () => {
  const here = knowing(false)
  expect(leaked((await here.run('config list --reveal')).out)).not.toEqual([])
  expect((await here.run('config get secret --reveal')).out).toBe(`${one}\n`)
})

test('no secret is in the store', async () => {
  const here = knowing(false)
  const running = here.start(`listen --port 0 --secret ${one} --json`)
  await here.run(`trigger job.completed --secret ${one} --to ${await running.listening()}`)
  await running.stop()
  expect(leaked((await here.run('deliveries export --reveal')).out)).toEqual([])
  const kept = await here.json('deliveries list --json')
  for (const { id } of kept) {
    const bytes = await here.bytes(`deliveries show ${id} --raw`)
    expect(leaked(Buffer.from(bytes).toString('latin1'))).toEqual([])
  }
})
