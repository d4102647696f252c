import { expect, test } from 'vitest'
import type { Machine, Running } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const secret = 'the-secret-in-force'
const old = 'the-secret-before-it'

/** Sends an event to what listens, and gives what was answered. */
async function send(to: Machine, running: Running, ...flags: string[]): Promise<unknown> {
  const url = await running.listening()
  const { status, response } = await to.json(`trigger job.completed --json --to ${url}/hooks`, ...flags)
  return [status, JSON.parse(response.body)]
}

test('each delivery is one line, and the summary counts them', async () => {
  const here = machine({ terminal: true, width: 120 })
  const running = here.start('listen', '--port', '0', '--secret', secret, '--old-secret', old)
  await send(here, running, '--secret', secret, '--id', 'evt_FIRST')
  await send(here, running, '--secret', old)
  await send(here, running, '--secret', 'another')
  await send(here, running, '--secret', secret, '--tamper', 'missing')
  await here.clock.advance('2s')
  await send(here, running, '--secret', secret, '--id', 'evt_FIRST')
  await here.run(
    'trigger',
    'job.paused',
    '--provider',
    'firsthand',
    '--force',
    '--to',
    await running.listening(),
    '--secret',
    secret,
  )
  running.interrupt()
  const { exit, out, err } = await running.ended
  expect(exit).toBe(0)
  expect(out).toMatchInlineSnapshot()
  expect(err).toMatchInlineSnapshot()
})

test('the sender is told what was found', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0', '--secret', secret, '--old-secret', old)
  const told = [
    await send(here, running, '--secret', secret),
    await send(here, running, '--secret', old),
    await send(here, running, '--secret', 'another'),
    await send(here, running, '--secret', secret, '--tamper', 'body'),
    await send(here, running, '--secret', secret, '--tamper', 'missing'),
    await send(here, running, '--secret', secret, '--tamper', 'timestamp'),
  ]
  expect(told).toMatchInlineSnapshot()
})

test('NDJSON, whole', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0', '--secret', secret, '--old-secret', old, '--json')
  await send(here, running, '--secret', secret, '--id', 'evt_FIRST')
  await send(here, running, '--secret', old, '--id', 'evt_FIRST')
  await send(here, running, '--secret', 'another')
  await here.run(
    'trigger',
    'job.paused',
    '--provider',
    'firsthand',
    '--force',
    '--to',
    await running.listening(),
    '--secret',
    secret,
  )
  running.interrupt()
  const { exit, out, err } = await running.ended
  expect(exit).toBe(0)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchInlineSnapshot()
  expect(err).toMatchInlineSnapshot()
})

test('without a secret nothing is verified, and it says so', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0')
  const answer = await send(here, running, '--secret', secret)
  running.interrupt()
  const { exit, out, err } = await running.ended
  expect({ exit, answer }).toMatchInlineSnapshot()
  expect(out).toMatchInlineSnapshot()
  expect(err).toMatchInlineSnapshot()
})

test('--provider names whose it is, whatever the headers say', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0', '--secret', secret, '--provider', 'example', '--json')
  await send(here, running, '--secret', secret)
  await here.run('trigger', 'user.created', '--to', await running.listening(), '--secret', secret)
  running.interrupt()
  const { out } = await running.ended
  const told = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(
    told.map(({ kind, provider, type, verdict }) => ({ kind, provider, type, verdict })),
  ).toMatchInlineSnapshot()
})

test('several secrets: each of them verifies', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0', '--secret', 'one', '--secret', 'two')
  expect(await send(here, running, '--secret', 'one')).toMatchObject([200, {}])
  expect(await send(here, running, '--secret', 'two')).toMatchObject([200, {}])
})

test('--accept-unverified answers 200, and the verdict still says no', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0', '--secret', secret, '--accept-unverified')
  const answer = await send(here, running, '--secret', 'another')
  running.interrupt()
  const { out, err } = await running.ended
  expect(answer).toMatchInlineSnapshot()
  expect(out).toMatchInlineSnapshot()
  expect(err).toMatchInlineSnapshot()
})

test('--verbose shows payloads, laid out', async () => {
  const here = machine({ terminal: true })
  const running = here.start('listen', '--port', '0', '--secret', secret, '-v')
  await send(here, running, '--secret', secret)
  running.interrupt()
  expect((await running.ended).out).toMatchInlineSnapshot()
})

test('what came is kept under the path and with the headers that it came with', async () => {
  const here = machine()
  const running = here.start('listen', '--port', '0', '--secret', secret)
  await here.run(
    'trigger',
    'user.created',
    '--to',
    `${await running.listening()}/some/path?a=1`,
    '--secret',
    secret,
  )
  running.interrupt()
  await running.ended
  const { out } = await here.run('deliveries', 'list', '--direction', 'in', '--json')
  const [{ id }] = JSON.parse(out)
  const shown = await here.run('deliveries', 'show', id, '--json')
  expect(JSON.parse(shown.out)).toMatchInlineSnapshot()
})

test('--no-store keeps nothing, not even by mistake', async () => {
  const here = machine()
  const other = machine()
  const running = here.start('listen', '--port', '0', '--secret', secret, '--no-store')
  await send(other, running, '--secret', secret)
  running.interrupt()
  const { out, err } = await running.ended
  expect(out).toMatchInlineSnapshot()
  expect(err).toMatchInlineSnapshot()
  expect(await here.run('deliveries', 'list', '--json')).toMatchObject({ exit: 0, out: '[]\n' })
})
