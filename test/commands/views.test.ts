import { describe, expect, test } from 'vitest'
import type { Send } from '../../src/http/send.ts'
import { freePort } from '../host/support/raw-server.ts'
import { handler } from '../support/handler.ts'
import { withDeliveries } from '../support/kept.ts'
import type { MachineOptions } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

// How the main outputs look: on a terminal of two widths, and in a pipe.

const styles: [string, MachineOptions][] = [
  ['80', { terminal: true, width: 80 }],
  ['120', { terminal: true, width: 120 }],
  ['pipe', {}],
]

const long = 'evt_01KKRF9J70DZRCQ92WM98S5GQ9'

describe.each(styles)('%s', (name, options) => {
  const width = options.width ?? Number.POSITIVE_INFINITY

  /** Lines of tables and of what comes never wrap. */
  const fits = (text: string): string => {
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(width)
    return text
  }
  const file = (what: string): string => `./__snapshots__/views/${what}.${name}.txt`

  test('listen', async () => {
    const statuses = [200, 500, 204]
    const to = await handler(() => ({ status: statuses.shift() ?? 200 }))
    const { send } = machine().context
    const slow: Send = async (request) =>
      request.headers.some(([each, value]) => each === 'X-Slow' && value === '1')
        ? { kind: 'timed-out', durationMs: 10_000 }
        : { ...(await send(request)), durationMs: 12 }
    const here = machine({ ...options, ports: { send: slow } })
    const running = here.start(`listen --port 0 --secret s --old-secret old --forward-to ${to.url}/hooks`)
    const url = await running.listening()
    for (const line of [
      `job.completed --secret s --id ${long}`,
      'submission.approved --secret s',
      'job.cancelled --secret another',
      `job.completed --secret s --id ${long}`,
      'job.completed --secret old --header X-Slow:1',
      'user.registered.by.somebody.else.entirely --provider example --force --secret s',
    ]) {
      await machine({ seed: line }).run(`trigger ${line} --to ${url}/hooks`)
      await here.clock.advance('1s')
    }
    const { out, err } = await running.stop()
    await expect(`${err}--\n${fits(out)}`).toMatchFileSnapshot(file('listen'))
  })

  test('trigger', async () => {
    const yes = await handler(() => ({ body: '{"ok":true,"items":[1,2,3]}' }))
    const no = await handler(() => ({ status: 401, body: 'bad signature' }))
    const here = machine(options)
    const pages: string[] = []
    for (const flags of [
      `--to ${yes.url}/hooks`,
      `--to ${yes.url}/a/rather/long/path/that/does/not/fit/into/a/narrow/line?with=a&query=too`,
      `--to ${no.url}/hooks`,
      `--to ${no.url}/hooks --expect-status 4xx`,
      `--to http://127.0.0.1:${await freePort()}/hooks`,
    ]) {
      pages.push((await here.run(`trigger job.completed --secret s ${flags}`)).out)
    }
    await expect(pages.join('--\n')).toMatchFileSnapshot(file('trigger'))
  })

  test('replay', async () => {
    const here = await withDeliveries(options)
    const to = await handler(() => ({ status: 503 }))
    const { out } = await here.run(`replay --last 3 --to ${to.url}/hooks`)
    await expect(out).toMatchFileSnapshot(file('replay'))
  })

  test('deliveries', async () => {
    const here = await withDeliveries(options)
    const list = fits((await here.run('deliveries list')).out)
    const show = (await here.run('deliveries show evt_FAILED')).out
    const diff = (await here.run('deliveries diff evt_FIRST evt_REFUSED')).out
    await expect([list, show, diff].join('--\n')).toMatchFileSnapshot(file('deliveries'))
  })

  test('verify', async () => {
    const here = await withDeliveries(options)
    const pages: string[] = []
    for (const line of ['evt_FIRST', 'evt_REFUSED', 'evt_FIRST --at 2027-01-01', 'evt_FIRST --secret none']) {
      pages.push((await here.run(`verify ${line}`)).out)
    }
    await expect(pages.join('--\n')).toMatchFileSnapshot(file('verify'))
  })

  test('providers', async () => {
    const here = machine(options)
    const list = fits((await here.run('providers list')).out)
    const show = (await here.run('providers show pixelpatrol')).out
    const events = fits((await here.run('providers events firsthand')).out)
    await expect([list, show, events].join('--\n')).toMatchFileSnapshot(file('providers'))
  })
})
