import type { Clock } from '../../time/clock.ts'

/** How time passes between attempts: skipped, real, sped up, or as somebody moves it. */
export interface Pace {
  /** Milliseconds on the schedule's clock. */
  now(): number
  /** Lets time pass until `at` (which may be never), or until `stirred` settles if that comes first. */
  pass(at: number, stirred: Promise<void>): Promise<void>
  /** Tells of work, an attempt for one, that time must not run away from. */
  during<T>(work: Promise<T>): Promise<T>
}

/** Time as a clock has it: the one on the wall, or one that somebody else moves and that waits for work it is told of. */
export function clockPace(clock: Clock & Partial<Pick<Pace, 'during'>>): Pace {
  return {
    now: () => clock.now(),
    pass: async (at, stirred) => {
      await sleptThrough(clock, at - clock.now(), stirred)
    },
    during: (work) => clock.during?.(work) ?? work,
  }
}

export interface Skipping {
  /** Where the schedule's clock begins: milliseconds since 1970. */
  readonly start: number
  /** How many times faster time passes while nothing is under way; it is skipped where this is left out. */
  readonly speed?: number
  /**
   * Real time. With it, what is due while an attempt is under way begins as soon as that has lasted long enough; without it,
   * once that has ended: exact to the millisecond, whatever the machine does, but one at a time.
   */
  readonly clock?: Clock
}

/**
 * Time that is skipped or sped up between attempts. An attempt lasts on the schedule's clock as long as it really lasts, so
 * time passes no faster than real while one is under way.
 */
export function skippingPace({ start, speed = Number.POSITIVE_INFINITY, clock }: Skipping): Pace {
  let now = start
  /** How far the schedule's clock was ahead of the real one when each attempt under way began. */
  const ahead = new Set<{ readonly ms: number }>()
  const real = (): number => clock?.now() ?? 0

  /** Real milliseconds until `at`: none where it can be skipped. */
  const left = (at: number): number => {
    if (ahead.size === 0) return (at - now) / speed
    return at - (real() + Math.min(...[...ahead].map(({ ms }) => ms)))
  }

  return {
    now: () => now,
    pass: async (at, stirred) => {
      if (at <= now) return
      const [began, isIdle, ms] = [real(), ahead.size === 0, left(at)]
      const isNever = at === Number.POSITIVE_INFINITY || (clock === undefined && !(isIdle && ms === 0))
      const isReached = !isNever && (clock === undefined || (await sleptThrough(clock, ms, stirred)))
      if (isNever) await stirred
      if (isReached) now = at
      else if (isIdle && speed < Number.POSITIVE_INFINITY) now = Math.min(at, now + (real() - began) * speed)
    },
    during: async (work) => {
      const mark = { ms: now - real() }
      ahead.add(mark)
      try {
        return await work
      } finally {
        ahead.delete(mark)
      }
    },
  }
}

/** Whether `ms` passed before anything stirred. */
async function sleptThrough(clock: Clock, ms: number, stirred: Promise<void>): Promise<boolean> {
  if (ms <= 0) return true
  const stop = new AbortController()
  const slept = clock.sleep(ms, stop.signal).then(() => true)
  const isThrough = await Promise.race([slept, stirred.then(() => false)])
  stop.abort()
  return isThrough
}
