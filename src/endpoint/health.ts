import type { Ratio, Recent } from './recent.ts'
import { noneOfLate, ratioIsReached, withAttempt } from './recent.ts'

/** When an endpoint is switched off. Limits that are left out do not exist; times are milliseconds. */
export interface HealthRules {
  /** Failed attempts in a row, across events. */
  readonly consecutiveFailures: number | undefined
  /** Events in a row that were given up. */
  readonly failedEvents: number | undefined
  /** Time since the first failure, without a success between. */
  readonly failingForMs: number | undefined
  readonly ratio: Ratio | undefined
  /** Off only for a while, which grows each time; undefined where it stays off until somebody enables it. */
  readonly temporary:
    | { readonly forMs: number; readonly factor: number; readonly capMs: number | undefined }
    | undefined
}

/** What becomes of what waits while an endpoint is off. */
export interface WhileOff {
  /** Of events that happen meanwhile. */
  readonly newEvents: 'dropped' | 'queued'
  /** Of retries that wait. */
  readonly retries: 'cancelled' | 'paused'
}

/** Where an endpoint stands: plain data, which can be kept and taken up again. Times are those of the schedule's clock. */
export interface EndpointHealth {
  /** `off-for-a-while`: until `until`, then one attempt is made as a probe, whose success enables it. */
  readonly state: 'enabled' | 'off-for-a-while' | 'disabled'
  readonly consecutiveFailures: number
  readonly failedEventsInRow: number
  /** Since when it fails without a success between; null where it does not. */
  readonly failingSince: number | null
  readonly lastSuccessAt: number | null
  readonly lastFailureAt: number | null
  /** Since when it is off, failed probes included; null where it is not. */
  readonly offSince: number | null
  readonly until: number | null
  /** How often it was off for a while since its last success. */
  readonly timesOff: number
  /** When it was last enabled after it had been off. */
  readonly enabledAt: number | null
  /** The attempts of late, where a ratio is asked for. */
  readonly recent: Recent
  /** Where order is kept: when the delivery ended whose turn it was. The next one waits for that. */
  readonly lastEndAt: number | null
}

/** What happened to the endpoint. */
export interface EndpointChange {
  readonly to: EndpointHealth['state']
  readonly at: number
  /** What led to it; `time` where a probe succeeded after a while off. */
  readonly because:
    | 'consecutive-failures'
    | 'failed-events'
    | 'failing-for'
    | 'failure-ratio'
    | 'last-attempt'
    | 'answer'
    | 'by-hand'
    | 'time'
  /** When it is tried again, where it is off for a while. */
  readonly until: number | undefined
}

/** A step of the machine. */
export interface Turn {
  readonly health: EndpointHealth
  readonly change: EndpointChange | undefined
}

/** An endpoint to which nothing was sent yet. */
export const newEndpoint: EndpointHealth = {
  state: 'enabled',
  consecutiveFailures: 0,
  failedEventsInRow: 0,
  failingSince: null,
  lastSuccessAt: null,
  lastFailureAt: null,
  offSince: null,
  until: null,
  timesOff: 0,
  enabledAt: null,
  recent: noneOfLate,
  lastEndAt: null,
}

const noFailures = { consecutiveFailures: 0, failedEventsInRow: 0, failingSince: null, timesOff: 0 } as const

/** 2^31 seconds: a date beyond it could not be written any more. */
const longestOffMs = 2_147_483_648_000

/** An attempt has ended. A success ends a time off; a failed `probe` makes the next one longer. */
export function afterAttempt(
  health: EndpointHealth,
  attempt: { readonly at: number; readonly ok: boolean; readonly probe: boolean },
  rules: HealthRules,
): Turn {
  const { at, ok, probe } = attempt
  const recent = rules.ratio ? withAttempt(health.recent, attempt, rules.ratio.withinMs) : health.recent
  if (ok) {
    const next = { ...health, ...noFailures, recent, lastSuccessAt: at }
    return health.state === 'off-for-a-while' ? turnOn(next, at, 'time') : { health: next, change: undefined }
  }
  const next = {
    ...health,
    recent,
    consecutiveFailures: health.consecutiveFailures + 1,
    failingSince: health.failingSince ?? at,
    lastFailureAt: at,
  }
  if (probe && health.state === 'off-for-a-while') {
    return turnOff(next, { at, because: 'consecutive-failures' }, rules)
  }
  return check(next, at, rules)
}

/** An event was given up. */
export const afterGivenUp = (health: EndpointHealth, at: number, rules: HealthRules): Turn =>
  check({ ...health, failedEventsInRow: health.failedEventsInRow + 1 }, at, rules)

/** Switches it off until somebody enables it. */
export function disable(health: EndpointHealth, at: number, because: EndpointChange['because']): Turn {
  if (health.state === 'disabled') return { health, change: undefined }
  return {
    health: { ...health, state: 'disabled', offSince: health.offSince ?? at, until: null },
    change: { to: 'disabled', at, because, until: undefined },
  }
}

/**
 * Somebody enables it: it starts anew, with all counters at nought, also where it was enabled already. Some providers go on counting:
 * there the next failure may disable it again.
 */
export function enable(health: EndpointHealth, at: number, failures: 'reset' | 'kept' = 'reset'): Turn {
  const fresh = failures === 'kept' ? health : { ...health, ...noFailures, recent: noneOfLate }
  return health.state === 'enabled' ? { health: fresh, change: undefined } : turnOn(fresh, at, 'by-hand')
}

function turnOn(health: EndpointHealth, at: number, because: 'by-hand' | 'time'): Turn {
  return {
    health: { ...health, state: 'enabled', offSince: null, until: null, enabledAt: at, recent: noneOfLate },
    change: { to: 'enabled', at, because, until: undefined },
  }
}

function turnOff(
  health: EndpointHealth,
  { at, because }: Pick<EndpointChange, 'at' | 'because'>,
  { temporary }: HealthRules,
): Turn {
  if (temporary === undefined) return disable(health, at, because)
  const grown = temporary.forMs * temporary.factor ** health.timesOff
  const until = at + Math.min(grown, temporary.capMs ?? longestOffMs, longestOffMs)
  const timesOff = health.timesOff + 1
  return {
    health: {
      ...health,
      state: 'off-for-a-while',
      offSince: health.offSince ?? at,
      until,
      timesOff,
      recent: noneOfLate,
    },
    change: { to: 'off-for-a-while', at, because, until },
  }
}

function check(health: EndpointHealth, at: number, rules: HealthRules): Turn {
  const because = health.state === 'enabled' ? exceeded(health, at, rules) : undefined
  return because === undefined ? { health, change: undefined } : turnOff(health, { at, because }, rules)
}

function exceeded(
  health: EndpointHealth,
  at: number,
  rules: HealthRules,
): EndpointChange['because'] | undefined {
  if (health.consecutiveFailures >= (rules.consecutiveFailures ?? Number.POSITIVE_INFINITY)) {
    return 'consecutive-failures'
  }
  if (health.failedEventsInRow >= (rules.failedEvents ?? Number.POSITIVE_INFINITY)) return 'failed-events'
  const failingMs = at - (health.failingSince ?? at)
  if (failingMs > 0 && failingMs >= (rules.failingForMs ?? Number.POSITIVE_INFINITY)) return 'failing-for'
  return rules.ratio && ratioIsReached(health.recent, rules.ratio) ? 'failure-ratio' : undefined
}

/** Whether an event that happened at a time, or a retry of one, may wait while the endpoint stands as it does. */
export function mayWait(
  { state, offSince, until }: EndpointHealth,
  { eventAt, attempts }: { readonly eventAt: number; readonly attempts: number },
  { newEvents, retries }: WhileOff,
): boolean {
  if (state === 'enabled') return true
  if (attempts > 0 || eventAt <= (offSince ?? eventAt)) return retries === 'paused'
  return newEvents === 'queued' || (until !== null && eventAt >= until)
}
