import { realClock } from './host/clock.ts'
import { send as sendRequest } from './host/http/send.ts'
import { serve } from './host/http/serve.ts'
import { fixturesFolder } from './host/package-files.ts'
import { cryptoRandom, seededRandom } from './host/random.ts'
import { inMemory, openStore } from './host/store/open.ts'
import { createLibrary } from './library/library.ts'
import { createCatalog } from './provider/catalog.ts'

export type { Delivery } from './delivery/delivery.ts'
export type { Headers } from './http/message.ts'
export type {
  EmitOptions,
  Library,
  Receiver,
  ReceiverOptions,
  Sandbox,
  SandboxOptions,
  SendOptions,
  SentEvent,
  SignOptions,
  VerifyOptions,
} from './library/types.ts'
export type { Verdict } from './provider/verdict.ts'
export type { Clock } from './time/clock.ts'
export { type VirtualClock, virtualClock } from './time/virtual-clock.ts'

export const { receiver, sandbox, send, sign, verify } = createLibrary({
  catalog: createCatalog(fixturesFolder()),
  clock: realClock,
  random: cryptoRandom,
  seeded: seededRandom,
  send: sendRequest,
  serve,
  openStore: () => openStore(inMemory),
})
