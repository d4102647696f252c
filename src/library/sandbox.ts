import type { RunningSandbox, SandboxWorld } from '../sandbox/sandbox.ts'
import { openSandbox } from '../sandbox/sandbox.ts'
import { deliveriesOf, secretsOf, stateOf } from '../sandbox/telling.ts'
import type { Sandbox, SandboxOptions, World } from './types.ts'

/** See `Library.sandbox`. */
export async function runSandbox(provider: string, options: SandboxOptions, world: World): Promise<Sandbox> {
  const store = await world.openStore()
  const running = await open(provider, options, { ...world, store })
  const { platform } = running
  const { core } = platform
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= running.close(AbortSignal.abort()).then(() => store.close())
    return closing
  }
  return {
    url: running.url,
    apiUrl: running.apiUrl,
    apiKey: core.wishes.apiKey,
    clock: { now: () => core.clock.now(), advance: platform.advance },
    emit: async (type, wishes = {}) => {
      const emitted = await platform.emit({ ...wishes, type })
      return emitted.map(({ event }) => ({ id: event.id, type: event.type }))
    },
    register: async (url, wishes = {}) => {
      const { id } = await platform.register({ ...wishes, url: new URL(url) })
      return { id }
    },
    redeliver: async (id) => void (await platform.redeliver(id)),
    deliveries: () => deliveriesOf(core),
    secrets: () => secretsOf(core),
    state: () => stateOf(core),
    reset: platform.reset,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function open(
  provider: string,
  options: SandboxOptions,
  world: SandboxWorld & World,
): Promise<RunningSandbox> {
  const { apiKey = 'sandbox', clock = world.clock, to, seed, port = 0, secret } = options
  const { allowHttp = false, deliverAnywhere = false } = options
  return openSandbox(
    {
      provider,
      apiKey,
      host: '127.0.0.1',
      port,
      to: to === undefined ? undefined : new URL(to),
      secret,
      allowHttp,
      deliverAnywhere,
      concurrency: 'advance' in clock ? 1 : 10,
      clock: () => clock,
    },
    { ...world, random: seed === undefined ? world.random : world.seeded(seed) },
  )
}
