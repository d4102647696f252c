import { exitCodes } from './errors.ts'
import { createHost } from './host/host.ts'
import { main } from './main.ts'

/** The program: the world in, an exit code out. */
async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), await createHost())
  // What was interrupted may still hold a socket or standard input; nothing of it is waited for.
  if (process.exitCode === exitCodes.interrupted) process.exit()
}

void run()
