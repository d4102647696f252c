import { expect, test } from 'vitest'
import type { Send } from '../../../src/http/send.ts'
import { handler } from '../../support/handler.ts'
import { machine } from '../../support/machine.ts'
import { json, key } from './support/api.ts'

const page = (id: string, next: string | null) =>
  json({ data: [{ id, url: 'https://a.test/', events: [] }], has_more: next !== null, next_cursor: next })

test('in a pipe a page is written before the next one is there', async () => {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const api = await handler(async ({ target }) => {
    if (!target.includes('cursor')) return page('we_first', 'b')
    await released
    return page('we_second', null)
  })
  const here = machine({ env: { HOOKS_API_KEY: key, HOOKS_API_URL: api.url } })
  const running = here.start('endpoints list --provider firsthand')
  await running.until('we_first')
  expect(running.out()).toBe('we_first\thttps://a.test/\t\t\t\n')
  release()
  expect((await running.ended).out).toContain('we_second')
})

test('--limit asks for no further page', async () => {
  const api = await handler(() => page('we_first', 'b'))
  const here = machine({ env: { HOOKS_API_KEY: key, HOOKS_API_URL: api.url } })
  for (const what of ['list', 'events']) await here.run(`endpoints ${what} --provider firsthand --limit 1`)
  await here.run('endpoints list --provider firsthand --limit 0')
  expect(api.taken.map(({ target }) => target)).toEqual(['/v1/webhook_endpoints', '/v1/webhook_events'])
})

test('a key that would travel unencrypted is warned of', async () => {
  const send: Send = async () => ({ kind: 'timed-out', durationMs: 1 })
  const here = machine({ env: { HOOKS_API_KEY: key }, ports: { send } })
  const { err } = await here.run('endpoints list --provider firma --max-wait 0 --api-url http://api.test')
  expect(err).toMatchInlineSnapshot(`
    "The API key goes to http://api.test unencrypted: it is no https.
    error: The API of Firma cannot be reached at http://api.test: no answer within 30 s.
      Check the network, and --api-url where you gave one.
    "
  `)
})
