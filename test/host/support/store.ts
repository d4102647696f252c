import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Store } from '../../../src/delivery/store.ts'
import { inMemory, openStore } from '../../../src/host/store/open.ts'

/** A folder of its own for each test, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hooks-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An open store, closed when the test ends. */
export async function opened(path: string = inMemory): Promise<Store> {
  const store = await openStore(path)
  onTestFinished(() => store.close())
  return store
}
