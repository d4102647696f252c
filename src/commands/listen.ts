import type { CommandContext, Result } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { createListener } from '../delivery/listener.ts'
import { exitCodes, HooksError } from '../errors.ts'
import type { Server } from '../http/serve.ts'
import { escapeLine } from '../output/escape.ts'
import type { Keyring } from '../provider/keyring.ts'
import { afterGrace } from './parts/grace.ts'
import { createSession } from './parts/listen-session.ts'
import { banner, summary } from './parts/listen-talk.ts'
import { checkVerifying } from './parts/secret-check.ts'
import { readKeyring, verifyingFlags } from './parts/secrets.ts'

export const listen = defineCommand({
  about:
    'Any path is accepted. A delivery is answered once it is safely kept: 200 when it is verified, 401 with the reason when not.',
  args: {},
  flags: {
    ...verifyingFlags,
    port: {
      kind: 'port',
      value: 'PORT',
      does: 'the port; 0 takes any free one',
      default: '4400',
      setting: 'port',
    },
    host: { kind: 'text', value: 'HOST', does: 'the address to listen on', default: '127.0.0.1' },
    forwardTo: {
      kind: 'url',
      value: 'URL',
      does: 'pass deliveries on, and answer what the handler answers',
      setting: 'forwardTo',
    },
    acceptUnverified: { kind: 'switch', does: 'answer 2xx although the signature is wrong' },
    maxBody: { kind: 'size', value: 'SIZE', does: 'refuse larger bodies with 413', default: '10mb' },
    expect: {
      kind: 'expectation',
      value: 'TYPE[=N]',
      many: true,
      does: 'end with 0 as soon as all expected verified events came',
    },
    within: {
      kind: 'duration',
      value: 'D',
      does: 'end with 1 where they did not come in this time (default: 30s)',
    },
    readyFile: {
      kind: 'file',
      value: 'FILE',
      does: 'written with the URL once the port is bound, removed at the end',
    },
    noStore: { kind: 'switch', does: 'keep nothing' },
    verbose: { kind: 'switch', short: 'v', does: 'show payloads' },
  },
  examples: [
    { line: 'hooks listen --secret whsec_…', does: 'receive on http://127.0.0.1:4400' },
    { line: 'hooks listen --forward-to http://localhost:3000/hooks', does: 'pass on to your handler' },
    { line: 'hooks listen --expect job.completed=2 --within 10s', does: 'for CI' },
  ],
  live: true,
  async run({ flags }, context) {
    const keyring = await readKeyring(flags, context)
    checkFlags(flags, keyring, context)
    checkVerifying(keyring, flags.provider, context)
    const session = createSession(flags, context)
    const store = flags.noStore ? await context.openStore({ memory: true }) : await context.store()
    const { forwardTo } = flags
    const stopped = new AbortController()
    const refused = refusals(context)
    const handle = createListener({
      ...context,
      ...flags,
      publicUrl: flags.url,
      signal: afterGrace(context, stopped.signal),
      store,
      keyring,
      seen: session.seen,
      refused,
    })
    const server = await context.serve({
      host: flags.host,
      port: flags.port,
      maxBodyBytes: flags.maxBody,
      handle,
      refused: ({ status, why }) => refused(status, why),
    })
    try {
      refuseLoop(forwardTo, server)
      context.report({ kind: 'listening', url: server.url })
      if (!context.json) context.talk(banner({ url: server.url, keyring, forwardTo, noStore: flags.noStore }))
      await session.lasts(server.url)
    } finally {
      await server.close()
      stopped.abort()
    }
    return ended(session, flags, context)
  },
})

/** Tells what came of a session, and what is still missing. */
function ended(
  session: ReturnType<typeof createSession>,
  { noStore }: { readonly noStore: boolean },
  context: CommandContext,
): Result {
  const [totals, missing] = [session.totals(), session.missing()]
  for (const each of missing) context.report({ kind: 'expectation', ...each })
  context.report({ kind: 'stopped', ...totals })
  if (!context.json) context.talk(summary(totals, { kept: !noStore, missing }))
  return { exit: missing.length === 0 ? exitCodes.ok : exitCodes.no }
}

interface CheckedFlags {
  readonly provider: string | undefined
  readonly expect: readonly unknown[]
  readonly within: number | undefined
  readonly acceptUnverified: boolean
}

/** Refuses what could not work: a provider that is not known, or an expectation that nothing could ever meet. */
function checkFlags(
  { provider, expect, within, acceptUnverified }: CheckedFlags,
  keyring: Keyring,
  { catalog }: CommandContext,
): void {
  if (provider !== undefined) catalog.profile(provider)
  if (expect.length === 0 && within !== undefined) {
    throw new HooksError('usage', '--within needs to know what is to come.', 'Give --expect TYPE.')
  }
  if (expect.length === 0 || acceptUnverified || keyring.names.length > 0) return
  const hint = 'Give --secret, or --accept-unverified.'
  throw new HooksError('no-secret', '--expect counts verified events, and no secret is known.', hint)
}

/** A listener that forwards to itself would receive what it forwards, for ever. */
function refuseLoop(forwardTo: URL | undefined, { port, url }: Server): void {
  const local = ['localhost', '127.0.0.1', '[::1]', new URL(url).hostname]
  if (!forwardTo || Number(forwardTo.port) !== port || !local.includes(forwardTo.hostname)) return
  throw new HooksError(
    'usage',
    `--forward-to ${forwardTo.href} is this listener itself.`,
    'Give the URL of your handler.',
  )
}

/** Tells of what was no delivery, or could not be kept. */
const refusals =
  ({ talk }: CommandContext) =>
  (status: number, why: string): void =>
    talk((style) => style.dim(`answered ${status}: ${escapeLine(why)}`))
