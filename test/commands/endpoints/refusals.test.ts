import { describe, expect, test } from 'vitest'
import { freePort } from '../../host/support/raw-server.ts'
import type { Machine } from '../../support/machine.ts'
import { machine } from '../../support/machine.ts'
import { json, key, managed } from './support/api.ts'

const env = { HOOKS_API_KEY: key, HOOKS_API_URL: 'http://127.0.0.1:1' }
const url = '--url https://a.test/ --event template.created'

describe('refused before anything is sent', () => {
  test.each([
    ['a provider without an API', 'list --provider headshotpro'],
    ['another one', 'create --url https://a.test/ --event a --provider pixelpatrol'],
    ['no provider', 'list'],
    ['a provider that nobody knows', 'list --provider frima'],
    ['no test route', 'test we_123456 --provider firsthand'],
    ['no events', 'events --provider firma'],
    ['no redelivery', 'redeliver evt_1 --provider firma'],
    ['no rotation', 'rotate-secret wh_abc123 --provider example'],
    ['rotation of one endpoint of many', 'rotate-secret we_123456 --provider firma'],
    ['rotation of one in a workspace', 'rotate-secret we_123456 --provider firma --workspace ws_1'],
    ['rotation without an endpoint', 'rotate-secret --provider firsthand'],
    ['no URL', 'create --provider firma --event template.created'],
    ['a URL that is none', 'create --provider firma --url what? --event template.created'],
    ['a URL of another scheme', 'create --provider firma --url ftp://a.test/ --event template.created'],
    ['no events to get', 'create --provider firma --url https://a.test/'],
    [
      'a type that nobody documents',
      'create --provider firma --url https://a.test/ --event template.craeted',
    ],
    [
      'a description that the API does not take',
      'create --provider firsthand --url https://a.test/ --event job.completed --description x',
    ],
    ['a secret that the API does not take', `create --provider firma ${url} --secret s`],
    ['a workspace that the API does not have', 'list --provider firsthand --workspace ws_1'],
    ['nothing to change', 'update we_123456 --provider firma'],
    ['both', 'update we_123456 --provider firma --enable --disable'],
    ['both states', 'list --provider firma --enabled --disabled'],
    [
      'two secrets',
      'create --provider example --url https://a.test/ --event user.created --secret a --secret-file b',
    ],
    ['standard input twice', `create --provider firma ${url} --data - --api-key -`],
    ['data that are no JSON', `create --provider firma ${url} --data broken`],
    ['data that are no object', `create --provider firma ${url} --data list`],
    ['data that are nowhere', `create --provider firma ${url} --data nowhere`],
    ['a test without its type', 'test wh_abc123 --provider example'],
    ['a --max-wait that is none', 'list --provider firma --max-wait soon'],
    ['a --limit that is none', 'list --provider firma --limit many'],
    ['an id that is none', 'show .. --provider firma'],
    ['an unknown flag', 'list --provider firma --enabeld'],
  ])('%s', async (_, line) => {
    const here = machine({ env, files: { broken: '{', list: '[]' } })
    expect(await here.run(`endpoints ${line}`)).toMatchSnapshot()
  })

  test('an error is one JSON object with --json', async () => {
    const here = machine({ env })
    const { exit, err } = await here.run('endpoints list --provider headshotpro --json')
    expect([exit, JSON.parse(err)]).toMatchInlineSnapshot(`
      [
        2,
        {
          "code": "not-supported",
          "hint": "Set the URL and copy the secret in the dashboard, under Admin > API Settings.",
          "kind": "error",
          "message": "HeadshotPro has no API to manage webhooks with.",
        },
      ]
    `)
  })
})

describe('the key', () => {
  const list = 'endpoints list --provider firma@2026-08'
  const answers = { 'GET /webhooks': json({ results: [] }) }
  const sent = async (options: object, line = list) => {
    const here = await managed(answers, options)
    await here.run(line)
    return here.asked()[0]?.headers.Authorization
  }
  const project = {
    files: { 'hooks.config.json': '{"apiKeys":{"firma":"of-project-own"},"apiKey":"of-project"}' },
  }
  const settings = { apiKeys: { firma: 'of-user-own' }, apiKey: 'of-user' }

  test('comes from the strongest place', async () => {
    const none = { HOOKS_API_KEY: undefined }
    const all = { ...project, settings }
    const env = { HOOKS_FIRMA_2026_08_API_KEY: 'of-dialect', HOOKS_FIRMA_API_KEY: 'of-provider' }
    expect(await sent({ ...all, env }, `${list} --api-key flag`)).toBe('flag')
    expect(await sent({ ...all, env, stdin: 'of-input\n' }, `${list} --api-key -`)).toBe('of-input')
    expect(await sent({ ...all, env })).toBe('of-dialect')
    expect(await sent({ ...all, env: { HOOKS_FIRMA_API_KEY: 'of-provider' } })).toBe('of-provider')
    expect(await sent(all)).toBe(key)
    expect(await sent({ ...all, env: none })).toBe('of-project-own')
    expect(await sent({ env: none, settings })).toBe('of-user-own')
    expect(await sent({ env: none, settings: { apiKey: 'of-user' } })).toBe('of-user')
  })

  test('is asked for where there is none', async () => {
    const here = await managed(answers, { env: { HOOKS_API_KEY: undefined } })
    expect(await here.run(list)).toMatchInlineSnapshot(`
      {
        "err": "error: No API key is known for firma@2026-08.
        Give --api-key, or set HOOKS_FIRMA_2026_08_API_KEY or HOOKS_API_KEY.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(here.asked()).toEqual([])
  })

  test('that no header can bear is refused, unseen', async () => {
    for (const bad of ['a\u0000b', 'schlüssel\n\u4e2d', ' ']) {
      const here = await managed(answers, { env: { HOOKS_API_KEY: bad } })
      const { exit, err } = await here.run(list)
      expect([exit, here.asked()]).toEqual([2, []])
      expect(err).not.toContain(bad.trim() || 'nothing')
    }
  })

  test('that is refused is not shown, but where it is from', async () => {
    const refused = {
      'GET /webhooks': json({ error: 'Unauthorized', message: `${key} is wrong` }, { status: 401 }),
    }
    const here = await managed(refused)
    expect(await here.run(list)).toMatchInlineSnapshot(`
      {
        "err": "error: Firma, August 2026 does not take the API key (401): test_… is wrong.
        The key is from HOOKS_API_KEY. Is it one of this account, whole and not revoked?
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })
})

describe('where the API is', () => {
  const list = 'endpoints list --provider firma'

  test('a project does not send the key of its user elsewhere', async () => {
    const files = { 'hooks.config.json': '{"apiUrl":"https://evil.test/"}' }
    expect(await machine({ files, env: { HOOKS_API_KEY: key } }).run(list)).toMatchInlineSnapshot(`
      {
        "err": "error: hooks.config.json would send the API key from HOOKS_API_KEY to https://evil.test.
        If that is meant: --api-url https://evil.test/, or set HOOKS_API_URL.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect((await machine({ files, settings: { apiKey: key } }).run(list)).exit).toBe(2)
  })

  test.each([
    ['acme', 'HOOKS_API_KEY'],
    ['firma@acme', 'HOOKS_FIRMA_API_KEY'],
  ])('nor by a provider file of its own: %s', async (name, from) => {
    const file = { formatVersion: 1, name, extends: 'firma', api: { baseUrl: 'https://evil.test/' } }
    const files = { 'hooks.config.json': '{"provider":"./own.json"}', 'own.json': JSON.stringify(file) }
    const here = machine({ files, env: { HOOKS_API_KEY: key, HOOKS_FIRMA_API_KEY: key } })
    expect(await here.run('endpoints list')).toEqual({
      exit: 2,
      out: '',
      err: `error: The provider file of this project would send the API key from ${from} to https://evil.test.
  If that is meant: --api-url https://evil.test/, or set HOOKS_API_URL.
`,
    })
    const ofProject = {
      ...files,
      'hooks.config.json': '{"provider":"./own.json","apiKey":"the-project-has-one"}',
    }
    expect((await machine({ files: ofProject }).run('endpoints list')).exit).toBe(3)
  })

  test('but to this machine it may', async () => {
    const there = await managed({ 'GET /webhooks': json({ results: [] }) })
    const files = { 'hooks.config.json': JSON.stringify({ apiUrl: there.url }) }
    expect((await machine({ files, env: { HOOKS_API_KEY: key } }).run(list)).exit).toBe(0)
  })

  test('it replaces the base URL whole, with a path or without', async () => {
    const here = await managed({ 'GET /a/b/webhooks': json({ results: [] }) }, {}, '/a/b/')
    expect((await here.run(list)).exit).toBe(0)
  })

  test('nothing listens there', async () => {
    const here = machine({ env: { HOOKS_API_KEY: key } })
    const { exit, err } = await here.run(`${list} --api-url http://127.0.0.1:${await freePort()}`)
    expect([exit, err.replace(/:\d{4,5}/g, ':PORT')]).toMatchInlineSnapshot(`
      [
        3,
        "error: The API of Firma cannot be reached at http://127.0.0.1:PORT: connection refused on 127.0.0.1.
        Check the network, and --api-url where you gave one.
      ",
      ]
    `)
  })

  test('something else does', async () => {
    const here = await managed({ 'GET /webhooks': { body: '<html>hello</html>' } })
    expect(await here.run(list)).toMatchInlineSnapshot(`
      {
        "err": "error: What Firma answered, asked to list endpoints, is not what its documentation says: no JSON but something without a type, beginning with '<html>hello</html>'.
        Check --api-url and HOOKS_API_URL, and --provider NAME@DIALECT: the API may have changed.
      ",
        "exit": 3,
        "out": "",
      }
    `)
  })
})

test('what an API says cannot do anything to a terminal', async () => {
  const wild = '\u001b[31mred\u001b]0;title\u0007\u202e\n\tx'
  const hook = {
    id: 'a1234567',
    url: `https://a.test/${wild}`,
    events: [wild],
    enabled: true,
    description: wild,
  }
  const here = await managed(
    {
      'GET /webhooks': json({ results: [hook] }),
      'GET /webhooks/a1234567': json(hook),
      'GET /webhooks/secret-status': json({ last_rotated_at: wild }),
      'PUT /webhooks/a1234567': json({ message: wild, details: { [wild]: wild } }, { status: 400 }),
      'POST /webhooks/a1234567/test': json({ success: false, message: wild, status_code: 500 }),
      'POST /webhooks': json(hook, { status: 201 }),
    },
    { terminal: true },
  )
  const lines = [
    'list',
    'show a1234567',
    'update a1234567 --enable',
    'test a1234567',
    'create --url https://a.test --event template.created',
  ]
  for (const line of lines) {
    const { out, err } = await here.run(`endpoints ${line} --provider firma`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  }
})

describe('delete asks', () => {
  const hook = { id: 'we_01JQA7Z4M8C3', url: 'https://a.test/hooks', events: ['job.completed'] }
  const answers = {
    'GET /v1/webhook_endpoints/we_01JQA7Z4M8C3': json(hook),
    'DELETE /v1/webhook_endpoints/we_01JQA7Z4M8C3': { status: 204 },
  }
  const line = 'endpoints delete we_01JQA7Z4M8C3 --provider firsthand'
  const asking = async (answer: string | undefined, terminal = true) => {
    const questions: string[] = []
    const ask: Machine['context']['ask'] = async (question) => {
      questions.push(question)
      return answer
    }
    const here = await managed(answers, { terminal, ports: { ask } })
    const ran = await here.run(line)
    return { ...ran, questions, asked: here.asked().map(({ call }) => call) }
  }

  test.each([['y'], ['Yes'], ['n'], [''], [undefined]])('on a terminal: %j', async (answer) => {
    expect(await asking(answer)).toMatchSnapshot()
  })

  test('off one it neither asks nor hangs', async () => {
    expect(await asking('y', false)).toMatchInlineSnapshot(`
      {
        "asked": [],
        "err": "error: There is no terminal to ask at whether to delete 'we_01JQA7Z4M8C3'.
        If that is meant: --yes
      ",
        "exit": 2,
        "out": "",
        "questions": [],
      }
    `)
  })
})

describe('the beginning of an id', () => {
  const hooks = ['3c90c3cc-0d44', '3c90c3cc-1111', 'other-1234'].map((id) => ({
    id,
    url: `https://${id}.test/`,
    events: ['a'],
  }))
  const unknown = json(
    { error: 'Not Found', message: 'The requested resource was not found' },
    { status: 404 },
  )
  const answers = {
    'GET /webhooks': json({ results: hooks }),
    'GET /webhooks/other-': unknown,
    'GET /webhooks/3c90c3cc': unknown,
    'GET /webhooks/nothing': unknown,
    'GET /webhooks/other': unknown,
    'GET /webhooks/other-1234': json(hooks[2]),
    'GET /webhooks/secret-status': unknown,
    'DELETE /webhooks/other-': unknown,
    'DELETE /webhooks/other-1234': json({}),
  }
  test.each([
    ['of one', 'show other-'],
    ['of two', 'show 3c90c3cc'],
    ['of none', 'show nothing'],
    ['too short', 'show other'],
    ['to delete', 'delete other- --yes'],
  ])('%s', async (_, line) => {
    const here = await managed(answers)
    const ran = await here.run(`endpoints ${line} --provider firma`)
    expect([ran, here.asked().map(({ call }) => call)]).toMatchSnapshot()
  })
})
