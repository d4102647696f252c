import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDispatcher } from '../../../src/delivery/engine/desk.ts'
import type { Ended, EndpointChange } from '../../../src/delivery/engine/dispatcher.ts'
import { createHandler, eventName } from '../../../src/delivery/outage/handler.ts'
import type { Outage } from '../../../src/delivery/outage/outage.ts'
import { eventCount, eventTime } from '../../../src/delivery/outage/outage.ts'
import { fates, Simulation } from '../../../src/delivery/outage/simulation.ts'
import { outages } from './support/outages.ts'

interface Fate {
  readonly end: Ended['end'] | 'waiting'
  readonly attempts: number
  readonly at: number
}

interface Story {
  readonly fates: Fate[]
  readonly changes: readonly EndpointChange[]
}

/** The outage through the dispatcher that makes real deliveries, attempt by attempt. */
function dispatched(outage: Outage): Story {
  const dispatcher = createDispatcher(outage)
  const handler = createHandler(outage)
  const events = eventCount(outage)
  const ended = new Map<string, Ended>()
  const changes: EndpointChange[] = []
  const begun = new Map<string, number>()
  const note = (consequence: ReturnType<typeof dispatcher.add>): void => {
    for (const each of consequence.ended) ended.set(each.job, each)
    changes.push(...consequence.changes)
  }
  for (let happened = 0; ; ) {
    const next = dispatcher.next()
    const at = happened < events ? eventTime(outage.rate, happened) : Number.POSITIVE_INFINITY
    if (at <= (next?.at ?? Number.POSITIVE_INFINITY)) {
      if (at === Number.POSITIVE_INFINITY) break
      note(dispatcher.add({ id: eventName(happened++), at }))
    } else if (next) {
      dispatcher.begin(next.job)
      begun.set(next.job, next.number)
      const answer = handler(Number(next.job.slice('evt_'.length)), next.number, next.at)
      const times = { number: next.number, startedAt: next.at, endedAt: next.at }
      note(dispatcher.finish(next.job, { ...answer, ...times }))
    }
  }
  const names = Array.from({ length: events }, (_, event) => eventName(event))
  const fateOf = (name: string): Fate => {
    const { end, attempts, at } = ended.get(name) ?? { end: 'waiting', attempts: begun.get(name) ?? 0, at: 0 }
    return { end, attempts, at }
  }
  return { fates: names.map(fateOf), changes }
}

const ends = new Map<number, Fate['end']>([
  [0, 'waiting'],
  [fates.delivered, 'delivered'],
  [fates['given-up'], 'given-up'],
  [fates.stopped, 'stopped'],
  [fates.cancelled, 'endpoint-disabled'],
  [fates.dropped, 'endpoint-disabled'],
])

/** The same through the simulation. */
function simulated(outage: Outage): Story {
  const simulation = new Simulation(outage)
  while (!simulation.advance(1_000));
  const fateOf = (event: number): Fate => {
    const end = ends.get(simulation.fate[event] ?? 0) ?? 'waiting'
    const at = end === 'waiting' ? 0 : (simulation.endedAt[event] ?? 0)
    return { end, attempts: simulation.attempts[event] ?? 0, at }
  }
  return {
    fates: Array.from({ length: simulation.events }, (_, event) => fateOf(event)),
    changes: simulation.endpoint.changes,
  }
}

test('a simulated outage comes to what the dispatcher makes of it, event by event', () => {
  fc.assert(
    fc.property(outages, (outage) => {
      expect(simulated(outage)).toEqual(dispatched(outage))
    }),
    { numRuns: 150 },
  )
})
