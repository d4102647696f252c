import type { CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { exitCodes, HooksError } from '../errors.ts'
import type { SandboxClock } from '../sandbox/core.ts'
import type { RunningSandbox } from '../sandbox/sandbox.ts'
import { openSandbox } from '../sandbox/sandbox.ts'
import { secretsOf } from '../sandbox/telling.ts'
import type { Told } from '../sandbox/told.ts'
import type { Clock } from '../time/clock.ts'
import { virtualClock } from '../time/virtual-clock.ts'
import type { ApiKey } from './parts/api-key.ts'
import { apiKeyFor } from './parts/api-key.ts'
import { afterGrace } from './parts/grace.ts'
import { sandboxEvent } from './parts/sandbox-events.ts'
import type { SandboxTotals } from './parts/sandbox-talk.ts'
import { sandboxBanner, sandboxLine, sandboxSummary } from './parts/sandbox-talk.ts'
import { readKeyring, secretFlags } from './parts/secrets.ts'

export const sandbox = defineCommand({
  about:
    "Serves the provider's management API, and delivers to the endpoints that are registered with it: signed, retried, disabled, rotated and rate limited as the provider does. It goes on where it was when it is started again. The control API is below /_sandbox.",
  args: {
    provider: {
      name: 'PROVIDER',
      kind: 'provider',
      does: 'the provider, one of its dialects, or a provider file',
      required: true,
    },
  },
  flags: {
    port: { kind: 'port', value: 'PORT', does: 'the port; 0 takes any free one', default: '4500' },
    host: { kind: 'text', value: 'HOST', does: 'the address to listen on', default: '127.0.0.1' },
    apiKey: {
      kind: 'secret',
      value: 'KEY',
      does: 'the key of its API; - reads it from standard input (default: HOOKS_API_KEY, else sandbox)',
    },
    clock: {
      kind: 'choice',
      choices: ['real', 'virtual'],
      does: 'real, or one that moves only when it is told to: hooks sandbox advance',
      default: 'real',
    },
    signTime: {
      kind: 'choice',
      choices: ['now', 'virtual'],
      does: 'what deliveries are signed with: the real time, which handlers compare with (the default), or that of the virtual clock',
    },
    to: {
      kind: 'url',
      value: 'URL',
      does: 'an endpoint that takes all events, where there is no API to register it with',
    },
    secret: {
      ...secretFlags.secret,
      does: 'the secret of what is registered; - reads it from standard input (default: one is made)',
    },
    secretFile: secretFlags.secretFile,
    ephemeral: { kind: 'switch', does: 'keep nothing' },
    reset: { kind: 'switch', does: 'forget what an earlier run left' },
    allowHttp: { kind: 'switch', does: 'take URLs without https from any host, not just this machine' },
    deliverAnywhere: { kind: 'switch', does: 'deliver to other machines too' },
    reveal: { kind: 'switch', does: 'show secrets' },
  },
  examples: [
    { line: 'hooks sandbox example', does: 'its platform on http://127.0.0.1:4500' },
    {
      line: 'hooks sandbox example --clock virtual --ephemeral',
      does: 'for tests, on a clock that is moved by hand',
    },
    {
      line: 'hooks sandbox ./acme.json --to http://localhost:3000/hooks',
      does: 'a provider of your own, or one without an API',
    },
  ],
  live: true,
  async run({ args, flags }, context) {
    const totals = { attempts: 0, accepted: 0, calls: 0 }
    const tell = (told: Told): void => {
      count(totals, told)
      context.report(sandboxEvent(told), sandboxLine(told))
    }
    const opened = await open({ ...flags, provider: args.provider }, tell, context)
    const { running } = opened
    const stopped = new AbortController()
    const hurry = afterGrace(context, stopped.signal)
    try {
      context.report(listeningEvent(running, flags))
      if (!context.json) context.talk(sandboxBanner({ ...flags, ...opened }))
      await Promise.race([aborted(context.interrupted), running.failure])
    } finally {
      await running.close(hurry)
      stopped.abort()
    }
    context.report({ kind: 'stopped', ...totals })
    if (!context.json) context.talk(sandboxSummary(totals, flags))
    return { exit: exitCodes.ok }
  },
})

interface SandboxFlags {
  readonly provider: string
  readonly port: number
  readonly host: string
  readonly apiKey: string | undefined
  readonly clock: 'real' | 'virtual'
  readonly signTime: 'now' | 'virtual' | undefined
  readonly to: URL | undefined
  readonly secret: string | undefined
  readonly secretFile: string | undefined
  readonly ephemeral: boolean
  readonly reset: boolean
  readonly allowHttp: boolean
  readonly deliverAnywhere: boolean
}

/** Opens the sandbox that the flags ask for, with the key and the secret that the user has for its provider. */
async function open(flags: SandboxFlags, tell: (told: Told) => void, context: CommandContext) {
  const { name } = context.catalog.profile(flags.provider)
  const apiKey = await keyFor(name, flags.apiKey, context)
  const secret = (await readKeyring(flags, context)).signingSecret(name)
  const store = flags.ephemeral ? await context.openStore({ memory: true }) : await context.store()
  const running = await openSandbox(
    {
      ...flags,
      provider: name,
      apiKey: apiKey?.key ?? usualKey,
      secret,
      fresh: flags.reset,
      concurrency: flags.clock === 'virtual' ? 1 : 10,
      signTime: (at) =>
        flags.clock === 'virtual' && flags.signTime !== 'virtual' ? context.clock.now() : at,
      clock: (earlier) => clockFor(flags.clock, context.clock, earlier),
      tell,
    },
    { ...context, store },
  )
  return { running, apiKey: usualKey, keyFrom: apiKey?.from }
}

/** The key of the API where none is given: nothing behind it is worth a secret. */
const usualKey = 'sandbox'

/** The key that the user has for this API, so that a client finds it in the same places; undefined where there is none. */
async function keyFor(
  provider: string,
  given: string | undefined,
  context: CommandContext,
): Promise<ApiKey | undefined> {
  try {
    return await apiKeyFor(provider, given, context)
  } catch (error) {
    if (error instanceof HooksError && error.code === 'no-api-key') return undefined
    throw error
  }
}

/** The sandbox's clock. It is never behind where an earlier run had come to. */
function clockFor(kind: 'real' | 'virtual', clock: Clock, earlier = 0): SandboxClock {
  if (kind === 'virtual') return virtualClock(Math.max(clock.now(), earlier))
  const ahead = Math.max(0, earlier - clock.now())
  return { now: () => clock.now() + ahead, sleep: (ms, signal) => clock.sleep(ms, signal) }
}

function listeningEvent({ url, apiUrl, platform }: RunningSandbox, { reveal }: { readonly reveal: boolean }) {
  const { profile, clock, wishes } = platform.core
  const shown = reveal ? { apiKey: wishes.apiKey, secrets: secretsOf(platform.core) } : {}
  const facts = { provider: profile.name, clock: clock.advance ? 'virtual' : 'real' }
  return { kind: 'listening', url, apiUrl: apiUrl ?? null, ...facts, ...shown }
}

function count(totals: SandboxTotals, told: Told): void {
  if (told.kind === 'call') totals.calls += 1
  if (told.kind !== 'attempt') return
  totals.attempts += 1
  if (told.attempt.outcome === 'accepted') totals.accepted += 1
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
