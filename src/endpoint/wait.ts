import { HooksError } from '../errors.ts'
import type { Random } from '../provider/generator.ts'
import type { Clock } from '../time/clock.ts'

/** Why a call is not made at once. */
export type WhyWaiting = 'rate-limited' | 'failed' | 'broken'

/** What is told while a call waits: at its beginning, every second, and with nothing left at its end. */
export interface Waiting {
  readonly why: WhyWaiting
  /** What led to it: `429`, `503`, or what broke. */
  readonly after: string
  readonly wholeMs: number
  readonly leftMs: number
}

/** What waiting needs. */
export interface Patience {
  readonly clock: Clock
  readonly told: (waiting: Waiting) => void
  readonly signal?: AbortSignal | undefined
}

const tickMs = 1_000

/** Lets time pass, and tells of it as it does. Rejects with `interrupted`. */
export async function waitFor(
  pause: Omit<Waiting, 'leftMs'>,
  { clock, told, signal }: Patience,
): Promise<void> {
  const until = clock.now() + pause.wholeMs
  try {
    for (let leftMs = pause.wholeMs; leftMs > 0; leftMs = until - clock.now()) {
      told({ ...pause, leftMs })
      await clock.sleep(Math.min(leftMs, tickMs), signal)
      stopWhereInterrupted(signal)
    }
  } finally {
    told({ ...pause, leftMs: 0 })
  }
}

/** Throws HooksError `interrupted` where the user has asked for an end. */
export function stopWhereInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HooksError('interrupted', 'Interrupted.')
}

const firstBackOffMs = 500

/**
 * Milliseconds before the `repeat`th repetition: twice as long each time, of which up to a half is taken off by chance, so that many
 * clients do not come back at one moment.
 */
export function backOffMs(repeat: number, random: Random): number {
  const [drawn = 0] = random.bytes(1)
  const whole = firstBackOffMs * 2 ** (repeat - 1)
  return Math.round(whole * (1 - drawn / 512))
}
