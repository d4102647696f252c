import type { Why } from '../../delivery/engine/why.ts'
import type { Kept } from '../../delivery/store.ts'
import { isoTime } from '../../output/times.ts'

/** Why an attempt is made when it is, for scripts. */
export const whyValue = ({ jitteredMs, ...why }: Why) => ({ ...why, jitteredMs: jitteredMs ?? null })

/** A kept delivery without its bytes, as `--json` tells it. */
export function keptValue({ place: _, request, attempts, at, ...kept }: Kept) {
  return {
    ...kept,
    at: isoTime(at),
    bytes: request.body.length,
    attempts: attempts.map(({ number, at, to, outcome, response, durationMs, scheduled }) => ({
      number,
      at: isoTime(at),
      to,
      outcome,
      status: response?.status ?? null,
      durationMs,
      ...(scheduled ? { of: scheduled.of, offsetMs: scheduled.beganMs, why: whyValue(scheduled.why) } : {}),
    })),
  }
}
