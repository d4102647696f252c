import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/host/random.ts'
import type { Json } from '../../src/http/body.ts'
import { isObject, textOf } from '../../src/http/body.ts'
import type { EventWishes } from '../../src/provider/event.ts'
import { applyChanges, makeEvent } from '../../src/provider/event.ts'
import { parseGenerator } from '../../src/provider/generator.ts'
import { parsePath, valueAt } from '../../src/provider/path.ts'
import type { Fixture, Profile } from '../../src/provider/profile.ts'
import { refusalOf } from '../support/refusal.ts'
import { acme, catalog } from './support/profiles.ts'
import { now } from './support/requests.ts'

const wishes = (rest: Partial<EventWishes> = {}): EventWishes => ({
  random: seededRandom('seed'),
  at: now,
  ...rest,
})

const types = catalog.names.flatMap((name) =>
  catalog.types(name).map((type) => {
    const fixture = catalog.fixture(name, type)
    if (!fixture) throw new Error(`${name} has no ${type}.`)
    return { name, type, profile: catalog.profile(name), fixture }
  }),
)

/** A sample as it is to be at another time: every time in it moved as far, digit by digit the same otherwise. */
function movedSample(body: Json, by: number): Json {
  if (Array.isArray(body)) return body.map((item: Json) => movedSample(item, by))
  if (isObject(body)) {
    return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, movedSample(value, by)]))
  }
  if (typeof body !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(body)) return body
  const time = new Date(Date.parse(body) + by).toISOString()
  return body.includes('.') ? time : time.replace('.000Z', 'Z').replace(/\.\d{3}Z$/, 'Z')
}

/** The paths that a sent event has anew. */
const freshPaths = ({ event }: Profile): string[] => [
  ...Object.keys(event.fresh ?? {}),
  ...(event.id && event.newId ? [event.id] : []),
]

/** A value with what stands at the paths put in from another. */
function takeOver(json: Json, from: Json, paths: readonly string[]): Json {
  const text = paths.reduce((result, path) => {
    const value = valueAt(from, parsePath(path) ?? []) ?? null
    return applyChanges(result, [{ path, value, add: false }], 'the test')
  }, JSON.stringify(json))
  return JSON.parse(text)
}

describe.each(types)('$name $type', ({ type, profile, fixture }) => {
  const event = makeEvent(profile, fixture, wishes())
  const body = JSON.parse(textOf(event.body))

  test('is its sample at another time, with a fresh id and nothing else changed', () => {
    const moved = movedSample(fixture.body, now - Date.parse(fixture.at))
    expect(body).toEqual(takeOver(moved, body, freshPaths(profile)))
    expect(textOf(event.body)).toBe(JSON.stringify(body))
    const stale = freshPaths(profile).filter(
      (path) => valueAt(body, parsePath(path) ?? []) === valueAt(fixture.body, parsePath(path) ?? []),
    )
    expect(stale).toEqual([])
  })

  test('says of itself what stands in it', () => {
    const { createdAt, id } = profile.event
    expect(event).toEqual({ id: event.id, type, at: now, body: event.body })
    if (createdAt) expect(Date.parse(String(valueAt(body, parsePath(createdAt) ?? [])))).toBe(now)
    if (id) expect(event.id).toBe(valueAt(body, parsePath(id) ?? []))
    expect(event.id).toMatch(/\S/)
  })

  test('is the same for the same seed, and another for another', () => {
    const [again, other] = ['seed', 'other'].map((seed) =>
      makeEvent(profile, fixture, wishes({ random: seededRandom(seed) })),
    )
    expect(again).toEqual(event)
    expect(other?.id).not.toBe(event.id)
    expect(other?.body).not.toEqual(event.body)
  })
})

const fixture = (rest: Partial<Fixture> = {}): Fixture => ({
  type: 'a',
  about: 'A sample.',
  origin: 'composed',
  source: 'guide',
  at: '2026-01-01T00:00:00Z',
  body: {
    id: 'evt_sample',
    type: 'a',
    created_at: '2026-01-01T00:00:00Z',
    data: { n: 1, list: [{ x: 'y' }] },
  },
  ...rest,
})
const made = (profile: Profile, rest: Partial<EventWishes> = {}, of = fixture()) => {
  const event = makeEvent(profile, of, wishes(rest))
  return { ...event, body: textOf(event.body) }
}

describe('wishes', () => {
  test('an id of one’s own', () => {
    expect(made(acme(), { id: 'evt_mine "é"' })).toEqual({
      id: 'evt_mine "é"',
      type: 'a',
      at: now,
      body: '{"id":"evt_mine \\"é\\"","type":"a","created_at":"2026-03-15T10:05:00Z","data":{"n":1,"list":[{"x":"y"}]}}',
    })
  })

  test('changes, the last word of all; the id and type that they make are the event’s', () => {
    const changes = [
      { path: 'id', value: 'changed', add: false },
      { path: 'type', value: 'b', add: false },
      { path: 'data.list[0].x', value: { deep: [1] }, add: false },
      { path: 'data.new', value: null, add: true },
    ]
    expect(made(acme(), { id: 'evt_mine', changes })).toEqual({
      id: 'changed',
      type: 'b',
      at: now,
      body: '{"id":"changed","type":"b","created_at":"2026-03-15T10:05:00Z","data":{"n":1,"list":[{"x":{"deep":[1]}}],"new":null}}',
    })
  })

  test('an id for events that bear none is refused, with what tells them apart', () => {
    const profile = acme({ event: { id: null, newId: null, identity: '{type}:{data.n}' } })
    expect(refusalOf(() => made(profile, { id: 'x' }))).toEqual({
      code: 'not-supported',
      message: 'Events of Acme bear no id, so none can be set.',
      hint: 'They are told apart by {type}:{data.n}: change one of these with --set.',
    })
    expect(made(profile).id).toBe('a:1')
  })

  test('an id that stands in a header is not put into the body', () => {
    const profile = acme({ event: { id: 'header:Acme-Id', newId: 'msg_{hex:4}' } })
    const { id, body } = made(profile)
    expect(id).toMatch(/^msg_[0-9a-f]{4}$/)
    expect(body).toContain('"id":"evt_sample"')
    expect(made(profile, { id: 'mine' }).id).toBe('mine')
  })
})

describe('a path that is not there', () => {
  const change = (path: string) => [{ path, value: 1, add: false }]

  test.each([
    ['data.m', 'Did you mean data.n? --add makes a new field.'],
    ['data.list[1].x', 'Did you mean data.list[0].x? --add makes a new field.'],
    ['nothing.like.it', 'It has id, type, created_at, data.n, data.list[0].x. --add makes a new field.'],
    ['data.', 'Did you mean data.n? --add makes a new field.'],
  ])('%s', (path, hint) => {
    expect(refusalOf(() => made(acme(), { changes: change(path) }))).toEqual({
      code: 'unknown-path',
      message: `There is no '${path}' in the fixture of a.`,
      hint,
    })
  })

  test('in a payload without any field', () => {
    expect(refusalOf(() => applyChanges('{}', change('a'), 'it'))).toEqual({
      code: 'unknown-path',
      message: "There is no 'a' in it.",
      hint: 'It has no fields. --add makes a new field.',
    })
  })

  test('in a payload that is nested deeper than the stack', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(refusalOf(() => applyChanges(deep, change('a'), 'it'))?.code).toBe('unknown-path')
  })
})

describe('times', () => {
  const timed = (time: string, at = now) => {
    const { body } = made(acme(), { at }, fixture({ body: { id: 'x', type: 'a', time } }))
    return JSON.parse(body).time
  }

  test.each([
    ['2026-01-01T00:00:00Z', '2026-03-15T10:05:00Z'],
    ['2026-01-01T00:00:00.000Z', '2026-03-15T10:05:00.000Z'],
    ['2026-01-01T00:00:00.5Z', '2026-03-15T10:05:00.5Z'],
    ['2026-01-01T00:00:00.25Z', '2026-03-15T10:05:00.25Z'],
    ['2026-01-01T00:00:00.123456Z', '2026-03-15T10:05:00.123456Z'],
    ['2026-01-01T00:00:00.123456789Z', '2026-03-15T10:05:00.123456789Z'],
    ['2025-12-31T23:59:59Z', '2026-03-15T10:04:59Z'],
    ['2026-02-01T00:00:00Z', '2026-04-15T10:05:00Z'],
    ['2026-01-01', '2026-01-01'],
    ['2026-01-01T00:00:00+01:00', '2026-03-15T10:05:00+01:00'],
    ['on 2026-01-01T00:00:00Z', 'on 2026-01-01T00:00:00Z'],
    ['2026-99-99T99:99:99Z', '2026-99-99T99:99:99Z'],
  ])('%s becomes %s', (time, moved) => {
    expect(timed(time)).toBe(moved)
  })

  test('a time that no calendar holds any more stays as it is', () => {
    expect(timed('2026-01-02T00:00:00Z', 8_640_000_000_000_000)).toBe('2026-01-02T00:00:00Z')
  })

  test('that are numbers move as well, in their unit', () => {
    const profile = acme({
      event: {
        times: [
          { path: 'seconds', unit: 's' },
          { path: 'data.ms', unit: 'ms' },
          { path: 'text', unit: 's' },
          { path: 'missing', unit: 's' },
        ],
      },
    })
    const body = {
      id: 'x',
      type: 'a',
      seconds: 1_767_225_600,
      data: { ms: 1_767_225_600_123 },
      text: '1767225599',
    }
    expect(JSON.parse(made(profile, {}, fixture({ body })).body)).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{8}$/),
      type: 'a',
      seconds: now / 1_000,
      data: { ms: now + 123 },
      text: String(now / 1_000 - 1),
    })
  })
})

describe('times that are numbers', () => {
  const movedBy = (by: number, unit: 's' | 'ms', time: number | string) => {
    const profile = acme({ event: { times: [{ path: '**.time', unit }] } })
    const body = { id: 'x', type: 'a', list: [{ deep: { time } }], other: { time } }
    const { body: text } = made(profile, { at: Date.UTC(2026, 0, 1) + by }, fixture({ body }))
    const { list, other } = JSON.parse(text)
    expect(other.time).toBe(list[0].deep.time)
    return other.time
  }

  test.each([
    { by: 1_000, unit: 's', time: '1767225600.000200', moved: '1767225601.000200' },
    { by: 1_500, unit: 's', time: '1767225600.000200', moved: '1767225601.500200' },
    { by: -1, unit: 's', time: '1767225600.000200', moved: '1767225599.999200' },
    { by: -1, unit: 's', time: 1_767_225_600.5, moved: 1_767_225_600.4 },
    { by: 250, unit: 's', time: 1_767_225_600.125, moved: 1_767_225_600.375 },
    { by: 250, unit: 's', time: 1_767_225_600, moved: 1_767_225_600 },
    { by: 1_500, unit: 's', time: '1767225600', moved: '1767225601' },
    { by: 1_500, unit: 'ms', time: 1_767_225_600_000, moved: 1_767_225_601_500 },
    { by: 1_000, unit: 's', time: 'soon', moved: 'soon' },
    { by: 1_000, unit: 's', time: '', moved: '' },
    { by: 1_000, unit: 's', time: -1, moved: -1 },
    { by: -2_000, unit: 's', time: '1.000', moved: '1.000' },
  ] as const)('by $by ms, in $unit: $time becomes $moved', ({ by, unit, time, moved }) => {
    expect(movedBy(by, unit, time)).toBe(moved)
  })

  test('move once, however many patterns name them', () => {
    const times = ['time', '*', '**.time'].map((path) => ({ path, unit: 's' }))
    const body = { id: 'x', type: 'a', time: 1_767_225_600 }
    const { body: text } = made(acme({ event: { times } }), {}, fixture({ body }))
    expect(JSON.parse(text).time).toBe(now / 1_000)
  })
})

test('further fresh fields', () => {
  const profile = acme({ event: { fresh: { 'data.n': '{digits:5}' } } })
  const random = seededRandom('seed')
  const id = parseGenerator('evt_{hex:8}')({ random, at: now })
  const digits = parseGenerator('{digits:5}')({ random, at: now })
  expect(made(profile).body).toBe(
    `{"id":"${id}","type":"a","created_at":"2026-03-15T10:05:00Z","data":{"n":"${digits}","list":[{"x":"y"}]}}`,
  )
})

test('a form, and what stands behind the payload', () => {
  const profile = acme({ content: 'form' })
  const body = { id: 'x', type: 'a b', created_at: '2026-01-01T00:00:00Z', n: 5 }
  const event = made(profile, { id: 'é&=' }, fixture({ body, after: '\n' }))
  expect(event.body).toBe('id=%C3%A9%26%3D&type=a+b&created_at=2026-03-15T10%3A05%3A00Z&n=5\n')
  expect(event.id).toBe('é&=')
})
