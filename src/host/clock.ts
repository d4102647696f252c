import type { Clock } from '../time/clock.ts'

/** What one timer can wait at most: 2^31 - 1 milliseconds. A longer one would fire at once. */
const longestTimer = 2_147_483_647

/** The clock on the wall. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    for (let left = ms; left > 0 && !signal?.aborted; left -= longestTimer) {
      await pause(Math.min(left, longestTimer), signal)
    }
  },
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end, { once: true })
  })
}
