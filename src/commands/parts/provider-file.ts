import type { Context } from '../../context.ts'
import { createCatalog } from '../../provider/catalog.ts'
import type { FileReading } from '../../provider/provider-file.ts'

/** Reads a provider file as those do who want to know all about it: its vectors are tried too. */
export async function checkFile(path: string, { files, fixtures }: Pick<Context, 'files' | 'fixtures'>) {
  const bytes = await files.read(path)
  const { readProviderFile } = await import('../../provider/provider-file.ts')
  const reading: FileReading = readProviderFile(bytes, createCatalog(fixtures), { trial: true })
  return { bytes, reading }
}

/** How a file is named as a provider: a bare name would be taken for a provider's. */
export const asProvider = (path: string): string => (/[\\/]/.test(path) ? path : `./${path}`)
