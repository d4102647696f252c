import { expect, test } from 'vitest'
import { withDeliveries } from '../../support/kept.ts'
import type { Machine } from '../../support/machine.ts'
import { machine } from '../../support/machine.ts'

/** The ids of all deliveries of an event, the oldest first. */
const idsOf = async (here: Machine, event: string): Promise<string[]> =>
  (await here.json('deliveries list --json'))
    .filter(({ eventId }: { eventId: string }) => eventId === event)
    .map(({ id }: { id: string }) => id)

test('two events', async () => {
  const here = await withDeliveries({ terminal: true, width: 100 })
  const { exit, out, err } = await here.run('deliveries diff evt_FIRST evt_REFUSED')
  expect([exit, err]).toEqual([1, ''])
  expect(out).toMatchSnapshot()
  expect(await here.json('deliveries diff evt_FIRST evt_REFUSED --json')).toMatchSnapshot()
})

test('what was received and its replay', async () => {
  const here = await withDeliveries()
  const [received, , sent] = await idsOf(here, 'evt_FIRST')
  expect((await here.run(`deliveries diff ${received} ${sent}`)).out).toMatchSnapshot()
})

test('the same one: 0', async () => {
  const here = await withDeliveries()
  expect(await here.run('deliveries diff evt_FIRST evt_FIRST')).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "They do not differ.
    ",
    }
  `)
  expect(await here.json('deliveries diff evt_FIRST evt_FIRST --json')).toMatchInlineSnapshot(`
    {
      "body": {
        "kind": "same",
      },
      "fields": [],
      "headers": [],
    }
  `)
})

test('a byte that no JSON tells', async () => {
  const here = machine({
    files: { a: '{"a":1}', b: '{ "a":1}' },
    ports: { send: async () => ({ kind: 'timed-out', durationMs: 1 }) },
  })
  for (const name of ['a', 'b']) {
    await here.run(
      `trigger user.created --secret s --header X-Name:${name} --body ${name} --to http://127.0.0.1:1`,
    )
  }
  const [a, b] = (await here.json('deliveries list --json')).map(({ id }: { id: string }) => id)
  expect((await here.run(`deliveries diff ${a} ${b}`)).out).toMatchInlineSnapshot(`
    "header x-webhook-signature
      - 37be…5f07
      + bd05…9d4f
    header x-name
      - a
      + b
    The bodies are the same JSON, in other bytes (spaces, order or escapes).
    "
  `)
  expect((await here.json(`deliveries diff ${a} ${b} --json`)).body).toMatchInlineSnapshot(`
    {
      "bytesDiffer": true,
      "changes": [],
      "kind": "json",
    }
  `)
})

test('signatures are masked unless --reveal, and still told to differ', async () => {
  const here = await withDeliveries()
  const plain = await here.run('deliveries diff evt_FIRST evt_REFUSED')
  const json = await here.run('deliveries diff evt_FIRST evt_REFUSED --json')
  const revealed = await here.run('deliveries diff evt_FIRST evt_REFUSED --reveal')
  expect([plain, json, revealed].map(({ out }) => /v1=[0-9a-f]{64}/.test(out))).toEqual([false, false, true])
  expect(plain.out).toContain('x-firsthand-signature')
})

test('an id that is not there', async () => {
  expect((await (await withDeliveries()).run('deliveries diff evt_FIRST evt_NOPE')).exit).toBe(2)
  expect((await machine().run('deliveries diff evt_FIRST')).err).toMatchInlineSnapshot(`
    "error: Missing required argument 'B'.
      See hooks deliveries diff --help.
    "
  `)
})
