/** Numbered jobs, the one that is due first on top; of one time, the one with the lowest number. */
export class Heap {
  readonly #due: Float64Array
  #jobs = new Int32Array(64)
  #size = 0

  /** @param due when each job is due; it stays the same while the job is in */
  constructor(due: Float64Array) {
    this.#due = due
  }

  get size(): number {
    return this.#size
  }

  /** The job on top; there must be one. */
  get top(): number {
    return this.#jobs[0] ?? 0
  }

  push(job: number): void {
    if (this.#size === this.#jobs.length) {
      const larger = new Int32Array(2 * this.#size)
      larger.set(this.#jobs)
      this.#jobs = larger
    }
    const jobs = this.#jobs
    let place = this.#size++
    while (place > 0) {
      const parent = (place - 1) >> 1
      const other = jobs[parent] ?? 0
      if (!this.#isBefore(job, other)) break
      jobs[place] = other
      place = parent
    }
    jobs[place] = job
  }

  /** Takes out the job on top; there must be one. */
  pop(): number {
    const top = this.top
    const last = this.#jobs[--this.#size] ?? 0
    if (this.#size > 0) this.#sink(last)
    return top
  }

  #sink(job: number): void {
    const jobs = this.#jobs
    const size = this.#size
    let place = 0
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && this.#isBefore(jobs[child + 1] ?? 0, jobs[child] ?? 0)) child++
      const other = jobs[child] ?? 0
      if (!this.#isBefore(other, job)) break
      jobs[place] = other
      place = child
    }
    jobs[place] = job
  }

  #isBefore(job: number, other: number): boolean {
    const at = this.#due[job] ?? 0
    const otherAt = this.#due[other] ?? 0
    return at < otherAt || (at === otherAt && job < other)
  }
}
