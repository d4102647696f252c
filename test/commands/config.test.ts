import { describe, expect, test } from 'vitest'
import { machine } from '../support/machine.ts'

test('set, get, list, unset', async () => {
  const here = machine({ terminal: true })
  expect(await here.run('config set to http://localhost:3000/hooks')).toMatchInlineSnapshot(`
    {
      "err": "to is set in /home/test/.config/hooks/config.json
    ",
      "exit": 0,
      "out": "",
    }
  `)
  expect(await here.run('config get to')).toEqual({ exit: 0, out: 'http://localhost:3000/hooks\n', err: '' })
  expect(await here.json('config get to --json')).toEqual({
    name: 'to',
    value: 'http://localhost:3000/hooks',
  })
  await here.run('config set port 4401')
  await here.run('config set secrets.example whsec_0123456789abcdef')
  await here.run('config set secrets.firma short')
  expect((await here.run('config list')).out).toMatchInlineSnapshot(`
    "setting          value                        from
    to               http://localhost:3000/hooks  hooks config
    port             4401                         hooks config
    secrets.example  whsec_…cdef                  hooks config
    secrets.firma    …                            hooks config
    "
  `)
  expect(await here.context.userSettings.all()).toEqual({
    to: 'http://localhost:3000/hooks',
    port: 4401,
    secrets: { example: 'whsec_0123456789abcdef', firma: 'short' },
  })
  await here.run('config unset to')
  await here.run('config unset secrets.example')
  expect(await here.context.userSettings.all()).toEqual({ port: 4401, secrets: { firma: 'short' } })
  await here.run('config unset secrets.firma')
  expect(await here.context.userSettings.all()).toEqual({ port: 4401 })
})

test('what is set is used', async () => {
  const here = machine({ files: { body: 'x' } })
  await here.run('config set provider example')
  await here.run('config set secrets.example s')
  expect((await here.run('sign --body body')).exit).toBe(0)
  await here.run('config unset provider')
  expect((await here.run('sign --body body')).exit).toBe(2)
})

test('a dialect has a dot in its name, and its secret is its own', async () => {
  const here = machine()
  await here.run('config set secrets.firma@2026-08 s')
  expect(await here.context.userSettings.all()).toEqual({ secrets: { 'firma@2026-08': 's' } })
  expect((await here.run('config get secrets.firma@2026-08 --reveal')).out).toBe('s\n')
})

test('a secret from standard input is on no command line', async () => {
  const here = machine({ stdin: 'whsec_0123456789abcdef\n' })
  expect((await here.run('config set secrets.example -')).exit).toBe(0)
  expect(await here.context.userSettings.all()).toEqual({ secrets: { example: 'whsec_0123456789abcdef' } })
})

test('secrets are masked unless --reveal', async () => {
  const here = machine({
    settings: { secret: 'whsec_0123456789abcdef', oldSecrets: { example: '0123456789abcdef0123' } },
  })
  expect((await here.run('config get secret')).out).toMatchInlineSnapshot(`
    "whsec_…cdef
    "
  `)
  expect((await here.run('config get oldSecrets.example --json')).out).toMatchInlineSnapshot(`
    "{
      "name": "oldSecrets.example",
      "value": "0123\\u20260123"
    }
    "
  `)
  expect((await here.run('config list')).out).toMatchInlineSnapshot(`
    "secret	whsec_…cdef	hooks config
    oldSecrets.example	0123…0123	hooks config
    "
  `)
  expect((await here.run('config get secret --reveal')).out).toBe('whsec_0123456789abcdef\n')
  expect(await here.json('config list --reveal --json')).toMatchInlineSnapshot(`
    [
      {
        "from": "hooks config",
        "name": "secret",
        "value": "whsec_0123456789abcdef",
      },
      {
        "from": "hooks config",
        "name": "oldSecrets.example",
        "value": "0123456789abcdef0123",
      },
    ]
  `)
})

test('the file of the project goes first, and is named', async () => {
  const here = machine({
    settings: { to: 'http://localhost:1/', provider: 'firma' },
    files: {
      'hooks.config.json': '{"to":"http://localhost:2/","secrets":{"example":"0123456789abcdef0123"}}',
    },
  })
  expect((await here.run('config list')).out).toMatchInlineSnapshot(`
    "to	http://localhost:2/	hooks.config.json
    secrets.example	0123…0123	hooks.config.json
    provider	firma	hooks config
    "
  `)
  expect(await here.json('config list --json')).toMatchInlineSnapshot(`
    [
      {
        "from": "hooks.config.json",
        "name": "to",
        "value": "http://localhost:2/",
      },
      {
        "from": "hooks.config.json",
        "name": "secrets.example",
        "value": "0123…0123",
      },
      {
        "from": "hooks config",
        "name": "provider",
        "value": "firma",
      },
    ]
  `)
})

test('path', async () => {
  expect(await machine().run('config path')).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "/home/test/.config/hooks/config.json
    ",
    }
  `)
  expect(await machine().json('config path --json')).toEqual({ path: '/home/test/.config/hooks/config.json' })
})

describe('what cannot be', () => {
  test.each([
    ['a setting that there is not', 'config set prot 4400'],
    ['a setting of a setting that has none', 'config set to.x http://localhost:3000'],
    ['a secret of nobody', 'config set secrets s'],
    ['a port that is none', 'config set port 70000'],
    ['a port that is no number', 'config set port http'],
    ['no value', 'config set port'],
    ['getting what is not set', 'config get port'],
    ['getting what there is not', 'config get prot'],
    ['unsetting what there is not', 'config unset prot'],
  ])('%s', async (_, line) => {
    const here = machine()
    expect(await here.run(line)).toMatchSnapshot()
    expect(await here.context.userSettings.all()).toEqual({})
  })

  test('unsetting what is not set changes nothing', async () => {
    const here = machine({ settings: { port: 1 } })
    expect((await here.run('config unset to')).exit).toBe(0)
    expect((await here.run('config unset secrets.example')).exit).toBe(0)
    expect(await here.context.userSettings.all()).toEqual({ port: 1 })
  })

  test('what was broken by hand is mended by hand', async () => {
    const here = machine({ settings: { port: 'what?', nope: 1, to: 'http://localhost:3000' } })
    expect(await here.run('config list')).toMatchInlineSnapshot(`
      {
        "err": "error: /home/test/.config/hooks/config.json is wrong at 'port': Invalid input: expected number, received string.
        Mend it there.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect((await here.run('config unset port')).exit).toMatchInlineSnapshot(`2`)
  })
})
