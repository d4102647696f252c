import { flagName } from '../../command-line/flag-name.ts'
import type { RetryOptions } from '../../delivery/run.ts'
import { HooksError } from '../../errors.ts'

/** The flags by which `trigger` and `replay` follow a schedule. */
export const retryFlags = {
  retry: {
    kind: 'switch',
    does: "follow the provider's retry schedule until it is delivered, given up, or the endpoint is disabled",
  },
  clock: {
    kind: 'speed',
    value: 'SPEED',
    does: 'the waiting between attempts: virtual (it is skipped, the default), real, or 60x as fast',
  },
  schedule: {
    kind: 'text',
    value: 'DELAYS',
    does: "another schedule: 0,1m,5m,30m,2h, or a provider's by its name",
  },
  signTime: {
    kind: 'choice',
    choices: ['now', 'virtual'],
    does: 'what attempts are signed with: the real time (the default), or that of the schedule',
  },
} as const

interface RetryWishes {
  readonly retry: boolean
  readonly clock: number | null | undefined
  readonly schedule: string | undefined
  readonly signTime: 'now' | 'virtual' | undefined
}

/** How a schedule is to be followed; null where none is. Throws HooksError `usage` where a flag says how and none is. */
export function retryOptions({ retry, clock, schedule, signTime }: RetryWishes): RetryOptions | null {
  if (retry) return { speed: clock ?? null, schedule: schedule ?? null, signTime: signTime ?? 'now' }
  const idle = Object.entries({ clock, schedule, signTime }).find(([, value]) => value !== undefined)
  if (idle === undefined) return null
  const name = flagName(idle[0])
  throw new HooksError(
    'usage',
    `${name} says how retries are made, and there are none without --retry.`,
    `Add --retry, or leave ${name} out.`,
  )
}
