import type { AttemptResult } from '../engine/decision.ts'
import { chanceOf } from '../engine/jitter.ts'
import type { Outage } from './outage.ts'

/** The name of a simulated event. */
export const eventName = (event: number): string => `evt_${event}`

/** What comes of an attempt. */
export type Answer = Pick<AttemptResult, 'outcome' | 'status' | 'headers'>

/** The handler of a simulation. It takes no time. */
export type Handler = (event: number, attempt: number, at: number) => Answer

/** As long as the outage lasts nothing listens; then the handler succeeds, but for the attempts that fail by chance. */
export function createHandler({ policy, lastsMs, failRate, seed }: Outage): Handler {
  const down: Answer = { outcome: 'unreachable', status: null, headers: [] }
  const broken: Answer = { outcome: 'refused', status: 500, headers: [] }
  const sound: Answer = { outcome: 'accepted', status: policy.success[0]?.[0] ?? 200, headers: [] }
  const from = Math.floor(chanceOf(seed, 'handler', 0) * 2 ** 32)
  const below = failRate * 2 ** 32
  return (event, attempt, at) => {
    if (at < lastsMs) return down
    return below > 0 && scattered(scattered(from + event) + attempt) < below ? broken : sound
  }
}

/** 32 bits of which each depends on all that are given: the hash lowbias32. Millions are drawn, so no text is made for each. */
function scattered(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return (bits ^ (bits >>> 15)) >>> 0
}
