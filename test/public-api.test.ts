import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import * as library from '../src/index.ts'
import { freePort } from './host/support/raw-server.ts'
import { handler } from './support/handler.ts'
import { withDeliveries } from './support/kept.ts'
import type { Json, Machine } from './support/machine.ts'
import { machine, ndjson } from './support/machine.ts'

// What others rely on: a change here is a change for them.

test('what the library exports', () => {
  expect(Object.entries(library).map(([name, value]) => `${name}: ${typeof value}`)).toMatchInlineSnapshot(`
    [
      "virtualClock: function",
      "receiver: function",
      "sandbox: function",
      "send: function",
      "sign: function",
      "verify: function",
    ]
  `)
})

test('the types that the library exports', () => {
  const path = join(import.meta.dirname, '../src/index.ts')
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023)
  const types = source.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements
          .filter(({ isTypeOnly }) => statement.isTypeOnly || isTypeOnly)
          .map(({ name }) => name.text)
      : [],
  )
  expect(types.sort()).toMatchInlineSnapshot(`
    [
      "Clock",
      "Delivery",
      "EmitOptions",
      "Headers",
      "Library",
      "Receiver",
      "ReceiverOptions",
      "Sandbox",
      "SandboxOptions",
      "SendOptions",
      "SentEvent",
      "SignOptions",
      "Verdict",
      "VerifyOptions",
      "VirtualClock",
    ]
  `)
})

/** The shape of some JSON values: their keys, and the types of what stands there. `?` marks a key that may be missing. */
function shapeOf(values: readonly Json[]): Json {
  const lists = values.filter(Array.isArray)
  const objects = values.filter(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  const plain = values.filter((value) => value === null || typeof value !== 'object')
  const shapes = [
    ...new Set(plain.map((value) => (value === null ? 'null' : typeof value))),
    ...(lists.length > 0 ? [lists.flat().length > 0 ? [shapeOf(lists.flat())] : []] : []),
    ...(objects.length > 0 ? [objectShape(objects)] : []),
  ]
  return shapes.length === 1
    ? shapes[0]
    : shapes.every((shape) => typeof shape === 'string')
      ? shapes.sort().join(' | ')
      : shapes
}

function objectShape(objects: readonly Json[]): Json {
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  return Object.fromEntries(
    keys.map((key) => {
      const having = objects.filter((object) => Object.hasOwn(object, key))
      const name = having.length < objects.length ? `${key}?` : key
      return [name, shapeOf(having.map((object) => object[key]))]
    }),
  )
}

/** The shapes of NDJSON lines, by their kind. */
function shapesByKind(text: string): Json {
  const lines = ndjson(text)
  const kinds = [...new Set(lines.map(({ kind }) => kind))]
  return Object.fromEntries(kinds.map((kind) => [kind, shapeOf(lines.filter((line) => line.kind === kind))]))
}

/** What `trigger` tells in every case: accepted, refused, as expected and not, with bytes that are no text, and not at all. */
async function sent(here: Machine): Promise<Json[]> {
  const yes = await handler(() => ({ body: 'OK', headers: [['X-A', '1']] }))
  const bytes = await handler(() => ({ status: 500, body: Uint8Array.of(0xff) }))
  return Promise.all(
    [
      `--to ${yes.url}`,
      `--to ${yes.url} --expect-status 201`,
      `--to ${bytes.url} --expect-status 5xx`,
      `--to http://127.0.0.1:${await freePort()}`,
    ].map((flags) => here.json(`trigger user.created --json ${flags}`)),
  )
}

/** Everything that `listen` tells: verified, refused, duplicate, of nobody, passed on and not, expected. */
async function heard(): Promise<string> {
  const statuses = [200, 500]
  const to = await handler(() => ({ status: statuses.shift() ?? 200 }))
  const down = `http://127.0.0.1:${await freePort()}`
  const all = [`--forward-to ${to.url} --expect user.*=9`, `--forward-to ${down}`, ''].map((flags) =>
    machine().start(`listen --port 0 --json --secret s ${flags}`),
  )
  const told: string[] = []
  for (const running of all) {
    const url = await running.listening()
    for (const flags of ['--secret s --id evt_FIRST', '--secret s --id evt_FIRST', '--secret t']) {
      await machine().run(`trigger user.created ${flags} --to ${url}`)
    }
    await fetch(url, { method: 'POST', body: 'x' })
    told.push((await running.stop()).out)
  }
  return told.join('')
}

test('the shapes of all that is JSON', async () => {
  const here = await withDeliveries()
  const document = async (...lines: string[]) =>
    shapeOf(await Promise.all(lines.map((line) => here.json(`${line} --json`))))
  const { url } = await handler()
  const no = await handler(() => ({ status: 500 }))
  const tail = here.start('deliveries tail --json')
  await tail.until('evt_NOBODY')
  const shapes = {
    listen: shapesByKind(await heard()),
    trigger: shapeOf(await sent(here)),
    'trigger --dry-run': await document('trigger user.created --dry-run --to http://localhost:3000'),
    'trigger --as curl': await document('trigger user.created --as curl --to http://localhost:3000'),
    replay: shapesByKind(
      (await here.run(`replay --last 9 --json --to ${url}`)).out +
        (await here.run(`replay --last 1 --json --to ${no.url}`)).out,
    ),
    verify: await document('verify evt_FIRST', 'verify evt_REFUSED'),
    sign: await document('sign evt_FIRST'),
    'deliveries list': await document('deliveries list --limit 100'),
    'deliveries show': shapeOf(
      await Promise.all(
        (await here.json('deliveries list --json --limit 100')).map(({ id }: { id: string }) =>
          here.json(`deliveries show ${id} --json`),
        ),
      ),
    ),
    'deliveries diff': await document(
      'deliveries diff evt_FIRST evt_REFUSED',
      'deliveries diff evt_FIRST evt_FIRST',
    ),
    'deliveries tail': shapesByKind((await tail.stop()).out),
    'deliveries stats': await document('deliveries stats'),
    'deliveries prune': await document('deliveries prune --older-than 1d'),
    'deliveries import': shapeOf([await machine({ stdin: '' }).json('deliveries import - --json')]),
    'deliveries export': shapesByKind((await here.run('deliveries export')).out),
    'providers list': await document('providers list'),
    'providers events': await document('providers events'),
    'config list': shapeOf([await machine({ settings: { port: 1 } }).json('config list --json')]),
    'config get': shapeOf([await machine({ settings: { port: 1 } }).json('config get port --json')]),
    'config path': await document('config path'),
    demo: shapesByKind((await here.run('demo --json')).out),
    error: shapeOf(
      await Promise.all(
        ['providers show x', 'config get port', 'nope'].map(async (line) =>
          JSON.parse((await here.run(`${line} --json`)).err),
        ),
      ),
    ),
  }
  await expect(`${JSON.stringify(shapes, null, 2)}\n`).toMatchFileSnapshot('./__snapshots__/json-shapes.json')
})

test('the codes of errors, and what each ends with', async () => {
  const text = readFileSync(join(import.meta.dirname, '../src/errors.ts'), 'utf8')
  const codes = [...text.matchAll(/^ {2}'?([a-z-]+)'?: exitCodes\.(\w+),$/gm)].map(
    ([, code, exit]) => `${code}: ${exit}`,
  )
  expect(codes).toMatchInlineSnapshot(`
    [
      "usage: invalid",
      "unknown-command: invalid",
      "invalid-value: invalid",
      "invalid-settings: invalid",
      "invalid-profile: invalid",
      "unknown-provider: invalid",
      "unknown-type: invalid",
      "ambiguous-type: invalid",
      "unknown-id: invalid",
      "ambiguous-id: invalid",
      "unknown-path: invalid",
      "unreadable-file: invalid",
      "not-json: invalid",
      "no-secret: invalid",
      "not-supported: invalid",
      "no-api-key: invalid",
      "api-unauthorized: invalid",
      "api-refused: invalid",
      "port-in-use: world",
      "cannot-listen: world",
      "cannot-write: world",
      "store-unusable: world",
      "store-newer: world",
      "store-damaged: world",
      "api-unavailable: world",
      "api-rate-limited: world",
      "api-unreadable: world",
      "bug: bug",
      "interrupted: interrupted",
    ]
  `)
})
