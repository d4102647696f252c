import type { Delivery } from '../delivery/delivery.ts'
import { createListener } from '../delivery/listener.ts'
import { HooksError } from '../errors.ts'
import { fitsGlob } from '../provider/glob.ts'
import { keyringOf } from './keyring.ts'
import type { Receiver, ReceiverOptions, World } from './types.ts'

/** See `Library.receiver`. */
export async function openReceiver(options: ReceiverOptions, world: World): Promise<Receiver> {
  const deliveries: Delivery[] = []
  const asked = new Set<Delivery>()
  const arrivals = new EventTarget()
  const store = await world.openStore()
  const handle = createListener({
    ...world,
    clock: options.clock ?? world.clock,
    store,
    keyring: keyringOf(options),
    provider: options.provider,
    acceptUnverified: false,
    refused: () => undefined,
    seen: ({ delivery }) => {
      deliveries.push(delivery)
      arrivals.dispatchEvent(new Event('arrival'))
    },
  })
  const server = await world.serve({
    host: '127.0.0.1',
    port: options.port ?? 0,
    maxBodyBytes: 25_000_000,
    handle,
  })
  const closed = new AbortController()
  return {
    url: server.url,
    deliveries,
    next: async (type, signal) => {
      const ends = AbortSignal.any([closed.signal, ...(signal ? [signal] : [])])
      for (;;) {
        const found = deliveries.find((each) => !asked.has(each) && fitsGlob(type ?? '*', each.type ?? ''))
        if (found) {
          asked.add(found)
          return found
        }
        await arrival(arrivals, ends)
      }
    },
    close: async () => {
      closed.abort(new HooksError('interrupted', 'The receiver was closed before the delivery came.'))
      await server.close()
      await store.close()
    },
  }
}

/** Resolves with the next arrival, rejects when the wait ends. */
const arrival = (arrivals: EventTarget, ends: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (ends.aborted) reject(ends.reason)
    const stop = (): void => reject(ends.reason)
    ends.addEventListener('abort', stop, { once: true })
    arrivals.addEventListener('arrival', () => resolve(), { once: true })
  })
