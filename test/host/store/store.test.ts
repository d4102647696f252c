import { describe, expect, test } from 'vitest'
import type { Query } from '../../../src/delivery/store.ts'
import { attempt, bytes, received, sent } from '../support/sample-delivery.ts'
import { opened, temporaryFolder } from '../support/store.ts'

const everyByte = Uint8Array.from({ length: 512 }, (_, at) => at % 256)
const everyLatin1 = Array.from({ length: 256 }, (_, at) => String.fromCharCode(at)).join('')

describe('what is kept comes back whole', () => {
  test('with odd bytes, headers and names', async () => {
    const store = await opened()
    const delivery = received({
      eventId: 'evt\0\ud800"\\é€😀',
      type: "it's; DROP TABLE deliveries",
      provider: 'acme@2026-08',
      unknownType: true,
      verdict: { ok: false, reason: 'body-changed', detail: 'a\0b', hint: '"remedy"' },
      request: {
        method: 'POST',
        target: '/h?%00=\xff',
        headers: [
          ['X-Twice', everyLatin1],
          ['x-twice', ''],
          ['__proto__', '1'],
          ['X-Twice', 'again'],
        ],
        body: everyByte,
      },
      replayOf: 'dlv_0000',
    })
    await store.keep(delivery)
    expect(store.list({})).toEqual([{ ...delivery, place: 1, attempts: [] }])
  })

  test('with nothing where there is nothing', async () => {
    const store = await opened()
    const delivery = received({
      provider: null,
      eventId: null,
      type: null,
      verdict: null,
      signature: null,
      answered: null,
      request: { method: '', target: '', headers: [], body: new Uint8Array(0) },
    })
    await store.keep(delivery)
    expect(store.list({})).toEqual([{ ...delivery, place: 1, attempts: [] }])
  })

  test('with all attempts, in their order', async () => {
    const store = await opened()
    const failed = { outcome: 'unreachable', response: null, durationMs: 0 } as const
    const attempts = [
      attempt({ number: 1, ...failed, unreachable: { why: 'refused', detail: 'on ::1\0' } }),
      attempt({ number: 2, ...failed, outcome: 'timed-out' }),
      attempt({
        number: 3,
        outcome: 'refused',
        response: {
          status: 500,
          statusText: '\xe9',
          headers: [['X-A', everyLatin1]],
          body: everyByte,
          truncated: true,
        },
      }),
    ]
    await store.keep(sent())
    for (const each of attempts.toReversed()) await store.keepAttempt(each)
    expect(store.list({})).toEqual([{ ...sent(), place: 1, attempts }])
    const bare = attempts.map((each) => ({
      ...each,
      response: each.response && { ...each.response, body: new Uint8Array() },
    }))
    expect(store.list({ withoutAnswers: true })).toEqual([{ ...sent(), place: 1, attempts: bare }])
  })

  test('with what it was on a schedule, and how that ended', async () => {
    const store = await opened()
    const scheduled = (jitteredMs: number | undefined) => ({
      of: 3,
      beganMs: 60_012,
      endedMs: 60_024.5,
      why: {
        scheduledMs: 60_000,
        countedFrom: 'previous' as const,
        jitteredMs,
        moved: [
          { by: 'least-delay' as const, toMs: 70_000 },
          { by: 'retry-after' as const, toMs: 90_000 },
        ],
      },
    })
    const attempts = [
      attempt({ number: 1, scheduled: scheduled(undefined) }),
      attempt({ number: 2, scheduled: scheduled(66_000) }),
    ]
    const ended = { end: 'given-up', atMs: 60_024.5, deadLettered: true, endpointDisabled: false } as const
    await store.keep(sent({ tampered: 'missing' }))
    for (const each of attempts) await store.keepAttempt(each)
    expect(store.list({})).toEqual([{ ...sent({ tampered: 'missing' }), place: 1, attempts }])
    await store.end('dlv_0001', ended)
    expect(store.list({})).toEqual([{ ...sent({ tampered: 'missing', ended }), place: 1, attempts }])
    const { place: _, attempts: made, ...delivery } = store.list({})[0] ?? { place: 0, attempts: [] }
    const another = await opened()
    await another.keep({ ...sent(), ...delivery })
    expect([another.list({})[0]?.ended, made.length]).toEqual([ended, 2])
  })

  test('with the answer that is known only later', async () => {
    const store = await opened()
    await store.keep(received({ id: 'dlv_0001', eventId: null, answered: null }))
    await store.keep(received({ id: 'dlv_0002', eventId: null, answered: null }))
    await store.answer('dlv_0001', 401)
    await store.keepAttempt(attempt({ delivery: 'dlv_0002' }), 503)
    expect(store.list({}).map(({ answered }) => answered)).toEqual([401, 503])
  })

  test('on the disk, where it is read by another', async () => {
    const path = `${temporaryFolder()}/store.db`
    const first = await opened(path)
    await first.keep(received())
    const second = await opened(path)
    expect(second.list({})).toEqual(first.list({}))
    await first.close()
    await second.close()
    expect((await opened(path)).list({})).toEqual([{ ...received(), place: 1, attempts: [] }])
  })
})

describe('a duplicate', () => {
  test('points to the first delivery of the same event', async () => {
    const store = await opened()
    const duplicates: unknown[] = []
    for (const id of ['dlv_0001', 'dlv_0002', 'dlv_0003']) duplicates.push(await store.keep(received({ id })))
    expect(duplicates).toEqual([
      { duplicateOf: null },
      { duplicateOf: 'dlv_0001' },
      { duplicateOf: 'dlv_0001' },
    ])
    expect(store.list({}).map(({ duplicateOf }) => duplicateOf)).toEqual([null, 'dlv_0001', 'dlv_0001'])
  })

  test('is found among those that are kept at the same time', async () => {
    const store = await opened()
    const kept = await Promise.all(['dlv_0001', 'dlv_0002'].map((id) => store.keep(received({ id }))))
    expect(kept).toEqual([{ duplicateOf: null }, { duplicateOf: 'dlv_0001' }])
  })

  test.each([
    ['of another provider', { provider: 'other' }],
    ['of no known provider', { provider: null }],
    ['of another event', { eventId: 'evt_0001\0' }],
    ['without an id', { eventId: null }],
    ['sent by ourselves', { direction: 'out' }],
  ] as const)('is none %s', async (_title, changes) => {
    const store = await opened()
    await store.keep(received())
    expect(await store.keep(received({ id: 'dlv_0002', ...changes }))).toEqual({ duplicateOf: null })
  })

  test('of something that was sent is none', async () => {
    const store = await opened()
    await store.keep(sent())
    expect(await store.keep(received({ id: 'dlv_0002' }))).toEqual({ duplicateOf: null })
  })

  test('is one too where no provider is known of either', async () => {
    const store = await opened()
    await store.keep(received({ provider: null }))
    expect(await store.keep(received({ id: 'dlv_0002', provider: null }))).toEqual({
      duplicateOf: 'dlv_0001',
    })
  })
})

describe('finding', () => {
  const find = async (id: string): Promise<string[]> => {
    const store = await opened()
    await store.keep(received({ id: 'dlv_01AAAA', eventId: 'evt_aaaa' }))
    await store.keep(received({ id: 'dlv_01AAAB', eventId: 'evt_aaaaaa' }))
    await store.keep(received({ id: 'dlv_01BBBB', eventId: 'evt_aaaa' }))
    await store.keep(received({ id: 'dlv_01CCCC', eventId: 'evt_%*_[?' }))
    await store.keep(received({ id: 'dlv_01DDDD', eventId: 'evt_"é\0x' }))
    return store.find(id).map((kept) => kept.id)
  }

  test.each([
    ['a delivery id', 'dlv_01AAAA', ['dlv_01AAAA']],
    ['an event id, the newest first, and not what it begins', 'evt_aaaa', ['dlv_01BBBB', 'dlv_01AAAA']],
    ['the beginning of a delivery id', 'dlv_01A', ['dlv_01AAAB', 'dlv_01AAAA']],
    ['the beginning of an event id', 'evt_aa', ['dlv_01BBBB', 'dlv_01AAAB', 'dlv_01AAAA']],
    ['a beginning with odd characters', 'evt_"é', ['dlv_01DDDD']],
    ['a beginning with a NUL', 'evt_"é\0', ['dlv_01DDDD']],
    ['what others take for wildcards', 'evt_%*', ['dlv_01CCCC']],
    ['no wildcard', 'evt_*aaa', []],
    ['no other wildcard', 'evt_aaa_', []],
    ['no range', 'evt_[a]', []],
    ['no beginning that is too short', 'dlv_0', []],
    ['nothing by nothing', '', []],
    ['nothing in other letters', 'DLV_01AAAA', []],
    ['nothing from within', '01AAAA', []],
  ])('takes %s', async (_title, id, expected) => {
    expect(await find(id)).toEqual(expected)
  })
})

describe('a list', () => {
  const no = { ok: false, reason: 'wrong-signature', detail: '' } as const
  const noSecret = { ok: false, reason: 'no-secret', detail: '' } as const

  const list = async (query: Query): Promise<string[]> => {
    const store = await opened()
    await store.keep(received({ id: 'in-verified', at: 5, type: 'job.completed' }))
    await store.keep(received({ id: 'in-wrong', at: 1, type: 'job.cancelled', verdict: no }))
    await store.keep(received({ id: 'in-unknown', at: 2, type: null, provider: null, verdict: noSecret }))
    await store.keep(received({ id: 'in-refused', at: 3, type: 'job', provider: 'other' }))
    await store.keepAttempt(attempt({ delivery: 'in-refused', outcome: 'refused' }))
    await store.keep(sent({ id: 'out-recovered', at: 4, type: 'jobs.completed' }))
    await store.keepAttempt(attempt({ delivery: 'out-recovered', number: 1, outcome: 'timed-out' }))
    await store.keepAttempt(attempt({ delivery: 'out-recovered', number: 2, outcome: 'accepted' }))
    await store.keep(sent({ id: 'out-lost', at: 6, type: 'job.[x]' }))
    await store.keepAttempt(attempt({ delivery: 'out-lost', number: 1, outcome: 'accepted' }))
    await store.keepAttempt(attempt({ delivery: 'out-lost', number: 2, outcome: 'unreachable' }))
    await store.keep(sent({ id: 'out-open', at: 7, type: 'job.x' }))
    return store.list(query).map(({ id }) => id)
  }
  const all = ['in-verified', 'in-wrong', 'in-unknown', 'in-refused', 'out-recovered', 'out-lost', 'out-open']

  test.each<[string, Query, string[]]>([
    ['everything, in the order of keeping', {}, all],
    ['one type', { type: 'job' }, ['in-refused']],
    ['types that fit', { type: 'job.*' }, ['in-verified', 'in-wrong', 'out-lost', 'out-open']],
    ['types that fit one character', { type: 'job?.completed' }, ['out-recovered']],
    ['types by case', { type: 'JOB.*' }, []],
    ['brackets as brackets', { type: 'job.[x*' }, ['out-lost']],
    ['brackets as no range', { type: '*.[x]' }, ['out-lost']],
    ['one provider', { provider: 'other' }, ['in-refused']],
    ['what was received', { direction: 'in' }, all.slice(0, 4)],
    ['what was sent', { direction: 'out' }, all.slice(4)],
    ['from a time on', { since: 5 }, ['in-verified', 'out-lost', 'out-open']],
    ['until before a time', { before: 3 }, ['in-wrong', 'in-unknown']],
    ['what went well', { verdict: 'ok' }, ['in-verified', 'out-recovered']],
    ['what went wrong', { verdict: 'failed' }, ['in-wrong', 'in-refused', 'out-lost']],
    ['the newest few', { limit: 2 }, ['out-lost', 'out-open']],
    ['the newest few that fit', { limit: 2, direction: 'in' }, ['in-unknown', 'in-refused']],
    ['none', { limit: 0 }, []],
    ['what came after a place', { after: 5 }, ['out-lost', 'out-open']],
    [
      'all conditions together',
      { after: 1, direction: 'in', verdict: 'failed', type: 'job*' },
      ['in-wrong', 'in-refused'],
    ],
  ])('has %s', async (_title, query, expected) => {
    expect(await list(query)).toEqual(expected)
  })
})

test('statistics count everything', async () => {
  const store = await opened()
  const nothing = {
    deliveries: 0,
    in: 0,
    out: 0,
    verified: 0,
    refused: 0,
    duplicates: 0,
    attempts: 0,
    bytes: 0,
  }
  expect(store.stats()).toEqual({ ...nothing, oldest: null, newest: null, types: [] })
  const body = bytes('\0'.repeat(10))
  await store.keep(received({ id: '1', at: 9, request: { ...received().request, body } }))
  await store.keep(received({ id: '2', at: 3 }))
  await store.keep(
    received({ id: '3', at: 5, type: null, verdict: { ok: false, reason: 'wrong-secret', detail: '' } }),
  )
  await store.keep(
    received({ id: '4', at: 4, type: null, verdict: { ok: false, reason: 'no-secret', detail: '' } }),
  )
  await store.keep(sent({ id: '5', at: 6, type: 'job\0' }))
  await store.keepAttempt(attempt({ delivery: '5' }))
  await store.keepAttempt(attempt({ delivery: '5', number: 2 }))
  expect(store.stats()).toEqual({
    deliveries: 5,
    in: 4,
    out: 1,
    verified: 2,
    refused: 1,
    duplicates: 3,
    attempts: 2,
    bytes: 18,
    oldest: 3,
    newest: 9,
    types: [
      { provider: 'acme', type: null, count: 2 },
      { provider: 'acme', type: 'job.completed', count: 2 },
      { provider: 'acme', type: 'job\0', count: 1 },
    ],
  })
})

test('pruning removes what is older, with its attempts, and no place is taken twice', async () => {
  const store = await opened()
  await store.keep(received({ id: 'old', at: 10 }))
  await store.keepAttempt(attempt({ delivery: 'old' }))
  await store.keep(received({ id: 'new', at: 20 }))
  await store.keep(received({ id: 'late', at: 15 }))
  expect(store.prune(20)).toBe(2)
  expect(store.list({}).map(({ id, place }) => [id, place])).toEqual([['new', 2]])
  expect(store.stats().attempts).toBe(0)
  expect(store.prune(20)).toBe(0)
  await store.keep(received({ id: 'newer', at: 30 }))
  expect(store.list({}).map(({ id, place }) => [id, place])).toEqual([
    ['new', 2],
    ['newer', 4],
  ])
})
