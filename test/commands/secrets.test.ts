import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { machine } from '../support/machine.ts'

/** Every place that a secret may come from, the strongest first. Each stands for all providers but where it names one. */
const places = {
  flag: { more: ['--secret', 'of-flag'] },
  ownVariable: { env: { HOOKS_FIRSTHAND_SECRET: 'of-own-variable' } },
  variable: { env: { HOOKS_SECRET: 'of-variable' } },
  projectOwn: { project: { secrets: { firsthand: 'of-project-own' } } },
  project: { project: { secret: 'of-project' } },
  userOwn: { settings: { secrets: { firsthand: 'of-user-own' } } },
  user: { settings: { secret: 'of-user' } },
}

interface Place {
  readonly more?: string[]
  readonly env?: Record<string, string>
  readonly project?: object
  readonly settings?: object
}

/** A machine with all of these places filled. */
function filled(all: readonly Place[]) {
  const project = Object.assign({}, ...all.map((place) => place.project))
  const here = machine({
    env: Object.assign({}, ...all.map(({ env }) => env)),
    settings: Object.assign({}, ...all.map(({ settings }) => settings)),
    files: {
      body: 'x',
      ...(Object.keys(project).length > 0 ? { 'hooks.config.json': JSON.stringify(project) } : {}),
    },
  })
  return { here, more: all.flatMap(({ more = [] }) => more) }
}

const signature = (secret: string): string =>
  createHmac('sha256', secret).update('1773569100.x').digest('hex')

describe('the strongest place that has a secret is the one that counts', () => {
  const names = Object.keys(places)
  test.each(names.map((name, at) => [name, Object.values(places).slice(at)] as const))(
    '%s',
    async (name, all) => {
      const { here, more } = filled(all)
      const { 'X-FirstHand-Signature': signed } = await here.json(
        'sign --provider firsthand --body body --json',
        ...more,
      )
      const secret = `of-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
      expect(signed).toBe(`t=1773569100,v1=${signature(secret)}`)
    },
  )
})

test('a secret of another provider does not serve', async () => {
  const { here } = filled([
    {
      env: { HOOKS_FIRMA_SECRET: 'a' },
      settings: { secrets: { example: 'b' } },
      project: { secrets: { pixelpatrol: 'c' } },
    },
  ])
  expect(await here.run('sign --provider firsthand --body body')).toMatchInlineSnapshot(`
    {
      "err": "error: No secret is known for firsthand, so nothing can be signed.
      Give --secret, or set HOOKS_FIRSTHAND_SECRET or HOOKS_SECRET.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test("a provider's secret serves for its dialects; one of a dialect goes for that alone", async () => {
  const here = machine({
    env: { HOOKS_FIRMA_SECRET: 'all', HOOKS_FIRMA_2026_08_SECRET: 'one' },
    files: { body: 'x' },
  })
  const sign = async (provider: string) =>
    (await here.json(`sign --provider ${provider} --body body --json`))['X-Firma-Signature']
  expect([await sign('firma'), await sign('firma@2026-04')]).toEqual([
    `t=1773569100,v1=${signature('all')}`,
    `t=1773569100,v1=${signature('all')}`,
  ])
  expect(await sign('firma@2026-08')).toBe(`t=1773569100,v1=${signature('one')}`)
})

describe('out of the process list and the history of the shell', () => {
  const sign = 'sign --provider firsthand --body body --json'
  const signed = (secret: string) => ({ 'X-FirstHand-Signature': `t=1773569100,v1=${signature(secret)}` })

  test.each([
    ['one line', 'the secret'],
    ['a line and its end', 'the secret\n'],
    ['a line and its end, as Windows writes it', 'the secret\r\n'],
  ])('--secret-file and --secret - take %s', async (_, text) => {
    const here = machine({ files: { body: 'x', secret: text }, stdin: text })
    expect(await here.json(`${sign} --secret-file secret`)).toEqual(signed('the secret'))
    expect(await here.json(`${sign} --secret -`)).toEqual(signed('the secret'))
  })

  test('spaces around it are a part of it', async () => {
    const here = machine({ files: { body: 'x' }, stdin: ' the secret \n' })
    expect(await here.json(`${sign} --secret -`)).toEqual(signed(' the secret '))
  })

  test('what is no secret', async () => {
    const here = machine({ files: { body: 'x', empty: '\n', two: 'one\ntwo\n' } })
    expect(await here.run(`${sign} --secret-file empty`)).toMatchInlineSnapshot(`
      {
        "err": "{"kind":"error","code":"invalid-value","message":"'empty' holds no secret.","hint":"It must hold the secret alone, on one line."}
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect((await here.run(`${sign} --secret-file two`)).err).toMatchInlineSnapshot(`
      "{"kind":"error","code":"invalid-value","message":"'two' holds no secret.","hint":"It must hold the secret alone, on one line."}
      "
    `)
    expect((await here.run(`${sign} --secret -`)).err).toMatchInlineSnapshot(`
      "{"kind":"error","code":"invalid-value","message":"Standard input holds no secret.","hint":"It must hold the secret alone, on one line."}
      "
    `)
    expect((await here.run(`${sign} --secret-file nowhere`)).err).toMatchInlineSnapshot(`
      "{"kind":"error","code":"unreadable-file","message":"Cannot read 'nowhere': it does not exist."}
      "
    `)
  })
})

test('an empty secret is none', async () => {
  const here = machine({ env: { HOOKS_SECRET: '' }, files: { body: 'x' } })
  expect(await here.run('sign --provider firsthand --body body')).toMatchObject({ exit: 2 })
  expect(await here.run('sign --provider firsthand --body body --secret', '')).toMatchInlineSnapshot(`
    {
      "err": "error: The secret from --secret is none that FirstHand would give: it is empty.
      FirstHand uses the secret as it stands. Copy it again from where it is shown.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('no secret at all: it names the places', async () => {
  const here = machine({ files: { body: 'x' } })
  expect(await here.run('trigger user.created --to http://localhost:3000')).toMatchInlineSnapshot(`
    {
      "err": "error: No secret is known for example, so nothing can be signed.
      Give --secret, or set HOOKS_EXAMPLE_SECRET or HOOKS_SECRET.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect(
    await here.run('trigger signing_request.created --provider firma@2026-08 --to http://localhost:3000'),
  ).toMatchInlineSnapshot(`
    {
      "err": "error: No secret is known for firma@2026-08, so nothing can be signed.
      Give --secret, or set HOOKS_FIRMA_2026_08_SECRET or HOOKS_SECRET.
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect((await here.run('sign --provider example --body body')).exit).toBe(2)
})

test('HOOKS_PROVIDER and the settings name the provider', async () => {
  const files = { body: 'x' }
  const sign = 'sign --body body --secret s --json'
  const one = await machine({
    files,
    env: { HOOKS_PROVIDER: 'example' },
    settings: { provider: 'firma' },
  }).json(sign)
  const two = await machine({ files, settings: { provider: 'firma' } }).json(sign)
  expect([Object.keys(one), Object.keys(two)]).toEqual([['X-Webhook-Signature'], ['X-Firma-Signature']])
})

describe('broken settings are told with their place', () => {
  test.each([
    ['no JSON', '{'],
    ['not an object', '[]'],
    ['an unknown setting', '{"secrt":"s"}'],
    ['a wrong value', '{"port":"4400"}'],
    ['a port that is none', '{"port":70000}'],
    ['a wrong secret', '{"secrets":{"example":1}}'],
    ['an empty text', '{"provider":""}'],
    ['a URL that is none', '{"to":"what?"}'],
  ])('%s', async (_, text) => {
    const here = machine({ files: { 'hooks.config.json': text }, env: { HOOKS_SECRET: 's' } })
    const { exit, out, err } = await here.run('trigger user.created')
    expect({ exit, out, err }).toMatchSnapshot()
  })

  test('what a command does not need still counts, so that it is mended', async () => {
    const here = machine({ files: { 'hooks.config.json': '{"nope":1}' } })
    expect((await here.run('providers list')).exit).toBe(2)
  })
})
