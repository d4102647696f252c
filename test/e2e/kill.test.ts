import { expect, test } from 'vitest'
import type { Load } from './support/load.ts'
import { chance, load, secret, sha256 } from './support/load.ts'
import type { Ended, Running } from './support/running.ts'
import type { User } from './support/user.ts'
import { user } from './support/user.ts'

const seeds = process.env.HOOKS_TEST_SEEDS?.split(',') ?? ['1', '2', '3']

const listenerUrl = async (listening: Running): Promise<string> => (await listening.until(/http:[^"\s]+/))[0]

const listenArgs = ['listen', '--port', '0', '--json', '--secret', secret]

/** What is kept, out of an export: SHA-256 of the body by delivery id. */
async function kept({ hooks }: User, ...filters: string[]): Promise<ReadonlyMap<string, string>> {
  const { exit, out } = await hooks(['deliveries', 'export', '--as', 'jsonl', '--reveal', ...filters])
  expect(exit).toBe(0)
  const lines = out.split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const { id, request } = JSON.parse(line)
      return [id, sha256(Buffer.from(request.body, 'base64'))]
    }),
  )
}

const lost = ({ acknowledged }: Load, found: ReadonlyMap<string, string>) =>
  acknowledged.filter(({ id, sha256: body }) => found.get(id) !== body)

// HOOKS_TEST_SEEDS=5,6,7 runs others.
test.each(seeds)(
  'killed in the midst of load, twice, nothing that was answered 2xx is lost (seed %s)',
  async (seed) => {
    const me = user()
    const loads: Load[] = []
    for (const round of [1, 2]) {
      const [share = 0, turns = 0] = chance(`kill ${seed} ${round}`, 2)
      const listening = me.start(listenArgs)
      const kill = (): void => listening.signal('SIGKILL')
      // Somewhere between two answers: after so many turns of our own loop, which is to say at any point of its work.
      const killSoon = (left: number): void => void (left === 0 ? kill() : setImmediate(killSoon, left - 1))
      const sending = load({
        url: await listenerUrl(listening),
        requests: 400,
        connections: 32,
        seed: `${seed} ${round}`,
        acknowledged: (count) => {
          if (count === share + 1) killSoon(turns >> 3)
        },
      })
      loads.push(await sending)
      expect((await listening.ended).exit).toBe('SIGKILL')
      const found = await kept(me)
      expect(loads.flatMap((each) => lost(each, found))).toEqual([])
      // Nothing is there that nobody sent, not even half of something.
      expect([...found.values()].filter((body) => !loads.some(({ sent }) => sent.has(body)))).toEqual([])
      expect((await me.json('deliveries', 'stats')).deliveries).toBe(found.size)
    }
    // It fell in the midst of it: some were answered, and some were not.
    for (const { acknowledged, failed } of loads) {
      expect([acknowledged.length > 0, failed > 0]).toEqual([true, true])
    }
    const again = me.start(listenArgs)
    const after = await load({ url: await listenerUrl(again), requests: 10, connections: 2, seed })
    again.signal('SIGTERM')
    expect((await again.ended).exit).toBe(0)
    expect([after.failed, lost(after, await kept(me))]).toEqual([0, []])
  },
)

test('four listeners and three senders on one store at once, one of them killed, lose nothing', async () => {
  const me = user()
  const listeners = [1, 2, 3, 4].map(() => me.start(listenArgs))
  const urls = await Promise.all(listeners.map(listenerUrl))
  const [victim] = listeners
  const loads = urls.map((url, at) =>
    load({
      url,
      requests: 150,
      connections: 8,
      seed: `several ${at}`,
      acknowledged: (count) => {
        if (at === 0 && count === 70) victim?.signal('SIGKILL')
      },
    }),
  )
  const target = ['--to', urls[1] ?? '', '--secret', secret]
  const senders = [1, 2, 3].map(async () => {
    const exits: Ended['exit'][] = []
    for (const type of ['job.completed', 'media.created'])
      exits.push((await me.hooks(['trigger', type, ...target])).exit)
    return exits
  })
  const [first, ...others] = await Promise.all(loads)
  expect(await Promise.all(senders)).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
  expect(others.map(({ failed }) => failed)).toEqual([0, 0, 0])
  expect(first?.failed).toBeGreaterThan(0)
  const received = await kept(me, '--direction', 'in')
  expect([first, ...others].flatMap((each) => (each ? lost(each, received) : []))).toEqual([])
  expect((await kept(me, '--direction', 'out', '--verdict', 'ok')).size).toBe(6)
  for (const listening of listeners.slice(1)) listening.signal('SIGINT')
  expect(await Promise.all(listeners.map(async ({ ended }) => (await ended).exit))).toEqual([
    'SIGKILL',
    0,
    0,
    0,
  ])
})
