import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { fixturesFolder, folderAt, packageFacts, schemaFor } from '../../src/host/package-files.ts'
import { temporaryFolder } from './support/store.ts'

test('the version is that of the package', () => {
  const { version, bugs } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  expect(packageFacts()).toEqual({ version, bugsUrl: bugs.url })
})

test('the fixtures are those of the package', () => {
  const path = join(import.meta.dirname, '../../fixtures/README.md')
  expect(fixturesFolder().text('README.md')).toBe(readFileSync(path, 'utf8'))
  expect(fixturesFolder().names('.')).toContain('README.md')
})

test('a folder gives its names in order, its texts, and nothing else', () => {
  const outside = temporaryFolder()
  const root = join(outside, 'root')
  mkdirSync(join(root, 'b'), { recursive: true })
  writeFileSync(join(root, 'c.json'), 'ü')
  writeFileSync(join(root, 'a.json'), '')
  writeFileSync(join(outside, 'secret'), 'no')
  mkdirSync(join(outside, 'root-beside'))
  writeFileSync(join(outside, 'root-beside', 'secret'), 'no')
  const folder = folderAt(root)
  expect(folder.names('.')).toEqual(['a.json', 'b', 'c.json'])
  expect(
    ['b', 'none', 'c.json', '..', '../root-beside', '/', '\0'].map((path) => folder.names(path)),
  ).toEqual(Array(7).fill([]))
  expect(folder.text('c.json')).toBe('ü')
  expect(folder.text('b/../c.json')).toBe('ü')
  const elsewhere = [
    'none',
    'b',
    '../secret',
    '../root-beside/secret',
    join(outside, 'secret'),
    'c.json\0',
    '',
  ]
  expect(elsewhere.map((path) => folder.text(path))).toEqual(Array(7).fill(undefined))
})

test('a provider file names the schema by a relative path inside of the working folder, else by a URL', () => {
  const root = resolve(import.meta.dirname, '../..')
  const project = dirname(root)
  const inProject = root.slice(project.length + 1).replaceAll('\\', '/')
  const schema = join(root, 'fixtures', 'provider.schema.json')
  const named = (path: string, cwd: string): string => schemaFor(path, cwd)
  expect([
    named('acme.json', root),
    named('fixtures/acme.json', root),
    named('deep/er/acme.json', root),
    named(join(root, 'acme.json'), root),
    named('acme.json', project),
    named('../acme.json', root),
    named('acme.json', join(root, 'src')),
  ]).toEqual([
    './fixtures/provider.schema.json',
    './provider.schema.json',
    '../../fixtures/provider.schema.json',
    './fixtures/provider.schema.json',
    `./${inProject}/fixtures/provider.schema.json`,
    pathToFileURL(schema).href,
    pathToFileURL(schema).href,
  ])
})
