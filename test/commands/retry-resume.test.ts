import { describe, expect, test } from 'vitest'
import type { Kept, Store } from '../../src/delivery/store.ts'
import { inMemory, openStore } from '../../src/host/store/open.ts'
import { handler } from '../support/handler.ts'
import type { Json, Machine, MachineOptions } from '../support/machine.ts'
import { machine, ndjson } from '../support/machine.ts'

const secret = 'the-secret'
const start = '2026-03-15T10:05:00Z'

/** A machine over a store. */
const over = (store: Store, seed = 'test', ports: MachineOptions['ports'] = {}): Machine =>
  machine({
    start,
    seed,
    ports: { openStore: async () => ({ ...store, close: async () => undefined }), ...ports },
  })

/** A store in which three events are kept that failed. */
async function withEvents(): Promise<Store> {
  const store = await openStore(inMemory)
  const no = await handler(() => ({ status: 500 }))
  for (const id of ['evt_AAAAAA', 'evt_BBBBBB', 'evt_CCCCCC']) {
    await over(store, id).run(`trigger job.completed --id ${id} --secret ${secret} --to ${no.url}`)
  }
  return store
}

const idOf = (body: Buffer): string => JSON.parse(body.toString()).id

/** A handler that answers each event with its own statuses, by how many of its answers were noted. */
const scripted = (store: Store) => {
  const answers: Record<string, number[]> = {
    evt_AAAAAA: [500, 200],
    evt_BBBBBB: Array(8).fill(500),
    evt_CCCCCC: [200],
  }
  return handler(({ body }) => {
    const id = idOf(body)
    const replay = store.find(id).find(({ replayOf }) => replayOf !== null)
    return { status: answers[id]?.[replay?.attempts.length ?? 0] ?? 404 }
  })
}

/** What must be the same however often it was broken off: not what chance gives ids, or when it really was. */
const withoutIds = (value: Json): Json =>
  JSON.parse(JSON.stringify(value).replaceAll(/(dlv|run)_[0-9A-Z]{26}/g, '$1_X'))

/** All that the store knows of what was sent by a replay. */
const sentOf = (kept: readonly Kept[]): Json =>
  withoutIds(
    kept
      .filter(({ replayOf }) => replayOf !== null)
      .toSorted((a, b) => String(a.eventId).localeCompare(String(b.eventId)))
      .map(({ eventId, attempts, ended }) => ({
        eventId,
        ended,
        attempts: attempts.map(({ number, outcome, response, scheduled }) => ({
          number,
          outcome,
          status: response?.status,
          scheduled,
        })),
      })),
  )

/** On a schedule with jitter, so that the chance must be the same as well. */
const line = (to: string): string =>
  `replay --last 3 --secret ${secret} --to ${to} --retry --json --schedule svix --seed 7`

/** The whole run, without an interruption. */
async function whole() {
  const store = await withEvents()
  const to = await scripted(store)
  const { exit, out } = await over(store).run(line(to.url))
  return { exit, lines: toldIn(out), sent: sentOf(store.list({})) }
}

const toldIn = (out: string): Json => withoutIds(ndjson(out))

test('the whole run', async () => {
  const { exit, lines, sent } = await whole()
  expect(exit).toBe(1)
  expect(
    lines.map(({ kind, eventId, attempt, at, end }: Json) => [kind, eventId, attempt ?? end, at].join(' ')),
  ).toMatchInlineSnapshot(`
    [
      "attempt evt_AAAAAA 1 0",
      "attempt evt_BBBBBB 1 12",
      "attempt evt_CCCCCC 1 24",
      "replayed evt_CCCCCC delivered ",
      "attempt evt_AAAAAA 2 4938",
      "replayed evt_AAAAAA delivered ",
      "attempt evt_BBBBBB 2 5944",
      "attempt evt_BBBBBB 3 293482",
      "attempt evt_BBBBBB 4 2317144",
      "attempt evt_BBBBBB 5 8408283",
      "attempt evt_BBBBBB 6 26001556",
      "attempt evt_BBBBBB 7 68713646",
      "attempt evt_BBBBBB 8 102831760",
      "replayed evt_BBBBBB given-up ",
    ]
  `)
  expect(sent).toMatchSnapshot()
})

describe('interrupted after so many lines, and taken up', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 11, 12])('%i', async (many) => {
    const all = await whole()
    const store = await withEvents()
    const here = over(store)
    const to = await scripted(store)
    const running = here.start(line(to.url))
    if (many > 0) await running.until(new RegExp(`(?:\\{"kind":"(?:attempt|replayed)".*\n){${many}}`))
    running.interrupt()
    const before = await running.ended
    const after = await here.run(`replay --resume --secret ${secret} --json`)
    expect(before.exit).toBe(130)
    expect([...toldIn(before.out), ...toldIn(after.out)]).toEqual(all.lines)
    expect([after.exit, sentOf(store.list({}))]).toEqual([all.exit, all.sent])
    expect(store.runs()).toEqual([])
  })

  test.each([1, 2, 3, 4, 5, 11])('in the middle of request %i', async (many) => {
    const all = await whole()
    const store = await withEvents()
    const here = over(store)
    const answers = await scripted(store)
    let asked = 0
    const to = await handler(async ({ body }) => {
      asked++
      if (asked === many) running.interrupt()
      const { status } = await fetch(answers.url, { method: 'POST', body: new Uint8Array(body) })
      return { status }
    })
    const running = here.start(line(to.url))
    const before = await running.ended
    const after = await here.run(`replay --resume --secret ${secret} --json`)
    expect([before.exit, [...toldIn(before.out), ...toldIn(after.out)]]).toEqual([130, all.lines])
    expect([after.exit, sentOf(store.list({})), asked]).toEqual([all.exit, all.sent, 12])
  })

  test('it says how', async () => {
    const store = await withEvents()
    const here = over(store)
    const to = await handler(() => {
      running.interrupt()
      return {}
    })
    const running = here.start(line(to.url).replace('--json', ''))
    const { exit, err } = await running.ended
    expect([exit, err]).toMatchInlineSnapshot(`
      [
        130,
        "3 deliveries go to http://127.0.0.1:50000/. Ctrl-C stops; hooks replay --resume goes on.
      3 events  firsthand → http://127.0.0.1:50000/
      up to 8 attempts over 1 d 3 h; the waiting is skipped

      0 delivered, 0 failed, 0 unreachable, 3 not finished.
      Interrupted: 3 of 3 are left. To go on: hooks replay --resume run_01KKRF9J70DZRCQ92WM98S5GQ9
      ",
      ]
    `)
    expect((await here.run(`replay --resume --secret ${secret}`)).err).toMatchInlineSnapshot(`
      "run_01KKRF9J70DZRCQ92WM98S5GQ9 is taken up: 3 of 3 are left, to http://127.0.0.1:50000/.
      3 events  firsthand → http://127.0.0.1:50000/
      up to 8 attempts over 1 d 3 h; the waiting is skipped

      3 delivered, 0 failed, 0 unreachable.
      "
    `)
  })
})

describe('killed at a step of the store, and taken up', () => {
  /** A store whose machine dies at its nth transaction: that one is still done, or not, and nothing comes after it. */
  function dying(store: Store, at: number, isDone: boolean) {
    let count = 0
    let isOpen = false
    let die = (): void => undefined
    const died = new Promise<void>((resolve) => {
      die = resolve
    })
    /** What is given to a store in one go is one transaction. */
    const transaction = (): number => {
      if (!isOpen) count++
      isOpen = true
      queueMicrotask(() => {
        isOpen = false
      })
      return count
    }
    const guarded =
      <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
      async (...given: A): Promise<R> => {
        const number = transaction()
        if (number < at) return write(...given)
        if (number === at && isDone) await write(...given)
        die()
        return new Promise<never>(() => undefined)
      }
    const { keep, keepAttempt, end, keepRunItem } = store
    const guards = { keep: guarded(keep), keepAttempt: guarded(keepAttempt), end: guarded(end) }
    return { store: { ...store, ...guards, keepRunItem: guarded(keepRunItem) }, died }
  }

  const transactions = Array.from({ length: 17 }, (_, at) => at + 1)
  const cases = transactions.flatMap((at) => [false, true].map((isDone) => ({ at, isDone })))

  test.each(cases.slice(0, -1))('transaction $at, done: $isDone', async ({ at, isDone }) => {
    const all = await whole()
    const store = await withEvents()
    const to = await scripted(store)
    const dies = dying(store, at, isDone)
    void over(dies.store, 'dies').run(line(to.url))
    await dies.died
    const { exit } = await over(store, 'lives').run(`replay --resume --secret ${secret} --json`)
    expect([exit, sentOf(store.list({})), store.runs()]).toEqual([all.exit, all.sent, []])
  })

  test('after the last one: there is nothing to take up', async () => {
    const store = await withEvents()
    const to = await scripted(store)
    const dies = dying(store, 17, true)
    void over(dies.store, 'dies').run(line(to.url))
    await dies.died
    expect(await over(store, 'lives').run(`replay --resume --secret ${secret}`)).toMatchInlineSnapshot(`
      {
        "err": "error: No replay was broken off: there is nothing to take up.
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })
})

test.each([
  ['real', 1],
  ['60x', 60],
])(
  'a clock that waits goes on where it was, and waits for no more than what is left: %s',
  async (name, speed) => {
    let now = Date.parse(start)
    const waits: number[] = []
    const clock = {
      now: () => Math.round(now),
      sleep: async (ms: number) => {
        now += ms
        waits.push(ms * speed)
      },
    }
    const store = await withEvents()
    const here = over(store, 'test', { clock })
    let asked = 0
    const to = await handler(() => {
      asked++
      // In the middle of the third attempt.
      if (asked === 3) running.interrupt()
      return { status: asked < 6 ? 500 : 200 }
    })
    const flags = `--secret ${secret} --to ${to.url} --retry --json --clock ${name}`
    const running = here.start(`replay evt_AAAAAA ${flags}`)
    const before = await running.ended
    now += 86_400_000
    waits.splice(0)
    const after = await here.run(`replay --resume --secret ${secret} --json`)
    const told = [...ndjson(before.out), ...ndjson(after.out)]
    expect(told.map(({ attempt, at, end }) => [attempt ?? end, at])).toEqual([
      [1, 0],
      [2, 60_012],
      [3, 360_024],
      [4, 2_160_036],
      [5, 9_360_048],
      ['delivered', undefined],
    ])
    const waited = waits.reduce((sum, ms) => sum + ms, 0)
    // From the end of the second attempt to that of the fifth one.
    expect(Math.round(waited / 1_000)).toBe(Math.round((9_360_060 - 60_024) / 1_000))
  },
)

describe('without a schedule', () => {
  const once = (to: string): string => `replay --last 3 --secret ${secret} --to ${to} --json`

  test('what was broken off goes on with what is left, and sends nothing twice', async () => {
    const store = await withEvents()
    const here = over(store)
    const to = await handler(({ body }) => {
      if (idOf(body) === 'evt_BBBBBB' && to.taken.length === 2) running.interrupt()
      return {}
    })
    const running = here.start(once(to.url))
    expect((await running.ended).exit).toBe(130)
    const { exit, err } = await here.run(`replay --resume --secret ${secret}`)
    expect([exit, to.taken.map(({ body }) => idOf(body))]).toEqual([
      0,
      // The second one was interrupted: nobody knows whether it was answered.
      ['evt_AAAAAA', 'evt_BBBBBB', 'evt_BBBBBB', 'evt_CCCCCC'],
    ])
    expect(err).toMatch(/ is taken up: 2 of 3 are left, .*\n3 delivered, 0 failed, 0 unreachable\.\n$/)
  })

  test('with the changes that it was begun with', async () => {
    const store = await withEvents()
    const here = over(store)
    const to = await handler(() => {
      if (to.taken.length === 1) running.interrupt()
      return {}
    })
    const running = here.start(`${once(to.url)} --set data.status=late --expect-status 5xx`)
    await running.ended
    const { exit } = await here.run(`replay --resume --secret ${secret} --json`)
    const statuses = to.taken.map(({ body }) => JSON.parse(body.toString()).data.status)
    expect([exit, statuses]).toEqual([1, ['late', 'late', 'late', 'late']])
  })
})

describe('what --resume needs', () => {
  /** A machine on which a replay of three was broken off. */
  async function brokenOff(flags = ''): Promise<Machine> {
    const store = await withEvents()
    const here = over(store)
    const to = await handler(() => {
      running.interrupt()
      return {}
    })
    const running = here.start(`replay --last 3 --secret ${secret} --to ${to.url} ${flags}`)
    await running.ended
    return here
  }

  test.each([
    ['another payload', `--set data.status=late --secret ${secret}`],
    ['another schedule', `--schedule 0 --secret ${secret}`],
    ['no secret', ''],
    ['the id of nothing', `run_NOTHING --secret ${secret}`],
    ['two ids', `run_AAAAAA run_BBBBBB --secret ${secret}`],
  ])('%s is refused', async (_title, flags) => {
    const here = await brokenOff()
    const { exit, err } = await here.run(`replay --resume ${flags}`)
    expect(exit).toBe(2)
    expect(err).toMatchSnapshot()
  })

  test('another handler than where it began does not count, and it says so', async () => {
    const here = await brokenOff()
    const other = await handler(() => ({}))
    const { exit, err } = await here.run(`replay --resume --secret ${secret} --to ${other.url}`)
    expect([exit, other.taken.length]).toEqual([0, 0])
    expect(
      err
        .replaceAll(/:\d{4,5}/g, ':PORT')
        .split('\n')[0]
        ?.replace(/run_\w+/, 'run_X'),
    ).toBe('run_X goes on to http://127.0.0.1:PORT/, where it began, and not to http://127.0.0.1:PORT/.')
  })

  test('nothing was broken off', async () => {
    expect((await machine().run('replay --resume')).err).toMatchInlineSnapshot(`
      "error: No replay was broken off: there is nothing to take up.
      "
    `)
  })

  test('the run that is named', async () => {
    const here = await brokenOff()
    const store = await here.context.openStore({})
    const [run] = store.runs()
    const { exit, err } = await here.run(`replay --resume ${run?.id.slice(0, 20)} --secret ${secret}`)
    expect([exit, err.replace(/run_\w+/, 'run_X')]).toMatchInlineSnapshot(`
      [
        0,
        "run_X is taken up: 3 of 3 are left, to http://127.0.0.1:50000/.
      3 delivered, 0 failed, 0 unreachable.
      ",
      ]
    `)
    expect(store.runs()).toEqual([])
  })

  test('what is not kept any more is left out', async () => {
    const here = await brokenOff()
    const store = await here.context.openStore({})
    const [run] = store.runs()
    await here.clock.advance('1d')
    await store.keepRun({ ...(run as NonNullable<typeof run>), id: 'run_LATER000', at: here.clock.now() })
    await here.run('deliveries prune --older-than 1h')
    const { exit, err } = await here.run(`replay --resume --secret ${secret}`)
    expect([exit, err]).toMatchInlineSnapshot(`
      [
        0,
        "3 of 3 are not kept any more, and are left out.
      run_LATER000 is taken up: 0 of 0 are left, to http://127.0.0.1:50000/.
      ",
      ]
    `)
  })
})
