import { expect, test } from 'vitest'
import { handler } from '../support/handler.ts'
import { chance } from './support/load.ts'
import type { Running } from './support/running.ts'
import type { User } from './support/user.ts'
import { user } from './support/user.ts'

const seeds = process.env.HOOKS_TEST_SEEDS?.split(',') ?? ['1', '2', '3']
const args = [
  'sandbox',
  'firsthand',
  '--port',
  '0',
  '--json',
  '--api-key',
  'key_of_the_test',
  '--clock',
  'virtual',
]

const urlOf = async (running: Running): Promise<string> =>
  (await running.until(/http:\/\/127\.0\.0\.1:\d+/))[0]

/** Starts it, does something with it, and kills it in the midst of that: some turns of our own loop after `when` holds. */
async function killed(
  me: User,
  { seed, when }: { readonly seed: string; readonly when: () => boolean },
  work: (url: string) => Promise<unknown>,
): Promise<void> {
  const [turns = 0] = chance(seed, 1)
  const running = me.start(args)
  const url = await urlOf(running)
  const doing = work(url).catch(() => undefined)
  const killSoon = (left: number): void => {
    if (left === 0) running.signal('SIGKILL')
    else setImmediate(killSoon, when() ? left - 1 : left)
  }
  killSoon(1 + (turns >> 3))
  expect((await running.ended).exit).toBe('SIGKILL')
  await doing
}

const control = async (url: string, path: string, body?: unknown): Promise<ReturnType<typeof JSON.parse>> => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await fetch(`${url}/_sandbox${path}`, init)).json()
}

interface Told {
  readonly eventId: string
  readonly state: string
  readonly attempts: readonly { readonly at: string }[]
}

// HOOKS_TEST_SEEDS=5,6,7 runs others.
test.each(seeds)('killed in the midst of deliveries, it goes on where it was (seed %s)', async (seed) => {
  const came = new Map<string, number>()
  const target = await handler(({ body }) => {
    const { id } = JSON.parse(body.toString())
    came.set(id, (came.get(id) ?? 0) + 1)
    return { status: (came.get(id) ?? 0) < 3 ? 500 : 200 }
  })
  const me = user()
  const emitted: string[] = []
  const total = (): number => [...came.values()].reduce((sum, times) => sum + times, 0)
  const [share = 0, more = 0] = chance(`sandbox ${seed}`, 2)
  const first = { seed: `${seed} 1`, when: () => emitted.length > 5 + (share >> 2) }
  await killed(me, first, async (url) => {
    await control(url, '/endpoints', { url: `${target.url}/hooks` })
    for (let each = 0; each < 100; each++) {
      const { events } = await control(url, '/events', { type: 'job.completed' })
      emitted.push(events[0].id)
    }
  })
  const before = total()
  expect([emitted.length > 5, emitted.length < 100]).toEqual([true, true])
  const second = { seed: `${seed} 2`, when: () => total() > before + (more >> 5) }
  await killed(me, second, (url) => control(url, '/clock', { advance: '10m' }))
  const all = (): number => [...came.values()].filter((times) => times >= 3).length
  expect(all()).toBeLessThan(emitted.length)
  const last = me.start(args)
  const url = await urlOf(last)
  await control(url, '/clock', { advance: '3h' })
  const { deliveries } = await control(url, '/deliveries')
  last.signal('SIGINT')
  expect((await last.ended).exit).toBe(0)

  const byEvent = new Map<string, Told>(deliveries.map((each: Told) => [each.eventId, each]))
  expect(emitted.filter((id) => byEvent.get(id)?.state !== 'delivered')).toEqual([])
  for (const { eventId, attempts } of byEvent.values()) {
    const [first] = attempts.map(({ at }) => Date.parse(at))
    const offsets = attempts.map(({ at }) => (Date.parse(at) - (first ?? 0)) / 60_000)
    expect(offsets, eventId).toEqual([0, 1, 6].slice(0, attempts.length))
  }
  // At each kill one at most was under way.
  const extra = [...came].reduce(
    (sum, [id, times]) => sum + times - (byEvent.get(id)?.attempts.length ?? 0),
    0,
  )
  expect(extra).toBeLessThanOrEqual(2)
  expect((await me.json('deliveries', 'stats')).out).toBe(byEvent.size)
})

test('on the real clock, ended by Ctrl-C', async () => {
  const target = await handler()
  const me = user()
  const running = me.start(['sandbox', 'headshotpro', '--port', '0', '--to', `${target.url}/hooks`])
  const url = await urlOf(running)
  await me.hooks(['sandbox', 'emit', 'model.status.updated', '--url', url])
  // It comes five seconds later: before that it ends, and goes on when it is started again.
  running.signal('SIGINT')
  expect((await running.ended).exit).toBe(0)
  expect(target.taken).toHaveLength(0)
  const again = me.start(['sandbox', 'headshotpro', '--port', '0', '--to', `${target.url}/hooks`])
  await again.until('accepted')
  expect(target.taken).toHaveLength(1)
  again.signal('SIGTERM')
  expect((await again.ended).exit).toBe(0)
}, 20_000)
