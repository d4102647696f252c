import type { Context } from '../context.ts'
import type { Store } from '../delivery/store.ts'
import type { ExitCode } from '../errors.ts'
import { exitCodes, HooksError } from '../errors.ts'
import { warningText } from '../output/errors.ts'
import { jsonDocument, jsonLine } from '../output/json.ts'
import { ended } from '../output/lines.ts'
import type { AnyCommand, CommandContext, Result, Table } from './command.ts'
import type { RawOptions } from './options.ts'
import { checkOptions } from './options.ts'
import { openProviders } from './provider-files.ts'
import { readSettings } from './settings.ts'

/** A command of the command line, with the texts behind it. */
export interface Execution {
  readonly command: AnyCommand
  readonly raw: RawOptions
  readonly json: boolean
  readonly table: Table
}

/** Checks the options of a command, runs it and prints what it gives. Rejects with a HooksError where it cannot. */
export async function execute({ command, raw, json, table }: Execution, context: Context): Promise<ExitCode> {
  const settings = await readSettings(context)
  const opened = await openProviders({ command, raw }, settings, context)
  const input = checkOptions(command, opened.raw, settings)
  let store: Promise<Store> | undefined
  const talk: CommandContext['talk'] = (view) => context.err.write(ended(view(context.errStyle)))
  for (const { error } of opened.leftOut) talk((style) => warningText(error, style))
  const own: CommandContext = {
    ...context,
    settings,
    table,
    json,
    catalog: opened.catalog,
    projectProvider: opened.projectProvider,
    store: () => (store ??= context.openStore({ path: settings.values('store')[0]?.value })),
    report: (event, view) => {
      if (json) context.out.write(`${jsonLine(event)}\n`)
      else if (view) context.out.write(ended(view(context.outStyle)))
    },
    talk,
  }
  try {
    const run = command.run(input, own)
    const result = await (command.live ? run : unlessInterrupted(run, context))
    return printResult(result, json, context)
  } finally {
    await store?.then((opened) => opened.close())
  }
}

/** How long an interrupted command may take to keep what came of what it had begun, in milliseconds. */
const graceMs = 500

/** Rejects when the user interrupts; a command that does not end by itself then is left where it stands. */
async function unlessInterrupted<T>(run: Promise<T>, { interrupted, clock }: Context): Promise<T> {
  try {
    return await Promise.race([run, interruption(interrupted)])
  } finally {
    if (interrupted.aborted) await Promise.race([Promise.allSettled([run]), clock.sleep(graceMs)])
  }
}

const interruption = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(new HooksError('interrupted', 'Interrupted.'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })

function printResult({ value, view, raw, exit }: Result, json: boolean, context: Context): ExitCode {
  if (raw !== undefined) context.out.write(raw)
  else if (json && value !== undefined) context.out.write(`${jsonDocument(value)}\n`)
  else if (!json && view) context.out.write(ended(view(context.outStyle)))
  return exit ?? exitCodes.ok
}
