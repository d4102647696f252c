import type { EndpointChange, EndpointHealth, Turn } from '../../endpoint/health.ts'
import { afterAttempt, afterGivenUp, disable, enable, mayWait, newEndpoint } from '../../endpoint/health.ts'
import type { Plan } from './decide.ts'
import { decide, firstPlan, isTooOld } from './decide.ts'
import type { AttemptResult, Decision } from './decision.ts'
import type { Consequence, Dispatcher, Dispatching, Ended, Job, Planned } from './dispatcher.ts'
import type { End } from './end.ts'
import { createHeap } from './heap.ts'
import { chanceOf } from './jitter.ts'
import type { Policy } from './policy.ts'
import type { Track } from './queue.ts'
import { byOrder, createQueue, newTrack } from './queue.ts'
import type { Why } from './why.ts'

/** The dispatcher: who waits, who is under way, and where the endpoint stands. */
class Desk implements Dispatcher {
  readonly #policy: Policy
  readonly #seed: string
  #health: EndpointHealth
  readonly #tracks = new Map<string, Track>()
  readonly #queue = createQueue()
  /** Where order is kept: those behind the one whose turn it is, and what they plan by themselves. */
  readonly #behind = createHeap<{ track: Track; plan: Plan }>((a, b) => byOrder(a.track, b.track) < 0)
  #head: Track | undefined
  /** The one attempt that is made after a while off. */
  #probe: Track | undefined
  #added = 0
  #ended: Ended[] = []
  #changes: EndpointChange[] = []

  constructor({ policy, seed, health }: Dispatching) {
    this.#policy = policy
    this.#seed = seed
    this.#health = health ?? newEndpoint
  }

  get health(): EndpointHealth {
    return this.#health
  }

  get open(): number {
    return this.#tracks.size
  }

  add({ id, at, past = [] }: Job): Consequence {
    if (this.#tracks.has(id)) throw new RangeError(`The job '${id}' is there already.`)
    const track = newTrack(id, at, this.#added++)
    this.#tracks.set(id, track)
    for (const result of past) note(track, result)
    const last = past.at(-1)
    if (last === undefined) this.#place(track, firstPlan(this.#policy, at), at)
    else this.#follow(track, this.#decide(track, last), last.endedAt)
    return this.#consequence()
  }

  next(): Planned | undefined {
    const { state, until } = this.#health
    if (state === 'disabled' || (state === 'off-for-a-while' && this.#probe)) return undefined
    const first = this.#queue.first()
    if (first === undefined) return undefined
    const { track, plan } = first
    const { at, why } = moved(plan, 'endpoint-off', until)
    return { job: track.id, number: track.attempts + 1, of: this.#policy.schedule.delays.length, at, why }
  }

  begin(job: string): void {
    const track = this.#tracks.get(job)
    if (track?.plan === undefined) throw new RangeError(`No attempt of '${job}' waits.`)
    track.plan = undefined
    track.isUnderWay = true
    if (this.#health.state === 'off-for-a-while') this.#probe = track
  }

  finish(job: string, result: AttemptResult): Consequence {
    const track = this.#tracks.get(job)
    if (!track?.isUnderWay) throw new RangeError(`No attempt of '${job}' is under way.`)
    const at = result.endedAt
    track.isUnderWay = false
    note(track, result)
    const decision = this.#decide(track, result)
    const before = this.#health
    this.#noteHealth(decision, at, track === this.#probe)
    if (track === this.#probe) this.#probe = undefined
    this.#follow(track, decision, at)
    this.#heed(before, at)
    return this.#consequence()
  }

  enable(at: number, failures: 'reset' | 'kept' = 'reset'): Consequence {
    const before = this.#health
    this.#turn(enable(before, at, failures))
    this.#heed(before, at)
    return this.#consequence()
  }

  disable(at: number): Consequence {
    const before = this.#health
    this.#turn(disable(before, at, 'by-hand'))
    this.#heed(before, at)
    return this.#consequence()
  }

  #decide(track: Track, result: AttemptResult): Decision {
    const chance = (number: number): number => chanceOf(this.#seed, track.id, number)
    const { eventAt, firstAt = result.startedAt } = track
    return decide(this.#policy, { eventAt, firstAt, result, chance })
  }

  /** What an answer orders comes before what the counters would lead to. */
  #noteHealth(decision: Decision, at: number, probe: boolean): void {
    const { health: rules } = this.#policy
    const ended = decision.kind === 'end' ? decision : undefined
    if (ended?.disables) this.#turn(disable(this.#health, at, ended.disables))
    this.#turn(afterAttempt(this.#health, { at, ok: ended?.end === 'delivered', probe }, rules))
    if (ended?.end === 'given-up') this.#turn(afterGivenUp(this.#health, at, rules))
  }

  #follow(track: Track, decision: Decision, at: number): void {
    if (decision.kind === 'end') this.#end(track, decision.end, at)
    else this.#place(track, decision, at)
  }

  /** Lets a delivery wait for its next attempt, as far as the endpoint and the order let it. */
  #place(track: Track, plan: Plan, at: number): void {
    if (!this.#mayWait(track)) this.#end(track, 'endpoint-disabled', at)
    else if (this.#policy.order === 'none' || this.#head === track) this.#plan(track, plan, at)
    else this.#behind.push({ track, plan })
  }

  /** Whose turn it is plans its attempt, from when the one before it had ended. */
  #callNext(): void {
    while (this.#head === undefined) {
      const next = this.#behind.pop()
      if (next === undefined) return
      const { track, plan } = next
      this.#head = track
      const free = moved(plan, 'order', this.#health.lastEndAt)
      this.#plan(track, free, Math.max(track.eventAt, this.#health.lastEndAt ?? 0))
    }
  }

  #plan(track: Track, plan: Plan, at: number): void {
    const free = moved(plan, 'endpoint-off', this.#health.enabledAt)
    if (this.#isLate(track, free)) this.#end(track, 'given-up', at)
    else this.#queue.put(track, free)
  }

  /** Whether it will be too old when its time comes, or the endpoint's. */
  #isLate({ eventAt }: Track, { at }: Plan): boolean {
    return isTooOld(this.#policy, eventAt, Math.max(at, this.#health.until ?? at))
  }

  /** Whether a delivery may wait while the endpoint stands as it does: an event that happens meanwhile, or a retry. */
  #mayWait(track: Track): boolean {
    return mayWait(this.#health, track, this.#policy.health)
  }

  /** What a change of the endpoint means for all that wait. */
  #heed(before: EndpointHealth, at: number): void {
    const { state, until, enabledAt } = this.#health
    if (state === before.state && until === before.until) return
    this.#queue.revise((track, plan) => {
      const revised = moved(plan, 'endpoint-off', enabledAt)
      const end = this.#mayWait(track) ? this.#isLate(track, revised) && 'given-up' : 'endpoint-disabled'
      if (end === false) return revised
      this.#end(track, end, at)
      return undefined
    })
    const behind = this.#behind.items()
    this.#behind.replace(behind.filter(({ track }) => this.#mayWait(track)))
    const gone = behind.filter(({ track }) => !this.#mayWait(track)).map(({ track }) => track)
    for (const track of gone.sort(byOrder)) this.#end(track, 'endpoint-disabled', at)
  }

  #end(track: Track, end: End, at: number): void {
    this.#tracks.delete(track.id)
    const failed = end === 'given-up' || end === 'stopped'
    const deadLettered = failed && this.#policy.afterLast === 'dead-letter'
    this.#ended.push({ job: track.id, end, attempts: track.attempts, at, deadLettered })
    if (this.#head !== track) return
    this.#head = undefined
    this.#health = { ...this.#health, lastEndAt: at }
  }

  #turn({ health, change }: Turn): void {
    this.#health = health
    if (change) this.#changes.push(change)
  }

  #consequence(): Consequence {
    this.#callNext()
    const consequence = { ended: this.#ended, changes: this.#changes }
    this.#ended = []
    this.#changes = []
    return consequence
  }
}

function note(track: Track, result: AttemptResult): void {
  track.attempts = result.number
  track.firstAt ??= result.startedAt
}

/** A plan that something moves to `to`, if that is later. What is off twice while it waits was off once, but longer. */
function moved(plan: Plan, by: Why['moved'][number]['by'], to: number | null): Plan {
  if (to === null || to <= plan.at) return plan
  const before = plan.why.moved.at(-1)?.by === by ? plan.why.moved.slice(0, -1) : plan.why.moved
  return { ...plan, at: to, why: { ...plan.why, moved: [...before, { by, toMs: to - plan.from }] } }
}

/** Makes the machine. */
export const createDispatcher = (dispatching: Dispatching): Dispatcher => new Desk(dispatching)
