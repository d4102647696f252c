import type { Rate } from '../../time/rate.ts'
import type { EndpointChange } from '../engine/dispatcher.ts'
import type { Policy } from '../engine/policy.ts'

/** An outage to be simulated: it begins with the first event, at 0. */
export interface Outage {
  readonly policy: Policy
  /** How long every attempt fails, in milliseconds. */
  readonly lastsMs: number
  readonly rate: Rate
  /** How long events happen, in milliseconds. */
  readonly forMs: number
  /** The share of attempts that fail outside of the outage, from 0 to 1. */
  readonly failRate: number
  /** The same seed gives the same answer. */
  readonly seed: string
}

/** What an outage comes to. All times in milliseconds since its beginning. */
export interface OutageReport {
  readonly events: number
  readonly attempts: number
  /** Delivered by the first attempt, when it was due. */
  readonly atOnce: number
  readonly late: {
    readonly events: number
    /** How long after the event, of those that are late; null where none is. */
    readonly medianMs: number | null
    readonly p95Ms: number | null
    readonly maxMs: number | null
  }
  readonly lost: Losses
  /** Neither delivered nor given up: they wait until somebody enables the endpoint. */
  readonly waiting: number
  /** The first changes of the endpoint, in their order, and how many there were in all. */
  readonly changes: readonly EndpointChange[]
  readonly changeCount: number
  /** The most events that waited at one time, and when first. */
  readonly backlog: { readonly most: number; readonly atMs: number }
  /** The minute with the most attempts after the outage; null where there were none. */
  readonly burst: { readonly attempts: number; readonly atMs: number } | null
  /** When the last event of the outage was delivered or lost; null where one still waits. */
  readonly workedOffMs: number | null
  readonly curve: Curve
}

/** Events that are not delivered, by what became of them. */
export interface Losses {
  readonly events: number
  /** All attempts failed, or it became too old. */
  readonly givenUp: number
  /** An answer asked for no more. */
  readonly stopped: number
  /** Its retries ended with the endpoint. */
  readonly cancelled: number
  /** It happened while the endpoint was off. */
  readonly dropped: number
  /** Of those that were given up: how many are kept as dead letters. */
  readonly deadLettered: number
}

/** What waited and what was lost, step by step. */
export interface Curve {
  readonly stepMs: number
  /** When nothing changed any more; the last step may go beyond it. */
  readonly untilMs: number
  /** The most events that waited at one time within the step. */
  readonly waiting: readonly number[]
  /** How many were lost by the end of the step. */
  readonly lost: readonly number[]
}

/** How many events happen. */
export const eventCount = ({ rate, forMs }: Pick<Outage, 'rate' | 'forMs'>): number =>
  Math.ceil((forMs * rate.events) / rate.perMs)

/** When an event happens: they come evenly, in whole milliseconds. */
export const eventTime = ({ events, perMs }: Rate, event: number): number =>
  Math.floor((event * perMs) / events)
