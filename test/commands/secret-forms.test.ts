import { describe, expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import type { MachineOptions } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const body = '{"type":"contact.created"}'
const files = { body, spaced: ' whsec_AQIDBAUG\n', wrong: 'whsec_no base64!\n' }
const wrong = 'whsec_no-base64!'
const sign = 'sign --provider svix --body body --id msg_1'

const run = (line: string, options: MachineOptions, ...more: string[]) =>
  machine({ files, ...options }).run(line, ...more)

describe('one that can be no key of the provider is refused, with its origin', () => {
  test.each<[string, string, MachineOptions]>([
    ['of a flag', `--secret ${wrong}`, {}],
    ['of a file', '--secret-file wrong', {}],
    ['of standard input', '--secret -', { stdin: wrong }],
    ['of a variable', '', { env: { HOOKS_SECRET: wrong } }],
    ["of the provider's own variable", '', { env: { HOOKS_SVIX_SECRET: wrong } }],
    ['of the settings', '', { settings: { secrets: { svix: wrong } } }],
    ['of the project', '', { files: { ...files, 'hooks.config.json': JSON.stringify({ secret: wrong }) } }],
    ['with white space around it', '--secret-file spaced', {}],
    ['of white space', '', { env: { HOOKS_SECRET: '  ' } }],
  ])('%s', async (_, more, options) => {
    const said = await run(`${sign} ${more}`, options)
    expect(said).toMatchSnapshot()
    expect(JSON.stringify(said)).not.toContain('base64!')
  })

  test('the old one too', async () => {
    const old = `${sign} --secret whsec_AQIDBAUG --old-secret`
    expect(await run(`${old} ${wrong}`, {})).toMatchSnapshot()
  })

  test('it may fit another dialect', async () => {
    const key = `whpk_${Buffer.alloc(32, 7).toString('base64')}`
    const line = `sign --provider standard-webhooks --body body --id msg_1 --secret ${key}`
    expect((await run(line, {})).err).toMatchSnapshot()
  })
})

describe('before anything is sent', () => {
  test('by trigger', async () => {
    const { url, taken } = await handler()
    const here = machine({ env: { HOOKS_SECRET: wrong } })
    const said = await here.run(`trigger endpoint.created --provider svix --to ${url}`)
    expect([said.exit, taken, await here.json('deliveries list --json')]).toEqual([2, [], []])
  })

  test('by replay, where one of several has such a secret', async () => {
    const { url, taken } = await handler()
    const here = machine()
    await here.run(`trigger user.updated --provider example --to ${url} --secret S`)
    await here.run(`trigger endpoint.created --provider svix --to ${url} --secret whsec_AQIDBAUG`)
    expect(taken.length).toBe(2)
    expect(await here.run(`replay --last 2 --to ${url} --secret ${wrong}`)).toMatchSnapshot()
    expect(taken.length).toBe(2)
    expect((await here.run(`replay --last 2 --as-received --to ${url} --secret ${wrong}`)).exit).toBe(0)
    expect(taken.length).toBe(4)
  })
})

describe('before anything is listened for', () => {
  test.each<[string, string, MachineOptions]>([
    ['where the provider is named', '--provider svix', { env: { HOOKS_SECRET: wrong } }],
    ['where all secrets are for one provider', '', { env: { HOOKS_SVIX_SECRET: wrong } }],
  ])('%s', async (_, more, options) => {
    expect(await run(`listen --port 0 ${more}`, options)).toMatchSnapshot()
  })

  test.each<[string, string, MachineOptions]>([
    ['a secret for any provider', '', { env: { HOOKS_SECRET: wrong } }],
    ['secrets for several providers', '', { env: { HOOKS_SVIX_SECRET: wrong, HOOKS_FIRMA_SECRET: 'x' } }],
    [
      'one for a provider that is not listened for',
      '--provider firma',
      { env: { HOOKS_SVIX_SECRET: wrong } },
    ],
    [
      'a public key, which one dialect takes',
      '--provider standard-webhooks',
      { env: { HOOKS_SECRET: `whpk_${Buffer.alloc(32, 7).toString('base64')}` } },
    ],
  ])('not %s', async (_, more, options) => {
    const running = machine(options).start(`listen --port 0 ${more}`)
    await running.listening()
    expect(await running.stop()).toMatchObject({ exit: 0 })
  })
})

test.each([
  'listen --port 0',
  'listen --port 0 --provider svix',
  'verify --provider firma --body body',
  'providers detect dlv_01K9W3T6V2',
  'providers learn dlv_01K9W3T6V2',
])('an empty one is refused at once by %s', async (line) => {
  const { exit, out, err } = await run(line, {}, '--secret', '')
  expect([exit, out, err]).toMatchSnapshot()
})

describe('verify', () => {
  const id = ['--header', 'svix-id: msg_1', '--header', 'svix-timestamp: 1773569100']
  const signed = [...id, '--header', `svix-signature: v1,${Buffer.alloc(32, 1).toString('base64')}`]

  test('refuses it where the provider is named', async () => {
    expect((await run(`verify --provider svix --body body --secret ${wrong}`, {}, ...signed)).exit).toBe(2)
  })

  test('refuses it where the headers tell the provider', async () => {
    expect(await run(`verify --body body --secret ${wrong}`, {}, ...signed)).toMatchSnapshot()
  })

  test('takes it for one of another provider where a second one could be right', async () => {
    const said = await run(`verify --body body --secret ${wrong} --secret whsec_AQIDBAUG`, {}, ...signed)
    expect([said.exit, said.out]).toEqual([1, expect.stringContaining('wrong-signature')])
  })
})

describe('white space around a text is a part of it, and is told of', () => {
  const spaced = ' of ours '

  test('by those that sign', async () => {
    expect(
      await run('sign --provider example --body body', { env: { HOOKS_SECRET: spaced } }),
    ).toMatchSnapshot()
    const { url } = await handler()
    const said = await run(`trigger user.updated --provider example --to ${url}`, {
      env: { HOOKS_EXAMPLE_SECRET: spaced },
    })
    expect([said.exit, said.err]).toMatchSnapshot()
  })

  test('by those that verify', async () => {
    const line = 'verify --body body --json'
    const said = await run(line, { env: { HOOKS_SECRET: spaced } }, '--header', 'X-Webhook-Signature: x')
    expect([said.exit, said.err]).toMatchSnapshot()
    const running = machine({ env: { HOOKS_SECRET: spaced, HOOKS_OLD_SECRET: 'old\t' } }).start(
      'listen --port 0',
    )
    await running.listening()
    expect((await running.stop()).err).toMatchSnapshot()
  })
})
