import type { CommandContext, Render } from '../../command-line/command.ts'
import type { Expectations } from '../../delivery/expectations.ts'
import { createExpectations } from '../../delivery/expectations.ts'
import type { Seen } from '../../delivery/listener.ts'
import { deliveryLine } from '../../output/delivery-line.ts'
import { prettyPayload } from '../../output/payload.ts'
import { deliveryEvent, forwardedEvent, receivedView } from './listen-events.ts'
import type { Totals } from './listen-talk.ts'

/** How many lines of a payload are shown. */
const longestPayload = 200

/** How long expected events may take, in milliseconds. */
const patience = 30_000

interface SessionFlags {
  readonly expect: readonly { readonly type: string; readonly count: number }[]
  readonly within: number | undefined
  readonly readyFile: string | undefined
  readonly verbose: boolean
  readonly acceptUnverified: boolean
}

/** One run of `listen`: what was seen, what is still expected, and how it ends. */
export function createSession(flags: SessionFlags, context: CommandContext) {
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
    lasts: async (url: string): Promise<void> => {
      if (flags.readyFile !== undefined) await context.files.write(flags.readyFile, `${url}\n`)
      const ends = AbortSignal.any([context.interrupted, complete.signal])
      if (flags.expect.length > 0) await context.clock.sleep(flags.within ?? patience, ends)
      else await aborted(ends)
      if (flags.readyFile !== undefined) await context.files.remove(flags.readyFile)
    },
  }
}

function count(type: string | null, expectations: Expectations, context: CommandContext): void {
  for (const progress of expectations.saw(type ?? '')) context.report({ kind: 'expectation', ...progress })
}

function reportSeen(seen: Seen, verbose: boolean, context: CommandContext): void {
  const line: Render = (style) => {
    const payload = verbose
      ? `\n${prettyPayload(seen.delivery.request.body, style, { maxLines: longestPayload })}`
      : ''
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
