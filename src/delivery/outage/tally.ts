import { Timeline } from './timeline.ts'

const minute = 60_000

/** Counts what happens in a simulation; all is told in the order of time. */
export class Tally {
  readonly timeline = new Timeline()
  attempts = 0
  /** Events that neither were delivered nor are lost. */
  waiting = 0
  #lost = 0
  readonly #outageEnd: number
  #minute = -1
  #inMinute = 0
  #burst: { readonly attempts: number; readonly atMs: number } | null = null

  constructor(outageEnd: number) {
    this.#outageEnd = outageEnd
  }

  /** The minute with the most attempts since the outage's end. */
  get burst() {
    return this.#burst
  }

  /** An event happened; whether it has to wait is told apart. */
  happen(): void {
    this.waiting++
  }

  /** An event has to wait. */
  wait(at: number): void {
    this.timeline.tell(at, this.waiting, this.#lost)
  }

  attempt(at: number): void {
    this.attempts++
    if (at < this.#outageEnd) return
    const current = Math.floor((at - this.#outageEnd) / minute)
    this.#inMinute = current === this.#minute ? this.#inMinute + 1 : 1
    this.#minute = current
    if (this.#inMinute <= (this.#burst?.attempts ?? 0)) return
    this.#burst = { attempts: this.#inMinute, atMs: this.#outageEnd + current * minute }
  }

  end(at: number, delivered: boolean): void {
    this.waiting--
    if (!delivered) this.#lost++
    this.timeline.tell(at, this.waiting, this.#lost)
  }
}
