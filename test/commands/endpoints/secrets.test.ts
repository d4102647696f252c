import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { HooksError } from '../../../src/errors.ts'
import { handler } from '../../support/handler.ts'
import { machine } from '../../support/machine.ts'
import { json, managed } from './support/api.ts'

const secret = 'whsec_0123456789abcdef3f2a'
const endpoint = {
  object: 'webhook_endpoint',
  id: 'we_01JQA7Z4M8C3',
  url: 'https://your-app.com/hooks',
  events: ['job.completed'],
  created_at: '2026-03-15T10:00:00Z',
}
const create = 'endpoints create --provider firsthand --url https://your-app.com/hooks --event job.completed'
const told = { 'POST /v1/webhook_endpoints': json({ ...endpoint, secret }, { status: 201 }) }

const kept = (more: object = {}) => ({
  endpointSecrets: {
    'firsthand/we_01JQA7Z4M8C3': {
      provider: 'firsthand',
      endpoint: 'we_01JQA7Z4M8C3',
      url: 'https://your-app.com/hooks',
      secret,
      since: '2026-03-15T10:05:00.000Z',
      ...more,
    },
  },
})

test('a secret that is told once is kept for its endpoint, and masked', async () => {
  const here = await managed(told)
  const { out, err } = await here.run(create)
  expect(await here.context.userSettings.all()).toEqual(kept())
  expect(out).toContain('whsec_…3f2a')
  expect(out + err).not.toContain(secret)
  expect((await here.run('config list')).out).toMatchInlineSnapshot(`
    "endpointSecrets.firsthand/we_01JQA7Z4M8C3	whsec_…3f2a	hooks config
    "
  `)
  expect((await here.run('config get endpointSecrets.firsthand/we_01JQA7Z4M8C3 --reveal')).out).toBe(
    `${secret}\n`,
  )
  expect((await here.run('config get endpointSecrets.firsthand/we_01JQA7Z4M8C3')).out).toBe('whsec_…3f2a\n')
})

test('--reveal shows it', async () => {
  expect((await (await managed(told)).run(`${create} --reveal`)).out).toContain(secret)
  expect(await (await managed(told)).json(`${create} --reveal --json`)).toMatchObject({
    secret,
    raw: { secret },
  })
})

test('one that cannot be kept is shown rather than lost', async () => {
  const full = new HooksError(
    'cannot-write',
    "Cannot write the settings 'x': no space is left on the device.",
  )
  const here = await managed(told, {
    ports: {
      userSettings: {
        path: 'x',
        all: async () => ({}),
        set: async () => Promise.reject(full),
        unset: async () => undefined,
      },
    },
  })
  expect(await here.run(create)).toMatchInlineSnapshot(`
    {
      "err": "The secret cannot be kept: Cannot write the settings 'x': no space is left on the device. It is shown below, this once: keep it yourself.
    ",
      "exit": 3,
      "out": "url	https://your-app.com/hooks
    id	we_01JQA7Z4M8C3
    events	job.completed
    secret	whsec_0123456789abcdef3f2a
    created	2026-03-15T10:00:00Z
    ",
    }
  `)
  expect(await here.json(`${create} --json`)).toMatchObject({ secret })
})

test('rotated, the one before it stays beside it; deleted, both are gone', async () => {
  const rotated = json({ ...endpoint, secret: 'whsec_fedcba9876543210aaaa' })
  const here = await managed(
    {
      'POST /v1/webhook_endpoints/we_01JQA7Z4M8C3/rotate_secret': rotated,
      'DELETE /v1/webhook_endpoints/we_01JQA7Z4M8C3': { status: 204 },
    },
    { settings: kept() },
  )
  await here.run('endpoints rotate-secret we_01JQA7Z4M8C3 --provider firsthand')
  expect(await here.context.userSettings.all()).toEqual(
    kept({ secret: 'whsec_fedcba9876543210aaaa', old: secret }),
  )
  await here.run('endpoints delete we_01JQA7Z4M8C3 --provider firsthand --yes')
  expect(await here.context.userSettings.all()).toEqual({})
})

test("an account's secret serves all of its endpoints; a workspace's is kept apart", async () => {
  const here = await managed({
    'POST /webhooks/rotate-secret': json({ new_secret: 'ab'.repeat(32), grace_period_hours: 24 }),
    'POST /workspaces/ws_456/webhooks/rotate-secret': json({ new_secret: 'cd'.repeat(32) }),
  })
  await here.run('endpoints rotate-secret --provider firma@2026-08')
  await here.run('endpoints rotate-secret --provider firma@2026-08 --workspace ws_456')
  expect(await here.context.userSettings.all()).toEqual({
    endpointSecrets: {
      firma: { provider: 'firma', secret: 'ab'.repeat(32), since: '2026-03-15T10:05:00.000Z' },
      'firma/workspace ws_456': {
        provider: 'firma',
        workspace: 'ws_456',
        secret: 'cd'.repeat(32),
        since: '2026-03-15T10:05:00.000Z',
      },
    },
  })
})

test('a URL that changes is followed', async () => {
  const here = await managed(
    { 'PATCH /v1/webhook_endpoints/we_01JQA7Z4M8C3': json({ ...endpoint, url: 'https://your-app.com/new' }) },
    { settings: kept() },
  )
  await here.run('endpoints update we_01JQA7Z4M8C3 --provider firsthand --url https://your-app.com/new')
  expect(await here.context.userSettings.all()).toEqual(kept({ url: 'https://your-app.com/new' }))
})

test('a secret that the client chooses is made where none is given, and kept', async () => {
  const here = await managed({
    'POST /webhooks': json(
      { id: 'wh_abc123', url: 'https://a.test/', events: ['user.created'] },
      { status: 201 },
    ),
  })
  const create = 'endpoints create --provider example --url https://a.test/ --event user.created'
  await here.run(create)
  const made = here.asked()[0].body.secret
  expect(made).toMatch(/^[0-9a-f]{32}$/)
  expect(await here.context.userSettings.all()).toMatchObject({
    endpointSecrets: { 'example/wh_abc123': { secret: made } },
  })
  const given = await managed(
    { 'POST /webhooks': json({ id: 'wh_abc123', url: 'https://a.test/' }, { status: 201 }) },
    { files: { secret: 'of a file\n', data: '{"secret":"of the data","x":1}' }, stdin: 'of the input\n' },
  )
  for (const flags of ['--secret-file secret', '--secret -', '--data data', '--secret given']) {
    await given.run(`${create} ${flags}`)
  }
  expect(given.asked().map(({ body }) => body.secret)).toEqual([
    'of a file',
    'of the input',
    'of the data',
    'given',
  ])
})

describe('is found again', () => {
  const signed = (text: string, body: string, at = 1_773_569_100) =>
    `t=${at},v1=${createHmac('sha256', text).update(`${at}.${body}`).digest('hex')}`

  /** The secret out of `secrets` that an event to a URL is signed with. */
  async function signedWith(
    { env = {}, ...settings }: { readonly env?: object; readonly [setting: string]: unknown },
    line: string,
    secrets: readonly string[],
  ) {
    const to = await handler()
    const url = `${to.url}/hooks`
    const own = JSON.parse(JSON.stringify(settings).replaceAll('https://your-app.com/hooks', url))
    const here = machine({ settings: own, env: { ...env } })
    const { err } = await here.run(`${line} --to ${url}`)
    const [one] = to.taken
    if (!one) return err
    const found = one.headers.find(([name]) => name === 'X-FirstHand-Signature')?.[1]
    return secrets.find((each) => signed(each, one.body.toString()) === found)
  }
  const trigger = 'trigger job.completed'
  const other = {
    'firsthand/we_other': {
      provider: 'firsthand',
      endpoint: 'we_other',
      url: 'https://elsewhere.test/',
      secret: 'another',
      since: '2026-03-15T10:06:00.000Z',
    },
  }
  const both = { endpointSecrets: { ...kept().endpointSecrets, ...other } }

  test('by the URL', async () => {
    expect(await signedWith(both, trigger, [secret, 'another'])).toBe(secret)
  })

  test('by the endpoint, or the beginning of its id', async () => {
    expect(await signedWith(both, `${trigger} --endpoint we_other`, [secret, 'another'])).toBe('another')
    expect(await signedWith(both, `${trigger} --endpoint we_oth`, [secret, 'another'])).toBe('another')
    expect(await signedWith(both, `${trigger} --endpoint we_nope`, [])).toMatchInlineSnapshot(`
      "error: No secret is kept for the endpoint 'we_nope'.
        Kept are those that hooks endpoints create and rotate-secret were told: hooks config list
      "
    `)
  })

  test('the only one serves for any URL; of several none does', async () => {
    const one = { endpointSecrets: other }
    expect(await signedWith(one, trigger, [secret, 'another'])).toBe('another')
    const two = {
      endpointSecrets: { ...other, x: { ...other['firsthand/we_other'], url: 'https://third.test/' } },
    }
    expect(await signedWith(two, trigger, [])).toContain(
      'Secrets are kept for several endpoints of firsthand, and for none at this URL.',
    )
  })

  test('flag and environment go before it, the general secret of the user behind it', async () => {
    const all = [secret, 'flag', 'variable', 'general', 'own']
    expect(await signedWith(both, `${trigger} --secret flag`, all)).toBe('flag')
    expect(await signedWith({ ...both, env: { HOOKS_SECRET: 'variable' } }, trigger, all)).toBe('variable')
    expect(
      await signedWith({ ...both, secret: 'general', secrets: { firsthand: 'own' } }, trigger, all),
    ).toBe(secret)
  })

  test('by listen: each of them, and those before them', async () => {
    const settings = { endpointSecrets: { ...kept({ old: 'the old one' }).endpointSecrets, ...other } }
    const here = machine({ settings })
    const running = here.start('listen --port 0 --json')
    const url = await running.listening()
    for (const each of [secret, 'another', 'the old one', 'a wrong one']) {
      await machine({ seed: each }).run(`trigger job.completed --secret`, each, '--to', `${url}/hooks`)
    }
    const { out } = await running.stop()
    const verdicts = out
      .split('\n')
      .filter((line) => line.includes('"delivery"'))
      .map((line) => JSON.parse(line).verdict)
    expect(verdicts).toMatchObject([
      { ok: true, key: 'current' },
      { ok: true, key: 'current' },
      { ok: true, key: 'previous' },
      { ok: false },
    ])
  })

  test('by replay', async () => {
    const to = await handler()
    const settings = JSON.parse(
      JSON.stringify(kept()).replaceAll('https://your-app.com/hooks', `${to.url}/hooks`),
    )
    const here = machine({ settings })
    await here.run(`trigger job.completed --id evt_ONE --to ${to.url}/hooks`)
    await here.run(`replay evt_ONE --to ${to.url}/hooks`)
    const signatures = to.taken.map(({ headers, body }) => [
      headers.find(([name]) => name === 'X-FirstHand-Signature')?.[1],
      signed(secret, body.toString()),
    ])
    for (const [found, wanted] of signatures) expect(found).toBe(wanted)
    expect(signatures.length).toBe(2)
  })
})
