import type { Kept } from '../../delivery/store.ts'
import { isoTime } from '../../output/times.ts'

/** A kept delivery without its bytes, as `--json` tells it. */
export function keptValue({ place: _, request, attempts, at, ...kept }: Kept) {
  return {
    ...kept,
    at: isoTime(at),
    bytes: request.body.length,
    attempts: attempts.map(({ number, at, to, outcome, response, durationMs }) => ({
      number,
      at: isoTime(at),
      to,
      outcome,
      status: response?.status ?? null,
      durationMs,
    })),
  }
}
