import { readCommandLine } from './command-line/program.ts'
import { table } from './commands/table.ts'
import type { Context } from './context.ts'
import type { ExitCode } from './errors.ts'
import { exitCodes, HooksError } from './errors.ts'
import { errorJson, errorText } from './output/errors.ts'
import { ended } from './output/lines.ts'

/**
 * Runs one command line and says what the process ends with. The one place that prints an error.
 *
 * @param argv what stands behind the program's name
 * @param context the world
 */
export async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  const json = argv.includes('--json')
  try {
    const invocation = await readCommandLine(argv, table, context.version)
    if (invocation.kind === 'help') {
      context.out.write(invocation.text)
      return exitCodes.ok
    }
    // Help needs none of what follows, so it does not load it.
    const { execute } = await import('./command-line/execute.ts')
    return await execute({ ...invocation, json, table }, context)
  } catch (error) {
    return printError(error, json, context)
  }
}

function printError(error: unknown, json: boolean, context: Context): ExitCode {
  const known = error instanceof HooksError ? error : asBug(error, context.bugsUrl)
  if (known.code !== 'interrupted' || json) {
    context.err.write(json ? `${errorJson(known)}\n` : ended(errorText(known, context.errStyle)))
  }
  return known.exitCode
}

/** Whatever nobody foresaw: our mistake, shown with its stack. */
function asBug(error: unknown, bugsUrl: string): HooksError {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new HooksError(
    'bug',
    `This is a bug in hooks. ${stack}`,
    `Please report it with what you typed: ${bugsUrl}`,
  )
}
