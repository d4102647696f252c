import type { Core } from './core.ts'
import type { Outbox } from './outbox.ts'
import { openOutbox } from './outbox.ts'
import type { Sending } from './records.ts'

/** The outboxes of all endpoints. */
export interface Outboxes {
  /** Switches an endpoint on or off; resolves when that holds. Does nothing where it was forgotten meanwhile. */
  switch(endpoint: string, to: 'on' | 'off'): Promise<void>
  /** Takes on deliveries, each at its endpoint, in their order; those that were forgotten meanwhile are passed over. */
  add(sendings: readonly Sending[]): void
  /** Opens those of all endpoints to which something is on its way. */
  resume(): void
  /**
   * Closes all of them; what still waits for an answer when `hurry` is aborted is broken off, and made anew next time. None is
   * opened any more until they are resumed.
   */
  close(hurry: AbortSignal): Promise<void>
  /** Rejects as soon as one cannot go on; never resolves. */
  readonly failure: Promise<never>
}

/** Makes them; none is open yet. */
export function createOutboxes(core: Core): Outboxes {
  const outboxes = new Map<string, Outbox>()
  let isClosed = true
  let fail = (_error: unknown): void => undefined
  const failure = new Promise<never>((_, reject) => {
    fail = reject
  })
  failure.catch(() => undefined)
  const of = (endpoint: string): Outbox => {
    const outbox = outboxes.get(endpoint) ?? openOutbox(core, endpoint)
    if (!outboxes.has(endpoint)) outbox.ended.catch(fail)
    outboxes.set(endpoint, outbox)
    return outbox
  }
  const add = (sendings: readonly Sending[]): void => {
    for (const sending of sendings) {
      if (!isClosed && core.ledger.get('sending', sending.id)) of(sending.endpoint).add([sending])
    }
  }
  return {
    add,
    failure,
    switch: async (endpoint, to) => {
      if (!isClosed && core.ledger.get('endpoint', endpoint)) await of(endpoint).switch(to)
    },
    resume: () => {
      isClosed = false
      const open = core.ledger.all('sending').filter(({ state }) => state === 'waiting')
      add(open.toSorted((a, b) => a.at - b.at))
    },
    close: async (hurry) => {
      isClosed = true
      const closing = [...outboxes.values()]
      outboxes.clear()
      await Promise.all(closing.map((outbox) => outbox.close(hurry)))
    },
  }
}
