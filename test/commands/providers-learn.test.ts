import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import type { Machine, MachineOptions } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const secret = 'whsec_of-the-shop'
const at = '1773569100'
const body = '{"id":"evt_1","type":"order.paid","created_at":"2026-03-15T10:05:00Z","data":{"total":12.5}}'
const sign = (text: string, key = secret): string => createHmac('sha256', key).update(text).digest('hex')
const signed = (text: string, key?: string): Record<string, string> => ({
  'Content-Type': 'application/json',
  'X-Shop-Event': 'order.paid',
  'X-Shop-Signature': `t=${at},v1=${sign(`${at}.${text}`, key)}`,
})

/** A machine that has received a delivery from nobody that it knows; and the id that it kept it by. */
async function received(
  headers: Record<string, string>,
  text = body,
  options: MachineOptions = {},
): Promise<{ here: Machine; id: string }> {
  const here = machine(options)
  const running = here.start('listen --port 0 --json')
  await fetch(`${await running.listening()}/hooks?of=us`, { method: 'POST', headers, body: text })
  await running.stop()
  const [{ id }] = await here.json('deliveries list --json')
  return { here, id }
}

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString()

test('a sender that nobody knows: learnt, written, and used at once', async () => {
  const { here, id } = await received(signed(body))
  expect(await here.run(`providers learn ${id} --secret ${secret} -o ./shop.json`)).toMatchSnapshot()
  expect(text(here.files.get('./shop.json'))).toMatchSnapshot()
  const known = `--provider ./shop.json --secret ${secret}`
  expect(await here.json(`verify ${id} ${known} --json`)).toEqual({ ok: true, key: 'current' })
  expect(await here.run('providers validate ./shop.json')).toMatchObject({ exit: 0 })
  const { url, taken } = await handler()
  expect(await here.run(`trigger order.paid --to ${url} ${known}`)).toMatchObject({ exit: 0 })
  const [first] = taken
  const [, time, signature] = /t=(\d+),v1=(\w+)/.exec(first?.headers.flat().join(' ') ?? '') ?? []
  expect(signature).toBe(sign(`${time}.${first?.body}`))
  expect(first?.headers).toContainEqual(['X-Shop-Event', 'order.paid'])
})

describe('what is said', () => {
  test('the file itself, where none is named', async () => {
    const { here, id } = await received(signed(body))
    const { exit, out, err } = await here.run(`providers learn ${id} --secret ${secret}`)
    await here.run(`providers learn ${id} --secret ${secret} -o shop.json`)
    expect([exit, out]).toEqual([0, text(here.files.get('shop.json'))])
    expect(err).toMatchSnapshot()
  })

  test('to a program', async () => {
    const { here, id } = await received(signed(body))
    const value = await here.json(`providers learn ${id} --secret ${secret} -o shop.json --json`)
    expect(value).toEqual({
      learnt: true,
      tries: expect.any(Number),
      output: 'shop.json',
      profile: JSON.parse(text(here.files.get('shop.json'))),
    })
    const none = await here.json(`providers learn ${id} --secret another --json`)
    expect(none).toMatchSnapshot()
  })

  test('that none fits, with what was tried', async () => {
    const { here, id } = await received(signed(body))
    expect(await here.run(`providers learn ${id} --secret another`)).toMatchSnapshot()
    const { here: there, id: bare } = await received({ 'X-Event': 'a.b' }, body, { terminal: true })
    expect(await there.run(`providers learn ${bare} --secret ${secret}`)).toMatchSnapshot()
  })

  test('that the URL is signed', async () => {
    const url = 'https://shop.example/hooks?of=us'
    const { here, id } = await received({ 'X-Sign': sign(`${url}${body}`) })
    const learn = `providers learn ${id} --secret ${secret}`
    expect((await here.run(learn)).exit).toBe(1)
    expect((await here.run(`${learn} --url https://shop.example/hooks`)).err).toMatchSnapshot()
  })

  test('that the type is nowhere to be seen, and the file has to be mended', async () => {
    const { here, id } = await received({ 'X-Sign': sign('[1]') }, '[1]')
    const { exit, out, err } = await here.run(`providers learn ${id} --secret ${secret}`)
    expect({ exit, err, ...JSON.parse(out) }).toMatchSnapshot()
  })

  test('that it is known already', async () => {
    const { here, id } = await received({ 'X-Webhook-Signature': sign(body) })
    const { exit, err } = await here.run(`providers learn ${id} --secret ${secret}`)
    expect([exit, err]).toMatchSnapshot()
  })

  test('nothing of the secret', async () => {
    const { here, id } = await received(signed(body))
    for (const more of ['', '--json']) {
      const { out, err } = await here.run(`providers learn ${id} --secret ${secret} ${more}`)
      expect(out + err).not.toContain('of-the-shop')
    }
  })
})

describe('its name', () => {
  const nameOf = async (more: string, header: string) => {
    const { here, id } = await received({ [header]: sign(body) })
    const { profile } = await here.json(`providers learn ${id} --secret ${secret} --json ${more}`)
    return [profile.name, profile.title]
  }

  test.each([
    ['is in the header', '', 'X-Shop-Signature', ['shop', 'Shop']],
    ['is that of the file', '-o some/Acme-Inc.json', 'X-Shop-Signature', ['acme-inc', 'Acme Inc']],
    ['is what the user says', '--name mine -o acme.json', 'X-Shop-Signature', ['mine', 'Mine']],
    ['is not that of a built-in one', '', 'X-Firma-Signature', ['my-firma', 'My Firma']],
    ['is none where nothing tells it', '', 'X-Webhook-Signature', ['learnt', 'Learnt']],
  ])('%s', async (_, ...[more, header, names]) => {
    expect(await nameOf(more, header)).toEqual(names)
  })
})

describe('what cannot be', () => {
  test('is said', async () => {
    const { here, id } = await received(signed(body), body, { files: { 'shop.json': 'mine' } })
    expect(await here.run(`providers learn ${id}`)).toMatchSnapshot()
    expect(await here.run(`providers learn dlv_nobody --secret ${secret}`)).toMatchSnapshot()
    expect(await here.run(`providers learn ${id} --secret ${secret} --name No!`)).toMatchSnapshot()
    expect((await here.run(`providers learn ${id} --secret ${secret} -o shop.json`)).exit).toBe(2)
    expect(text(here.files.get('shop.json'))).toBe('mine')
  })
})
