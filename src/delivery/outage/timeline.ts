import type { Curve } from './outage.ts'

/** At most; at least half as many, which is more than the widest drawing has columns. */
const steps = 256

/** What waited and what was lost over time; however long it takes, it stays as small. Is told of every change, in order. */
export class Timeline {
  #stepMs = 1_000
  #waiting = new Float64Array(steps)
  #lost = new Float64Array(steps)
  #at = 0
  #nowWaiting = 0
  #nowLost = 0
  #most = 0
  #mostAt = 0

  get most(): number {
    return this.#most
  }

  get mostAt(): number {
    return this.#mostAt
  }

  tell(at: number, waiting: number, lost: number): void {
    this.#goTo(at)
    if (waiting > (this.#waiting[this.#at] ?? 0)) this.#waiting[this.#at] = waiting
    this.#lost[this.#at] = lost
    this.#nowWaiting = waiting
    this.#nowLost = lost
    if (waiting > this.#most) {
      this.#most = waiting
      this.#mostAt = at
    }
  }

  /** Up to a time, at which nothing changes any more. */
  curve(until: number): Curve {
    this.#goTo(until)
    const lastStep = this.#at + 1
    return {
      stepMs: this.#stepMs,
      untilMs: until,
      waiting: [...this.#waiting.subarray(0, lastStep)],
      lost: [...this.#lost.subarray(0, lastStep)],
    }
  }

  /** Until the next change all stays as it is. */
  #goTo(at: number): void {
    while (at >= steps * this.#stepMs) this.#halve()
    const step = Math.floor(at / this.#stepMs)
    while (this.#at < step) {
      this.#at++
      this.#waiting[this.#at] = this.#nowWaiting
      this.#lost[this.#at] = this.#nowLost
    }
  }

  /** Makes one step of two. */
  #halve(): void {
    for (let step = 0; step < steps / 2; step++) {
      const [even, odd] = [2 * step, 2 * step + 1]
      this.#waiting[step] = Math.max(this.#waiting[even] ?? 0, this.#waiting[odd] ?? 0)
      this.#lost[step] = Math.max(this.#lost[even] ?? 0, this.#lost[odd] ?? 0)
    }
    this.#waiting.fill(0, steps / 2)
    this.#lost.fill(0, steps / 2)
    this.#at = Math.floor(this.#at / 2)
    this.#stepMs *= 2
  }
}
