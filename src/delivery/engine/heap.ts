/** A queue that gives the least item first: a binary heap. */
export interface Heap<T> {
  readonly size: number
  push(item: T): void
  peek(): T | undefined
  pop(): T | undefined
  /** All items, in no order. */
  items(): readonly T[]
  /** Puts others in the place of all items. */
  replace(items: Iterable<T>): void
}

/** Makes an empty one; `before` says whether `a` comes before `b`. */
export const createHeap = <T>(before: (a: T, b: T) => boolean): Heap<T> => new BinaryHeap(before)

class BinaryHeap<T> implements Heap<T> {
  readonly #before: (a: T, b: T) => boolean
  #items: T[] = []

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#items.length
  }

  push(item: T): void {
    let at = this.#items.length
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = this.#items[up]
      if (parent === undefined || !this.#before(item, parent)) break
      this.#items[at] = parent
      at = up
    }
    this.#items[at] = item
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  pop(): T | undefined {
    const [least] = this.#items
    const last = this.#items.pop()
    if (last !== undefined && this.#items.length > 0) this.#sink(last)
    return least
  }

  items(): readonly T[] {
    return this.#items
  }

  replace(items: Iterable<T>): void {
    this.#items = []
    for (const item of items) this.push(item)
  }

  /** Puts an item in the first place, and from there down to its own. */
  #sink(item: T): void {
    let at = 0
    for (let down = this.#lesserChild(at); down < this.#items.length; down = this.#lesserChild(at)) {
      const child = this.#items[down]
      if (child === undefined || !this.#before(child, item)) break
      this.#items[at] = child
      at = down
    }
    this.#items[at] = item
  }

  #lesserChild(at: number): number {
    const [left, right] = [this.#items[2 * at + 1], this.#items[2 * at + 2]]
    const isRight = left !== undefined && right !== undefined && this.#before(right, left)
    return isRight ? 2 * at + 2 : 2 * at + 1
  }
}
