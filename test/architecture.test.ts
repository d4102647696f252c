import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { budgets, medianFileLines } from './architecture/budgets.ts'
import { checkSources } from './architecture/check.ts'
import { exceptions } from './architecture/exceptions.ts'
import type { Rule } from './architecture/source.ts'
import { parse } from './architecture/source.ts'

const root = join(import.meta.dirname, '..')

/** Known providers, whether we have a profile of them or not. */
const wellKnown = ['stripe', 'github', 'shopify', 'slack', 'twilio', 'discord', 'sendgrid', 'svix']

describe('the sources', () => {
  const texts = readSources()
  const violations = checkSources(texts, providerNames())

  test('keep to the house, but for the exceptions', () => {
    const unexcused = violations.filter(
      ({ path, rule }) => !exceptions.some((exception) => exception.path === path && exception.rule === rule),
    )
    expect(unexcused.map(({ path, line, rule, what }) => `${path}:${line} ${rule}: ${what}`)).toEqual([])
  })

  test('need each exception', () => {
    const idle = exceptions.filter(
      (exception) => !violations.some(({ path, rule }) => exception.path === path && exception.rule === rule),
    )
    expect(idle).toEqual([])
  })

  test('are short files', () => {
    expect(texts.size).toBeGreaterThan(0)
    expect(medianFileLines(parse(texts))).toBeLessThanOrEqual(budgets.medianFileLines)
  })
})

describe('a rule catches its violation', () => {
  const lines = (count: number): string => 'f()\n'.repeat(count)
  const body = (count: number): string => `export function f(): void {\n${lines(count - 2)}}\n`

  const mutants: [Rule, string, Record<string, string>][] = [
    ['levels', 'an import that goes up', { 'src/time/a.ts': `import { x } from '../provider/x.ts'` }],
    ['levels', 'an import that goes sideways', { 'src/time/a.ts': `import type { X } from '../http/x.ts'` }],
    [
      'levels',
      'a dynamic import that goes up',
      { 'src/output/a.ts': `const x = await import('../commands/x.ts')` },
    ],
    ['levels', 'a re-export that goes up', { 'src/http/a.ts': `export * from '../delivery/x.ts'` }],
    ['levels', 'a type that goes up', { 'src/http/a.ts': `type X = import('../delivery/x.ts').X` }],
    ['levels', 'the program in the library', { 'src/index.ts': `import { main } from './main.ts'` }],
    ['levels', 'commands in the host', { 'src/host/a.ts': `import { x } from '../commands/x.ts'` }],
    ['levels', 'an import out of src', { 'src/output/a.ts': `import x from '../../package.json'` }],
    ['levels', 'an import of a computed name', { 'src/main.ts': 'await import(name)' }],
    ['levels', 'a room that nobody knows', { 'src/utils/a.ts': '' }],
    [
      'circle',
      'two files that need each other',
      { 'src/time/a.ts': `import { b } from './b.ts'`, 'src/time/b.ts': `import type { A } from './a.ts'` },
    ],
    ['host', 'the host in a command', { 'src/commands/a.ts': `import { x } from '../host/x.ts'` }],
    ['host', 'the host in main', { 'src/main.ts': `import { x } from './host/x.ts'` }],
    [
      'library',
      'output in the library, by way of the host',
      {
        'src/index.ts': `export { a } from './host/a.ts'`,
        'src/host/a.ts': `import { b } from './b.ts'`,
        'src/host/b.ts': `import { c } from '../output/c.ts'`,
      },
    ],
    ['world', 'a global', { 'src/main.ts': 'const tty = process.stdout.isTTY' }],
    ['world', 'a global in short hand', { 'src/main.ts': 'const ports = { setTimeout }' }],
    ['world', 'a global beside a local of the same name', { 'src/main.ts': '{ let fetch = 1 }\nfetch(url)' }],
    ['world', 'the clock', { 'src/time/a.ts': 'const now = Date.now()' }],
    ['world', 'the clock by a constructor', { 'src/time/a.ts': 'const now = new Date()' }],
    ['world', 'the clock by a call', { 'src/time/a.ts': 'const now = Date()' }],
    ['world', 'a timer of a signal', { 'src/http/a.ts': 'const signal = AbortSignal.timeout(5)' }],
    ['world', 'randomness', { 'src/time/a.ts': 'const jitter = Math.random()' }],
    ['world', 'randomness by import', { 'src/time/a.ts': `import { randomUUID as id } from 'node:crypto'` }],
    ['world', 'all of crypto', { 'src/time/a.ts': `import * as crypto from 'node:crypto'` }],
    ['world', 'files', { 'src/delivery/a.ts': `import { readFileSync } from 'node:fs'` }],
    ['world', 'sockets', { 'src/delivery/a.ts': `const net = await import('node:net')` }],
    ['world', 'a package that sends', { 'src/delivery/a.ts': `import { request } from 'undici'` }],
    ['world', 'the place of a source', { 'src/provider/a.ts': 'const here = import.meta.url' }],
    ['provider-name', 'a name in a comment', { 'src/http/a.ts': '// as Acme does it' }],
    ['provider-name', 'a name in an identifier', { 'src/http/a.ts': 'const likeAcmeDoes = 1' }],
    ['provider-name', 'a name in a string', { 'src/http/a.ts': `const header = 'x-acme-signature'` }],
    ['file-length', 'a long file', { 'src/http/a.ts': lines(251) }],
    ['function-length', 'a long function', { 'src/http/a.ts': body(41) }],
    ['parameters', 'four parameters', { 'src/http/a.ts': 'export const f = (a, b, c, d) => a' }],
    [
      'parameters',
      'four parameters of a type',
      { 'src/http/a.ts': 'type F = (a: A, b: B, c: C, d: D) => E' },
    ],
    ['nesting', 'four blocks deep', { 'src/http/a.ts': 'if (a) for (;;) try { switch (b) {} } finally {}' }],
    ['any', 'any', { 'src/http/a.ts': 'export const x: any[] = []' }],
    ['non-null', 'a non-null assertion', { 'src/http/a.ts': 'export const x = y!.z' }],
    ['non-null', 'a definite assignment', { 'src/http/a.ts': 'class A { x!: number }' }],
    ['ts-comment', 'an ignored error', { 'src/http/a.ts': '// @ts-ignore\nf(1)' }],
    ['ts-comment', 'an expected error', { 'src/http/a.ts': '// @ts-expect-error\nf(1)' }],
    ['cast', 'a cast', { 'src/http/a.ts': 'export const x = y as X' }],
    ['cast', 'a cast in the old spelling', { 'src/http/a.ts': 'export const x = <X>y' }],
  ]

  test.each(mutants)('%s: %s', (rule, _title, texts) => {
    const found = checkSources(new Map(Object.entries(texts)), ['acme'])
    expect(found.map((violation) => violation.rule)).toEqual([rule])
  })
})

test('what keeps to the rules is left alone', () => {
  const texts = {
    'src/bin.ts': `import { main } from './main.ts'\nimport { createHost } from './host/host.ts'`,
    'src/main.ts': `const command = await import('./commands/listen.ts')`,
    'src/index.ts': `export { verify } from './provider/verify.ts'\nexport { send } from './host/host.ts'`,
    'src/host/host.ts': `import net from 'node:net'\nimport type { Style } from '../output/style.ts'\nsetTimeout(f, Date.now())`,
    'src/commands/listen.ts': `import type { Context } from '../context.ts'\nimport { send } from '../delivery/send.ts'`,
    'src/provider/verify.ts': `import { createHmac } from 'node:crypto'\nimport * as z from 'zod'`,
    'src/time/at.ts': [
      'export const at = (text: string) => new Date(text)',
      'export const keys = { process: 1, fetch: typeof at }',
      'export const run = (process: Process, setTimeout: typeof globalThis.setTimeout) => process.console',
      'export const list = [1, 2] as const satisfies readonly number[]',
    ].join('\n'),
    'src/http/words.ts': '// acmeism, placme and a macmeal are other words',
    'src/http/nested.ts': [
      'if (a) for (;;) { while (b) { run(() => { if (c) d() }) } }',
      'else if (b) for (;;) { while (b) c() }',
      'else if (c) for (;;) { while (b) c() }',
    ].join('\n'),
    'src/http/long.ts': `export function f(): void {\n\n\n${'g()\n'.repeat(38)}}\n${'g()\n'.repeat(207)}`,
  }
  expect(checkSources(new Map(Object.entries(texts)), ['acme'])).toEqual([])
})

function readSources(): Map<string, string> {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const sources = paths
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
  return new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/** The well-known ones and those that we have a profile of, without `example`, which is a word of every day. */
function providerNames(): string[] {
  const fixtures = join(root, 'fixtures')
  const folders = existsSync(fixtures) ? readdirSync(fixtures, { withFileTypes: true }) : []
  const own = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name.replace(/@.*/, ''))
  return [...new Set([...wellKnown, ...own])].filter((name) => name !== 'example')
}
