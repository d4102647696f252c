import { decide, firstPlan, isTooOld } from '../engine/decide.ts'
import type { Decision } from '../engine/decision.ts'
import type { End } from '../engine/end.ts'
import { chanceOf } from '../engine/jitter.ts'
import type { Policy } from '../engine/policy.ts'
import { plannedAttempts } from '../planned-attempts.ts'
import { Calendar } from './calendar.ts'
import { Endpoint } from './endpoint.ts'
import type { Answer } from './handler.ts'
import { createHandler, eventName } from './handler.ts'
import type { Outage } from './outage.ts'
import { eventCount, eventTime } from './outage.ts'
import { Tally } from './tally.ts'

/** What became of an event; 0 as long as it waits. */
export const fates = { delivered: 1, 'given-up': 2, stopped: 3, cancelled: 4, dropped: 5 } as const

/**
 * An outage, attempt by attempt, as the dispatcher would have it: events in typed arrays by their number, so that there may be
 * millions of them. Of one time, events happen before attempts are made.
 */
export class Simulation {
  readonly outage: Outage
  readonly events: number
  readonly endpoint: Endpoint
  readonly tally: Tally
  /** Of each event: what became of it, when, and by how many attempts. */
  readonly fate: Uint8Array
  readonly endedAt: Float64Array
  readonly attempts: Uint16Array
  /** When the first attempt of each was made, where delays count from it. */
  readonly #firstAt: Float64Array | undefined
  readonly #calendar: Calendar
  readonly #handler: ReturnType<typeof createHandler>
  readonly #tried: Tried
  readonly #inOrder: boolean
  /** Whether all that waits goes on waiting when the endpoint is off. */
  readonly #isPatient: boolean
  #happened = 0
  /** Where order is kept: whose turn it is, and when the one before it ended. */
  #turn = 0
  #isTaken = false
  #lastEndAt = 0

  constructor(outage: Outage) {
    const { policy } = outage
    this.outage = outage
    this.events = eventCount(outage)
    this.endpoint = new Endpoint(policy)
    this.tally = new Tally(outage.lastsMs)
    this.fate = new Uint8Array(this.events)
    // An event that waits has the time of its next attempt in the place of that of its end.
    this.endedAt = new Float64Array(this.events)
    this.attempts = new Uint16Array(this.events)
    this.#firstAt = policy.schedule.countedFrom === 'first' ? new Float64Array(this.events) : undefined
    this.#calendar = new Calendar(this.endedAt, {
      // Where order is kept, there is never more than one in it.
      jobs: policy.order === 'none' ? this.events : 1,
      spanMs: outage.forMs + spanOf(policy),
    })
    this.#handler = createHandler(outage)
    this.#tried = blankTried(outage)
    this.#inOrder = policy.order === 'chronological'
    const { retries, newEvents } = policy.health
    this.#isPatient = retries === 'paused' && newEvents === 'queued' && policy.schedule.maxAgeMs === undefined
  }

  /** Takes so many steps, and says whether all is over. */
  advance(steps: number): boolean {
    for (let left = steps; left > 0; left--) {
      const event = this.#happened < this.events ? this.#timeOf(this.#happened) : Number.POSITIVE_INFINITY
      const attempt = this.#nextAttemptAt()
      if (event <= attempt) {
        if (event === Number.POSITIVE_INFINITY) return true
        this.#happen(event)
      } else this.#attempt(attempt)
    }
    return false
  }

  #timeOf(event: number): number {
    return eventTime(this.outage.rate, event)
  }

  #nextAttemptAt(): number {
    const { state, until } = this.endpoint.health
    if (state === 'disabled') return Number.POSITIVE_INFINITY
    return until === null ? this.#calendar.nextAt : Math.max(this.#calendar.nextAt, until)
  }

  #happen(at: number): void {
    const event = this.#happened++
    this.tally.happen()
    if (!this.endpoint.mayWait(at, 0)) this.#end(event, 'dropped', at)
    else if (this.#inOrder) {
      this.#callNext()
      if (this.#turn !== event) this.tally.wait(at)
    } else this.#plan(event, firstPlan(this.outage.policy, at).at, at)
  }

  #attempt(at: number): void {
    const event = this.#calendar.take()
    const number = (this.attempts[event] ?? 0) + 1
    this.attempts[event] = number
    if (number === 1 && this.#firstAt) this.#firstAt[event] = at
    this.tally.attempt(at)
    const answer = this.#handler(event, number, at)
    const decision = answer.outcome === 'accepted' ? delivered : this.#decide(event, at, answer)
    const isEnd = decision.kind === 'end'
    const changed = this.endpoint.note({
      at,
      ok: isEnd && decision.end === 'delivered',
      probe: this.endpoint.health.state === 'off-for-a-while',
      givenUp: isEnd && decision.end === 'given-up',
      disables: isEnd ? decision.disables : undefined,
    })
    if (isEnd) this.#end(event, fateOf(decision.end), at)
    else if (this.endpoint.mayWait(this.#timeOf(event), number)) this.#plan(event, decision.at, at)
    else this.#end(event, 'cancelled', at)
    if (changed) this.#heed(at)
    if (this.#inOrder) this.#callNext()
  }

  #decide(event: number, at: number, answer: Answer): Decision {
    const tried = this.#tried
    tried.event = event
    tried.eventAt = this.#timeOf(event)
    tried.firstAt = this.#firstAt?.[event] ?? at
    tried.result.number = this.attempts[event] ?? 0
    tried.result.startedAt = at
    tried.result.endedAt = at
    tried.result.outcome = answer.outcome
    tried.result.status = answer.status
    return decide(this.outage.policy, tried)
  }

  /** Plans an attempt, unless its event will be too old by then. */
  #plan(event: number, due: number, now: number): void {
    if (this.#isLate(event, due)) this.#end(event, 'given-up', now)
    else {
      this.#calendar.put(event, due)
      // What is due and can be made is no backlog.
      if (due > now || this.endpoint.health.state !== 'enabled') this.tally.wait(now)
    }
  }

  #isLate(event: number, due: number): boolean {
    return isTooOld(this.outage.policy, this.#timeOf(event), Math.max(due, this.endpoint.health.until ?? due))
  }

  /** Where order is kept: whose turn it is plans its attempt, from when the one before it ended. */
  #callNext(): void {
    while (!this.#isTaken && this.#turn < this.#happened) {
      const event = this.#turn
      if (this.fate[event] === 0) {
        const at = this.#timeOf(event)
        this.#isTaken = true
        const due = Math.max(firstPlan(this.outage.policy, at).at, this.#lastEndAt)
        this.#plan(event, due, Math.max(at, this.#lastEndAt))
      } else this.#turn++
    }
  }

  /** What a change of the endpoint means for all that wait. */
  #heed(at: number): void {
    const isOn = this.endpoint.health.state === 'enabled'
    if (!isOn && this.#isPatient) return
    for (const event of this.#calendar.drain(isOn ? at : Number.POSITIVE_INFINITY)) {
      const due = isOn ? at : (this.endedAt[event] ?? 0)
      if (!this.endpoint.mayWait(this.#timeOf(event), this.attempts[event] ?? 0))
        this.#end(event, 'cancelled', at)
      else this.#plan(event, due, at)
    }
    if (!this.#inOrder || isOn) return
    for (let event = this.#turn; event < this.#happened; event++) {
      if (this.fate[event] === 0 && !this.endpoint.mayWait(this.#timeOf(event), this.attempts[event] ?? 0)) {
        this.#end(event, 'cancelled', at)
      }
    }
  }

  #end(event: number, fate: keyof typeof fates, at: number): void {
    this.fate[event] = fates[fate]
    this.endedAt[event] = at
    this.tally.end(at, fate === 'delivered')
    this.#lastEndAt = at
    if (this.#inOrder && event === this.#turn) this.#isTaken = false
  }
}

/** How long after an event its last attempt may be made. */
const spanOf = ({ schedule }: Policy): number => plannedAttempts(schedule).at(-1)?.maxMs ?? 0

/** What is decided on: one for all attempts, since to make one for each would take longer than all else. */
type Tried = ReturnType<typeof blankTried>

function blankTried({ seed }: Outage) {
  const answer: Answer = { outcome: 'accepted', status: null, headers: [] }
  const result = { ...answer, number: 0, startedAt: 0, endedAt: 0 }
  const tried = {
    event: 0,
    eventAt: 0,
    firstAt: 0,
    result,
    chance: (number: number): number => chanceOf(seed, eventName(tried.event), number),
  }
  return tried
}

const delivered: Decision = { kind: 'end', end: 'delivered', disables: undefined }

/** The endpoint is never disabled by an attempt's own decision. */
const fateOf = (end: End): keyof typeof fates => (end === 'endpoint-disabled' ? 'cancelled' : end)
