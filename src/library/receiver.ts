import type { Delivery } from '../delivery/delivery.ts'
import { createListener } from '../delivery/listener.ts'
import { HooksError } from '../errors.ts'
import { fitsGlob } from '../provider/glob.ts'
import { keyringOf } from './keyring.ts'
import type { Receiver, ReceiverOptions, World } from './types.ts'

/** See `Library.receiver`. */
export async function openReceiver(options: ReceiverOptions, world: World): Promise<Receiver> {
  const inbox = createInbox()
  const store = await world.openStore()
  const handle = createListener({
    ...world,
    clock: options.clock ?? world.clock,
    store,
    keyring: keyringOf(options),
    provider: options.provider,
    acceptUnverified: false,
    refused: () => undefined,
    seen: ({ delivery }) => inbox.put(delivery),
  })
  const maxBodyBytes = 25_000_000
  const server = await world.serve({ host: '127.0.0.1', port: options.port ?? 0, maxBodyBytes, handle })
  return {
    url: server.url,
    deliveries: inbox.deliveries,
    next: inbox.next,
    close: async () => {
      inbox.close()
      await server.close()
      await store.close()
    },
  }
}

/** What has come, and who waits for what is still to come. */
function createInbox() {
  const deliveries: Delivery[] = []
  const asked = new Set<Delivery>()
  const arrivals = new EventTarget()
  const closed = new AbortController()
  const take = (type: string): Delivery | undefined => {
    const found = deliveries.find((each) => !asked.has(each) && fitsGlob(type, each.type ?? ''))
    if (found) asked.add(found)
    return found
  }
  return {
    deliveries,
    put: (delivery: Delivery): void => {
      deliveries.push(delivery)
      arrivals.dispatchEvent(new Event('arrival'))
    },
    close: (): void =>
      closed.abort(new HooksError('interrupted', 'The receiver was closed before the delivery came.')),
    next: async (type = '*', signal?: AbortSignal): Promise<Delivery> => {
      const ends = AbortSignal.any([closed.signal, ...(signal ? [signal] : [])])
      for (;;) {
        const found = take(type)
        if (found) return found
        await arrival(arrivals, ends)
      }
    },
  }
}

/** Resolves with the next arrival, rejects when the wait ends. */
const arrival = (arrivals: EventTarget, ends: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (ends.aborted) reject(ends.reason)
    ends.addEventListener('abort', () => reject(ends.reason), { once: true })
    arrivals.addEventListener('arrival', () => resolve(), { once: true })
  })
