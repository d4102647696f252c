import { onTestFinished } from 'vitest'
import type { Store } from '../../../src/delivery/store.ts'
import { send } from '../../../src/host/http/send.ts'
import { serve } from '../../../src/host/http/serve.ts'
import { fixturesFolder } from '../../../src/host/package-files.ts'
import { seededRandom } from '../../../src/host/random.ts'
import { inMemory, openStore } from '../../../src/host/store/open.ts'
import { createCatalog } from '../../../src/provider/catalog.ts'
import type { RunningSandbox, SandboxOptions, SandboxWorld } from '../../../src/sandbox/sandbox.ts'
import { openSandbox } from '../../../src/sandbox/sandbox.ts'
import type { Told } from '../../../src/sandbox/told.ts'
import type { VirtualClock } from '../../../src/time/virtual-clock.ts'
import { virtualClock } from '../../../src/time/virtual-clock.ts'
import type { Taken } from '../../support/handler.ts'
import { handler } from '../../support/handler.ts'

/** What a test reads out of JSON, and compares. */
// biome-ignore lint/suspicious/noExplicitAny: a wrong guess at what is in it fails the test
export type Json = any

/** An answer, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export interface Box extends RunningSandbox {
  readonly clock: VirtualClock
  readonly store: Store
  readonly told: Told[]
  /** Calls the management API with its key: `POST /webhooks`. */
  call(what: string, body?: Json, headers?: Record<string, string>): Promise<Answer>
  /** Calls the control API: `GET /state`. */
  control(what: string, body?: Json): Promise<Answer>
  stop(): Promise<void>
}

export const apiKey = 'key_of_the_test'
export const begin = '2026-03-15T10:05:00Z'

type BoxOptions = Partial<SandboxOptions> &
  Partial<Pick<SandboxWorld, 'store' | 'send' | 'serve'>> & {
    /** It is not closed: it was killed, and waits for ever for what it was about to do. */
    readonly abandoned?: boolean
  }

/** A sandbox with a clock of its own; it is closed when the test ends. */
export async function openBox(provider: string, options: BoxOptions = {}): Promise<Box> {
  const store = options.store ?? (await openStore(inMemory))
  const told: Told[] = []
  let clock = virtualClock(begin)
  const running = await openSandbox(
    {
      provider,
      apiKey,
      host: '127.0.0.1',
      port: 0,
      allowHttp: false,
      deliverAnywhere: false,
      concurrency: 1,
      clock: (earlier) => {
        clock = virtualClock(Math.max(earlier ?? 0, clock.now()))
        return clock
      },
      tell: (each) => void told.push(each),
      ...options,
    },
    {
      catalog: createCatalog(fixturesFolder()),
      random: seededRandom('sandbox'),
      send,
      serve,
      ...options,
      store,
    },
  )
  const stop = async (): Promise<void> => running.close(AbortSignal.abort())
  if (!options.abandoned) onTestFinished(stop)
  const call: Box['call'] = (what, body, headers = {}) => {
    const authorization = `Bearer ${apiKey}`
    return ask(running.apiUrl ?? '', { what, body, headers: { authorization, ...headers } })
  }
  const control: Box['control'] = (what, body) => ask(`${running.url}/_sandbox`, { what, body, headers: {} })
  return { ...running, clock, store, told, call, control, stop }
}

interface Asking {
  readonly what: string
  readonly body?: Json
  readonly headers: Record<string, string>
}

async function ask(base: string, { what, body, headers }: Asking): Promise<Answer> {
  const [method = '', path = ''] = what.split(' ')
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(base + path, { method, headers, ...sent })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

/** A handler that remembers what came, and whose answer changes when the test says so. */
export async function changingHandler() {
  let status = 200
  const taken: Taken[] = []
  const { url } = await handler((one) => {
    taken.push(one)
    return { status }
  })
  return {
    url: `${url}/hooks`,
    taken,
    answer: (next: number): void => {
      status = next
    },
  }
}

/** What a request bore, by the name of its header in lower case. */
export const headersOf = ({ headers }: Pick<Taken, 'headers'>): Record<string, string> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
