import { policyOf } from '../delivery/engine/policy.ts'
import type { Store } from '../delivery/store.ts'
import { describeApi } from '../endpoint/api/describe.ts'
import type { Request } from '../http/message.ts'
import type { Send } from '../http/send.ts'
import type { Reply, Serve } from '../http/serve.ts'
import type { Catalog } from '../provider/catalog.ts'
import type { Random } from '../provider/generator.ts'
import { createCallCounter } from './api/limits.ts'
import type { ApiServer } from './api/server.ts'
import { createApiServer } from './api/server.ts'
import { controlError, handleControl, isControl } from './control/server.ts'
import type { Core, SandboxClock, Wishes } from './core.ts'
import { strangerIn } from './guard.ts'
import { openLedger } from './ledger.ts'
import type { Platform } from './platform.ts'
import { checkSecret, openPlatform } from './platform.ts'
import type { Told } from './told.ts'

/** What a sandbox needs of the world. */
export interface SandboxWorld {
  readonly catalog: Catalog
  readonly random: Random
  readonly send: Send
  readonly serve: Serve
  readonly store: Store
}

export interface SandboxOptions extends Wishes {
  /** A provider, or one of its dialects. */
  readonly provider: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** An endpoint that takes all events. */
  readonly to?: URL | undefined
  /** Forgets what the store has of an earlier run. */
  readonly fresh?: boolean | undefined
  /** Makes the clock, where an earlier run had come to a time (milliseconds since 1970); it must not be behind that. */
  readonly clock: (earlier: number | undefined) => SandboxClock
  /** The time that is signed, when it is so late on the sandbox's clock; that time itself, where it is left out. */
  readonly signTime?: ((at: number) => number) | undefined
  readonly tell?: ((told: Told) => void) | undefined
}

/** A provider's webhook platform, which can be called. */
export interface RunningSandbox {
  /** Where it listens, as a URL without a path. */
  readonly url: string
  /** In the place of the API's base URL; undefined where the provider has no API. */
  readonly apiUrl: string | undefined
  readonly platform: Platform
  /** Whether it goes on with what an earlier one left. */
  readonly resumed: boolean
  /** Rejects where it cannot go on: the store fails. Never resolves. */
  readonly failure: Promise<never>
  /** Takes no call more, and begins nothing new; what is still under way when `hurry` is aborted is broken off. */
  close(hurry: AbortSignal): Promise<void>
}

/** What a request may bear at most; what the management API takes is less. */
const maxBodyBytes = 25_000_000

/**
 * Serves a provider's webhook platform, and goes on with what the store has of an earlier one. Rejects with `unknown-provider`, a
 * `store-…` code, `port-in-use` or `cannot-listen`.
 */
export async function openSandbox(options: SandboxOptions, world: SandboxWorld): Promise<RunningSandbox> {
  const { host, port } = options
  checkSecret(world.catalog.profile(options.provider), options.secret)
  const hurry = new AbortController()
  let opened: Promise<Opened> | undefined
  const handle = async (request: Request): Promise<Reply> => {
    const serving = await opened
    if (serving === undefined) throw new Error('It is not open yet.')
    return serve(request, { ...serving, host })
  }
  // Where the port is taken, nothing has been touched.
  const bound = await world.serve({ host, port, maxBodyBytes, handle })
  opened = open(options, world, hurry.signal)
  try {
    const { platform, resumed } = await opened
    const { api, ledger } = platform.core
    return {
      url: bound.url,
      apiUrl: api && bound.url + api.basePath,
      platform,
      resumed,
      failure: Promise.race([platform.outboxes.failure, ledger.failure]),
      close: async (signal) => {
        const breakOff = (): void => hurry.abort()
        if (signal.aborted) breakOff()
        signal.addEventListener('abort', breakOff, { once: true })
        await Promise.all([bound.close(), platform.close(signal)])
      },
    }
  } catch (error) {
    await bound.close()
    throw error
  }
}

interface Opened {
  readonly platform: Platform
  readonly server: ApiServer | undefined
  readonly resumed: boolean
}

async function open(options: SandboxOptions, world: SandboxWorld, hurry: AbortSignal): Promise<Opened> {
  const { core, resumed } = await openCore(options, world)
  const { api } = core
  const counter = api && createCallCounter(api)
  const platform = await openPlatform(core, { to: options.to, forget: () => counter?.reset() })
  const desk = api && { core, api, outboxes: platform.outboxes, hurry }
  return { platform, server: desk && counter && createApiServer(desk, counter), resumed }
}

/** What the sandbox works with: what is known of the provider, and what the store has of an earlier run. */
async function openCore(
  options: SandboxOptions,
  world: SandboxWorld,
): Promise<{ readonly core: Core; readonly resumed: boolean }> {
  const { fresh = false, tell = () => undefined } = options
  const profile = world.catalog.profile(options.provider)
  const ledger = await openLedger(world.store.journal(`sandbox ${profile.name}`))
  if (fresh) await ledger.restart([])
  const earlier = ledger.get('facts', '')
  const clock = options.clock(earlier?.now)
  const policy = policyOf(profile)
  const { signTime = (at) => at } = options
  const told = { clock, signTime, tell }
  const core = { ...world, ...told, profile, api: describeApi(profile), policy, ledger, wishes: options }
  return { core, resumed: earlier !== undefined }
}

interface Serving {
  readonly platform: Platform
  readonly server: ApiServer | undefined
  readonly host: string
}

/** Answers a request: of strangers none, the control API's, and the management API's. */
async function serve(request: Request, { platform, server, host }: Serving): Promise<Reply> {
  const stranger = strangerIn(request.headers, host)
  if (isControl(request)) {
    if (stranger === undefined) return handleControl(platform, request)
    return controlError(403, { code: 'usage', message: `${stranger}.`, hint: 'Call it by its own address.' })
  }
  const reply = await answer(request, { platform, server, stranger })
  const { method, target: path } = request
  platform.core.tell({ kind: 'call', call: { method, path, status: reply.status } })
  return reply
}

interface Answering {
  readonly platform: Platform
  readonly server: ApiServer | undefined
  readonly stranger: string | undefined
}

async function answer(request: Request, { platform, server, stranger }: Answering): Promise<Reply> {
  if (!server) {
    const { title, api } = platform.core.profile
    const message = `The sandbox of ${title} serves no management API.`
    return controlError(404, { code: 'not-supported', message, hint: api.about })
  }
  if (stranger === undefined) {
    await platform.ready()
    return server.handle(request)
  }
  return server.refuse({ kind: 'forbidden', message: stranger, fields: [] })
}
