import { expect, test } from 'vitest'
import { virtualClock } from '../../../src/time/virtual-clock.ts'
import type { MachineOptions } from '../../support/machine.ts'
import { json, managed } from './support/api.ts'

const limited = json({ message: 'Slow down' }, { status: 429, headers: [['Retry-After', '3']] })
const answers = { 'GET /webhooks': [limited, json({ results: [] })] }

/** A clock on which whoever sleeps has slept at once. */
function swift() {
  const clock = virtualClock('2026-03-15T10:05:00Z')
  return { now: clock.now, sleep: (ms: number) => clock.advance(ms) }
}
const list = async (flags: string, options: MachineOptions = {}) => {
  const here = await managed(answers, { ...options, ports: { clock: swift() } })
  return { ...(await here.run(`endpoints list --provider firma ${flags}`)), asked: here.asked().length }
}

test('off a terminal: one sentence', async () => {
  expect(await list('')).toMatchInlineSnapshot(`
    {
      "asked": 2,
      "err": "Firma limits the rate (429): going on in 3 s
    No endpoint is registered. hooks endpoints create makes one.
    ",
      "exit": 0,
      "out": "",
    }
  `)
})

test('on a terminal: a line that counts down, and is gone then', async () => {
  const { err } = await list('', { terminal: true })
  const line = '! Firma limits the rate (429): going on in'
  const blank = ' '.repeat(`${line} 3 s`.length)
  expect(err.split('\r')).toEqual([
    '',
    '',
    `${line} 3 s`,
    blank,
    `${line} 2 s`,
    blank,
    `${line} 1 s`,
    blank,
    'No endpoint is registered. hooks endpoints create makes one.\n',
  ])
})

test('with --json it is on stderr', async () => {
  expect(await list('--json')).toMatchInlineSnapshot(`
    {
      "asked": 2,
      "err": "Firma limits the rate (429): going on in 3 s
    No endpoint is registered. hooks endpoints create makes one.
    ",
      "exit": 0,
      "out": "[]
    ",
    }
  `)
})

test('no longer than --max-wait', async () => {
  expect(await list('--max-wait 2s')).toMatchInlineSnapshot(`
    {
      "asked": 1,
      "err": "error: Firma limits the rate, and takes no such call for 3 s, until 2026-03-15T10:05:03.000Z: Slow down.
      Waiting for it would take longer than --max-wait 2s allows: try again then, or give a longer one.
    ",
      "exit": 3,
      "out": "",
    }
  `)
})
