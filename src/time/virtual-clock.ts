import type { Clock } from './clock.ts'
import { parseDuration } from './duration.ts'

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

/** A clock that moves only when it is told to, by whole milliseconds: parts of one are rounded up. */
export interface VirtualClock extends Clock {
  /**
   * Moves the clock on, by milliseconds or a duration such as `2h`. Whoever sleeps is woken when due, in order, and what
   * he does next (network work included, where it was given to `during`) is awaited before the clock goes further.
   */
  advance(by: number | string): Promise<void>
  /** Tells the clock of work that it must not run ahead of. */
  during<T>(work: Promise<T>): Promise<T>
}

/**
 * A virtual clock that begins at `start` (milliseconds since 1970, or an ISO time). Throws a RangeError where that is no time.
 */
export function virtualClock(start: number | string = 0): VirtualClock {
  let now = typeof start === 'number' ? Math.ceil(start) : Date.parse(start)
  if (!Number.isFinite(now)) throw new RangeError(`A clock cannot begin at '${start}'.`)
  const sleepers = new Set<Sleeper>()
  const working = new Set<Promise<unknown>>()

  const settle = async (): Promise<void> => {
    do {
      await Promise.allSettled(working)
      // A woken sleeper needs a few turns of the queue before it sleeps again or starts work.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    } while (working.size > 0)
  }

  const earliest = (until: number): Sleeper | undefined =>
    [...sleepers].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due)[0]

  return {
    now: () => now,
    sleep: (ms, signal) => sleepUntil({ sleepers, due: now + Math.ceil(Math.max(0, ms)), signal }),
    during: (work) => {
      const settled = work.finally(() => working.delete(settled))
      working.add(settled)
      settled.catch(() => undefined)
      return settled
    },
    advance: async (by) => {
      const until = now + toMilliseconds(by)
      await settle()
      for (let next = earliest(until); next; next = earliest(until)) {
        now = Math.max(now, next.due)
        next.wake()
        await settle()
      }
      now = Math.max(now, until)
    },
  }
}

function sleepUntil(sleep: {
  sleepers: Set<Sleeper>
  due: number
  signal: AbortSignal | undefined
}): Promise<void> {
  const { sleepers, due, signal } = sleep
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const wake = (): void => {
      sleepers.delete(sleeper)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const sleeper = { due, wake }
    sleepers.add(sleeper)
    signal?.addEventListener('abort', wake, { once: true })
  })
}

function toMilliseconds(by: number | string): number {
  const ms = typeof by === 'number' ? by : parseDuration(by)
  if (ms === undefined || !(ms >= 0)) throw new RangeError(`A clock cannot be moved by '${by}'.`)
  return Math.ceil(ms)
}
