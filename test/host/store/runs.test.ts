import { describe, expect, test } from 'vitest'
import type { Run, RunOptions } from '../../../src/delivery/run.ts'
import { bytes } from '../support/sample-delivery.ts'
import { opened } from '../support/store.ts'

const options: RunOptions = {
  to: 'http://localhost:3000/hooks?a=\0é',
  asReceived: false,
  changes: [
    { path: 'data.status', value: { list: [1, null, '\ud800'] }, add: true },
    { path: 'data.amount', value: 1, written: '1.0', add: false },
  ],
  body: bytes('\0\xff{}'),
  expectStatus: '2xx',
  expectBody: '/x/',
  within: 70,
  signed: ['acme', 'other@2026'],
  rotating: true,
  seed: 'seed',
  retry: { speed: 60, schedule: '0,1m', signTime: 'virtual' },
}
const bare: RunOptions = {
  ...options,
  changes: [],
  body: null,
  expectStatus: null,
  expectBody: null,
  within: null,
  signed: [],
  seed: null,
  retry: null,
}

const run = (changes: Partial<Run> = {}): Run => ({
  id: 'run_01AAAA',
  at: 1_000,
  options,
  items: [
    { original: 'dlv_0002', delivery: null, done: false },
    { original: 'dlv_0001', delivery: 'dlv_0003', done: true },
  ],
  ...changes,
})

test('a run comes back whole', async () => {
  const store = await opened()
  const runs = [
    run(),
    run({ id: 'run_01AAAB', options: bare }),
    run({ id: 'run_01AAAC', options: { ...bare, retry: { speed: null, schedule: null, signTime: 'now' } } }),
  ]
  for (const each of runs) await store.keepRun(each)
  expect(runs.map(({ id }) => store.runs(id))).toEqual(runs.map((each) => [each]))
})

test('how far its items have come', async () => {
  const store = await opened()
  await store.keepRun(run())
  await store.keepRunItem('run_01AAAA', 0, { delivery: 'dlv_0004', done: false })
  expect(store.runs('run_01AAAA')[0]?.items[0]).toEqual({
    original: 'dlv_0002',
    delivery: 'dlv_0004',
    done: false,
  })
  await store.keepRunItem('run_01AAAA', 0, { delivery: 'dlv_0004', done: true })
  expect(store.runs('run_01AAAA')[0]?.items.map(({ done }) => done)).toEqual([true, true])
})

describe('finding', () => {
  const done = run().items.map((item) => ({ ...item, done: true }))
  const find = async (id?: string): Promise<string[]> => {
    const store = await opened()
    await store.keepRun(run())
    await store.keepRun(run({ id: 'run_01AAAB' }))
    await store.keepRun(run({ id: 'run_01BBBB', items: done }))
    return store.runs(id).map((each) => each.id)
  }

  test.each([
    [undefined, ['run_01AAAB', 'run_01AAAA']],
    ['run_01BBBB', ['run_01BBBB']],
    ['run_01A', ['run_01AAAB', 'run_01AAAA']],
    ['run_0', []],
    ['', []],
    ['run_01C', []],
  ])('%s', async (id, expected) => {
    expect(await find(id)).toEqual(expected)
  })
})

test('a run is forgotten with what is as old', async () => {
  const store = await opened()
  await store.keepRun(run())
  await store.keepRun(run({ id: 'run_02', at: 2_000 }))
  store.prune(2_000)
  expect(store.runs().map(({ id }) => id)).toEqual(['run_02'])
})

test('two of one id', async () => {
  const store = await opened()
  await store.keepRun(run())
  await expect(store.keepRun(run())).rejects.toMatchObject({ code: 'store-unusable' })
  expect(store.runs().length).toBe(1)
})
