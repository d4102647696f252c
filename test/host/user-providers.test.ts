import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createUserProviders } from '../../src/host/user-providers.ts'
import { refusalOf } from '../support/refusal.ts'
import { asOrdinaryUser } from './support/ordinary-user.ts'
import { temporaryFolder } from './support/store.ts'

test('the providers are the JSON files of the folder', () => {
  const folder = join(temporaryFolder(), 'providers')
  const providers = createUserProviders(folder)
  expect([providers.names(), providers.path('acme@2')]).toEqual([[], join(folder, 'acme@2.json')])
  mkdirSync(folder)
  for (const file of ['b.json', 'acme@2.json', '.hidden.json', 'notes.txt', 'b.json.1f2e.tmp']) {
    writeFileSync(join(folder, file), '')
  }
  expect(providers.names().toSorted((a, b) => a.localeCompare(b))).toEqual(['acme@2', 'b'])
})

test('a folder that is a file holds none', () => {
  const folder = join(temporaryFolder(), 'providers')
  writeFileSync(folder, '')
  expect(createUserProviders(folder).names()).toEqual([])
})

test('a folder that cannot be read is told', async () => {
  const folder = join(temporaryFolder(), 'providers')
  mkdirSync(folder, { mode: process.getuid?.() === 0 ? 0o700 : 0o000 })
  const refusal = await asOrdinaryUser(async () => refusalOf(() => createUserProviders(folder).names()))
  expect(refusal).toEqual({
    code: 'unreadable-file',
    message: `Cannot read the providers of your own in '${folder}': permission is denied.`,
    hint: undefined,
  })
})
