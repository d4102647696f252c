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
  const { host, port, to } = options
  const { core, resumed } = await openCore(options, world)
  const { api } = core
  const platform = await openPlatform(core, to)
  const hurry = new AbortController()
  const counter = api && createCallCounter(api)
  const server =
    api &&
    counter &&
    createApiServer({ core, api, outboxes: platform.outboxes, hurry: hurry.signal }, counter)
  const handle = handler({ platform, server, host })
  const bound = await world.serve({ host, port, maxBodyBytes, handle })
  return {
    url: bound.url,
    apiUrl: api && bound.url + api.basePath,
    platform,
    resumed,
    failure: platform.outboxes.failure,
    close: async (signal) => {
      const breakOff = (): void => hurry.abort()
      if (signal.aborted) breakOff()
      signal.addEventListener('abort', breakOff, { once: true })
      await Promise.all([bound.close(), platform.close(signal)])
    },
  }
}

/** What the sandbox works with: what is known of the provider, and what the store has of an earlier run. */
async function openCore(
  options: SandboxOptions,
  world: SandboxWorld,
): Promise<{ readonly core: Core; readonly resumed: boolean }> {
  const { fresh = false, tell = () => undefined } = options
  const profile = world.catalog.profile(options.provider)
  checkSecret(profile, options.secret)
  const ledger = openLedger(world.store.journal(`sandbox ${profile.name}`))
  if (fresh) await ledger.restart([])
  const earlier = ledger.get('facts', '')
  const clock = options.clock(earlier?.now)
  const policy = policyOf(profile)
  const core = { ...world, profile, api: describeApi(profile), policy, clock, ledger, wishes: options, tell }
  return { core, resumed: earlier !== undefined }
}

interface Serving {
  readonly platform: Platform
  readonly server: ApiServer | undefined
  readonly host: string
}

/** Answers requests: of strangers none, the control API's, and the management API's. */
function handler({ platform, server, host }: Serving): (request: Request) => Promise<Reply> {
  return async (request) => {
    const stranger = strangerIn(request.headers, host)
    if (isControl(request)) {
      if (stranger === undefined) return handleControl(platform, request)
      return controlError(403, {
        code: 'usage',
        message: `${stranger}.`,
        hint: 'Call it by its own address.',
      })
    }
    const reply = await answer(request, { platform, server, stranger })
    platform.core.tell({
      kind: 'call',
      call: { method: request.method, path: request.target, status: reply.status },
    })
    return reply
  }
}

interface Answering {
  readonly platform: Platform
  readonly server: ApiServer | undefined
  readonly stranger: string | undefined
}

async function answer(request: Request, { platform, server, stranger }: Answering): Promise<Reply> {
  if (!server) {
    const { title, api } = platform.core.profile
    const message = `${title} has no API to manage webhooks with.`
    return controlError(404, { code: 'not-supported', message, hint: api.about })
  }
  if (stranger === undefined) return server.handle(request)
  return server.refuse({ kind: 'forbidden', message: stranger, fields: [] })
}
