import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Json } from '../../src/http/body.ts'
import { bytesOf, isObject } from '../../src/http/body.ts'
import { writeTypescript } from '../../src/output/typescript.ts'
import { readPayload, writePayload } from '../../src/provider/payload.ts'
import { payloadShapes } from '../../src/provider/payload-types.ts'
import type { Fixture, Profile } from '../../src/provider/profile.ts'
import { acme, shipped as catalog } from '../provider/support/profiles.ts'
import { compile } from './support/compile.ts'

const fixturesOf = (name: string): Fixture[] =>
  catalog.types(name).flatMap((type) => catalog.fixture(name, type) ?? [])

const typesOf = (profile: Profile, fixtures: readonly Fixture[]) =>
  writeTypescript(profile, payloadShapes(profile, fixtures))

/** A payload as a handler has it once it is parsed. */
const parsed = ({ content }: Profile, body: Json): Json =>
  readPayload(content, bytesOf(writePayload(content, body))) ?? null

const use = (module: string, type: string, value: Json): string =>
  `import type { ${type} } from './${module}.ts'\nexport const value: ${type} = ${JSON.stringify(value)}\n`

/** Payloads that a type must refuse: without the first field, with an object for a plain one, with one field too many, with none. */
function mutantsOf(value: Json): Json[] {
  const one = Array.isArray(value) ? value[0] : value
  if (!isObject(one)) return []
  const wrap = (mutant: Json): Json => (Array.isArray(value) ? [mutant] : mutant)
  const entries = Object.entries<Json>(one)
  const plain = entries.findIndex(([, field]) => typeof field !== 'object')
  const changed = entries.map((entry, at): [string, Json] => (at === plain ? [entry[0], { no: 1 }] : entry))
  return [
    wrap(Object.fromEntries(entries.slice(1))),
    wrap(Object.fromEntries(changed)),
    wrap({ ...one, ofNoSample: 1 }),
    'no object at all',
  ]
}

describe('every provider', () => {
  const modules = new Map<string, string>()
  const right = new Map<string, string>()
  const wrong = new Map<string, string>()
  for (const name of catalog.names) {
    const profile = catalog.profile(name)
    const { list } = payloadShapes(profile, fixturesOf(name))
    const { text, events } = typesOf(profile, fixturesOf(name))
    modules.set(`${name}.ts`, text)
    for (const { type, body } of fixturesOf(name)) {
      const path = `${name}-${type.replaceAll('/', '_')}`
      const value = parsed(profile, body)
      const own = events.find((each) => each.type === type)?.name ?? 'nowhere'
      const whole = /export type (\w+Payload) =/.exec(text)?.[1]
      const declared = list && whole ? whole : own
      right.set(`${path}.ts`, use(name, declared, value))
      for (const [at, mutant] of mutantsOf(value).entries()) {
        wrong.set(`${path}-${at}.ts`, use(name, declared, mutant))
      }
    }
  }
  const said = compile(new Map([...modules, ...right, ...wrong]))

  test('its types compile', () => {
    expect(modules.size).toBe(catalog.names.length)
    expect([...modules.keys()].flatMap((path) => said.get(path) ?? [])).toEqual([])
  })

  test('its samples are of them', () => {
    expect(right.size).toBeGreaterThan(80)
    expect([...right.keys()].flatMap((path) => (said.has(path) ? [path, said.get(path)] : []))).toEqual([])
  })

  test('what is no sample is not', () => {
    expect(wrong.size).toBe(4 * right.size)
    expect([...wrong.keys()].filter((path) => !said.has(path))).toEqual([])
  })

  test('they are laid out as a formatter would', () => {
    expect(formatted(modules)).toEqual(Object.fromEntries(modules))
    const loose = new Map([['a.ts', "export type A = 'a'"]])
    expect(formatted(loose)).toEqual({ 'a.ts': 'export type A = "a";\n' })
  })
})

/** The same sources after a formatter has been over them. */
function formatted(sources: ReadonlyMap<string, string>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'hooks-types-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'src'))
  for (const [path, text] of sources) writeFileSync(join(folder, 'src', path), text)
  const biome = join(import.meta.dirname, '../../node_modules/.bin/biome')
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ formatter: { indentStyle: 'space' } }))
  execFileSync(biome, ['format', '--write', 'src'], { cwd: folder, stdio: 'ignore' })
  return Object.fromEntries(
    [...sources.keys()].map((path) => [path, readFileSync(join(folder, 'src', path), 'utf8')]),
  )
}

const sample = (type: string, body: Fixture['body'], about = ''): Fixture => ({
  type,
  about,
  origin: 'composed',
  source: 'guide',
  at: '2026-03-15T10:05:00Z',
  body,
})

describe('what the types say', () => {
  test('optional, null, lists, times, names that are no identifiers', () => {
    const profile = acme()
    const fixtures = [
      sample(
        'job.completed',
        {
          id: 'evt_1',
          type: 'job.completed',
          created_at: '2026-03-15T10:05:00Z',
          data: {
            day: '2026-03-15',
            note: null,
            tags: [],
            nothings: [null],
            nested: [[null], ['x']],
            meta: {},
            'x-trace': 'é',
            items: [
              { sku: 'a', price: 1.5 },
              { sku: 'b', gift: true },
            ],
            mixed: [1, 'two', null],
            trees: [{ leaf: null }, null, { leaf: 'x', more: [[1], []] }],
            either: ['text', { of: 1 }],
          },
        },
        'A job ended. */ let x = 1',
      ),
      sample('job.failed', { type: 'job.failed', id: 'evt_2', reason: { code: 7 } }, 'A job\nfailed.'),
    ]
    const { text } = typesOf(profile, fixtures)
    expect(text).toMatchSnapshot()
    expect(compile(new Map([['a.ts', text]]))).toEqual(new Map())
    expect(formatted(new Map([['a.ts', text]]))).toEqual({ 'a.ts': text })
  })

  test('the union is told apart by the type', () => {
    const { text } = typesOf(acme(), [
      sample('a.done', { type: 'a.done', count: 1 }),
      sample('b.done', { type: 'b.done', name: 'x' }),
    ])
    const handler = (field: string): string =>
      `import type { AcmeEvent, AcmeEvents } from './acme.ts'
       export const f = (event: AcmeEvent): number => (event.type === 'a.done' ? event.${field} : 0)
       export const g = (event: AcmeEvents['b.done']): string => event.name`
    const sources = new Map([
      ['acme.ts', text],
      ['right.ts', handler('count')],
      ['wrong.ts', handler('name')],
    ])
    expect([...compile(sources).keys()]).toEqual(['wrong.ts'])
  })

  test('several samples of a type make one interface', () => {
    const { text } = typesOf(acme(), [
      sample('a', { type: 'a', id: '1', at: '2026-03-15T10:05:00Z' }),
      sample('a', { type: 'a', id: 2, at: 'soon' }),
    ])
    expect(text).toMatchSnapshot()
  })

  test('a type that is in a header: no field tells events apart, but the table does', () => {
    const profile = acme({ event: { type: 'header:Acme-Topic' } })
    expect(typesOf(profile, [sample('orders/create', { id: 1 })]).text).toMatchSnapshot()
  })

  test('payloads that are lists of events', () => {
    const profile = acme({ event: { type: '[0].event' } })
    const { text } = typesOf(profile, [
      sample(
        'open',
        [
          { event: 'open', ip: '1.2.3.4' },
          { event: 'click', url: '/' },
        ],
        'Opened.',
      ),
      sample('click', [{ event: 'click', url: '/', offset: 3 }], 'Clicked.'),
    ])
    expect(text).toMatchSnapshot()
    const value = (list: Json): string => use('acme', 'AcmePayload', list)
    const sources = new Map([
      ['acme.ts', text],
      [
        'right.ts',
        value([
          { event: 'click', url: '/' },
          { event: 'open', ip: '::1' },
        ]),
      ],
      ['wrong.ts', value([{ event: 'open', url: '/' }])],
    ])
    expect([...compile(sources).keys()]).toEqual(['wrong.ts'])
  })

  test('forms have but texts', () => {
    const profile = acme({ content: 'form', event: { type: 'Status' } })
    expect(
      typesOf(profile, [sample('sent', { Status: 'sent', Count: 3, Nested: { a: 1 } })]).text,
    ).toMatchSnapshot()
  })

  test('types that are no names, that share one, or that are ours', () => {
    const types = ['a.b', 'a_b', 'a-b-event', '2fa.on', 'SHOUTED_ONE', 'camelCase', 'é', '…', 'acme']
    const { events } = typesOf(
      acme(),
      types.map((type) => sample(type, { type })),
    )
    expect(events).toMatchSnapshot()
  })

  test('payloads that are no objects, and none at all', () => {
    const { text } = typesOf(acme(), [sample('a', 'text'), sample('b', null), sample('c', [])])
    expect(text).toMatchSnapshot()
    expect(typesOf(acme(), []).text).toMatchSnapshot()
    expect(compile(new Map([['a.ts', text]]))).toEqual(new Map())
  })

  test('nesting without an end is cut off', () => {
    let deep: Fixture['body'] = 1
    for (let depth = 0; depth < 5_000; depth++) deep = depth % 2 === 0 ? [deep] : { a: deep }
    const { text } = typesOf(acme(), [sample('a', { type: 'a', deep })])
    expect(text.length).toBeLessThan(20_000)
    expect(text).toContain('unknown')
  })
})
