import { existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/host/store/open.ts'
import { selfSigned } from './support/certificate.ts'
import type { Program } from './support/program.ts'
import { buildProgram } from './support/program.ts'
import { answering, portOf, rawServer } from './support/raw-server.ts'
import { temporaryFolder } from './support/store.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const well = { code: 0, signal: null, err: '' }

test('the bundled host finds its package', async () => {
  const { out, ...end } = await program.start(['facts']).ended
  const root = join(import.meta.dirname, '../..')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(end).toEqual(well)
  expect(JSON.parse(out)).toEqual({ version, readme: readFileSync(join(root, 'fixtures/README.md'), 'utf8') })
})

test('settings are kept in the home of the user', async () => {
  const { out, ...end } = await program.start(['set', 'provider', 'acme']).ended
  expect(end).toEqual(well)
  const path = join(program.home, '.config/hooks/config.json')
  expect(JSON.parse(out)).toEqual({ path, all: { provider: 'acme' } })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

describe('output', () => {
  test('arrives whole, although the process ends at once', async () => {
    const { out, ...end } = await program.start(['flood']).ended
    expect(end).toEqual({ ...well, err: 'end' })
    expect(out.split('\n')).toHaveLength(20_001)
  })

  test('whose reader went away ends quietly', async () => {
    const running = program.start(['flood'])
    await running.until('0')
    running.child.stdout?.destroy()
    const { out: _, ...end } = await running.ended
    expect(end).toEqual({ ...well, err: 'end' })
  })

  test('of errors whose reader went away changes nothing', async () => {
    const running = program.start(['flood'])
    running.child.stderr?.destroy()
    const { out, ...end } = await running.ended
    expect(end).toEqual(well)
    expect(out.split('\n')).toHaveLength(20_001)
  })

  test.runIf(existsSync('/dev/full'))(
    'onto a full disk is one sentence and a failure of the world',
    async () => {
      const full = openSync('/dev/full', 'w')
      const { out: _, ...end } = await program.start(['flood'], { stdio: ['ignore', full, 'pipe'] }).ended
      expect(end).toEqual({
        code: 3,
        signal: null,
        err: 'endCannot write to standard output: the disk is full.\n',
      })
    },
  )

  test('gives back bytes as they are', async () => {
    const running = program.start(['echo'])
    running.child.stdout?.setEncoding('latin1')
    running.child.stdin?.end(Buffer.from([0, 255, 13, 10]))
    expect(await running.ended).toEqual({ ...well, out: '\0\xff\r\n' })
  })
})

describe('a signal', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s interrupts, and the process ends by itself',
    async (name) => {
      const running = program.start(['wait'])
      await running.until('waiting')
      running.child.kill(name)
      expect(await running.ended).toEqual({ code: 130, signal: null, err: '', out: 'waiting\ninterrupted\n' })
    },
  )

  test('ends at once what did not end by the first', async () => {
    const running = program.start(['stubborn'])
    await running.until('waiting')
    const pressing = setInterval(() => running.child.kill('SIGINT'), 150)
    onTestFinished(() => clearInterval(pressing))
    expect(await running.ended).toEqual({ code: 130, signal: null, err: '', out: 'waiting\ninterrupted\n' })
  })

  test('ends the reading of standard input', async () => {
    const running = program.start(['read'])
    await running.until('reading')
    running.child.kill('SIGINT')
    expect(await running.ended).toEqual({ ...well, out: 'reading\ninterrupted' })
  })
})

describe('sending leaves nothing that would hold the process', () => {
  test.each([
    ['an answer', 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', 'answered'],
    ['none within the limit', '', 'timed-out'],
  ])('after %s', async (_title, bytes, kind) => {
    const { port } = await rawServer(answering(bytes, () => undefined))
    const { out, ...end } = await program.start(['send', `http://127.0.0.1:${port}/`, '300']).ended
    expect(end).toEqual(well)
    expect(JSON.parse(out)).toMatchObject({ kind })
  })

  test('after an attempt that nobody answers', async () => {
    // An address for documentation: nobody has it, so at best nothing at all comes back.
    const { out, ...end } = await program.start(['send', 'http://192.0.2.1/', '200']).ended
    expect(end).toEqual(well)
    expect(JSON.parse(out).kind).toMatch(/^(timed-out|unreachable)$/)
  })
})

test('https works where the certificate is trusted', async () => {
  const server = createTlsServer(selfSigned, (_request, response) => response.end('secret'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const path = join(temporaryFolder(), 'ca.pem')
  writeFileSync(path, selfSigned.cert)
  const url = `https://localhost:${portOf(server)}/`
  const { out, ...end } = await program.start(['send', url], { env: { NODE_EXTRA_CA_CERTS: path } }).ended
  expect(end).toEqual(well)
  expect(JSON.parse(out)).toMatchObject({ kind: 'answered', response: { status: 200, truncated: false } })
})

describe('the store', () => {
  const idsIn = async (path: string): Promise<string[]> => {
    const store = await openStore(path)
    const ids = store.list({}).map(({ id }) => id)
    await store.close()
    return ids
  }

  test('lies in the home of the user unless HOOKS_STORE says otherwise', async () => {
    await program.start(['keep', 'home', '1']).ended
    const path = join(temporaryFolder(), 'other.db')
    await program.start(['keep', 'other', '1'], { env: { HOOKS_STORE: path } }).ended
    expect(await idsIn(join(program.home, '.local/share/hooks/deliveries.db'))).toEqual(['dlv_home_0'])
    expect(await idsIn(path)).toEqual(['dlv_other_0'])
  })

  test('is written by many processes at once, from its making on', async () => {
    const path = join(temporaryFolder(), 'new', 'store.db')
    const names = ['a', 'b', 'c', 'd']
    const writers = names.map((name) => program.start(['keep', name, '100'], { env: { HOOKS_STORE: path } }))
    const ends = await Promise.all(writers.map(({ ended }) => ended))
    expect(ends.map(({ out, ...end }) => end)).toEqual(Array(4).fill(well))
    const ids = await idsIn(path)
    const expected = names.map((name) => Array.from({ length: 100 }, (_, at) => `dlv_${name}_${at}`))
    expect(names.map((name) => ids.filter((id) => id.startsWith(`dlv_${name}_`)))).toEqual(expected)
  })

  test('loses nothing that was said to be durable, whenever the process is killed', async () => {
    const path = join(temporaryFolder(), 'store.db')
    const durable: string[] = []
    for (const name of ['a', 'b', 'c']) {
      const running = program.start(['keep', name, '100000'], { env: { HOOKS_STORE: path } })
      await running.until(`dlv_${name}_20\n`)
      running.child.kill('SIGKILL')
      const { out, signal } = await running.ended
      expect(signal).toBe('SIGKILL')
      durable.push(...out.split('\n').slice(0, -1))
    }
    const kept = new Set(await idsIn(path))
    expect(durable.length).toBeGreaterThan(60)
    expect(durable.filter((id) => !kept.has(id))).toEqual([])
  })
})
