import { describe, expect, test } from 'vitest'
import type { Context } from '../src/context.ts'
import { rawServer } from './host/support/raw-server.ts'
import { signal } from './host/support/signal.ts'
import { handler } from './support/handler.ts'
import { secret, withDeliveries } from './support/kept.ts'
import type { Machine, MachineOptions } from './support/machine.ts'
import { machine, ndjson } from './support/machine.ts'

describe('what is not a command line', () => {
  test.each([
    ['an unknown command', 'lisen'],
    ['one that is near nothing', 'xyzzy'],
    ['an unknown command of a group', 'deliveries lits'],
    ['an unknown flag', 'trigger job.completed --tamperr body'],
    ['an unknown flag with its value', 'trigger job.completed --secrt=canary'],
    ['an unknown flag that is near nothing', 'listen --xyzzy'],
    ['a flag of another command', 'providers list --to http://localhost:3000'],
    ['a flag without its value', 'trigger job.completed --to'],
    ['too much', 'providers show example firma'],
    ['too little', 'trigger'],
    ['a wrong choice', 'deliveries list --direction inn'],
    ['a wrong choice that is near nothing', 'deliveries list --direction xyzzy'],
    ['a wrong choice as an argument', 'completion bsh'],
    ['a wrong count', 'deliveries list --limit many'],
    ['a negative count', 'deliveries list --limit=-1'],
    ['a wrong size', 'listen --max-body huge'],
    ['a wrong port', 'listen --port 70000'],
    ['a wrong expectation', 'listen --expect job.completed=0'],
    ['a wrong duration', 'deliveries list --since yesterday'],
    ['a wrong assignment', 'trigger job.completed --to http://localhost:3000 --set status'],
    ['a wrong path in an assignment', 'trigger job.completed --to http://localhost:3000 --set a..b=1'],
    ['a name of every object', 'constructor'],
    ['a name of every object in a group', 'deliveries toString'],
  ])('%s', async (_, line) => {
    const people = await machine({ terminal: true }).run(line)
    const { exit, out, err } = await machine().run(line, '--json')
    expect([people.exit, people.out, exit, out]).toEqual([2, '', 2, ''])
    expect({ people: people.err, json: JSON.parse(err) }).toMatchSnapshot()
  })
})

describe('an error', () => {
  test('is two lines on stderr; in a pipe without a symbol', async () => {
    const line = 'providers show acme'
    expect(await machine({ terminal: true }).run(line)).toMatchInlineSnapshot(`
      {
        "err": "✗ There is no provider 'acme'.
        All of them: hooks providers list
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(await machine().run(line)).toMatchInlineSnapshot(`
      {
        "err": "error: There is no provider 'acme'.
        All of them: hooks providers list
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })

  test('is one line of JSON on stderr with --json, wherever that stands', async () => {
    const expected = await machine().run('providers show acme --json')
    expect(expected).toMatchInlineSnapshot(`
      {
        "err": "{"kind":"error","code":"unknown-provider","message":"There is no provider 'acme'.","hint":"All of them: hooks providers list"}
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(await machine().run('--json providers show acme')).toMatchInlineSnapshot(`
      {
        "err": "{"kind":"error","code":"usage","message":"Unknown option '--json'.","hint":"See hooks --help."}
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(await machine().run('providers --json show acme')).toMatchInlineSnapshot(`
      {
        "err": "{"kind":"error","code":"usage","message":"Unknown option '--json'.","hint":"See hooks providers --help."}
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })
})

/** Ports that fail as only a mistake of ours does. */
const broken = (ports: (context: Context) => Partial<Context>): MachineOptions => ({
  ports: ports(machine().context),
})
const mistake = (): never => {
  throw new TypeError("Cannot read properties of undefined (reading 'x')")
}

/** Lines of a stack differ from machine to machine. */
const withoutStack = (text: string): string =>
  text.replaceAll(/(\\n|\n) +at .*?(?="|\n(?! +at))/gs, '$1    at …')

describe('a bug', () => {
  test('is told with its stack and where to report it: 70', async () => {
    const { exit, out, err } = await machine(
      broken(({ fixtures }) => ({ fixtures: { ...fixtures, names: mistake } })),
    ).run('providers list')
    expect([exit, out]).toEqual([70, ''])
    expect(err).toMatch(/\n {4}at .*main\.test\.ts/)
    expect(withoutStack(err)).toMatchInlineSnapshot(`
      "error: This is a bug in hooks. TypeError: Cannot read properties of undefined (reading 'x')
          at …
        Please report it with what you typed: https://bugs.test
      "
    `)
  })

  test('as JSON', async () => {
    const { exit, err } = await machine(broken(() => ({ send: mistake }))).run(
      `trigger user.created --json --secret s --to http://localhost:3000`,
    )
    const { kind, code, message, hint } = JSON.parse(err)
    expect([exit, kind, code, hint]).toEqual([
      70,
      'error',
      'bug',
      'Please report it with what you typed: https://bugs.test',
    ])
    expect(message).toMatch(/^This is a bug in hooks\. TypeError: Cannot read .*\n {4}at /)
  })

  test('that is thrown as something else than an error', async () => {
    const fail = async (): Promise<never> => Promise.reject('odd')
    const { exit, err } = await machine(broken(() => ({ send: fail }))).run(
      'trigger user.created --secret s --to http://localhost:3000',
    )
    expect([exit, err]).toMatchInlineSnapshot(`
      [
        70,
        "error: This is a bug in hooks. odd
        Please report it with what you typed: https://bugs.test
      ",
      ]
    `)
  })

  test('leaves nothing open', async () => {
    const { context } = machine()
    let closed = 0
    const openStore: Context['openStore'] = async (where) => ({
      ...(await context.openStore(where)),
      list: mistake,
      close: async () => {
        closed += 1
      },
    })
    expect((await machine({ ports: { openStore } }).run('deliveries list')).exit).toBe(70)
    expect(closed).toBe(1)
  })
})

describe('Ctrl-C', () => {
  test('in a one-shot command: 130, and not a word', async () => {
    const began = signal()
    const { port } = await rawServer(began.give)
    const line = `trigger user.created --secret s --to http://127.0.0.1:${port}`
    const running = machine().start(line)
    await began.given
    expect(await running.stop()).toEqual({ exit: 130, out: '', err: '' })
  })

  test('with --json it is told', async () => {
    const began = signal()
    const { port } = await rawServer(began.give)
    const running = machine().start(`trigger user.created --json --secret s --to http://127.0.0.1:${port}`)
    await began.given
    expect(await running.stop()).toMatchInlineSnapshot(`
      {
        "err": "{"kind":"error","code":"interrupted","message":"Interrupted."}
      ",
        "exit": 130,
        "out": "",
      }
    `)
  })

  test('while a secret is read from standard input', async () => {
    const asked = signal()
    const { files } = machine().context
    const read = async (): Promise<Uint8Array> => {
      asked.give()
      return new Promise(() => undefined)
    }
    const here = machine({ ports: { files: { ...files, read } } })
    const running = here.start('sign --provider example --secret - --body body')
    await asked.given
    const stopping = running.stop()
    // What does not end by itself has a moment to.
    await here.clock.advance('1s')
    expect((await stopping).exit).toBe(130)
  })

  test.each(['listen --port 0', 'deliveries tail'])('in %s: 0', async (line) => {
    const running = machine().start(line)
    if (line.startsWith('listen')) await running.listening()
    expect((await running.stop()).exit).toBe(0)
  })
})

test('who reads no more is written to no more', async () => {
  const here = await withDeliveries()
  const running = here.start('deliveries tail')
  await running.until('evt_FIRST')
  running.closeOutput()
  await here.clock.advance(250)
  expect((await running.ended).exit).toBe(0)
})

describe('stdout is data, stderr is talk', () => {
  /** Every command that gives one JSON document. */
  const documents = [
    'deliveries list',
    'deliveries show evt_SENT01',
    'deliveries diff evt_FIRST evt_REFUSED',
    'deliveries stats',
    'deliveries prune --older-than 1d',
    'providers list',
    'providers show example',
    'providers events',
    'config list',
    'config path',
    `verify evt_FIRST --secret ${secret}`,
    'verify evt_REFUSED',
    'sign evt_FIRST',
    'trigger user.created --dry-run --to http://localhost:3000',
    'trigger user.created --as curl --to http://localhost:3000',
  ]

  test.each(documents)('%s --json: one document, and nothing else', async (line) => {
    const { exit, out, err } = await (await withDeliveries()).run(`${line} --json`)
    expect([exit === 0 || exit === 1, err]).toEqual([true, ''])
    expect(out).toBe(`${JSON.stringify(JSON.parse(out), null, 2)}\n`.replaceAll(/[\u0080-\uffff]/g, escaped))
  })

  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

  test('trigger and replay', async () => {
    const here = await withDeliveries()
    const { url } = await handler()
    const sent = await here.run(`trigger user.created --json --to ${url}`)
    expect([sent.exit, JSON.parse(sent.out).kind, sent.err]).toEqual([0, 'sent', ''])
    const replayed = await here.run(`replay --last 2 --json --to ${url}`)
    expect([ndjson(replayed.out).map(({ kind }) => kind), replayed.err]).toEqual([
      ['attempt', 'replayed', 'attempt', 'replayed'],
      '',
    ])
  })

  test('what is said beside the answer is on stderr', async () => {
    const run = async (here: Machine, line: string) => {
      const { out, err } = await here.run(line)
      return [out, err === '']
    }
    expect(await run(machine(), 'deliveries list')).toEqual(['', false])
    expect(await run(machine(), 'config set port 4401')).toEqual(['', false])
    expect(await run(machine(), 'deliveries export')).toEqual(['', false])
  })
})
