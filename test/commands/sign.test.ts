import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { machine, ndjson } from '../support/machine.ts'

const body = '{"id":"evt_FIRST","type":"user.created"}\n'
const hmac = (secret: string, content: string | Uint8Array): string =>
  createHmac('sha256', secret).update(content).digest('hex')

test('the headers, one a line; as JSON an object', async () => {
  const here = machine({ files: { body }, terminal: true })
  expect(await here.run('sign --provider firsthand --secret s --body body')).toEqual({
    exit: 0,
    out: `X-FirstHand-Signature: t=1773569100,v1=${hmac('s', `1773569100.${body}`)}\n`,
    err: '',
  })
  expect(await here.json('sign --provider example --secret s --body body --json')).toEqual({
    'X-Webhook-Signature': hmac('s', body),
  })
})

test('a body that bears its own signature, as it is to be sent', async () => {
  const ping = '{"event":"webhook.test.ping","data":{}}'
  const signed = `{"event":"webhook.test.ping","data":{},"_pixelpatrol_signature":"sha256=${hmac('s', ping)}"}`
  const here = machine({ files: { ping } })
  const line = 'sign --provider pixelpatrol@ping --secret s --body ping'
  expect(await here.run(line)).toEqual({ exit: 0, out: signed, err: '' })
  expect(await here.json(`${line} --json`)).toEqual({ body: signed })
})

test('any bytes, from standard input', async () => {
  const bytes = Uint8Array.of(0xff, 0x00, 0x0d, 0x0a)
  const here = machine({ stdin: bytes })
  expect(await here.json('sign --provider example --secret s --body - --json')).toEqual({
    'X-Webhook-Signature': hmac('s', bytes),
  })
})

test('--at is the time of signing', async () => {
  const here = machine({ files: { body } })
  const line = 'sign --provider firsthand --secret s --body body --json'
  const expected = { 'X-FirstHand-Signature': `t=1700000000,v1=${hmac('s', `1700000000.${body}`)}` }
  expect(await here.json(`${line} --at 1700000000`)).toEqual(expected)
  expect(await here.json(`${line} --at 2023-11-14T22:13:20Z`)).toEqual(expected)
})

test('--old-secret signs with both', async () => {
  const here = machine({ files: { body } })
  expect(await here.json('sign --provider firma --secret new --old-secret old --body body --json')).toEqual({
    'X-Firma-Signature': `t=1773569100,v1=${hmac('new', `1773569100.${body}`)}`,
    'X-Firma-Signature-Old': `t=1773569100,v1=${hmac('old', `1773569100.${body}`)}`,
  })
  expect(
    await here.run('sign --provider example --secret new --old-secret old --body body'),
  ).toMatchInlineSnapshot(`
    {
      "err": "error: Example API does not send two signatures: its documents describe no such rotation.
      Leave --old-secret out.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test('a kept delivery, with its provider and the bytes that it has', async () => {
  const here = machine({ files: { body } })
  const running = here.start('listen --port 0 --json')
  await machine({ files: { body } }).run(
    `trigger user.created --secret s --body body --to ${await running.listening()}`,
  )
  const [, { id }] = ndjson((await running.stop()).out)
  expect(await here.json(`sign ${id} --secret new --json`)).toEqual({
    'X-Webhook-Signature': hmac('new', body),
  })
  expect(await here.json('sign evt_FIRST --secret new --json --provider headshotpro')).toEqual({
    'X-HeadshotPro-Signature': `sha256=${hmac('new', body)}`,
  })
})

describe('what cannot be asked', () => {
  test.each([
    ['nothing to sign', 'sign --provider example --secret s'],
    ['no provider', 'sign --secret s --body body'],
    ['no secret', 'sign --provider example --body body'],
    ['a provider that is not there', 'sign --provider exmaple --secret s --body body'],
    ['an id that is not there', 'sign evt_NOPE --secret s'],
    ['a body that is not there', 'sign --provider example --secret s --body nowhere'],
  ])('%s', async (_, command) => {
    expect(await machine({ files: { body } }).run(command)).toMatchSnapshot()
  })
})
