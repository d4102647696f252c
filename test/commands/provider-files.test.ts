import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import type { Ruling } from '../judges/support/judges.ts'
import { stripe } from '../judges/support/judges.ts'
import type { UrlCase } from '../judges/support/package-judges.ts'
import { standardwebhooks } from '../judges/support/package-judges.ts'
import { smallFile } from '../provider/support/provider-files.ts'
import { handler } from '../support/handler.ts'
import { machine, ndjson } from '../support/machine.ts'

const event = {
  type: 'order.paid',
  body: { id: 'evt_1', type: 'order.paid', at: '2026-01-01T00:00:00Z', total: 4990 },
}

/** A provider whose scheme is that of a package, under headers of its own. */
const timed: Json = {
  formatVersion: 1,
  name: 'acme',
  title: 'Acme',
  signature: {
    signs: '{timestamp}.{body}',
    separator: ',',
    headers: { 'Acme-Signature': 't={timestamp},v1={signature}' },
    timestamp: { unit: 's', tolerance: '5m' },
  },
  headers: { 'Acme-Event': '{type}' },
  event: { id: 'id', type: 'type', createdAt: 'at', newId: 'evt_{hex:8}' },
  events: [event],
}

const standard: Json = {
  formatVersion: 1,
  name: 'shop',
  signature: {
    algorithm: 'hmac-sha256',
    key: { encoding: 'base64', prefix: 'whsec_' },
    signs: '{id}.{timestamp}.{body}',
    encoding: 'base64',
    separator: ' ',
    headers: {
      'webhook-id': '{id}',
      'webhook-timestamp': '{timestamp}',
      'webhook-signature': 'v1,{signature}',
    },
    timestamp: { unit: 's', tolerance: '5m' },
  },
  event: { id: 'header:webhook-id', type: 'type' },
  events: [{ type: 'order.paid', body: { type: 'order.paid', currency: 'EUR' } }],
}

const file = (document: Json): string => `// A comment.\n${JSON.stringify(document, null, 2)}`
const now = Date.UTC(2026, 2, 15, 10, 5)

interface Scene {
  readonly path: string
  readonly document: Json
  readonly secret: string
  rule(asked: UrlCase): Promise<Ruling>
}

const scenes: [string, Scene][] = [
  [
    'stripe',
    { path: './acme.json', document: timed, secret: 'whsec_S', rule: stripe('Acme-Signature').rule },
  ],
  [
    'standardwebhooks',
    {
      path: './my files/shop',
      document: standard,
      secret: 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQh',
      rule: standardwebhooks.rule,
    },
  ],
]

describe.each(scenes)('a provider file whose scheme is that of %s', (_, scene) => {
  const { path, secret } = scene
  const files = { [path]: file(scene.document) }

  test('signs what the package accepts, and nothing else', async () => {
    const to = await handler()
    const here = machine({ files })
    const { exit, err } = await here.run(
      `trigger order.paid --to ${to.url}/hooks --secret ${secret} --provider`,
      path,
    )
    expect([exit, err]).toEqual([0, ''])
    const [taken] = to.taken
    const { headers = [], body = Buffer.alloc(0) } = taken ?? {}
    const asked = { headers, body, secret, now, url: `${to.url}/hooks` }
    const rulings = [asked, { ...asked, body: Buffer.concat([body, Buffer.from(' ')]) }].map(scene.rule)
    expect(await Promise.all(rulings)).toEqual(['accepts', 'refuses'])
  })

  test('goes from trigger to listen, verified', async () => {
    const here = machine({ files })
    const listener = here.start(`listen --port 0 --json --secret ${secret} --provider`, path)
    const url = await listener.listening()
    const right = await here.run(`trigger order.paid --to ${url} --secret ${secret} --provider`, path)
    const wrong = await here.run(
      `trigger order.paid --tamper body --to ${url} --secret ${secret} --provider`,
      path,
    )
    expect([right.exit, wrong.exit]).toEqual([0, 1])
    const { out } = await listener.stop()
    const seen = ndjson(out).filter(({ kind }) => kind === 'delivery')
    expect(
      seen.map(({ provider, type, verdict, unknownType }) => [provider, type, verdict.ok, unknownType]),
    ).toEqual([
      [Object(scene.document).name, 'order.paid', true, false],
      [Object(scene.document).name, 'order.paid', false, false],
    ])
  })
})

describe('wherever a provider is taken, a provider file will do', () => {
  const files = { './acme.json': file(timed), body: '{"id":"evt_9","type":"order.paid"}' }
  const env = { HOOKS_ACME_SECRET: 'S' }
  const signature = 't=1773569100,v1=3c2d7a7c39f77b7e63a1b3ae25f0de7d6a1b1f8f6d0d9e3d6f2a0b3c4d5e6f70'

  test('sign and verify, with the secret of its name', async () => {
    const here = machine({ files, env })
    const headers = await here.json('sign --provider ./acme.json --body body --json')
    expect(Object.keys(headers)).toEqual(['Acme-Signature'])
    const header = `Acme-Signature: ${headers['Acme-Signature']}`
    expect(await here.json('verify --provider ./acme.json --body body --json --header', header)).toEqual({
      ok: true,
      key: 'current',
    })
    const refused = await here.run(
      'verify --provider ./acme.json --body body --json --header',
      `Acme-Signature: ${signature}`,
    )
    expect(refused).toMatchObject({ exit: 1 })
  })

  test('providers show and events', async () => {
    const here = machine({ files })
    const shown = await here.json('providers show ./acme.json --json')
    expect([shown.name, shown.events]).toEqual([
      'acme',
      [{ provider: 'acme', type: 'order.paid', about: 'The event order.paid.', origin: 'composed' }],
    ])
    expect((await here.run('providers show ./acme.json')).exit).toBe(0)
    expect((await here.json('providers events ./acme.json --json')).length).toBe(1)
  })

  test('what is kept of it is found and replayed', async () => {
    const to = await handler()
    const here = machine({ files, env })
    await here.run(`trigger order.paid --to ${to.url} --provider ./acme.json`)
    const kept = await here.json('deliveries list --provider ./acme.json --json')
    expect(kept.map(({ provider }: { provider: string }) => provider)).toEqual(['acme'])
    expect((await here.run(`replay --last 1 --provider ./acme.json --to ${to.url}`)).exit).toBe(0)
    expect(to.taken).toHaveLength(2)
  })

  test('listen recognises an installed one by its headers', async () => {
    const here = machine({ files, env })
    await here.run('providers add ./acme.json')
    const listener = here.start('listen --port 0 --json')
    const url = await listener.listening()
    expect((await here.run(`trigger order.paid --to ${url}`)).exit).toBe(0)
    expect((await here.run(`trigger acme:order.paid --to ${url}`)).exit).toBe(0)
    const seen = ndjson((await listener.stop()).out).filter(({ kind }) => kind === 'delivery')
    expect(seen.map(({ provider, verdict }) => [provider, verdict.ok])).toEqual([
      ['acme', true],
      ['acme', true],
    ])
  })

  test.each([
    ['the environment', { env: { ...env, HOOKS_PROVIDER: './acme.json' } }, {}],
    ['the settings', { env, settings: { provider: './acme.json' } }, {}],
    ['the project', { env }, { 'hooks.config.json': '{"provider":"./acme.json"}', 'acme.json': file(timed) }],
  ])('%s may name it', async (_, options, more) => {
    const here = machine({ ...options, files: { ...files, ...more } })
    expect(Object.keys(await here.json('sign --body body --json'))).toEqual(['Acme-Signature'])
    const kept = await here.json('sign --body body --json --provider example --secret S')
    expect(Object.keys(kept)).toEqual(['X-Webhook-Signature'])
  })

  test('an installed one has its place in the settings, as any provider', async () => {
    const here = machine({ files })
    const unknown = await here.run('config set secrets.acme S')
    expect(unknown).toMatchObject({ exit: 2, err: expect.stringContaining("no provider 'acme'") })
    await here.run('providers add ./acme.json')
    expect((await here.run('config set secrets.acme S')).exit).toBe(0)
    expect((await here.run('config set provider acme')).exit).toBe(0)
    expect(Object.keys(await here.json('sign --body body --json'))).toEqual(['Acme-Signature'])
  })

  test('the user settings hold for every folder, so they take no path', async () => {
    expect(await machine({ files }).run('config set provider ./acme.json')).toMatchInlineSnapshot(`
      {
        "err": "error: './acme.json' is a provider file; your own settings take the name of a provider.
        Install it (hooks providers add ./acme.json) and set its name, or name the file in hooks.config.json.
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })

  test('completion offers its event types, and those that are installed', async () => {
    const here = machine({ files })
    const complete = async (...words: string[]) => (await here.run('__complete --', ...words)).out
    expect(await complete('trigger', '--provider', './acme.json', 'o')).toBe('order.paid\tacme\n')
    await here.run('providers add ./acme.json')
    expect(await complete('providers', 'show', 'ac')).toBe('acme\tAcme\n')
    expect(await complete('trigger', 'order.')).toBe('order.paid\tacme\n')
  })

  test('the demo is of the providers that ship', async () => {
    const installed = JSON.stringify(smallFile({ events: null }))
    const here = machine({ files: { '/home/test/.config/hooks/providers/acme.json': installed } })
    expect(await here.run('demo --json')).toEqual(await machine().run('demo --json'))
  })
})

describe('a provider file that cannot be used', () => {
  test.each([
    ['no such file', './nowhere.json', {}],
    ['no JSON', './x.json', { './x.json': '{' }],
    ['one mistake', './x.json', { './x.json': JSON.stringify(smallFile({ name: 'Acme' })) }],
    ['several mistakes', './x.json', { './x.json': '{}' }],
    ['a built-in name', 'dir\\x', { 'dir\\x': JSON.stringify(smallFile({ name: 'firma' })) }],
  ])('%s', async (_, path, files) => {
    const here = machine({ files: { ...files, body: 'x' } })
    expect(await here.run('sign --body body --secret S --provider', path)).toMatchSnapshot()
  })

  test('where the name of an installed one would do, it is told', async () => {
    expect((await machine().run('providers show acme')).err).toMatchInlineSnapshot(`
      "error: There is no provider 'acme'.
        All of them: hooks providers list
      "
    `)
  })
})

test('a file goes before an installed provider of the same name, and says nothing of it', async () => {
  const files = {
    '/home/test/.config/hooks/providers/acme.json': JSON.stringify(smallFile({ title: 'Installed' })),
    './acme.json': JSON.stringify(smallFile({ title: 'Mine' })),
  }
  const here = machine({ files })
  expect((await here.json('providers show ./acme.json --json')).title).toBe('Mine')
  expect((await here.json('providers show acme --json')).title).toBe('Installed')
})
