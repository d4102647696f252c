import type { EndpointChange, EndpointHealth, Turn } from '../../endpoint/health.ts'
import { afterAttempt, afterGivenUp, disable, mayWait, newEndpoint } from '../../endpoint/health.ts'
import type { Policy } from '../engine/policy.ts'

/** What of an attempt the endpoint's health depends on. */
export interface Blow {
  readonly at: number
  readonly ok: boolean
  /** Whether it was the one attempt after a while off. */
  readonly probe: boolean
  /** Whether the event is given up with it. */
  readonly givenUp: boolean
  readonly disables: 'answer' | 'last-attempt' | undefined
}

/** How many changes are remembered one by one. */
const remembered = 1_000

/** The endpoint of a simulation: the same machine as for real, which is asked only where it could come to something. */
export class Endpoint {
  readonly changes: EndpointChange[] = []
  changeCount = 0
  #health = newEndpoint
  readonly #rules: Policy['health']
  readonly #hasLimits: boolean

  constructor({ health }: Policy) {
    this.#rules = health
    const { consecutiveFailures, failedEvents, failingForMs, ratio } = health
    this.#hasLimits = [consecutiveFailures, failedEvents, failingForMs, ratio].some(
      (limit) => limit !== undefined,
    )
  }

  get health(): EndpointHealth {
    return this.#health
  }

  /** Notes an attempt, and says whether it changed whether or when the endpoint gets something. */
  note(blow: Blow): boolean {
    if (blow.disables === undefined && this.#isIdle(blow)) return false
    const { at, ok, probe, givenUp, disables } = blow
    const { state, until } = this.#health
    if (disables) this.#turn(disable(this.#health, at, disables))
    this.#turn(afterAttempt(this.#health, { at, ok, probe }, this.#rules))
    if (givenUp) this.#turn(afterGivenUp(this.#health, at, this.#rules))
    return this.#health.state !== state || this.#health.until !== until
  }

  /** Whether an event, or a retry of one, may wait while the endpoint stands as it does. */
  mayWait(eventAt: number, attempts: number): boolean {
    return mayWait(this.#health, { eventAt, attempts }, this.#rules)
  }

  /** Whether an attempt cannot come to anything: where there are no limits, most successes, and failures like those before. */
  #isIdle({ ok, at, givenUp }: Blow): boolean {
    if (!this.#hasLimits) return true
    if (this.#health.state !== 'enabled' || this.#rules.ratio) return false
    const { failingSince, failedEventsInRow, timesOff } = this.#health
    if (ok) return failingSince === null && failedEventsInRow === 0 && timesOff === 0
    const { consecutiveFailures, failedEvents, failingForMs } = this.#rules
    const isCounted = consecutiveFailures !== undefined || (givenUp && failedEvents !== undefined)
    return (
      !isCounted && failingSince !== null && at - failingSince < (failingForMs ?? Number.POSITIVE_INFINITY)
    )
  }

  #turn({ health, change }: Turn): void {
    this.#health = health
    if (change === undefined) return
    this.changeCount++
    if (this.changes.length < remembered) this.changes.push(change)
  }
}
