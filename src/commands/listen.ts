import type { CommandContext, Render } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import type { Expectations } from '../delivery/expectations.ts'
import { createExpectations } from '../delivery/expectations.ts'
import type { Seen } from '../delivery/listener.ts'
import { createListener } from '../delivery/listener.ts'
import { exitCodes, HooksError } from '../errors.ts'
import type { Server } from '../http/serve.ts'
import { deliveryLine } from '../output/delivery-line.ts'
import { escapeLine } from '../output/escape.ts'
import { prettyPayload } from '../output/payload.ts'
import { deliveryEvent, forwardedEvent, receivedView } from './parts/listen-events.ts'
import type { Totals } from './parts/listen-talk.ts'
import { banner, summary } from './parts/listen-talk.ts'
import { readKeyring, secretFlags } from './parts/secrets.ts'

export const listen = defineCommand({
  about:
    'Any path is accepted. A delivery is answered once it is safely kept: 200 when it is verified, 401 with the reason when not.',
  args: {},
  flags: {
    provider: {
      kind: 'provider',
      value: 'NAME',
      does: 'the provider; recognised from the headers by default',
      setting: 'provider',
    },
    ...secretFlags,
    secret: { ...secretFlags.secret, many: true },
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
      does: 'end with 1 where they did not come in this time',
      default: '30s',
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
    if (flags.expect.length > 0 && keyring.names.length === 0 && !flags.acceptUnverified) {
      throw new HooksError(
        'no-secret',
        '--expect counts verified events, and no secret is known.',
        'Give --secret, or --accept-unverified.',
      )
    }
    if (flags.provider !== undefined) context.catalog.profile(flags.provider)
    const session = createSession(flags, context)
    const store = flags.noStore ? await context.openStore({ memory: true }) : await context.store()
    const { forwardTo, provider, acceptUnverified } = flags
    const handle = createListener({
      ...context,
      store,
      keyring,
      forwardTo,
      provider,
      acceptUnverified,
      seen: session.seen,
      refused: (status, why) => context.talk((style) => style.dim(`${escapeLine(why)}: answered ${status}`)),
    })
    const server = await context.serve({
      host: flags.host,
      port: flags.port,
      maxBodyBytes: flags.maxBody,
      handle,
      refused: ({ status, why }) =>
        context.talk((style) => style.dim(`${escapeLine(why)}: answered ${status}`)),
    })
    context.report({ kind: 'listening', url: server.url })
    context.talk(banner({ url: server.url, keyring, forwardTo, noStore: flags.noStore }))
    await session.lasts(server)
    const totals = session.totals()
    context.report({ kind: 'stopped', ...totals })
    context.talk(summary(totals, { kept: !flags.noStore, missing: session.missing() }))
    return { exit: session.missing().length === 0 ? exitCodes.ok : exitCodes.no }
  },
})

interface SessionFlags {
  readonly expect: readonly { readonly type: string; readonly count: number }[]
  readonly within: number
  readonly readyFile: string | undefined
  readonly verbose: boolean
  readonly acceptUnverified: boolean
}

/** One run of `listen`: what was seen, what is still expected, and how it ends. */
function createSession(flags: SessionFlags, context: CommandContext) {
  const expectations = createExpectations(flags.expect)
  const complete = new AbortController()
  const totals: Totals = { received: 0, verified: 0, refused: 0, duplicates: 0 }
  return {
    totals: () => totals,
    missing: () => expectations.all().filter(({ met }) => !met),
    seen: (seen: Seen): void => {
      const { delivery } = seen
      totals.received++
      if (delivery.verdict?.ok) totals.verified++
      if (delivery.answered === 401) totals.refused++
      if (delivery.duplicateOf !== null) totals.duplicates++
      reportSeen(seen, flags.verbose, context)
      if (delivery.verdict?.ok || flags.acceptUnverified) count(delivery.type, expectations, context)
      if (flags.expect.length > 0 && expectations.met()) complete.abort()
    },
    lasts: async (server: Server): Promise<void> => {
      if (flags.readyFile !== undefined) await context.files.write(flags.readyFile, `${server.url}\n`)
      const ends = AbortSignal.any([context.interrupted, complete.signal])
      if (flags.expect.length > 0) await context.clock.sleep(flags.within, ends)
      else await aborted(ends)
      await server.close()
      if (flags.readyFile !== undefined) await context.files.remove(flags.readyFile)
    },
  }
}

function count(type: string | null, expectations: Expectations, context: CommandContext): void {
  for (const progress of expectations.saw(type ?? '')) context.report({ kind: 'expectation', ...progress })
}

function reportSeen(seen: Seen, verbose: boolean, context: CommandContext): void {
  const line: Render = (style) => {
    const payload = verbose ? `\n${prettyPayload(seen.delivery.request.body, style, { maxLines: 200 })}` : ''
    return deliveryLine(receivedView(seen), style) + payload
  }
  context.report(deliveryEvent(seen), line)
  if (seen.attempt) context.report(forwardedEvent(seen, seen.attempt))
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
