import { Heap } from './heap.ts'

const none = -1

/**
 * Numbered jobs by the time at which they are due. A bucket for each short while holds its jobs as a chain, and a heap those of
 * the while that is running: so a job costs about the same however many there are.
 */
export class Calendar {
  readonly #due: Float64Array
  readonly #width: number
  readonly #first: Int32Array
  /** Behind each job the next one of its chain. */
  readonly #behind: Int32Array
  readonly #running: Heap
  #start = 0
  #bucket = 0
  #inBuckets = 0
  /** The chain of those behind the last bucket. */
  #later = none

  /**
   * @param due where the time of each job is kept; only the calendar writes the time of a job that is in it
   * @param size how many jobs may be in it at one time, and about how far ahead of the next one the others lie
   */
  constructor(due: Float64Array, { jobs, spanMs }: { jobs: number; spanMs: number }) {
    // A few jobs a bucket, so that neither empty buckets nor full ones cost much.
    const buckets = 2 ** Math.min(20, Math.max(6, Math.ceil(Math.log2(jobs + 1))))
    this.#due = due
    this.#width = Math.max(spanMs / buckets, 1)
    this.#first = new Int32Array(buckets).fill(none)
    this.#behind = new Int32Array(due.length)
    this.#running = new Heap(due)
  }

  /** When the next job is due; Infinity where there is none. */
  get nextAt(): number {
    this.#open()
    return this.#running.size === 0 ? Number.POSITIVE_INFINITY : (this.#due[this.#running.top] ?? 0)
  }

  /** Puts a job in that is not in yet. */
  put(job: number, at: number): void {
    this.#due[job] = at
    this.#file(job)
  }

  /** Takes out the job that is due first, of one time the one with the lowest number; -1 where there is none. */
  take(): number {
    this.#open()
    return this.#running.size === 0 ? none : this.#running.pop()
  }

  /** Takes out all jobs that are due at `until` or before; Infinity stands for all jobs. In no order. */
  drain(until: number): number[] {
    const drained: number[] = []
    while (this.nextAt <= until) {
      const job = this.take()
      if (job === none) break
      drained.push(job)
    }
    return drained
  }

  #file(job: number): void {
    const bucket = Math.floor(((this.#due[job] ?? 0) - this.#start) / this.#width)
    if (bucket <= this.#bucket) this.#running.push(job)
    else if (bucket < this.#first.length) {
      this.#behind[job] = this.#first[bucket] ?? none
      this.#first[bucket] = job
      this.#inBuckets++
    } else {
      this.#behind[job] = this.#later
      this.#later = job
    }
  }

  /** Goes on to the next while that has jobs, where the running one has none. */
  #open(): void {
    if (this.#running.size > 0) return
    if (this.#inBuckets > 0) {
      do this.#bucket++
      while (this.#first[this.#bucket] === none)
      const chain = this.#first[this.#bucket] ?? none
      this.#first[this.#bucket] = none
      for (let job = chain; job !== none; job = this.#behind[job] ?? none) {
        this.#running.push(job)
        this.#inBuckets--
      }
    } else if (this.#later !== none) this.#beginAnew()
  }

  /** Files those behind the last bucket, the first bucket beginning with the earliest of them. */
  #beginAnew(): void {
    const chain = this.#later
    let earliest = Number.POSITIVE_INFINITY
    for (let job = chain; job !== none; job = this.#behind[job] ?? none) {
      earliest = Math.min(earliest, this.#due[job] ?? 0)
    }
    this.#start = earliest
    this.#bucket = 0
    this.#later = none
    for (let job = chain; job !== none; ) {
      const following = this.#behind[job] ?? none
      this.#file(job)
      job = following
    }
  }
}
