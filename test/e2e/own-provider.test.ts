import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { stripe } from '../judges/support/judges.ts'
import { handler } from '../support/handler.ts'
import { user } from './support/user.ts'

test('a provider of your own: begun, checked, installed, used, removed', async () => {
  const ada = user()
  const at = { env: { HOOKS_ACME_SECRET: 'whsec_S' } }
  const file = join(ada.home, 'acme.json')
  expect((await ada.hooks(['providers', 'init', 'acme.json'])).exit).toBe(0)
  const [, schema = ''] = /"\$schema": "(.*)"/.exec(readFileSync(file, 'utf8')) ?? []
  expect(JSON.parse(readFileSync(fileURLToPath(schema), 'utf8')).title).toBe('A provider file of hooks')
  expect((await ada.hooks(['providers', 'init', 'acme.json'])).exit).toBe(2)
  expect((await ada.hooks(['providers', 'validate', 'acme.json'])).exit).toBe(0)

  const to = await handler()
  const trigger = ['trigger', 'order.paid', '--to', to.url]
  expect((await ada.hooks([...trigger, '--provider', './acme.json'], at)).exit).toBe(0)
  expect((await ada.hooks(trigger, at)).exit).toBe(2)
  const { path } = await ada.json('providers', 'add', 'acme.json')
  expect([path, statSync(path).mode & 0o777]).toEqual([
    join(ada.home, 'config/hooks/providers/acme.json'),
    0o600,
  ])
  expect((await ada.hooks(trigger, at)).exit).toBe(0)
  const now = Date.now()
  const asked = to.taken.map(({ headers, body }) => ({ headers, body, secret: 'whsec_S', now }))
  expect(await Promise.all(asked.map(stripe('Acme-Signature').rule))).toEqual(['accepts', 'accepts'])

  expect((await ada.hooks(['providers', 'remove', 'acme'])).exit).toBe(0)
  expect([existsSync(path), (await ada.hooks(trigger, at)).exit]).toEqual([false, 2])
})

test('only who has a provider of their own waits for the schema to be loaded', async () => {
  const ada = user()
  const list = join(ada.home, 'loaded')
  const probe = ada.file(
    'probe.cjs',
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join('\\n')))`,
  )
  const loadsSchema = async (...args: string[]): Promise<boolean> => {
    const ended = await ada.hooks(args, { env: { NODE_OPTIONS: `--require ${probe}`, HOOKS_SECRET: 'S' } })
    if (ended.exit !== 0) throw new Error(ended.err)
    return readFileSync(list, 'utf8')
      .split('\n')
      .some((path) => readFileSync(path, 'utf8').includes('ZodObject'))
  }
  ada.file('body', '{}')
  await ada.hooks(['providers', 'init', 'acme.json'])
  const lines = [
    ['providers', 'list'],
    ['providers', 'init', 'another.json'],
    ['sign', '--provider', 'example', '--body', 'body'],
  ]
  const before: boolean[] = []
  for (const line of lines) before.push(await loadsSchema(...line))
  expect(before).toEqual([false, false, false])
  expect(await loadsSchema('sign', '--provider', './acme.json', '--body', 'body')).toBe(true)
  await ada.hooks(['providers', 'add', 'acme.json'])
  expect(await loadsSchema('providers', 'list')).toBe(true)
})
