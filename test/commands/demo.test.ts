import { expect, test } from 'vitest'
import { machine, ndjson } from '../support/machine.ts'

test('the whole story, for people', async () => {
  const { exit, out, err } = await machine({ terminal: true, width: 120 }).run('demo')
  expect(exit).toBe(0)
  expect({ out, err }).toMatchSnapshot()
})

test('in a pipe', async () => {
  const { exit, out } = await machine().run('demo')
  expect(exit).toBe(0)
  expect(out).toMatchSnapshot()
})

test('as NDJSON', async () => {
  const { exit, out } = await machine().run('demo --json')
  expect(exit).toBe(0)
  expect(
    ndjson(out).map(({ kind, provider, type, verdict, duplicateOf, ...rest }) =>
      kind === 'delivery'
        ? [kind, provider, type, verdict.ok ? verdict.key : verdict.reason, duplicateOf === null]
        : { kind, ...rest },
    ),
  ).toMatchSnapshot()
})

test('it needs no settings, and leaves nothing behind', async () => {
  const here = machine()
  await here.run('demo')
  expect([await here.json('deliveries list --json'), [...here.files.keys()]]).toEqual([[], []])
})
