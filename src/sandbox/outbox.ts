import type { Tried } from '../delivery/deliver.ts'
import type { Ending } from '../delivery/delivery.ts'
import type { Happening } from '../delivery/engine/courier.ts'
import { runErrand } from '../delivery/engine/courier.ts'
import { decide, firstPlan } from '../delivery/engine/decide.ts'
import type { AttemptResult } from '../delivery/engine/decision.ts'
import { createDispatcher } from '../delivery/engine/desk.ts'
import type {
  Consequence,
  Dispatcher,
  Ended,
  EndpointChange,
  Planned,
} from '../delivery/engine/dispatcher.ts'
import { chanceOf } from '../delivery/engine/jitter.ts'
import { createMailbox } from '../delivery/engine/mailbox.ts'
import { clockPace } from '../delivery/engine/pace.ts'
import type { Core } from './core.ts'
import { noteTime } from './core.ts'
import type { Change } from './ledger.ts'
import { put } from './ledger.ts'
import { composeMail, sendMail } from './mail.ts'
import type { EmittedEvent, Registered, Sending, SendingState } from './records.ts'

/** All that is on its way to one endpoint. */
export interface Outbox {
  /** Takes on what the ledger has by now. */
  add(sendings: readonly Sending[]): void
  /** Switches the endpoint on or off; resolves when that holds. */
  switch(to: 'on' | 'off'): Promise<void>
  /** Begins nothing new, waits for what is under way, and keeps what came of it; what still waits then, `hurry` breaks off. */
  close(hurry: AbortSignal): Promise<void>
  /** Rejects where it cannot go on; resolves when it is closed. */
  readonly ended: Promise<void>
}

/** When a delivery that sets out now is first tried. */
export const firstAttemptAt = ({ policy }: Core, at: number): number => firstPlan(policy, at).at

/** Opens the outbox of an endpoint that the ledger has. */
export const openOutbox = (core: Core, id: string): Outbox => new Run(core, id)

class Run implements Outbox {
  readonly #core: Core
  readonly #id: string
  readonly #seed: string
  readonly #dispatcher: Dispatcher
  readonly #mailbox = createMailbox()
  readonly #stop = new AbortController()
  readonly #hurry = new AbortController()
  /** What was sent and is not yet told. */
  readonly #tried = new Map<string, Tried>()
  /** Once an attempt was broken off, nothing that would follow from it counts. */
  #broken = false
  readonly ended: Promise<void>

  constructor(core: Core, id: string) {
    const { ledger, policy, clock, wishes } = core
    this.#core = core
    this.#id = id
    this.#seed = ledger.get('facts', '')?.seed ?? ''
    this.#dispatcher = createDispatcher({ policy, seed: this.#seed, health: this.#endpoint().health })
    this.ended = runErrand({
      dispatcher: this.#dispatcher,
      pace: clockPace(clock),
      mailbox: this.#mailbox,
      concurrency: wishes.concurrency,
      signal: this.#stop.signal,
      attempt: (planned, startedAt) => this.#attempt(planned, startedAt),
      tell: (happening) => this.#tell(happening),
    })
    this.ended.catch(() => undefined)
  }

  add(sendings: readonly Sending[]): void {
    for (const { id, at, attempts } of sendings) {
      this.#mailbox.post((dispatcher) => dispatcher.add({ id, at, past: attempts }))
    }
  }

  switch(to: 'on' | 'off'): Promise<void> {
    const switched = new Promise<void>((resolve) => {
      this.#mailbox.post((dispatcher, at): Consequence => {
        const failures = this.#core.api?.rules.onEnable === 'keeps-failures' ? 'kept' : 'reset'
        const consequence = to === 'on' ? dispatcher.enable(at, failures) : dispatcher.disable(at)
        resolve(this.#core.ledger.commit(this.#withHealth()))
        return consequence
      })
    })
    // Where it is closed first, nobody reads the mailbox any more.
    return Promise.race([switched, this.ended])
  }

  async close(hurry: AbortSignal): Promise<void> {
    const breakOff = (): void => this.#hurry.abort()
    if (hurry.aborted) breakOff()
    hurry.addEventListener('abort', breakOff, { once: true })
    this.#stop.abort()
    await this.ended.catch(() => undefined)
  }

  async #attempt(planned: Planned, startedAt: number): Promise<AttemptResult> {
    const { ledger, store, clock } = this.#core
    const { sending, event } = this.#sendingOf(planned.job)
    const mail = composeMail(this.#core, { id: sending.id, event, endpoint: this.#endpoint(), at: startedAt })
    if (!sending.kept) {
      // In one turn, so that they share a transaction: what was sent is known to have been, and is not kept twice.
      await Promise.all([
        store.keep(mail.delivery),
        ledger.commit([put('sending', sending.id, { ...sending, kept: true }), ...noteTime(this.#core)]),
      ])
    }
    const tried = await sendMail(this.#core, mail, { number: planned.number, signal: this.#hurry.signal })
    this.#tried.set(sending.id, tried)
    const { outcome, response } = tried.attempt
    const times = { startedAt, endedAt: Math.max(startedAt, clock.now()) }
    return {
      number: planned.number,
      ...times,
      outcome,
      status: response?.status ?? null,
      headers: response?.headers ?? [],
    }
  }

  async #tell(happening: Happening): Promise<void> {
    if (this.#broken) return
    if (happening.kind === 'attempt') await this.#tellAttempt(happening.planned, happening.result)
    else if (happening.kind === 'ended') await this.#tellEnd(happening.ended)
    else await this.#tellChange(happening.change)
  }

  async #tellAttempt(planned: Planned, result: AttemptResult): Promise<void> {
    const { store, ledger } = this.#core
    const { sending, event } = this.#sendingOf(planned.job)
    const tried = this.#tried.get(planned.job)
    this.#tried.delete(planned.job)
    if (tried === undefined || tried.attempt.unreachable?.why === 'interrupted') {
      this.#broken = true
      return
    }
    const { durationMs, unreachable, to } = tried.attempt
    const attempts = [...sending.attempts, { ...result, durationMs }]
    const next = this.#nextOf(sending, attempts)
    const beganMs = result.startedAt - event.at
    const scheduled = { of: planned.of, beganMs, endedMs: result.endedAt - event.at, why: planned.why }
    const changes = [put('sending', sending.id, { ...sending, attempts, next }), ...this.#withHealth()]
    await Promise.all([
      store.keepAttempt({ ...tried.attempt, scheduled }),
      ledger.commit([...changes, ...noteTime(this.#core)]),
    ])
    const facts = { delivery: sending.id, event, endpoint: this.#id, url: to, next, durationMs, unreachable }
    const { number, startedAt: at, outcome, status } = result
    const bytes = Buffer.byteLength(event.body)
    this.#core.tell({
      kind: 'attempt',
      attempt: { ...facts, number, of: planned.of, at, outcome, status, bytes },
    })
  }

  async #tellEnd({ job, end, at, deadLettered }: Ended): Promise<void> {
    const { ledger, store } = this.#core
    const { sending, event } = this.#sendingOf(job)
    const state: SendingState = deadLettered ? 'dead-letter' : end
    const ended = { ...sending, state, next: null }
    const endpointDisabled = this.#dispatcher.health.state === 'disabled'
    const ending: Ending = { end, atMs: at - event.at, deadLettered, endpointDisabled }
    const kept = sending.kept ? store.end(sending.id, ending) : undefined
    await Promise.all([kept, ledger.commit([put('sending', sending.id, ended), ...this.#withHealth()])])
    this.#core.tell({ kind: 'ended', event, sending: ended, endpoint: this.#endpoint() })
  }

  async #tellChange(change: EndpointChange): Promise<void> {
    const automatic = change.to === 'disabled' && change.because !== 'by-hand'
    const disabledAt = automatic ? change.at : null
    await this.#core.ledger.commit(this.#withHealth({ disabledAt }))
    const endpoint = this.#endpoint()
    // That what was deleted is off goes without saying.
    if (endpoint.deletedAt === null) this.#core.tell({ kind: 'endpoint', endpoint, change })
  }

  /** The endpoint as it stands by now; none where it was deleted. */
  #withHealth(more: Partial<Registered> = {}): Change[] {
    const endpoint = this.#core.ledger.get('endpoint', this.#id)
    return endpoint
      ? [put('endpoint', this.#id, { ...endpoint, ...more, health: this.#dispatcher.health })]
      : []
  }

  #nextOf({ id, at }: Sending, attempts: readonly AttemptResult[]): number | null {
    const [first, result] = [attempts[0], attempts.at(-1)]
    if (first === undefined || result === undefined) return null
    const chance = (number: number): number => chanceOf(this.#seed, id, number)
    const decision = decide(this.#core.policy, { eventAt: at, firstAt: first.startedAt, result, chance })
    return decision.kind === 'retry' ? decision.at : null
  }

  #endpoint(): Registered {
    return known(this.#core.ledger.get('endpoint', this.#id), this.#id)
  }

  #sendingOf(id: string): { readonly sending: Sending; readonly event: EmittedEvent } {
    const sending = known(this.#core.ledger.get('sending', id), id)
    return { sending, event: known(this.#core.ledger.get('event', sending.event), sending.event) }
  }
}

function known<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new RangeError(`There is no '${id}'.`)
  return record
}
