import type { AttemptResult } from './decision.ts'
import type { Consequence, Dispatcher, Ended, EndpointChange, Job, Planned } from './dispatcher.ts'
import { createHeap } from './heap.ts'
import type { Mailbox } from './mailbox.ts'
import type { Pace } from './pace.ts'

export type { Pace } from './pace.ts'

/** What the courier tells of, in the order in which it happens on the schedule's clock. */
export type Happening =
  | { readonly kind: 'attempt'; readonly planned: Planned; readonly result: AttemptResult }
  | { readonly kind: 'ended'; readonly ended: Ended }
  | { readonly kind: 'endpoint'; readonly change: EndpointChange }

export interface Errand {
  readonly dispatcher: Dispatcher
  readonly pace: Pace
  /**
   * Events that are yet to happen, in the order of their time: each is added when it does. What the dispatcher already has
   * is seen to as well.
   */
  readonly jobs?: Iterable<Job>
  /** What is done to the dispatcher meanwhile; with it, the errand lasts until it is interrupted. */
  readonly mailbox?: Mailbox | undefined
  /**
   * Makes the attempt, keeps it, and says what came of it. It begins at `startedAt`, and its times are on the schedule's
   * clock: where time is skipped or sped up, it ends as many milliseconds later as it really took. Never rejects for a
   * handler's fault; if it rejects, nothing new begins, and the errand rejects with it at its end.
   */
  attempt(planned: Planned, startedAt: number): Promise<AttemptResult>
  /** How many attempts may be on their way at once. */
  readonly concurrency: number
  /** Told as it happens; awaited, so that nothing is told twice or lost where the process ends. */
  tell(happening: Happening): void | Promise<void>
  /** Begins nothing new once it is aborted: what is under way is waited for, and told. */
  readonly signal?: AbortSignal | undefined
}

/** Runs until nothing waits any more (or it is interrupted). */
export async function runErrand(errand: Errand): Promise<void> {
  const run = new Run(errand)
  const stir = (): void => run.stir()
  errand.mailbox?.watch(stir)
  errand.signal?.addEventListener('abort', stir)
  try {
    await run.toItsEnd()
  } finally {
    errand.signal?.removeEventListener('abort', stir)
  }
}

interface Made {
  readonly planned: Planned
  readonly result: AttemptResult
  /** Attempts that end at one time are told in the order in which they began. */
  readonly order: number
}

/** What is to be done at a time. */
interface Due {
  readonly at: number
  do(): void | Promise<void>
}

class Run {
  readonly #errand: Errand
  readonly #jobs: Iterator<Job>
  #job: Job | undefined
  #begun = 0
  #underWay = 0
  /** Attempts that have really ended, but not yet on the schedule's clock. */
  readonly #made = createHeap<Made>((a, b) =>
    a.result.endedAt === b.result.endedAt ? a.order < b.order : a.result.endedAt < b.result.endedAt,
  )
  #stirred = deferred()
  #isStirred = false
  #failure: { readonly error: unknown } | undefined

  constructor(errand: Errand) {
    this.#errand = errand
    this.#jobs = (errand.jobs ?? [])[Symbol.iterator]()
    this.#job = this.#nextJob()
  }

  /** Something has happened that may be acted upon before the time that is waited for. */
  stir(): void {
    this.#isStirred = true
    this.#stirred.resolve()
  }

  async toItsEnd(): Promise<void> {
    const { pace } = this.#errand
    for (;;) {
      await pace.during(this.#catchUp())
      if (this.#isOver()) break
      const until = this.#nextDue()?.at ?? Number.POSITIVE_INFINITY
      if (!this.#isStirred) await pace.pass(until, this.#stirred.promise)
    }
    this.#jobs.return?.()
    if (this.#failure) throw this.#failure.error
  }

  /** Does all that is due by now, the earliest first. */
  async #catchUp(): Promise<void> {
    this.#stirred = deferred()
    this.#isStirred = false
    try {
      await this.#seeToOrders()
      for (let due = this.#nextDue(); due && due.at <= this.#now(); due = this.#nextDue()) {
        const done = due.do()
        // Not awaited where nothing was: attempts of one moment begin before the first of them can end.
        if (done !== undefined) await done
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  async #seeToOrders(): Promise<void> {
    const { dispatcher, mailbox } = this.#errand
    if (this.#isEnding()) return
    for (const order of mailbox?.empty() ?? []) await this.#tellAll(order(dispatcher, this.#now()))
  }

  /** At one time: first what has ended, then what happens, then what begins. */
  #nextDue(): Due | undefined {
    const dues = [this.#nextEnd(), this.#nextArrival(), this.#nextBegin()]
    return dues.reduce((first, due) =>
      due && due.at < (first?.at ?? Number.POSITIVE_INFINITY) ? due : first,
    )
  }

  #nextEnd(): Due | undefined {
    const made = this.#made.peek()
    // Once it is ending, time does not pass any more: what is still under way is waited for, and all of it told in order.
    if (made === undefined || (this.#isEnding() && this.#underWay > 0)) return undefined
    const at = this.#isEnding() ? this.#now() : made.result.endedAt
    return {
      at,
      do: () => {
        this.#made.pop()
        return this.#finish(made)
      },
    }
  }

  #nextArrival(): Due | undefined {
    const job = this.#job
    if (job === undefined || this.#isEnding()) return undefined
    return {
      at: job.at,
      do: () => {
        this.#job = this.#nextJob()
        const consequence = this.#errand.dispatcher.add(job)
        return this.#tellAll(consequence)
      },
    }
  }

  #nextBegin(): Due | undefined {
    const { dispatcher, concurrency } = this.#errand
    if (this.#isEnding() || this.#underWay + this.#made.size >= concurrency) return undefined
    const planned = dispatcher.next()
    return planned && { at: planned.at, do: () => this.#begin(planned) }
  }

  #begin(planned: Planned): void {
    const { dispatcher, pace } = this.#errand
    const order = this.#begun++
    const work = async (): Promise<AttemptResult> => this.#errand.attempt(planned, pace.now())
    dispatcher.begin(planned.job)
    this.#underWay++
    void pace
      .during(work())
      .then(
        (result) => this.#made.push({ planned, result, order }),
        (error: unknown) => this.#fail(error),
      )
      .then(() => {
        this.#underWay--
        this.stir()
      })
  }

  async #finish({ planned, result }: Made): Promise<void> {
    const consequence = this.#errand.dispatcher.finish(planned.job, result)
    await this.#errand.tell({ kind: 'attempt', planned, result })
    await this.#tellAll(consequence)
  }

  /** What an attempt or an order leads to: what ended by itself, what that meant for the endpoint, and what this ended. */
  #tellAll({ ended, changes }: Consequence): Promise<void> | undefined {
    if (ended.length + changes.length === 0) return undefined
    const isCause = ({ end }: Ended): boolean => end !== 'endpoint-disabled'
    return this.#tellEach([
      ...ended.filter(isCause).map((each) => ({ kind: 'ended', ended: each }) as const),
      ...changes.map((change) => ({ kind: 'endpoint', change }) as const),
      ...ended.filter((each) => !isCause(each)).map((each) => ({ kind: 'ended', ended: each }) as const),
    ])
  }

  async #tellEach(happenings: readonly Happening[]): Promise<void> {
    for (const happening of happenings) await this.#errand.tell(happening)
  }

  #now(): number {
    return this.#errand.pace.now()
  }

  #nextJob(): Job | undefined {
    const next = this.#jobs.next()
    return next.done ? undefined : next.value
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
  }

  #isEnding(): boolean {
    return this.#failure !== undefined || this.#errand.signal?.aborted === true
  }

  #isOver(): boolean {
    if (this.#underWay > 0 || this.#made.size > 0) return false
    return this.#isEnding() || (this.#errand.mailbox === undefined && this.#nextDue() === undefined)
  }
}

interface Deferred {
  readonly promise: Promise<void>
  resolve(): void
}

function deferred(): Deferred {
  let resolve = (): void => undefined
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
