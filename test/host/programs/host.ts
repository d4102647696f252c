// A program over the real host, for what can only be seen from outside of a process.
import type { Context } from '../../../src/context.ts'
import { createHost } from '../../../src/host/host.ts'
import { received } from '../support/sample-delivery.ts'

type Act = (context: Context, ...operands: string[]) => Promise<number>

const acts: Record<string, Act> = {
  /** Tells what the host knows of its package. */
  facts: async ({ out, version, fixtures }) => {
    out.write(JSON.stringify({ version, readme: fixtures.text('README.md') }))
    return 0
  },
  /** Writes much, and says on standard error that it came to the end. */
  flood: async ({ out, err }) => {
    for (let line = 0; line < 20_000; line++) out.write(`${line}${'.'.repeat(100)}\n`)
    err.write('end')
    return 0
  },
  /** Gives standard input back. */
  echo: async ({ out, files }) => {
    out.write(await files.read('-'))
    return 0
  },
  /** Reads standard input, and says which error that ended with. */
  read: async ({ out, files }) => {
    const reading = files.read('-')
    out.write('reading\n')
    const code = await reading.then(
      () => 'end',
      (error) => error.code,
    )
    out.write(code)
    return 0
  },
  send: async ({ out, send }, url = '', timeoutMs = '5000') => {
    const request = { method: 'POST', headers: [], body: Buffer.from('{}'), timeoutMs: Number(timeoutMs) }
    const { durationMs: _, ...sent } = await send({ ...request, url: new URL(url) })
    out.write(JSON.stringify(sent))
    return 0
  },
  /** Waits until it is interrupted. */
  wait: async ({ out, clock, interrupted }) => {
    out.write('waiting\n')
    await clock.sleep(60_000, interrupted)
    out.write('interrupted\n')
    return interrupted.aborted ? 130 : 1
  },
  /** Waits, whatever comes. */
  stubborn: async ({ out, clock, interrupted }) => {
    interrupted.addEventListener('abort', () => out.write('interrupted\n'))
    out.write('waiting\n')
    await clock.sleep(60_000)
    return 1
  },
  /** Keeps deliveries one after the other, and says of each when it is durable. */
  keep: async ({ out, openStore }, name = '', count = '0') => {
    const store = await openStore({})
    for (let number = 0; number < Number(count); number++) {
      const id = `dlv_${name}_${number}`
      await store.keep(
        received({ id, eventId: id, request: { ...received().request, body: Buffer.from(id) } }),
      )
      out.write(`${id}\n`)
    }
    await store.close()
    return 0
  },
  /** Sets a setting, and gives all of them. */
  set: async ({ out, userSettings }, key = '', value = '') => {
    await userSettings.set(key, value)
    out.write(JSON.stringify({ path: userSettings.path, all: await userSettings.all() }))
    return 0
  },
}

async function run([name = '', ...operands]: string[]): Promise<void> {
  process.exitCode = await acts[name]?.(await createHost(), ...operands)
}

void run(process.argv.slice(2))
