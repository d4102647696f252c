import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Folder } from '../../src/provider/catalog.ts'
import { handler } from '../support/handler.ts'
import { testHost } from '../support/host.ts'
import { machine, ndjson } from '../support/machine.ts'

const { fixtures } = testHost().context

/** Everything that ships, but for one provider, which signs the URL as well. */
const signingUrl: Folder = {
  ...fixtures,
  text: (path) => {
    const text = fixtures.text(path)
    return path === 'example/profile.json'
      ? text?.replace('"signs": "{body}"', '"signs": "{url}|{body}"')
      : text
  },
}
const options = { files: { body: 'x' }, ports: { fixtures: signingUrl } }
const publicUrl = 'https://shop.example/hooks?a=b'
const hmac = (content: string): string => createHmac('sha256', 's').update(content).digest('hex')

test('sign and verify take it', async () => {
  const here = machine(options)
  const signed = await here.json(`sign --provider example --secret s --body body --json --url ${publicUrl}`)
  expect(signed).toEqual({ 'X-Webhook-Signature': hmac(`${publicUrl}|x`) })
  const header = `X-Webhook-Signature: ${signed['X-Webhook-Signature']}`
  const verify = async (flags: string) =>
    (await here.run(`verify --provider example --secret s --body body ${flags}--header`, header)).exit
  expect([
    await verify(`--url ${publicUrl} `),
    await verify('--url https://shop.example/ '),
    await verify(''),
  ]).toEqual([0, 1, 1])
})

test('trigger signs the URL that it sends to, or the public one', async () => {
  const here = machine(options)
  const to = await handler()
  await here.run(`trigger user.created --secret s --body body --to ${to.url}/hooks?c=d`)
  await here.run(`trigger user.created --secret s --body body --to ${to.url}/hooks --url ${publicUrl}`)
  const signatures = to.taken.map(
    ({ headers }) => headers.find(([name]) => name === 'X-Webhook-Signature')?.[1],
  )
  expect(signatures).toEqual([hmac(`${to.url}/hooks?c=d|x`), hmac(`${publicUrl}|x`)])
})

test('listen verifies with its own URL, or with the public one', async () => {
  const here = machine(options)
  const local = here.start('listen --port 0 --secret s --json')
  await here.run(`trigger user.created --secret s --to ${await local.listening()}/hooks?c=d`)
  const behind = here.start(`listen --port 0 --secret s --json --url ${publicUrl}`)
  await here.run(
    `trigger user.created --secret s --url ${publicUrl} --to ${await behind.listening()}/hooks?a=b`,
  )
  await here.run(`trigger user.created --secret s --to ${await behind.listening()}/hooks?a=b`)
  const verdicts = async (running: typeof local) =>
    ndjson((await running.stop()).out).flatMap(({ verdict }) => (verdict ? [verdict.ok] : []))
  expect([await verdicts(local), await verdicts(behind)]).toEqual([[true], [true, false]])
})
