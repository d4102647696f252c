import { freePort } from '../host/support/raw-server.ts'
import { handler } from './handler.ts'
import type { Machine, MachineOptions } from './machine.ts'
import { machine } from './machine.ts'

/** The secret of the machine of `withDeliveries`. */
export const secret = 'the-secret'

/**
 * A machine that has received and sent this and that, a minute apart: a verified delivery, its duplicate, a refused one, one of a
 * type that nobody documents, an accepted event, a refused one, one that nobody took, and a replay.
 */
export async function withDeliveries(options: MachineOptions = {}): Promise<Machine> {
  const here = machine({ env: { HOOKS_SECRET: secret }, ...options })
  const running = here.start('listen --port 0 --json')
  const into = await running.listening()
  const yes = await handler(() => ({ body: '{"ok":true}' }))
  const no = await handler(() => ({ status: 500, body: 'boom', headers: [['X-Why', 'broken']] }))
  const sendFromElsewhere = async (line: string): Promise<void> => {
    await machine({ seed: line, start: new Date(here.clock.now()).toISOString() }).run(
      `trigger ${line} --to ${into}/hooks`,
    )
    await here.clock.advance('1m')
  }
  const run = async (line: string): Promise<void> => {
    await here.run(line)
    await here.clock.advance('1m')
  }
  await sendFromElsewhere(`job.completed --id evt_FIRST --secret ${secret}`)
  await sendFromElsewhere(`job.completed --id evt_FIRST --secret ${secret}`)
  await sendFromElsewhere('job.cancelled --id evt_REFUSED --secret another')
  await sendFromElsewhere(`user.renamed --provider example --force --id evt_UNKNOWN --secret ${secret}`)
  await run(`trigger user.created --id evt_SENT01 --to ${yes.url}/hooks?token=0123456789abcdef0123`)
  await run(`trigger payment.failed --id evt_FAILED --to ${no.url}/hooks`)
  await run(`trigger user.updated --id evt_NOBODY --to http://127.0.0.1:${await freePort()}/hooks`)
  await run(`replay evt_FIRST --to ${yes.url}/hooks`)
  await running.stop()
  return here
}
