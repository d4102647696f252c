import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AnyCommand, Table } from '../src/command-line/command.ts'
import { flagName } from '../src/command-line/flag-name.ts'
import { settingNames } from '../src/command-line/settings-document.ts'
import { table } from '../src/commands/table.ts'
import { exitCodes } from '../src/errors.ts'
import { fixturesFolder } from '../src/host/package-files.ts'
import { main } from '../src/main.ts'
import { createCatalog } from '../src/provider/catalog.ts'
import { handler } from './support/handler.ts'
import { testHost } from './support/host.ts'
import { rendered } from './support/transcript.ts'

const root = join(import.meta.dirname, '..')
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'fixtures/README.md', 'bench/README.md']
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

test('what the README shows is what its commands print', async () => {
  const down = await handler(() => ({ status: 500, body: 'database is down' }))
  const found = await rendered(readme, { 3000: down.url })
  // `npx vitest run test/readme.test.ts --update` writes what they print now.
  await expect(found).toMatchFileSnapshot(join(root, 'README.md'))
})
