import { describe, expect, test } from 'vitest'
import { handler } from '../../support/handler.ts'
import type { MachineOptions } from '../../support/machine.ts'
import { machine } from '../../support/machine.ts'

/** A machine that has sent an event of this type on its schedule. */
async function followed(line: string, statuses: number[], options: MachineOptions = {}) {
  const here = machine(options)
  const to = await handler(() => {
    const status = statuses.shift() ?? 500
    return { status, ...(status === 429 && { headers: [['Retry-After', '90']] }) }
  })
  await here.run(`trigger ${line} --id evt_AAAAAA --secret s --to ${to.url}/hooks --retry`)
  return here
}

describe('the whole story of a delivery', () => {
  test.each([
    ['job.completed --schedule 0,1m,5m', [500, 429, 200]],
    ['user.created --schedule 0,1m', []],
    ['job.completed --tamper signature --schedule 0', [401]],
  ])('on a terminal: %s', async (line, statuses) => {
    const here = await followed(line, statuses, { terminal: true, width: 100 })
    const { out } = await here.run('deliveries show evt_AAAAAA')
    const story = out.slice(out.indexOf('\nattempt 1'))
    expect(`${out.split('\n').filter((each) => each.startsWith('spoilt'))}${story}`).toMatchSnapshot()
  })

  test('in a pipe', async () => {
    const here = await followed('job.completed --schedule 0,1m', [500, 200])
    const { out } = await here.run('deliveries show evt_AAAAAA')
    const rows = out.split('\n').filter((each) => /^(attempt|replayed)\t/.test(each))
    expect(rows.join('\n')).toMatchInlineSnapshot(`
      "attempt	1	2026-03-15T10:05:00.000Z	refused	500	12	http://127.0.0.1:50000/hooks	2	0
      attempt	2	2026-03-15T10:05:00.000Z	accepted	200	12	http://127.0.0.1:50000/hooks	2	60012
      replayed	evt_AAAAAA	delivered	2	60024"
    `)
  })

  test('as JSON', async () => {
    const here = await followed('job.completed --schedule 0,1m', [500, 200])
    const { attempts, ended } = await here.json('deliveries show evt_AAAAAA --json')
    expect({ attempts, ended }).toMatchObject({
      attempts: [
        { number: 1, of: 2, offsetMs: 0, status: 500, why: { scheduledMs: 0, moved: [], jitteredMs: null } },
        { number: 2, of: 2, offsetMs: 60_012, status: 200, why: { scheduledMs: 60_000 } },
      ],
      ended: { end: 'delivered', atMs: 60_024, deadLettered: false, endpointDisabled: false },
    })
  })

  test('it goes along when it is exported and imported', async () => {
    const here = await followed('user.created --tamper missing --schedule 0,1m', [])
    const lines = (await here.run('deliveries export --reveal')).out
    const there = machine({ files: { lines }, seed: 'another' })
    await there.run('deliveries import lines')
    const show = 'deliveries show evt_AAAAAA'
    expect((await there.run(show)).out).toBe((await here.run(show)).out)
  })
})
