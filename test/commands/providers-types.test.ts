import { expect, test } from 'vitest'
import { machine } from '../support/machine.ts'

test('all events of a provider, as a module', async () => {
  const { exit, out, err } = await machine().run('providers types example')
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  expect(out).toMatchSnapshot()
})

test('one event', async () => {
  expect(await machine().run('providers types example user.created')).toMatchSnapshot()
})

test('to a program', async () => {
  const here = machine()
  const { out } = await here.run('providers types example user.created')
  expect(await here.json('providers types example user.created --json')).toEqual({
    provider: 'example',
    events: [{ type: 'user.created', name: 'UserCreatedEvent' }],
    typescript: out,
  })
})

test('events of a file of your own', async () => {
  const file = {
    formatVersion: 1,
    name: 'acme',
    signature: { signs: '{body}', headers: { 'Acme-Signature': '{signature}' } },
    event: { type: 'type' },
    events: [{ type: 'order.paid', body: { type: 'order.paid', total: 1 } }],
  }
  const here = machine({ files: { './acme.json': JSON.stringify(file) } })
  expect((await here.run('providers types ./acme.json')).out).toMatchSnapshot()
})

test('what there is not', async () => {
  const here = machine()
  expect(await here.run('providers types example user.creatd')).toMatchSnapshot()
  expect(await here.run('providers types exampel')).toMatchSnapshot()
})
