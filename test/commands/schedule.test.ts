import { describe, expect, test } from 'vitest'
import { widestLine } from '../output/support/styles.ts'
import type { Json } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const seeds = ['example', 'firma', 'firma@2026-08', 'firsthand', 'headshotpro', 'pixelpatrol']
const outage = '--outage 3h --rate 20/m'

const shown = (line: string, width = 80) => machine({ terminal: true, width }).run(`schedule ${line}`)

/** A provider that promises little: its figures are derived, and its endpoint comes back. */
const acme = JSON.stringify({
  formatVersion: 1,
  name: 'acme',
  title: 'Acme \u202e',
  about: 'A sender with jitter.',
  sources: {},
  signature: {
    algorithm: 'hmac-sha256',
    key: { encoding: 'utf8' },
    signs: '{body}',
    encoding: 'hex',
    headers: { 'Acme-Signature': '{signature}' },
  },
  headers: { 'Content-Type': 'application/json' },
  event: { id: 'id', type: 'type' },
  delivery: {
    timeout: '10s',
    success: '200',
    schedule: { spread: { over: '4h' }, attempts: 9 },
    countedFrom: 'previous',
    jitter: { fraction: 0.2 },
    afterLast: 'dead-letter',
    deadLetter: { retention: '30d' },
    disableAfter: { consecutiveFailures: 40, temporary: { for: '1m', factor: 2, cap: '1h' } },
    whileDisabled: { newEvents: 'queued', retries: 'paused' },
  },
  api: { about: 'None.' },
})
const withAcme = { files: { 'acme.json': acme } }

describe('a schedule', () => {
  test.each(seeds)('of %s', async (name) => {
    const { exit, out, err } = await shown(name)
    expect([exit, err]).toEqual([0, ''])
    // A URL stays whole, to be opened.
    expect(widestLine(out.replaceAll(/ *https:.*/g, ''))).toBeLessThanOrEqual(80)
    expect(out).toMatchSnapshot()
  })

  test.each([40, 80, 120])('that is not published, at %i columns', async (width) => {
    const { out } = await shown('stripe', width)
    expect(out).toMatchSnapshot()
  })

  test('of a provider file: derived, with jitter, its title escaped', async () => {
    expect(await machine({ ...withAcme, terminal: true }).run('schedule ./acme.json')).toMatchSnapshot()
  })

  test('in a pipe', async () => {
    expect(await machine().run('schedule firsthand')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "1	0	0	the event	0	0
      2	60000	60000	attempt 1	60000	60000
      3	360000	300000	attempt 2	360000	360000
      4	2160000	1800000	attempt 3	2160000	2160000
      5	9360000	7200000	attempt 4	9360000	9360000
      6	38160000	28800000	attempt 5	38160000	38160000
      ",
      }
    `)
  })

  test.each([...seeds, 'stripe', './acme.json'])('as JSON: %s', async (name) => {
    expect(await machine(withAcme).json(`schedule ${name} --json`)).toMatchSnapshot()
  })
})

describe('several schedules', () => {
  test.each([40, 80, 120, 200])('at %i columns', async (width) => {
    const { exit, out } = await shown('firma --compare svix,stripe,pixelpatrol --compare github', width)
    expect(exit).toBe(0)
    expect(widestLine(out)).toBeLessThanOrEqual(width)
    expect(out).toMatchSnapshot()
  })

  test('in a pipe', async () => {
    const { out } = await machine(withAcme).run('schedule example --compare ./acme.json --compare github')
    expect(out).toMatchSnapshot()
  })

  test('as JSON', async () => {
    const { compared, ...first }: Json = await machine().json(
      'schedule example --compare firma,github --json',
    )
    expect([first.provider, compared.map(({ provider }: Json) => provider)]).toEqual([
      'example',
      ['firma', 'github'],
    ])
  })

  test('one is compared with itself only once', async () => {
    expect(await shown('firma --compare firma')).toEqual(await shown('firma'))
  })

  test('and what an outage costs with each', async () => {
    const line = `example --compare firma,firsthand,pixelpatrol ${outage}`
    expect((await shown(line)).out).toMatchSnapshot()
    expect((await machine().run(`schedule ${line}`)).out).toMatchSnapshot()
  })
})

describe('an outage', () => {
  test.each([...seeds, 'stripe'])('with %s', async (name) => {
    const { exit, out, err } = await shown(`${name} ${outage}`)
    expect([exit, err]).toEqual([0, ''])
    expect(widestLine(out)).toBeLessThanOrEqual(80)
    expect(out).toMatchSnapshot()
  })

  test.each([40, 120, 200])('at %i columns', async (width) => {
    const { out } = await shown(`firsthand ${outage} --fail-rate 5%`, width)
    expect(widestLine(out)).toBeLessThanOrEqual(width)
    expect(out).toMatchSnapshot()
  })

  test('with an endpoint that comes back', async () => {
    expect(
      await machine({ ...withAcme, terminal: true }).run('schedule ./acme.json --outage 3h --rate 20/m'),
    ).toMatchSnapshot()
  })

  test('in a pipe', async () => {
    expect(await machine().run(`schedule firma ${outage}`)).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "outage	10800000
      for	41760000
      events	13920
      attempts	50
      at once	0
      late	0
      lost	13920
      lost given up	0
      lost stopped	0
      lost cancelled	35
      lost dropped	13885
      dead letters	0
      waiting	0
      disabled at	102000
      disabled because	consecutive-failures
      backlog	35
      backlog at	102000
      worked off at	10797000
      ",
      }
    `)
  })

  test('as JSON', async () => {
    const value: Json = await machine().json('schedule example --outage 10m --rate 1/m --for 20m --json')
    expect(value.outage).toMatchSnapshot()
  })

  test('without a rate one is assumed, and it says so', async () => {
    const { err, out } = await machine().run('schedule firma --outage 3h --for 3h')
    expect(err).toBe('No --rate is given: one event a minute is assumed.\n')
    expect(out).toContain('events\t180\n')
  })

  test('the seed decides on chance', async () => {
    const run = (seed: string) => shown(`firsthand ${outage} --fail-rate 5% --seed ${seed}`)
    expect(await run('a')).toEqual(await run('a'))
    expect(await run('a')).not.toEqual(await run('b'))
  })
})

test.each([
  'firam',
  'firma --compare svxi',
  './missing.json',
  'firma --outage 3',
  'firma --outage 0s',
  'firma --outage 3h --rate 20',
  'firma --outage 3h --rate 0/m',
  'firma --outage 3h --rate 99999999/ms',
  'firma --outage 3h --for 2h',
  'firma --outage 3h --fail-rate 101%',
  'firma --rate 20/m',
  'firma --fail-rate 5%',
])('what cannot be: %s', async (line) => {
  const { exit, out, err } = await shown(line)
  expect([exit, out]).toEqual([2, ''])
  expect(err).toMatchSnapshot()
})
