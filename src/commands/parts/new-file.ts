import type { Context } from '../../context.ts'
import { HooksError } from '../../errors.ts'

/**
 * Writes a file that is not there yet.
 *
 * @throws HooksError `usage` where something is there already, `cannot-write`
 */
export async function writeNew(
  path: string,
  content: string,
  { files }: Pick<Context, 'files'>,
): Promise<void> {
  if (await files.create(path, content)) return
  throw new HooksError('usage', `'${path}' is there already.`, 'Give another name, or remove it.')
}
