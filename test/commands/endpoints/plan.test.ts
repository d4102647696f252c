import { describe, expect, test } from 'vitest'
import type { Taken } from '../../support/handler.ts'
import type { MachineOptions } from '../../support/machine.ts'
import { machine } from '../../support/machine.ts'
import type { Answers } from './support/api.ts'
import { json, managed } from './support/api.ts'

interface Hook {
  id: string
  url: string
  events: string[]
  enabled: boolean
  description: string | null
}

const hook = (id: string, more: Partial<Hook> = {}): Hook => ({
  id,
  url: `https://your-app.com/${id}`,
  events: ['template.created'],
  enabled: true,
  description: null,
  ...more,
})

/** An API that really has endpoints: what is created, changed and deleted is listed so afterwards. */
function living(hooks: Hook[]): Answers {
  const bodyOf = ({ body }: Taken) => JSON.parse(body.toString())
  const calls: Record<string, (taken: Taken) => ReturnType<typeof json>> = {
    'GET /webhooks': () => json({ results: hooks }),
    'POST /webhooks': (taken) => {
      const made = hook(`new-${hooks.length}`, bodyOf(taken))
      hooks.push(made)
      return json(made, { status: 201 })
    },
  }
  for (const id of ['one', 'two', 'three', ...[0, 1, 2, 3].map((at) => `new-${at}`)]) {
    calls[`PUT /webhooks/${id}`] = (taken) => {
      const found = hooks.find((each) => each.id === id)
      return found ? json(Object.assign(found, bodyOf(taken))) : json({}, { status: 404 })
    }
    calls[`DELETE /webhooks/${id}`] = () => {
      hooks.splice(
        hooks.findIndex((each) => each.id === id),
        1,
      )
      return json({ message: 'Webhook deleted successfully' })
    }
  }
  return calls
}

const wanted = [
  { url: 'https://your-app.com/one', events: ['template.created'] },
  { url: 'https://your-app.com/two', events: ['template.updated', 'template.created'], enabled: true },
  { url: 'https://your-app.com/fresh', events: ['workspace.created'], enabled: false, description: 'new' },
]
const files = { 'hooks.config.json': JSON.stringify({ endpoints: { firma: wanted } }) }
const present = () => [hook('one'), hook('two', { enabled: false }), hook('three')]

const begin = (options: MachineOptions = {}, hooks = present()) =>
  managed(living(hooks), { files, ...options })

describe.each([
  ['in a pipe', {}],
  ['on a terminal', { terminal: true, width: 110 }],
] as const)('%s', (_, options) => {
  test('plan, apply, again', async () => {
    const here = await begin(options)
    expect(await here.run('endpoints plan')).toMatchSnapshot('plan')
    expect(await here.run('endpoints plan --prune')).toMatchSnapshot('plan --prune')
    expect(await here.run('endpoints check')).toMatchObject({ exit: 1 })
    expect(await here.run('endpoints apply')).toMatchSnapshot('apply')
    expect(await here.run('endpoints apply')).toMatchSnapshot('apply again')
    expect(await here.run('endpoints check')).toMatchSnapshot('check')
    expect(await here.run('endpoints check --prune')).toMatchObject({ exit: 1 })
    expect(await here.run('endpoints apply --prune')).toMatchSnapshot('apply --prune')
    expect(await here.run('endpoints check --prune')).toMatchObject({ exit: 0 })
  })
})

test('what is asked of the API', async () => {
  const hooks = present()
  const here = await begin({}, hooks)
  await here.run('endpoints plan --prune')
  expect(here.asked().map(({ call }) => call)).toEqual(['GET /webhooks'])
  await here.run('endpoints apply --prune')
  expect(
    here
      .asked()
      .slice(2)
      .map(({ call, body }) => [call, body]),
  ).toEqual([
    ['PUT /webhooks/two', { events: ['template.updated', 'template.created'], enabled: true }],
    [
      'POST /webhooks',
      { url: 'https://your-app.com/fresh', events: ['workspace.created'], description: 'new' },
    ],
    ['PUT /webhooks/new-3', { enabled: false }],
    ['DELETE /webhooks/three', undefined],
  ])
  const before = here.asked().length
  expect(await here.json('endpoints apply --prune --json')).toMatchObject({ changes: 0 })
  expect(
    here
      .asked()
      .slice(before)
      .map(({ call }) => call),
  ).toEqual(['GET /webhooks'])
})

test('config list tells how many there are, and set does not take them', async () => {
  const here = await begin()
  expect((await here.run('config list')).out).toBe('endpoints.firma\t3 endpoints\thooks.config.json\n')
  expect((await here.run('config set endpoints.firma x')).exit).toBe(2)
  expect((await here.run('config set endpointSecrets.firma/one x')).exit).toBe(2)
})

test('as JSON', async () => {
  expect(await (await begin()).json('endpoints plan --json')).toMatchSnapshot()
})

test('another file, of the same URL written otherwise, with events in another order', async () => {
  const own = { endpoints: { firma: [{ url: 'https://YOUR-APP.com:443/two', events: ['b', 'a'] }] } }
  const hooks = [hook('two', { events: ['a', 'b'] })]
  const here = await begin({ files: { 'own.json': JSON.stringify(own) } }, hooks)
  expect(await here.json('endpoints plan own.json --force --json')).toMatchObject({ changes: 0 })
})

test('of several with one URL the nearest is meant; the others are not in the file', async () => {
  const url = 'https://your-app.com/one'
  const hooks = [hook('two', { url, events: ['a'] }), hook('one', { url })]
  const config = { endpoints: { firma: [{ url, events: ['template.created'] }] } }
  const here = await begin({ files: { 'hooks.config.json': JSON.stringify(config) } }, hooks)
  const { steps } = await here.json('endpoints plan --prune --json')
  expect(steps.map(({ action, id }: { action: string; id: string }) => [action, id])).toEqual([
    ['keep', 'one'],
    ['delete', 'two'],
  ])
})

test('several providers, and what a workspace has', async () => {
  const config = {
    endpoints: {
      firma: [{ url: 'https://a.test/', events: ['template.created'], workspace: 'ws_456' }],
      example: [{ url: 'https://b.test/', events: ['user.created'], secretFrom: 'OUR_SECRET' }],
    },
  }
  const both = {
    'GET /webhooks': ({ headers }: Taken) =>
      headers.some(([, value]) => value.startsWith('Bearer ')) ? json({ data: [] }) : json({ results: [] }),
    'POST /webhooks': ({ body }: Taken) =>
      json({ ...JSON.parse(body.toString()), id: 'wh_1' }, { status: 201 }),
  }
  const files = { 'hooks.config.json': JSON.stringify(config) }
  const ofOne = await managed(both, { files, env: { HOOKS_EXAMPLE_API_KEY: 'k-example' } })
  expect(await ofOne.run('endpoints apply')).toMatchInlineSnapshot(`
    {
      "err": "error: The file is about several providers, and the API key from HOOKS_API_KEY is for one: nothing says that it is of firma.
      Set HOOKS_FIRMA_API_KEY, or give --provider.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect(ofOne.asked()).toEqual([])
  const keys = { HOOKS_EXAMPLE_API_KEY: 'k-example', HOOKS_FIRMA_API_KEY: 'k-firma' }
  const elsewhere = machine({ files, env: { ...keys, HOOKS_API_URL: 'https://api.other.test' } })
  expect(await elsewhere.run('endpoints apply')).toEqual({
    exit: 2,
    out: '',
    err: 'error: The file is about several providers, and the API URL from HOOKS_API_URL is that of one.\n  Unset it, or give --provider.\n',
  })
  const options = { files, env: { HOOKS_EXAMPLE_API_KEY: 'k-example', HOOKS_FIRMA_API_KEY: 'k-firma' } }
  const here = await managed(both, { ...options, env: { ...options.env, OUR_SECRET: 'chosen' } })
  expect((await here.run('endpoints apply')).exit).toBe(0)
  expect(here.asked().map(({ call, body }) => [call, body])).toEqual([
    ['GET /webhooks', undefined],
    ['GET /webhooks?workspace_id=ws_456', undefined],
    ['GET /webhooks', undefined],
    ['POST /webhooks', { url: 'https://a.test/', events: ['template.created'], workspace_id: 'ws_456' }],
    ['POST /webhooks', { url: 'https://b.test/', events: ['user.created'], secret: 'chosen' }],
  ])
  const without = await managed(both, options)
  expect(await without.run('endpoints apply')).toMatchInlineSnapshot(`
    {
      "err": "error: The secret of https://b.test/ is to be from OUR_SECRET, which is not set.
      Set it: OUR_SECRET=… hooks endpoints apply
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect(without.asked().filter(({ call }) => call.startsWith('POST'))).toEqual([])
})

test('what was done before a failure is told', async () => {
  const here = await managed(
    { ...living(present()), 'POST /webhooks': json({ message: 'No more' }, { status: 409 }) },
    { files },
  )
  expect(await here.run('endpoints apply')).toMatchInlineSnapshot(`
    {
      "err": "changed	firma	https://your-app.com/two	two	events +template.updated; enabled false -> true
    error: Firma refuses to create endpoints (409): No more.
      See what is there: hooks endpoints list
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

describe('what cannot be', () => {
  const refused = async (config: unknown, line = 'endpoints plan', provider = {}) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config)
    const here = await begin({ files: { 'hooks.config.json': text }, ...provider })
    const ran = await here.run(line)
    expect(here.asked().filter(({ call }) => !call.startsWith('GET'))).toEqual([])
    return ran
  }
  const of = (...list: object[]) => ({ endpoints: { firma: list } })
  const good = { url: 'https://a.test/', events: ['template.created'] }

  test.each<[string, unknown]>([
    ['no JSON', '{"endpoints":'],
    ['no endpoints', { port: 1 }],
    ['a provider that nobody knows', { endpoints: { frima: [good] } }],
    ['a provider without an API', { endpoints: { headshotpro: [good] } }],
    ['a URL that is none', of({ ...good, url: 'what?' })],
    ['no events', of({ ...good, events: [] })],
    ['an unknown field', of({ ...good, evnts: [] })],
    ['the same URL twice', of(good, { ...good, url: 'https://A.test' })],
    ['an unknown type', of({ ...good, events: ['template.craeted'] })],
    ['a secret itself', of({ ...good, secret: 'whsec_0' })],
    ['a secret where the provider makes it', of({ ...good, secretFrom: 'PATH' })],
  ])('%s', async (_, config) => {
    expect(await refused(config, 'endpoints apply', { env: { PATH: '/bin' } })).toMatchSnapshot()
  })

  test('no file', async () => {
    const here = await begin({ files: {} })
    expect(await here.run('endpoints plan')).toMatchSnapshot()
    expect(await here.run('endpoints plan nowhere.json')).toMatchSnapshot()
  })

  test('one URL for two providers', async () => {
    const config = { endpoints: { firma: [good], example: [good] } }
    expect(await refused(config, 'endpoints plan --api-url http://localhost:1')).toMatchSnapshot()
  })
})
