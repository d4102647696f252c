import { describe, expect, test } from 'vitest'
import { secret, withDeliveries } from '../../support/kept.ts'
import { machine } from '../../support/machine.ts'

test.each([80, 120])('on a terminal of %i columns', async (width) => {
  const here = await withDeliveries({ terminal: true, width })
  const { out } = await here.run('deliveries list')
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
  expect(out).toMatchSnapshot()
})

test('in a pipe', async () => {
  expect((await (await withDeliveries()).run('deliveries list')).out).toMatchSnapshot()
})

test('as JSON', async () => {
  expect(await (await withDeliveries()).json('deliveries list --json')).toMatchSnapshot()
})

describe('filters', () => {
  test.each([
    ['--type job.*', ['evt_FIRST', 'evt_FIRST', 'evt_REFUSED', 'evt_FIRST']],
    ['--type *.created', ['evt_SENT01']],
    ['--type user.create', []],
    ['--provider example', ['evt_UNKNOWN', 'evt_SENT01', 'evt_FAILED', 'evt_NOBODY']],
    ['--direction in', ['evt_FIRST', 'evt_FIRST', 'evt_REFUSED', 'evt_UNKNOWN']],
    ['--direction out', ['evt_SENT01', 'evt_FAILED', 'evt_NOBODY', 'evt_FIRST']],
    ['--verdict ok', ['evt_FIRST', 'evt_FIRST', 'evt_UNKNOWN', 'evt_SENT01', 'evt_FIRST']],
    ['--verdict failed', ['evt_REFUSED', 'evt_FAILED', 'evt_NOBODY']],
    ['--since 2m', ['evt_NOBODY', 'evt_FIRST']],
    ['--limit 2', ['evt_NOBODY', 'evt_FIRST']],
    ['--limit 0', []],
    ['--direction out --verdict failed --limit 1', ['evt_NOBODY']],
  ])('%s', async (flags, expected) => {
    const kept = await (await withDeliveries()).json(`deliveries list --json ${flags}`)
    expect(kept.map(({ eventId }: { eventId: string }) => eventId)).toEqual(expected)
  })
})

test('twenty, where no limit is given', async () => {
  const here = machine({ ports: { send: async () => ({ kind: 'timed-out', durationMs: 1 }) } })
  for (let sent = 0; sent < 22; sent++) {
    await here.run(`trigger user.created --secret ${secret} --id evt_${sent + 1_000} --to http://127.0.0.1:1`)
  }
  const kept = await here.json('deliveries list --json')
  expect(kept.map(({ eventId }: { eventId: string }) => eventId)).toEqual(
    Array.from({ length: 20 }, (_, at) => `evt_${at + 1_002}`),
  )
  expect((await here.json('deliveries list --json --limit 100')).length).toBe(22)
})

test('nothing yet, and nothing that fits', async () => {
  expect(await machine().run('deliveries list')).toMatchInlineSnapshot(`
    {
      "err": "Nothing is kept that fits. hooks listen and hooks trigger keep deliveries.
    ",
      "exit": 0,
      "out": "",
    }
  `)
  expect(await (await withDeliveries()).run('deliveries list --type nothing')).toMatchInlineSnapshot(`
    {
      "err": "Nothing is kept that fits. hooks listen and hooks trigger keep deliveries.
    ",
      "exit": 0,
      "out": "",
    }
  `)
})

test('a provider that is not there', async () => {
  expect((await machine().run('deliveries list --provider exmaple')).err).toMatchInlineSnapshot(`
    "error: There is no provider 'exmaple'.
      Did you mean example? All of them: hooks providers list
    "
  `)
})
