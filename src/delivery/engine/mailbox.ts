import type { Consequence, Dispatcher } from './dispatcher.ts'

/** What is done to a dispatcher from outside: a new event, an endpoint that is enabled. `at` is the time of the schedule's clock. */
export type Order = (dispatcher: Dispatcher, at: number) => Consequence

/** Where orders are left for a courier who is under way: he sees to them in turn, and tells what follows. */
export interface Mailbox {
  post(order: Order): void
  /** The orders that lie there, which are then gone. */
  empty(): readonly Order[]
  /** Whom to call when an order comes. */
  watch(called: () => void): void
}

/** Makes an empty one. */
export function createMailbox(): Mailbox {
  let orders: Order[] = []
  let call = (): void => undefined
  return {
    post: (order) => {
      orders.push(order)
      call()
    },
    empty: () => {
      const taken = orders
      orders = []
      return taken
    },
    watch: (called) => {
      call = called
    },
  }
}
