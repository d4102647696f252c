import type { SimulatedOutage } from '../../output/outage-words.ts'
import type { ProviderSchedule } from '../../output/provider-schedule.ts'
import { figureOf, readFigure } from '../../provider/figure.ts'

/** A provider's schedule as `--json` prints it; all times in milliseconds. */
export function scheduleValue({ profile, policy, attempts }: ProviderSchedule) {
  const { schedule, health, order, afterLast, deadLetterMs } = policy
  const { delivery } = profile
  const { delays: _delays, maxAgeMs, ...rules } = schedule
  return {
    provider: profile.name,
    title: profile.title,
    attempts,
    totalMs: attempts.at(-1)?.atMs ?? 0,
    timeLimitMs: policy.timeLimitMs,
    success: figureOf(delivery.success),
    ...rules,
    jitter: schedule.jitter ?? null,
    maxAgeMs: maxAgeMs ?? null,
    afterLast,
    deadLetterMs: deadLetterMs ?? null,
    health,
    order,
    /** The figures of the delivery rules that the provider does not publish. */
    assumed: Object.entries(delivery).flatMap(([name, figure]) => (readFigure(figure).assumed ? [name] : [])),
    sources: profile.sources,
  }
}

/** An outage and what came of it, as `--json` prints it; all times in milliseconds. */
export function outageValue({ outage, report }: SimulatedOutage) {
  const { policy: _policy, ...asked } = outage
  return { ...asked, ...report }
}
