/** A queue that gives the least item first. */
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

/** Makes a binary heap; `before` says whether `a` comes before `b`. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  let heap: T[] = []

  const rise = (start: number, item: T): void => {
    let at = start
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = heap[up]
      if (parent === undefined || !before(item, parent)) break
      heap[at] = parent
      at = up
    }
    heap[at] = item
  }

  const lesserChild = (at: number): number => {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
    return left !== undefined && right !== undefined && before(right, left) ? 2 * at + 2 : 2 * at + 1
  }

  const sink = (item: T): void => {
    let at = 0
    for (let down = lesserChild(at); down < heap.length; down = lesserChild(at)) {
      const child = heap[down]
      if (child === undefined || !before(child, item)) break
      heap[at] = child
      at = down
    }
    heap[at] = item
  }

  return {
    get size() {
      return heap.length
    },
    push: (item) => rise(heap.length, item),
    peek: () => heap[0],
    pop: () => {
      const [least] = heap
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) sink(last)
      return least
    },
    items: () => heap,
    replace: (items) => {
      heap = []
      for (const item of items) rise(heap.length, item)
    },
  }
}
