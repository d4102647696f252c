import { readLine } from '../../src/delivery/formats/jsonl.ts'
import { freePort } from '../host/support/raw-server.ts'
import { handler } from './handler.ts'
import type { Machine, MachineOptions } from './machine.ts'
import { machine } from './machine.ts'

/** The secret of the machine of `withDeliveries`. */
export const secret = 'the-secret'

const env = { HOOKS_SECRET: secret }

/**
 * A machine that has received and sent this and that, a minute apart: a verified delivery, its duplicate, a refused one, one of a
 * type that nobody documents, an accepted event, a refused one, one that nobody took, and a replay. It really happened once; each
 * further machine is given what was kept then.
 */
export async function withDeliveries(options: MachineOptions = {}): Promise<Machine> {
  exported ??= happen()
  const here = machine({ env, ...options })
  const store = await here.context.openStore({})
  for (const line of (await exported).split('\n').filter(Boolean)) {
    const { delivery, attempts } = readLine(line, 1)
    await store.keep(delivery)
    for (const attempt of attempts) await store.keepAttempt(attempt)
  }
  await here.clock.advance('8m')
  return here
}

let exported: Promise<string> | undefined

async function happen(): Promise<string> {
  const here = machine({ env })
  const running = here.start('listen --port 0 --json')
  const into = await running.listening()
  const yes = await handler(() => ({ body: '{"ok":true}' }))
  const no = await handler(() => ({ status: 500, body: 'boom', headers: [['X-Why', 'broken']] }))
  const sendFromElsewhere = async (line: string): Promise<void> => {
    const there = machine({ seed: line, start: new Date(here.clock.now()).toISOString() })
    await there.run(`trigger ${line} --to ${into}/hooks`)
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
  return Buffer.from(await here.bytes('deliveries export --reveal')).toString()
}
