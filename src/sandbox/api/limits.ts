import type { Operation } from '../../endpoint/api/api.ts'
import type { Api } from '../../endpoint/api/describe.ts'
import type { LimitState } from '../../endpoint/api/rate-limit.ts'
import { limitsOf } from '../../endpoint/api/rate-limit.ts'

/** Counts calls, each key's and each group's by itself, in windows that begin with the first call of each. */
export interface CallCounter {
  /** Counts a call, unless it is one too many: then it must wait. Undefined where the operation has no limit. */
  count(operation: Operation, now: number): Counted | undefined
  reset(): void
}

export interface Counted {
  readonly allowed: boolean
  readonly state: LimitState
}

interface Window {
  readonly requests: number
  readonly windowMs: number
  endsAt: number
  used: number
}

/** Makes a counter in which nothing was counted yet. */
export function createCallCounter(api: Api): CallCounter {
  const groups = new Map<string, Window[]>()
  return {
    count: (operation, now) => {
      const described = limitsOf(api, operation)
      if (!described) return undefined
      const fresh = (): Window[] => described.limits.map((limit) => ({ ...limit, endsAt: 0, used: 0 }))
      const windows = groups.get(described.group) ?? fresh()
      groups.set(described.group, windows)
      return countIn(windows, now)
    },
    reset: () => groups.clear(),
  }
}

function countIn(windows: readonly Window[], now: number): Counted | undefined {
  for (const window of windows) {
    if (now < window.endsAt) continue
    window.endsAt = now + window.windowMs
    window.used = 0
  }
  const full = windows.filter(({ requests, used }) => used >= requests)
  if (full.length > 0) {
    const resetAt = Math.max(...full.map(({ endsAt }) => endsAt))
    const limit = full[0]?.requests ?? 0
    const retryAfterS = Math.max(1, Math.ceil((resetAt - now) / 1_000))
    return { allowed: false, state: { limit, remaining: 0, resetAt, retryAfterS } }
  }
  for (const window of windows) window.used += 1
  // Callers are told of the limit that they are nearest to.
  const [nearest] = windows.toSorted((a, b) => a.requests - a.used - (b.requests - b.used))
  if (!nearest) return undefined
  const { requests, used, endsAt } = nearest
  return { allowed: true, state: { limit: requests, remaining: requests - used, resetAt: endsAt } }
}
