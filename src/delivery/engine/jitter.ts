import type { Jitter } from './policy.ts'

/** A delay as a sender spreads it, in whole milliseconds. `chance` is from 0 to below 1. */
export function spread(delayMs: number, jitter: Jitter, chance: number): number {
  return Math.max(0, Math.round(spreadExactly(delayMs, jitter, chance)))
}

function spreadExactly(delayMs: number, jitter: Jitter, chance: number): number {
  switch (jitter.kind) {
    case 'fraction':
      return delayMs * (1 - jitter.fraction + 2 * jitter.fraction * chance)
    case 'added':
      return delayMs + jitter.upToMs * chance
    case 'full':
      return delayMs * chance
    case 'equal':
      return (delayMs * (1 + chance)) / 2
  }
}

/**
 * A number from 0 to below 1 that looks random and is the same for the same attempt: nothing needs to be remembered, and a
 * run that is taken up again draws the same.
 */
export function chanceOf(seed: string, job: string, attempt: number): number {
  let [high, low] = [0x811c9dc5, 0x9747b28c]
  // A length in front of each part: "a" + "bc" is not "ab" + "c".
  for (const part of [seed, job, String(attempt)]) {
    high = Math.imul(high ^ part.length, 0x01000193)
    for (let at = 0; at < part.length; at++) {
      const unit = part.charCodeAt(at)
      high = Math.imul(high ^ unit, 0x01000193)
      low = Math.imul(low ^ unit, 0x5bd1e995) ^ (low >>> 15)
    }
  }
  // 21 + 32 bits: as many as a number holds exactly.
  return ((mixed(high ^ low) >>> 11) * 2 ** 32 + (mixed(low + Math.imul(high, 5)) >>> 0)) / 2 ** 53
}

/** The finalizer of MurmurHash3: every bit comes to depend on every other. */
function mixed(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
