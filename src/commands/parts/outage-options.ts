import type { Policy } from '../../delivery/engine/policy.ts'
import type { Outage } from '../../delivery/outage/outage.ts'
import { eventCount } from '../../delivery/outage/outage.ts'
import { plannedAttempts } from '../../delivery/planned-attempts.ts'
import { HooksError } from '../../errors.ts'
import { formatCount } from '../../output/policy-words.ts'
import { formatDuration } from '../../time/duration.ts'
import { parseRate, parseShare } from '../../time/rate.ts'

/** What the command line says of an outage. */
export interface OutageFlags {
  readonly outage: number | undefined
  readonly rate: string | undefined
  readonly for: number | undefined
  readonly failRate: string | undefined
  readonly seed: string | undefined
}

/** How fast events happen where nobody says it. */
export const defaultRate = '1/m'

/** So many events fit into memory, and take about a minute. */
const mostEvents = 50_000_000

/**
 * The outage that is asked for, but for whom it befalls; undefined where none is.
 *
 * @param policies whom it befalls: the longest schedule says how long events are looked at where the user does not
 * @throws HooksError `usage` or `invalid-value`
 */
export function readOutage(
  flags: OutageFlags,
  policies: readonly Policy[],
): Omit<Outage, 'policy'> | undefined {
  const { outage: lastsMs } = flags
  if (lastsMs === undefined) {
    const given = Object.entries({ '--rate': flags.rate, '--for': flags.for, '--fail-rate': flags.failRate })
    const [without] = given.find(([, value]) => value !== undefined) ?? []
    if (without === undefined) return undefined
    throw new HooksError(
      'usage',
      `${without} is for an outage, and none is given.`,
      'Give --outage too, such as --outage 3h.',
    )
  }
  if (lastsMs === 0)
    throw new HooksError('invalid-value', '--outage takes a duration above 0.', 'Such as --outage 3h.')
  const spans = policies.map(({ schedule }) => plannedAttempts(schedule).at(-1)?.maxMs ?? 0)
  const forMs = flags.for ?? lastsMs + Math.max(...spans)
  if (forMs < lastsMs) {
    throw new HooksError(
      'invalid-value',
      `--for (${formatDuration(forMs)}) is shorter than the outage (${formatDuration(lastsMs)}).`,
      'Give the time of the outage and what comes after it, or leave --for out.',
    )
  }
  const rate = readRate(flags.rate ?? defaultRate)
  checkSize(eventCount({ rate, forMs }))
  return { lastsMs, rate, forMs, failRate: readFailRate(flags.failRate ?? '0%'), seed: flags.seed ?? '1' }
}

function readRate(text: string): Outage['rate'] {
  const rate = parseRate(text)
  if (rate !== undefined) return rate
  throw new HooksError(
    'invalid-value',
    `--rate takes a rate above 0, such as 20/m, 0.5/s or 100/h, not '${text}'.`,
  )
}

function readFailRate(text: string): number {
  const share = parseShare(text)
  if (share !== undefined) return share
  throw new HooksError(
    'invalid-value',
    `--fail-rate takes a share from 0% to 100%, such as 5%, not '${text}'.`,
  )
}

function checkSize(events: number): void {
  if (events <= mostEvents) return
  throw new HooksError(
    'invalid-value',
    `These would be ${formatCount(events)} events; at most ${formatCount(mostEvents)} are simulated.`,
    'Give a lower --rate, or a shorter --for.',
  )
}
