import type { Losses, Outage, OutageReport } from './outage.ts'
import { eventTime } from './outage.ts'
import { fates, Simulation } from './simulation.ts'

/** How many steps are taken at one go: some tenths of a second. */
const stepsAtOnce = 500_000

/**
 * Simulates an outage. A million events take about a second.
 *
 * @param pause is awaited now and then, where it takes longer: who wants to interrupt gets a turn
 */
export async function simulateOutage(outage: Outage, pause: () => Promise<void>): Promise<OutageReport> {
  const simulation = new Simulation(outage)
  while (!simulation.advance(stepsAtOnce)) await pause()
  return reportOf(simulation)
}

/** What an outage came to. */
function reportOf(simulation: Simulation): OutageReport {
  const { outage, events, tally, endpoint } = simulation
  const { timeline } = tally
  const counts = countFates(simulation.fate)
  const late = latenessOf(simulation)
  return {
    events,
    attempts: tally.attempts,
    atOnce: counts(fates.delivered) - late.length,
    late: {
      events: late.length,
      medianMs: percentile(late, 0.5),
      p95Ms: percentile(late, 0.95),
      maxMs: percentile(late, 1),
    },
    lost: lossesOf(counts, outage),
    waiting: tally.waiting,
    changes: endpoint.changes,
    changeCount: endpoint.changeCount,
    backlog: { most: timeline.most, atMs: timeline.mostAt },
    burst: tally.burst,
    workedOffMs: workedOff(simulation),
    curve: timeline.curve(Math.max(outage.forMs, lastEnd(simulation.endedAt))),
  }
}

type Counts = (fate: number) => number

function countFates(fate: Uint8Array): Counts {
  const counts = new Float64Array(8)
  for (const each of fate) counts[each] = (counts[each] ?? 0) + 1
  return (each) => counts[each] ?? 0
}

function lossesOf(counts: Counts, { policy }: Outage): Losses {
  const [givenUp, stopped] = [counts(fates['given-up']), counts(fates.stopped)]
  const [cancelled, dropped] = [counts(fates.cancelled), counts(fates.dropped)]
  return {
    events: givenUp + stopped + cancelled + dropped,
    givenUp,
    stopped,
    cancelled,
    dropped,
    deadLettered: policy.afterLast === 'dead-letter' ? givenUp + stopped : 0,
  }
}

/** How long after its event each late delivery came, sorted. */
function latenessOf({ outage, events, fate, attempts, endedAt }: Simulation): Float64Array {
  const planned = outage.policy.schedule.delays[0] ?? 0
  const late = new Float64Array(events)
  let count = 0
  for (let event = 0; event < events; event++) {
    if (fate[event] !== fates.delivered) continue
    const lateness = (endedAt[event] ?? 0) - eventTime(outage.rate, event)
    if (lateness > planned || attempts[event] !== 1) late[count++] = lateness
  }
  return late.subarray(0, count).sort()
}

/** The smallest that so large a share of all does not exceed; null where there is none. */
const percentile = (sorted: Float64Array, share: number): number | null =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null

function workedOff({ outage, events, fate, endedAt }: Simulation): number | null {
  let last = 0
  for (let event = 0; event < events && eventTime(outage.rate, event) < outage.lastsMs; event++) {
    if (fate[event] === 0) return null
    last = Math.max(last, endedAt[event] ?? 0)
  }
  return last
}

function lastEnd(endedAt: Float64Array): number {
  let last = 0
  for (const at of endedAt) if (at > last) last = at
  return last
}
