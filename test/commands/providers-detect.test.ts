import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { machine } from '../support/machine.ts'

/** A machine that has received a request with these headers, and the id that it is kept by. */
async function received(headers: Record<string, string>, terminal = false) {
  const here = machine({ terminal, width: 100 })
  const running = here.start('listen --port 0 --json')
  await fetch(await running.listening(), { method: 'POST', headers, body: '{"event":"media.created"}' })
  await running.stop()
  const [{ id }] = await here.json('deliveries list --json')
  return { here, id }
}

const sign = (text: string): string => createHmac('sha256', 'S').update(text).digest('hex')

const shared = { 'X-PixelPatrol-Signature': 'ab'.repeat(32), 'X-PixelPatrol-Timestamp': '1773569100000' }

test('the likeliest first, with what speaks for and against each', async () => {
  const { here, id } = await received(shared)
  expect(await here.run(`providers detect ${id}`)).toMatchSnapshot()
  expect(await here.json(`providers detect ${id} --json`)).toMatchSnapshot()
  const { here: there, id: same } = await received(shared, true)
  expect(await there.run(`providers detect ${same}`)).toMatchSnapshot()
})

test('settled by the secret', async () => {
  const signature = `sha256=${sign('{"event":"media.created"}')}`
  const { here, id } = await received({ ...shared, 'X-PixelPatrol-Signature': signature }, true)
  expect(await here.run(`providers detect ${id} --secret S`)).toMatchSnapshot()
  expect(await here.json(`providers detect ${id} --secret S --json`)).toMatchObject([
    { provider: 'pixelpatrol', verified: false },
    { provider: 'pixelpatrol@prefixed', verified: true },
  ])
  expect(await here.json(`providers detect ${id} --secret another --json`)).toMatchObject([
    { provider: 'pixelpatrol', verified: false },
    { provider: 'pixelpatrol@prefixed', verified: false },
  ])
})

test('none', async () => {
  const { here, id } = await received({ 'X-Sign': 'x' })
  const { exit, out, err } = await here.run(`providers detect ${id}`)
  expect({ exit, err, out: out.replace(/\d+/, 'N') }).toMatchSnapshot()
  expect(await here.json(`providers detect ${id} --json`)).toEqual([])
})
