import type { CommandContext } from '../../command-line/command.ts'
import type { FileReading } from '../../provider/provider-file.ts'

/** Reads a provider file as those do who want to know all about it: its vectors are tried too. */
export async function checkFile(path: string, { files, catalog }: CommandContext) {
  const bytes = await files.read(path)
  const { readProviderFile } = await import('../../provider/provider-file.ts')
  const reading: FileReading = readProviderFile(bytes, catalog, { trial: true })
  return { bytes, reading }
}

/** How a file is named as a provider: a bare name would be taken for a provider's. */
export const asProvider = (path: string): string => (/[\\/]/.test(path) ? path : `./${path}`)
