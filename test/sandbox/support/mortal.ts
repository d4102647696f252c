import type { Store } from '../../../src/delivery/store.ts'
import type { Send } from '../../../src/http/send.ts'

/** What never happens: what a killed process was about to do. */
const never = (): Promise<never> => new Promise(() => undefined)

/** A process that is killed at its Nth step, between two steps or in the middle of one. */
export interface Mortal {
  readonly send: Send
  /** The store as the process has it. What it writes in one turn is one step, as it is one transaction. */
  store(real: Store): Store
  /** Resolves when it has been killed. */
  readonly killed: Promise<void>
  /** How many steps it has made. */
  readonly steps: number
}

/** @param last the step in which it is killed; `after`: what the step does is done, but nobody learns of it */
export function mortal(send: Send, last: number, how: 'before' | 'after'): Mortal {
  let steps = 0
  let dead = false
  let die = (): void => undefined
  const killed = new Promise<void>((resolve) => {
    die = resolve
  })
  /** Begins a step; whether it is the last one. */
  const begin = (): boolean => {
    steps += 1
    if (steps !== last) return false
    if (how === 'before') dead = true
    if (dead) die()
    return true
  }
  const end = <T>(isLast: boolean, value: T): T | Promise<never> => {
    if (isLast) {
      dead = true
      die()
    }
    return dead ? never() : value
  }
  let turn: { readonly isLast: boolean } | undefined
  const writing = async <T>(write: () => Promise<T>): Promise<T> => {
    if (dead) return never()
    if (turn === undefined) {
      turn = { isLast: begin() }
      setImmediate(() => {
        turn = undefined
      })
    }
    const { isLast } = turn
    if (dead) return never()
    return end(isLast, await write())
  }
  return {
    send: async (request) => {
      if (dead) return never()
      const isLast = begin()
      if (dead) return never()
      return end(isLast, await send(request))
    },
    store: (real) => ({
      ...real,
      keep: (delivery) => writing(() => real.keep(delivery)),
      keepAttempt: (attempt, answered) => writing(() => real.keepAttempt(attempt, answered)),
      end: (id, ending) => writing(() => real.end(id, ending)),
      journal: (name) => {
        const journal = real.journal(name)
        return { ...journal, write: (changes) => writing(() => journal.write(changes)) }
      },
    }),
    killed,
    get steps() {
      return steps
    },
  }
}
